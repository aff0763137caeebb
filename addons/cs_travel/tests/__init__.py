from . import test_trip_chain, test_check_in
