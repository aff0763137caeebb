from . import cs_roster_lateness
from . import cs_agent_stats
