from odoo import api, fields, models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _cs_next_by_code(self, code, count):
        """The next numbers of a sequence of the company, drawn in one query.

        :param count: how many
        :return: as many strings, in the order of their numbers
        """
        if count == 1:
            return [self.next_by_code(code)]
        domain = [("code", "=", code), ("company_id", "in", [self.env.company.id, False])]
        sequence = self.search(domain, order="company_id", limit=1)
        if sequence.implementation != "standard":
            return [sequence.next_by_id() for _number in range(count)]
        name = f"ir_sequence_{sequence.id:03d}"
        if sequence.use_date_range:
            year = sequence._get_current_sequence()
            name += f"_{year.id:03d}"
            sequence = sequence.with_context(
                ir_sequence_date_range=fields.Date.to_string(year.date_from)
            )
        self.env.cr.execute(SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count))
        return [sequence.get_next_char(number) for (number,) in self.env.cr.fetchall()]
