from . import cs_roster_lateness
