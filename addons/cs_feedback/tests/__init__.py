from . import (
    test_every_shipment_is_followed_up,
    test_answers_by_phone,
    test_answers_by_portal,
    test_mail_asks_and_reminds,
    test_breakage_is_the_rate_of_sums,
    test_service_standards,
    test_callbacks,
    test_followup_access,
    test_followup_tour,
)
