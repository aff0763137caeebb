from . import (
    test_chain,
    test_clock,
    test_quality_summary,
    test_summary_plain,
)
