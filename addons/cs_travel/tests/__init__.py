from . import test_ledger_cases, test_trip_chain
