from . import test_trip_chain
from . import test_trip_analysis
