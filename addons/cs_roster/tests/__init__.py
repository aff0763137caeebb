from . import test_grid
from . import test_grid_of_500
from . import test_grid_print
from . import test_grid_tour
from . import test_my_month
from . import test_publication
from . import test_shift_type
