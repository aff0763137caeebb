from . import cs_agent_stats
