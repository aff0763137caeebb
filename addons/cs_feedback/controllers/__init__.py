from . import (
    misconduct,
    portal,
    portal_delivery,
    portal_standard,
    rating,
)
