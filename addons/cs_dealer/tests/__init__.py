from . import test_agreement, test_rebate_engine
