from . import cs_trip_month
