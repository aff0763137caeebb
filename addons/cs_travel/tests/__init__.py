from . import test_trip_chain
from . import test_trip_analysis
from . import test_ledger_cases, test_trip_chain
from . import (
    test_trip_chain,
    test_check_in,
    test_check_in_rpc,
    test_findings,
    test_board,
    test_misconduct,
    test_portal_visits,
)
