from . import cs_misconduct_register
