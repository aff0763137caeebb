from . import cs_trip_month
from . import cs_trip_revision, cs_trip_settlement
from . import cs_trip_finding
