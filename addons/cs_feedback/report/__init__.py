from . import (
    cs_delivery_report_mixin,
    cs_delivery_analysis,
    cs_carrier_score,
    cs_callback_analysis,
    cs_feedback_satisfaction,
    cs_department_score,
    cs_feedback_analysis,
)
