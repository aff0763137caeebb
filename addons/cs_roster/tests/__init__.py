from . import test_publication
from . import test_shift_type
from . import test_hook_hours
from . import test_hook_leave
from . import test_hook_overtime
from . import test_presence
