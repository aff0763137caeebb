from . import (
    test_solver_arithmetic,
    test_solver_checker,
    test_solver_curtois,
    test_solver_process,
    test_solver_rosters,
)
