from . import cs_return_arrival, cs_return_override, cs_return_selection
