from . import cs_agent_month
