from . import test_publication
from . import test_shift_type
from . import test_commission
from . import test_commission_access
from . import test_commission_payout
from . import test_commission_queries
from . import test_commission_random
from . import test_order_tag
