from . import cs_return_analysis
