from . import (
    res_company,
    res_config_settings,
    cs_trip,
    cs_trip_application,
    cs_trip_supervision,
    cs_trip_form,
    cs_trip_day,
    cs_trip_day_finding,
    cs_trip_reimbursement,
    account_move,
    hr_expense,
    hr_employee,
)
