from . import (
    cs_protected_mixin,
    cs_transition_mixin,
    cs_deadline_mixin,
    cs_approval_rule,
    cs_approval_step,
    cs_approval_standin,
    cs_approval_mixin,
    cs_export_mixin,
    crm_team,
    res_company,
    res_config_settings,
    res_partner,
)
