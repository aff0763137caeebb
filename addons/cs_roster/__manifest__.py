{
    "name": "Rosters and Shift Records",
    "summary": "Rosters that solve themselves, shift records, service statistics, commission",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Attendances",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_base", "hr_attendance", "hr_holidays", "sale", "survey"],
    "external_dependencies": {"python": ["ortools"]},
    "data": [],
    "installable": True,
}
