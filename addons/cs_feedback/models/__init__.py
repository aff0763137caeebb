from . import (
    hr_department,
    cs_misconduct,
    cs_misconduct_bar,
    cs_misconduct_dialogue,
    cs_misconduct_files,
    cs_misconduct_intake,
    cs_misconduct_message,
    cs_misconduct_guard,
)
