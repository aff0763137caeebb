from . import (
    cs_delivery_month,
    cs_delivery_skip,
    cs_feedback_ask,
    cs_feedback_kpi,
    cs_feedback_merge,
    cs_feedback_quick,
    cs_feedback_split,
    cs_feedback_step,
    cs_misconduct_accused,
    cs_misconduct_intake,
    cs_misconduct_reply,
    cs_quality_summary_reply,
)
