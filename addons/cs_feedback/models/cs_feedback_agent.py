from odoo import fields, models


class CsFeedback(models.Model):
    """Whose service a complaint is about: counted per agent and month (S-84)."""

    _inherit = "cs.feedback"

    STATE_FIELDS = {
        state: frozenset({"agent_user_id"}) for state in ("new", "open", "waiting", "solved")
    }

    agent_user_id = fields.Many2one(
        "res.users",
        string="Caused by",
        index="btree_not_null",
        copy=False,
        domain=[("share", "=", False)],
        groups="cs_base.group_cs_base_clerk,cs_base.group_cs_base_general_manager",
        help="Whose service the complaint is about, if it is about service. Customer service "
        "alone sees this.",
    )
