from . import test_approval, test_protected
