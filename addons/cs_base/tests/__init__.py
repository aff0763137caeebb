from . import (
    test_approval,
    test_company,
    test_deadline,
    test_export,
    test_protected,
    test_standin,
    test_to_approve,
    test_transition,
)
