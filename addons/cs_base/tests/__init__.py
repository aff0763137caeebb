from . import (
    test_approval,
    test_assignment,
    test_company,
    test_creator_does_not_sign,
    test_deadline,
    test_export,
    test_matrix,
    test_protected,
    test_random_chains,
    test_standin,
    test_to_approve,
    test_transition,
)
