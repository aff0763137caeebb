from . import cs_misconduct
