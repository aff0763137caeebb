from odoo.http import request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PER_PAGE = 20


class AgreementPortal(DealerPages, CustomerPortal):
    """Thin: every id goes to ``_portal_find``."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "agreement_count" in counters:
            values["agreement_count"] = request.env["cs.dealer.agreement"]._portal_count()
        return values

    @route(
        ["/my/agreements", "/my/agreements/page/<int:page>"],
        type="http", auth="user", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def agreement_list(self, page=1, **kw):
        agreements = request.env["cs.dealer.agreement"]
        pages = pager(
            url="/my/agreements", total=agreements._portal_count(), page=page, step=PER_PAGE
        )
        found = agreements._portal_search(limit=PER_PAGE, offset=pages["offset"])
        return self._show_page(
            "cs_dealer.portal_agreements", "cs_agreement", agreements=found, pager=pages
        )

    @route(
        "/my/agreements/<int:agreement_id>",
        type="http", auth="public", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def agreement_page(self, agreement_id, access_token=None, **kw):
        found = request.env["cs.dealer.agreement"]._portal_find(agreement_id, access_token)
        is_own = self._is_visitors(found)
        query = "" if is_own else f"?access_token={found.access_token}"
        return self._show_page(
            "cs_dealer.portal_agreement",
            "cs_agreement",
            agreement=found,
            sign_url=f"{found.access_url}/sign{query}",
            signer=request.env.user.name if is_own else "",
            no_breadcrumbs=not is_own,
        )

    @route("/my/agreements/<int:agreement_id>/sign", type="jsonrpc", auth="public", website=True)
    def agreement_sign(self, agreement_id, access_token=None, name=None, signature=None):
        """What the signature form of the portal asks; it shows a refusal by itself."""
        token = access_token or request.httprequest.args.get("access_token")
        found = request.env["cs.dealer.agreement"]._portal_find(agreement_id, token)
        _result, error = self._attempt(lambda: found.sudo()._portal_sign(name, signature))
        return {"error": error} if error else {"force_refresh": True}
