from . import cs_trip_finding
