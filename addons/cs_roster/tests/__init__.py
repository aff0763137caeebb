from . import test_generation
from . import test_matrix
from . import test_problem
from . import test_publication
from . import test_shift_type
from . import test_swap
