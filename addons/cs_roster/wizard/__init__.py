from . import cs_leave_signature
from . import cs_roster_cover
from . import hr_leave_generate_multi_wizard
from . import cs_agent_month
from . import cs_commission_make
from . import cs_order_tag
