from . import cs_carrier_claim, cs_delivery_followup, cs_quality_summary
