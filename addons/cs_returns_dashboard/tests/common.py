FILE = "cs_returns_dashboard/data/files/returns_dashboard.json"
DASHBOARD = "cs_returns_dashboard.spreadsheet_dashboard_returns"
