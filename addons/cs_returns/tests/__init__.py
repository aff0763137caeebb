from . import (
    test_access,
    test_application_chain,
    test_cost_comes_back,
    test_credit_note_takes_the_invoice,
    test_nothing_comes_back_twice,
    test_policy_verdict,
    test_query_counts,
    test_random_chains,
    test_received_quantity_prevails,
    test_tour,
    test_unapproved_receipt_is_refused,
)
