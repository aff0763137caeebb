from . import (
    account_payment_register,
    cs_trip_change_exception,
    cs_trip_finding,
    cs_trip_load,
    cs_trip_month,
    cs_trip_revision,
    cs_trip_settlement,
    cs_trip_week_hand_back,
)
