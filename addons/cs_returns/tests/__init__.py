from . import test_received_quantity_prevails
