from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..solver.problem import EMPTY, LEAVE, REST

# what the statement of _put writes by itself
DIRECT_FIELDS = frozenset({"company_id", "department_id", "user_id"})


class CsRoster(models.Model):
    """How cells become slots: by one statement, whatever the number of cells."""

    _inherit = "cs.roster"

    def _write_cells(self, wanted, source):
        """Write cells {(employee id, date): cell} of the plan; callers have checked who asks."""
        self.ensure_one()
        emptied = [place for place, cell in wanted.items() if cell == EMPTY]
        filled = {place: cell for place, cell in wanted.items() if cell != EMPTY}
        if emptied:
            self._empty(emptied)
        if filled:
            self._put(filled, source)
        self._touch()

    def _prepare_cell(self, cell, types):
        kind = {REST: "rest", LEAVE: "leave"}.get(cell, "shift")
        return kind, types.get(cell)

    def _put(self, filled, source):
        """Insert or update slots. A leave keeps the shift that it replaces."""
        # sudo: slots are written by the roster alone
        slots_sudo = self.env["cs.roster.slot"].sudo()
        slots_sudo.flush_model()
        self.env["hr.employee"].flush_model(["user_id"])
        types = {shift_type.code: shift_type.id for shift_type in self._shift_types()}
        rows = [(*place, *self._prepare_cell(cell, types)) for place, cell in filled.items()]
        employee_ids, dates, kinds, type_ids = (list(column) for column in zip(*rows, strict=True))
        answer = self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_roster_slot (
                    roster_id, company_id, department_id, user_id, employee_id, date, kind,
                    shift_type_id, source, is_locked, create_uid, create_date, write_uid, write_date
                )
                SELECT %(roster)s, %(company)s, %(department)s, employee.user_id, employee.id,
                       cell.date, cell.kind, cell.type_id, %(source)s, FALSE,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM unnest(%(employees)s::int[], %(dates)s::date[], %(kinds)s::varchar[],
                            %(types)s::int[]) AS cell (employee_id, date, kind, type_id)
                JOIN hr_employee employee ON employee.id = cell.employee_id
                ON CONFLICT (employee_id, date) DO UPDATE SET
                    kind = EXCLUDED.kind,
                    shift_type_id = CASE
                        WHEN EXCLUDED.kind = 'leave' THEN cs_roster_slot.shift_type_id
                        ELSE EXCLUDED.shift_type_id
                    END,
                    source = EXCLUDED.source,
                    write_uid = EXCLUDED.write_uid,
                    write_date = EXCLUDED.write_date
                WHERE cs_roster_slot.roster_id = EXCLUDED.roster_id
                RETURNING id, employee_id, date, xmax = 0
                """,
                roster=self.id,
                company=self.company_id.id,
                department=self.department_id.id,
                source=source,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                employees=employee_ids,
                dates=dates,
                kinds=kinds,
                types=type_ids,
            )
        )
        self._check_all_put(filled, answer)
        self._refresh(answer)

    def _check_all_put(self, filled, answer):
        """:raises UserError: an agent has a slot of another roster on a day"""
        missed = filled.keys() - {(row[1], row[2]) for row in answer}
        if missed:
            employee_id, date = min(missed, key=lambda place: (place[1], place[0]))
            employee_sudo = self.env["hr.employee"].sudo().browse(employee_id)  # sudo: a name
            raise UserError(
                self.env._(
                    "%(agent)s is in the roster of another department on %(date)s; "
                    "change that one.",
                    agent=employee_sudo.name,
                    date=date,
                )
            )

    def _refresh(self, answer):
        """Let the ORM know of slots that a statement has written."""
        slots_sudo = self.env["cs.roster.slot"].sudo()
        slots_sudo.invalidate_model(flush=False)
        self.invalidate_recordset(["slot_ids"], flush=False)
        new = slots_sudo.browse(row[0] for row in answer if row[3])
        for name, field in slots_sudo._fields.items():
            if new and field.store and field.compute and name not in DIRECT_FIELDS:
                self.env.add_to_compute(field, new)
        slots_sudo.browse(row[0] for row in answer).modified(["kind", "shift_type_id"])

    def _places(self, places):
        """The slots at pairs of employee id and date, as superuser."""
        wanted = set(places)
        # sudo: slots are written by the roster alone
        slots_sudo = self.env["cs.roster.slot"].sudo()
        rows = slots_sudo._fetch_rows(
            [
                ("roster_id", "=", self.id),
                ("employee_id", "in", list({place[0] for place in wanted})),
                ("date", "in", list({place[1] for place in wanted})),
            ],
            ("id", "employee_id", "date"),
        )
        return slots_sudo.browse(row[0] for row in rows if row[1:] in wanted)

    def _empty(self, places):
        """Take slots out of the plan; what an agent was told stays until it is told anew."""
        slots = self._places(places)
        told = slots.filtered("published_kind")
        if told:
            raise UserError(
                self.env._(
                    "%s has been published; choose a shift or a rest day instead of nothing.",
                    told[0].display_name,
                )
            )
        slots.unlink()

    def _fix(self, places, is_locked):
        """Fix cells for the generation, or release them."""
        slots = self._places(places)
        slots._with_key().write({"is_locked": is_locked})
        self._touch()
