from . import cs_delivery_month, cs_delivery_skip
