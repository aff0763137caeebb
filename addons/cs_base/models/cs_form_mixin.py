from odoo import api, models


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

    def _form_step_signatures(self):
        """Who signed the present round, in the order of the chain."""
        self.ensure_one()
        return [
            self._form_signature(
                step.name, step.decided_by_id.name, step.decided_at, step.signature
            )
            for step in self._current_steps("approved")
        ]
