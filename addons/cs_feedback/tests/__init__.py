from . import (
    test_chain,
    test_clock,
    test_feedback_links,
    test_feedback_routes,
    test_intake_rights,
    test_intake_tour,
    test_mail_intake,
    test_mail_text,
    test_portal_feedback,
    test_quick_entry,
    test_rating,
)
