from . import (
    cs_return_ahead,
    cs_return_arrival,
    cs_return_decision,
    cs_return_month,
    cs_return_override,
    cs_return_selection,
)
