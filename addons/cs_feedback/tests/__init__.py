from . import (
    test_chain,
    test_checklist,
    test_clock,
    test_dispute,
    test_matrix,
    test_tour,
)
