from decimal import Decimal

from odoo import api, models
from odoo.tools import get_lang

from ..domain.capital import capital_amount


class CsFormMixin(models.AbstractModel):
    """What a printed form of a document shows: numbered rows by page, and who signed."""

    _name = "cs.form.mixin"
    _description = "Printed Form"

    @api.model
    def _form_pages_of(self, records, size):
        """Numbered records in blocks of one page each; the last page is filled up.

        Rows are cut by hand, because a PDF engine may cut them in the middle.

        :param size: rows on a page
        :return: lists of (number, record), or ("", None) for an empty row
        """
        rows = list(enumerate(records, start=1))
        pages = [rows[i : i + size] for i in range(0, len(rows), size)] or [[]]
        pages[-1] += [("", None)] * (size - len(pages[-1]))
        return pages

    @api.model
    def _form_signature(self, label, name="", date=False, image=False):
        """A box of the row of signatures; without a name it is left for pen and ink."""
        return {"label": label, "name": name or "", "date": date, "image": image}

    @api.model
    def _form_amount_in_words(self, amount, currency):
        """The amount as the reader's vouchers write it out; in Chinese, capital numerals.

        A currency other than that of China is named by its code.
        """
        if not get_lang(self.env).code.startswith("zh"):
            return currency.amount_to_text(amount)
        prefix = "人民币" if currency.name == "CNY" else currency.name
        return capital_amount(Decimal(str(currency.round(amount))), prefix)

    def _form_step_signatures(self, *states):
        """Who signed the present round, in the order of the chain.

        :param states: of steps; those that nobody has signed yet are boxes for pen and ink
        """
        self.ensure_one()
        return [
            self._form_signature(
                step.name, step.decided_by_id.name, step.decided_at, step.signature
            )
            for step in self._current_steps(*(states or ("approved",)))
        ]
