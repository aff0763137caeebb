from . import (
    test_every_shipment_is_followed_up,
)
