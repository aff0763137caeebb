FILE = "cs_feedback_dashboard/data/files/feedback_dashboard.json"
DASHBOARD = "cs_feedback_dashboard.spreadsheet_dashboard_feedback"
