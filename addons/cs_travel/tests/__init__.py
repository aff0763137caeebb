from . import (
    test_advance,
    test_late_findings,
    test_ledger_cases,
    test_native_traps,
    test_offset,
    test_settlement,
    test_trip_chain,
)
