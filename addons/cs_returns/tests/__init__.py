from . import (
    test_credit_note_takes_the_invoice,
    test_nothing_comes_back_twice,
    test_received_quantity_prevails,
)
