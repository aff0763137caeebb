from . import test_generation
from . import test_matrix
from . import test_problem
from . import test_grid
from . import test_grid_of_500
from . import test_grid_print
from . import test_grid_tour
from . import test_my_month
from . import test_plan_hidden
from . import test_publication
from . import test_shift_type
from . import test_swap
from . import test_hook_hours
from . import test_hook_leave
from . import test_hook_overtime
from . import test_service_session
from . import test_night_extension
from . import test_handover
from . import test_problem_register
from . import test_agent_stats
from . import test_books_rights
from . import test_random_shifts
from . import test_books_tour
from . import test_commission
from . import test_commission_access
from . import test_commission_payout
from . import test_commission_queries
from . import test_commission_random
from . import test_order_tag
from . import test_conduct
from . import test_conduct_count
from . import test_conduct_lateness
from . import test_training_gate
from . import test_appraisal
from . import test_new_agents
from . import test_people_matrix
from . import test_people_tour
from . import (
    test_solver_arithmetic,
    test_solver_checker,
    test_solver_curtois,
    test_solver_process,
    test_solver_rosters,
)
from . import test_presence
from . import test_leave_roster
from . import test_leave_signature
from . import test_leave_tour
from . import test_commission_tour
