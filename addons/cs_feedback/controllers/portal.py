from odoo.http import request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing
from odoo.addons.cs_base.domain.photo import MAX_BYTES as PHOTO_BYTES
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PER_PAGE = 20
FIELDS = (
    "type_id", "subject", "description", "order_id", "picking_id", "product_id", "lot",
)  # fmt: skip


class FeedbackPortal(DealerPages, CustomerPortal):
    """Thin: every id goes to ``_portal_find`` or is looked up among the dealer's own."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "feedback_count" in counters:
            cases = request.env["cs.feedback"]
            # the card leads to a first case as well
            values["feedback_count"] = cases._portal_count() or int(cases._portal_is_dealer())
        return values

    # Reading

    @route(
        ["/my/feedback", "/my/feedback/page/<int:page>"],
        type="http", auth="user", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def feedback_list(self, page=1, filterby="all", **kw):
        cases = request.env["cs.feedback"]
        filters = cases._portal_filters()
        filterby = filterby if filterby in filters else "all"
        domain = filters[filterby][1]
        pages = pager(
            url="/my/feedback",
            total=cases._portal_count(domain),
            page=page,
            step=PER_PAGE,
            url_args={"filterby": filterby},
        )
        found = cases._portal_search(
            domain, order="received_at desc, id desc", limit=PER_PAGE, offset=pages["offset"]
        )
        return self._show_feedback(
            "cs_feedback.portal_feedback_list",
            cases=found,
            pager=pages,
            filters=filters,
            filterby=filterby,
            can_create=cases._portal_is_dealer(),
        )

    @route(
        "/my/feedback/<int:feedback_id>", type="http", auth="public", website=True, methods=["GET"]
    )
    @refusing
    def feedback_page(self, feedback_id, access_token=None, **kw):
        found = request.env["cs.feedback"]._portal_find(feedback_id, access_token)
        is_own = self._is_visitors(found)
        return self._show_feedback(
            "cs_feedback.portal_feedback",
            case=found,
            is_own=is_own,
            token_query="" if is_own else f"?access_token={found.access_token}",
            no_breadcrumbs=not is_own,
        )

    @route(
        "/my/feedback/<int:feedback_id>/files/<int:file_id>",
        type="http", auth="public", methods=["GET"],
    )  # fmt: skip
    @refusing
    def feedback_file(self, feedback_id, file_id, access_token=None, **kw):
        found = request.env["cs.feedback"]._portal_find(feedback_id, access_token)
        file = found._portal_file(file_id)
        stream = request.env["ir.binary"]._get_stream_from(file)
        # only pictures are shown; whatever else was sent is saved and never opened here
        return stream.get_response(as_attachment=not found._portal_is_picture(file))

    # A new case

    @route("/my/feedback/new", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def feedback_new(self, order_id="", picking_id="", **kw):
        return self._show_feedback_form({"order_id": order_id, "picking_id": picking_id})

    @route("/my/feedback/new", type="http", auth="user", website=True, methods=["POST"])
    @refusing
    def feedback_create(self, confirmed=None, **post):
        post.pop("photos", None)
        given = {name: post.pop(name, "") for name in FIELDS}
        self._refuse_extra(post)
        cases = request.env["cs.feedback"]
        values = cases._portal_prepare(given)
        contents = self._read_files("photos", PHOTO_BYTES)
        similar = () if confirmed else cases._portal_similar(values)
        if similar:
            return self._show_feedback_form(given, similar=similar, has_photos=bool(contents))
        case, error = self._attempt(lambda: cases._portal_create(values, contents))
        if error:
            return self._show_feedback_form(given, error=error)
        return request.redirect(case.access_url)

    def _show_feedback_form(self, given, **values):
        cases = request.env["cs.feedback"]
        if not cases._portal_is_dealer():
            cases._portal_refuse()
        # whatever an address names must be the dealer's own
        cases._portal_prepare({**given, "type_id": ""})
        return self._show_feedback(
            "cs_feedback.portal_feedback_new",
            given=given,
            types=cases._portal_types(),
            orders=cases._portal_orders(),
            pickings=cases._portal_pickings(),
            products=cases._portal_products(),
            **values,
        )

    # Writing

    @route(
        "/my/feedback/<int:feedback_id>/reply",
        type="http", auth="public", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def feedback_reply(self, feedback_id, text="", access_token=None, **post):
        post.pop("photos", None)
        self._refuse_extra(post)
        found = request.env["cs.feedback"]._portal_find(feedback_id, access_token)
        contents = self._read_files("photos", PHOTO_BYTES)
        _result, error = self._attempt(lambda: found._portal_reply(text, contents))
        return self._lead_back_to_case(found, error)

    @route(
        "/my/feedback/<int:feedback_id>/reopen",
        type="http", auth="public", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def feedback_reopen(self, feedback_id, text="", access_token=None, **post):
        self._refuse_extra(post)
        found = request.env["cs.feedback"]._portal_find(feedback_id, access_token)
        _result, error = self._attempt(lambda: found._portal_reopen(text))
        return self._lead_back_to_case(found, error)

    # Helpers

    def _lead_back_to_case(self, found, error):
        query = "" if self._is_visitors(found) else f"?access_token={found.access_token}"
        return self._lead_to(f"{found.access_url}{query}", error)

    def _show_feedback(self, template, case=None, **values):
        return self._show_page(
            template, "cs_feedback", case=case, default_url="/my/feedback", **values
        )
