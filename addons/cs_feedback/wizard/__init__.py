from . import (
    cs_feedback_ask,
    cs_feedback_merge,
    cs_feedback_quick,
    cs_feedback_split,
    cs_feedback_step,
)
