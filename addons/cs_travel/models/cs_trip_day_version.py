from odoo import fields, models
from odoo.fields import Command

from .cs_trip_day import ACTUAL_FIELDS
from .cs_trip_plan_mixin import ROUTE_FIELDS


class CsTripDay(models.Model):
    """Days are replaced, not rewritten: each version of the plan stays readable (S-41)."""

    _inherit = "cs.trip.day"

    PROTECTED_FIELDS = frozenset({"ended_version", "change_id"})

    ended_version = fields.Integer(
        string="Replaced by Version",
        readonly=True,
        copy=False,
        help="0 as long as the day is planned.",
    )
    change_id = fields.Many2one(
        "cs.trip.change",
        string="Planned by Change",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _plan_of(self, record):
        """What ``record`` (a day or the plan of one) plans, as values of a new day."""
        values = {name: record[name] for name in ROUTE_FIELDS}
        return {**values, "partner_ids": [Command.set(record.partner_ids.ids)]}

    def _archive_for(self, version):
        """Take the days out of the plan; they stay on record with the version that ended them."""
        self._write_protected({"active": False, "ended_version": version})
        # the index on the planned days must not see both rows of a date
        self.flush_model(["active"])
        self.trip_id.invalidate_recordset(["day_ids"])

    def _follow(self, replaced):
        """Take over from the row of the same date: what was entered, and what points to it."""
        self.ensure_one()
        actual = {name: replaced[name] for name in ACTUAL_FIELDS - {"actual_partner_ids"}}
        actual["actual_partner_ids"] = [Command.set(replaced.actual_partner_ids.ids)]
        self._write_protected(actual)
        for name in self._models_on_days():
            # sudo: calls and check-ins move along whoever gives the last signature
            records_sudo = self.sudo()._with_key().env[name]
            found = records_sudo.with_context(active_test=False).search(
                [("day_id", "=", replaced.id)]
            )
            records_sudo.browse(found.ids).write({"day_id": self.id})

    def _models_on_days(self):
        """Models that point to the day of a plan by ``day_id``."""
        return [
            name
            for name, model in self.env.registry.items()
            if not model._abstract
            and not model._transient
            and model._auto
            and (field := model._fields.get("day_id"))
            and field.store
            and field.comodel_name == self._name
        ]
