from . import cs_misconduct_accused, cs_misconduct_intake, cs_misconduct_reply
