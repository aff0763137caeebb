from odoo import models

# who keeps conduct, trainings and appraisals beside the heads of departments
KEEPERS = (
    "hr.group_hr_user",
    "hr_attendance.group_hr_attendance_user",
    "cs_base.group_cs_base_manager",
    "cs_base.group_cs_base_general_manager",
)


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Heads of departments have no group of their own; agents have menus of their own."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if any(user.has_group(group) for group in KEEPERS):
            return hidden
        departments = self.env["hr.department"]
        if not departments.search_count([("manager_id.user_id", "=", user.id)], limit=1):
            menu = self.env.ref("cs_roster.cs_people_menu", raise_if_not_found=False)
            hidden += menu.ids if menu else []
        return hidden
