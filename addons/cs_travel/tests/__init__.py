from . import test_trip_chain
