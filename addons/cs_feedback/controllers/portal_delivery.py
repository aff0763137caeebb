from odoo.http import request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.cs_delivery_followup import OPEN

PER_PAGE = 20


class DeliveryPortal(DealerPages, CustomerPortal):
    """Thin: every id goes to ``_portal_find``, every token to ``_find_by_token`` first."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "delivery_count" in counters:
            values["delivery_count"] = request.env["cs.delivery.followup"]._portal_count()
        return values

    @route(
        ["/my/deliveries", "/my/deliveries/page/<int:page>"],
        type="http", auth="user", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def deliveries_list(self, page=1, **kw):
        followups = request.env["cs.delivery.followup"]
        pages = pager(
            url="/my/deliveries", total=followups._portal_count(), page=page, step=PER_PAGE
        )
        return self._show_page(
            "cs_feedback.portal_deliveries",
            "cs_delivery",
            deliveries=followups._portal_search(limit=PER_PAGE, offset=pages["offset"]),
            open_states=OPEN,
            pager=pages,
            default_url="/my/deliveries",
        )

    @route(
        "/my/deliveries/<int:followup_id>", type="http", auth="user", website=True, methods=["GET"]
    )
    @refusing
    def delivery_page(self, followup_id, **kw):
        found = request.env["cs.delivery.followup"]._portal_find(followup_id)
        return self._render_delivery(found, f"/my/deliveries/{found.id}/answer")

    @route(
        "/my/deliveries/<int:followup_id>/answer",
        type="http", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def delivery_answer(self, followup_id, **post):
        found = request.env["cs.delivery.followup"]._portal_find(followup_id)
        name = request.env.user.name
        _done, error = self._attempt(lambda: found._portal_answer(post, "portal", name))
        return self._lead_to(f"/my/deliveries/{found.id}", error)

    # By the link of a mail; scanners follow it and change nothing

    @route("/delivery/<string:token>", type="http", auth="public", website=True, methods=["GET"])
    @refusing
    def delivery_by_mail(self, token, **kw):
        found, is_open = request.env["cs.delivery.followup"]._find_by_token(token)
        if not is_open:
            return self._render_delivery_end(found)
        return self._render_delivery(found, f"/delivery/{token}", by_mail=True)

    @route("/delivery/<string:token>", type="http", auth="public", website=True, methods=["POST"])
    @refusing
    def delivery_answer_by_mail(self, token, **post):
        found, is_open = request.env["cs.delivery.followup"]._find_by_token(token)
        if not is_open:
            return self._render_delivery_end(found)
        name = found._mail_partner().display_name
        _done, error = self._attempt(lambda: found._portal_answer(post, "mail", name))
        if error:
            return self._lead_to(f"/delivery/{token}", error)
        return self._render_delivery_end(found)

    def _render_delivery(self, found, url, by_mail=False):
        return self._show_page(
            "cs_feedback.portal_delivery",
            "cs_delivery",
            delivery=found,
            is_open=found.state in OPEN,
            answer_url=url,
            no_breadcrumbs=by_mail,
        )

    def _render_delivery_end(self, found):
        """What is left of a link that was used, has expired or is none of ours."""
        page = self._show_page(
            "cs_feedback.portal_delivery_end", None, delivery=found, no_breadcrumbs=True
        )
        page.status_code = 200 if found else 404
        return page
