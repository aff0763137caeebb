from . import test_agreement, test_rebate_engine
from . import test_agreement_sign
from . import test_agreement_rights
