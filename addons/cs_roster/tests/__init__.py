from . import test_publication
from . import test_shift_type
