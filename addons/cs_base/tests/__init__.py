from . import (
    test_approval,
    test_assignment,
    test_company,
    test_deadline,
    test_export,
    test_matrix,
    test_protected,
    test_random_chains,
    test_standin,
    test_to_approve,
    test_transition,
)
