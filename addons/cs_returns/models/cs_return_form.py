from odoo import models

LINES_PER_PAGE = 12


class CsReturn(models.Model):
    """What the printed application shows (S-57)."""

    _inherit = "cs.return"

    def _form_pages(self):
        """Numbered lines in blocks of one page each; the last page is filled up.

        Rows are cut by hand, because a PDF engine may cut them in the middle.
        """
        self.ensure_one()
        rows = [(number, line) for number, line in enumerate(self.line_ids, start=1)]
        pages = [rows[i : i + LINES_PER_PAGE] for i in range(0, len(rows), LINES_PER_PAGE)] or [[]]
        pages[-1] += [("", None)] * (LINES_PER_PAGE - len(pages[-1]))
        return pages

    def _form_appraisal(self):
        """What the office found; the copy that the dealer prints leaves room for it."""
        return "" if self.env.context.get("cs_for_dealer") else self.office_appraisal

    def _form_signatures(self):
        """Who signed, in the order of the chain, and the boxes left for pen and ink."""
        signatures = [
            {
                "label": self.env._("Requested by"),
                "name": self.dealer_signed_by or self.requester_id.name or "",
                "date": self.dealer_signed_at,
                "image": self.dealer_signature,
            }
        ]
        for step in self._current_steps("approved"):
            signatures.append(
                {
                    "label": step.name,
                    "name": step.decided_by_id.name,
                    "date": step.decided_at,
                    "image": step.signature,
                }
            )
        signatures.append({"label": self.env._("Received and counted by"), "name": ""})
        return [{"date": False, "image": False, **signature} for signature in signatures]
