from . import (
    cs_feedback_ask,
    cs_feedback_merge,
    cs_feedback_split,
    cs_feedback_step,
    cs_feedback_kpi,
    cs_quality_summary_reply,
)
