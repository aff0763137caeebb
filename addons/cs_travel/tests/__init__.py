from . import (
    test_clock,
    test_trip_calendar,
    test_trip_chain,
    test_trip_change,
    test_trip_change_access,
    test_trip_overlap,
    test_trip_posting,
    test_trip_standin,
    test_trip_template,
)
