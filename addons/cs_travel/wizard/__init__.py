from . import cs_trip_change_exception, cs_trip_load
