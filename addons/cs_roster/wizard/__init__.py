from . import cs_commission_make
from . import cs_order_tag
