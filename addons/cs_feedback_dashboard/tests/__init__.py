from . import test_dashboard_opens, test_everything_named_exists
