from . import cs_trip_analysis
