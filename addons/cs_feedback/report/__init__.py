from . import (
    cs_department_score,
    cs_feedback_analysis,
)
