from . import (
    test_trip_chain,
    test_distance,
    test_check_in,
    test_check_in_rpc,
    test_findings,
    test_board,
    test_misconduct,
    test_portal_visits,
    test_supervision_tour,
)
