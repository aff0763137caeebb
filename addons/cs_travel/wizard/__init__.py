from . import cs_trip_revision, cs_trip_settlement
