from . import cs_approval_decision, cs_month_mixin
