from . import (
    cs_carrier_claim,
    cs_delivery_followup,
    cs_feedback,
    cs_quality_summary,
    cs_return,
)
