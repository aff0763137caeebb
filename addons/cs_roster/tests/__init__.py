from . import test_publication
from . import test_shift_type
from . import test_service_session
from . import test_night_extension
from . import test_handover
from . import test_problem_register
from . import test_agent_stats
