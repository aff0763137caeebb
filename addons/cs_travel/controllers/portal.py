import functools

from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

SHOWN = 80
MESSAGE = "cs_travel_message"


def refusing(method):
    """Whatever is not the visitor's is answered as if it were not there."""

    @functools.wraps(method)
    def wrapper(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except (AccessError, MissingError):
            raise NotFound from None

    return wrapper


class VisitPortal(CustomerPortal):
    """Thin: every id goes to ``_portal_find_visit`` first."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "visit_count" in counters:
            values["visit_count"] = len(request.env["cs.trip.day"]._portal_visits(SHOWN))
        return values

    @route("/my/visits", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def visits_list(self, **kw):
        return request.render(
            "cs_travel.portal_visits",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "cs_visit",
                "visits": request.env["cs.trip.day"]._portal_visits(SHOWN)._portal_visit_vals(),
                "message": request.session.pop(MESSAGE, None),
            },
        )

    @route(
        "/my/visits/<int:day_id>/answer",
        type="http", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def visit_answer(self, day_id, answer=None, note=None, **post):
        days = request.env["cs.trip.day"]
        if post:
            days._portal_refuse_visit()
        day = days._portal_find_visit(day_id)
        try:
            with request.env.cr.savepoint():
                day._portal_answer_visit(answer, note)
        except (AccessError, MissingError):
            raise
        except UserError as error:
            request.session[MESSAGE] = error.args[0]
        return request.redirect("/my/visits")
