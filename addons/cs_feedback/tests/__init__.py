from . import (
    test_misconduct,
    test_misconduct_access,
    test_misconduct_files,
    test_misconduct_guard,
    test_misconduct_public,
    test_misconduct_tour,
    test_receipt,
)
