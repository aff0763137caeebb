from . import test_trip_chain
from . import test_trip_analysis
from . import test_ledger_cases, test_trip_chain
