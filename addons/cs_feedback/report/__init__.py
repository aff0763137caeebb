from . import cs_feedback_satisfaction
