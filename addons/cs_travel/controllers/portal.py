from odoo.http import request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing
from odoo.addons.portal.controllers.portal import CustomerPortal

SHOWN = 80


class VisitPortal(DealerPages, CustomerPortal):
    """Thin: every id goes to ``_portal_find_visit`` first."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "visit_count" in counters:
            values["visit_count"] = len(request.env["cs.trip.day"]._portal_visits(SHOWN))
        return values

    @route("/my/visits", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def visits_list(self, **kw):
        visits = request.env["cs.trip.day"]._portal_visits(SHOWN)
        return self._show_page(
            "cs_travel.portal_visits", "cs_visit", visits=visits._portal_visit_vals()
        )

    @route(
        "/my/visits/<int:day_id>/answer",
        type="http", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def visit_answer(self, day_id, answer=None, note=None, **post):
        self._refuse_extra(post)
        day = request.env["cs.trip.day"]._portal_find_visit(day_id)
        _call, error = self._attempt(lambda: day._portal_answer_visit(answer, note))
        return self._lead_to("/my/visits", error)
