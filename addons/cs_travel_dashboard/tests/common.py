FILE = "cs_travel_dashboard/data/files/travel_dashboard.json"
DASHBOARD = "cs_travel_dashboard.spreadsheet_dashboard_travel"
