from . import cs_appraisal_make
from . import cs_conduct_decision
from . import cs_conduct_statement
