from . import (
    test_approval,
    test_protected,
    test_standin,
    test_to_approve,
    test_transition,
)
