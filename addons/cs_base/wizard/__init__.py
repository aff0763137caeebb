from . import cs_approval_decision
