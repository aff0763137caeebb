from odoo.http import content_disposition, request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing
from odoo.addons.cs_base.domain.photo import MAX_BYTES as PHOTO_BYTES
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..domain.goods_sheet import MAX_BYTES as SHEET_BYTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 20


class ReturnPortal(DealerPages, CustomerPortal):
    """Thin: every id goes to ``_portal_find`` or to the dealer's own goods first."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "return_count" in counters:
            returns = request.env["cs.return"]
            # the card leads to a first application as well
            values["return_count"] = returns._portal_count() or int(returns._portal_has_goods())
        return values

    # Reading

    @route(
        ["/my/returns", "/my/returns/page/<int:page>"],
        type="http", auth="user", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def returns_list(self, page=1, filterby="all", **kw):
        returns = request.env["cs.return"]
        filters = returns._portal_filters()
        filterby = filterby if filterby in filters else "all"
        domain = filters[filterby][1]
        pages = pager(
            url="/my/returns",
            total=returns._portal_count(domain),
            page=page,
            step=PER_PAGE,
            url_args={"filterby": filterby},
        )
        found = returns._portal_search(domain, limit=PER_PAGE, offset=pages["offset"])
        return self._show_page(
            "cs_returns.portal_returns",
            "cs_return",
            returns=found,
            pager=pages,
            filters=filters,
            filterby=filterby,
            default_url="/my/returns",
        )

    @route("/my/returns/<int:return_id>", type="http", auth="public", website=True, methods=["GET"])
    @refusing
    def return_page(self, return_id, access_token=None, answer=None, **kw):
        found = request.env["cs.return"]._portal_find(return_id, access_token)
        is_own = self._is_visitors(found)
        return self._show_page(
            "cs_returns.portal_return",
            "cs_return",
            cs_return=found,
            is_own=is_own,
            is_editable=is_own and found.state == "draft" and found._is_portal_made(),
            is_cancellable=is_own
            and found.state in ("draft", "submitted")
            and found._is_portal_made(),
            token=access_token if not is_own else None,
            token_query="" if is_own else f"?access_token={found.access_token}",
            answer=answer if answer in ("take_back", "destroy") else None,
            reasons=found._portal_reasons(),
            signer=request.env.user.name if is_own else "",
            no_breadcrumbs=not is_own,
        )

    @route(
        "/my/returns/<int:return_id>/photos/<int:photo_id>",
        type="http", auth="public", methods=["GET"],
    )  # fmt: skip
    @refusing
    def return_photo(self, return_id, photo_id, access_token=None, **kw):
        found = request.env["cs.return"]._portal_find(return_id, access_token)
        photo = found._portal_photo(photo_id)
        return self._send_photo(photo)

    @route(
        "/my/returns/<int:return_id>/form",
        type="http", auth="public", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def return_form(self, return_id, access_token=None, **kw):
        return self._print_return(return_id, access_token, "cs_returns.cs_return_report_form")

    @route(
        "/my/returns/<int:return_id>/carton",
        type="http", auth="public", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def return_carton(self, return_id, access_token=None, **kw):
        return self._print_return(return_id, access_token, "cs_returns.cs_return_report_carton")

    def _print_return(self, return_id, access_token, report):
        found = request.env["cs.return"]._portal_find(return_id, access_token)
        if not found._portal_is_printed():
            found._portal_refuse()
        request.update_context(cs_for_dealer=True)
        return self._show_report(found, "pdf", report)

    @route(
        "/my/returns/<int:return_id>/credit/<int:move_id>",
        type="http", auth="public", website=True, methods=["GET"],
    )  # fmt: skip
    @refusing
    def return_credit(self, return_id, move_id, access_token=None, **kw):
        found = request.env["cs.return"]._portal_find(return_id, access_token)
        credit = found._portal_credit_notes().filtered(lambda move: move.id == move_id)
        if not credit:
            found._portal_refuse()
        return self._show_report(credit, "pdf", "account.account_invoices", download=True)

    # Choosing goods

    @route("/my/returns/new", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def return_new(self, search="", page="1", **kw):
        return self._render_return_goods(None, search, page)

    @route("/my/returns/new", type="http", auth="user", website=True, methods=["POST"])
    @refusing
    def return_create(self, **post):
        chosen = self._chosen_return_goods(post)

        def create():
            returns = request.env["cs.return"]
            return returns._portal_create(returns._portal_rows(chosen))

        draft, error = self._attempt(create)
        if error:
            return self._render_return_goods(None, values=post, error=error)
        return request.redirect(draft.access_url)

    @route(
        "/my/returns/<int:return_id>/goods", type="http", auth="user", website=True, methods=["GET"]
    )
    @refusing
    def return_goods(self, return_id, search="", page="1", **kw):
        found = request.env["cs.return"]._portal_find_own(return_id)
        return self._render_return_goods(found, search, page)

    @route(
        "/my/returns/<int:return_id>/goods",
        type="http", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def return_add_goods(self, return_id, **post):
        chosen = self._chosen_return_goods(post)
        found = request.env["cs.return"]._portal_find_own(return_id)

        def add():
            found._portal_check_draft()
            return found._add_goods(request.env["cs.return"]._portal_rows(chosen))

        _lines, error = self._attempt(add)
        if error:
            return self._render_return_goods(found, values=post, error=error)
        return request.redirect(found.access_url)

    def _render_return_goods(self, found, search="", page="1", values=None, error=None):
        returns = request.env["cs.return"]
        number = int(page) if page.isdecimal() and len(page) < 5 else 1
        rows, has_more = returns._portal_goods(
            search, max(number, 1), found.company_id if found else None
        )
        return self._show_page(
            "cs_returns.portal_return_goods",
            "cs_return",
            cs_return=found,
            rows=rows,
            search=search,
            page_number=max(number, 1),
            has_more=has_more,
            values=values or {},
            error=error,
            reasons=returns._portal_reasons(),
            url=f"{found.access_url}/goods" if found else "/my/returns/new",
        )

    def _chosen_return_goods(self, post):
        """``{key: (quantity, reason)}`` of a form on which goods are chosen."""
        chosen = {}
        for name, value in post.items():
            kind, _separator, key = name.partition("_")
            if kind not in ("quantity", "reason") or not key or not isinstance(value, str):
                request.env["cs.return"]._portal_refuse()
            if kind == "quantity" and value.strip() not in ("", "0"):
                chosen[key] = (value, post.get(f"reason_{key}"))
        return chosen

    # The sheet

    @route("/my/returns/sheet", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def return_sheet(self, **kw):
        name = content_disposition("returns.xlsx")
        content = request.env["cs.return"]._portal_sheet()
        return request.make_response(
            content, headers=[("Content-Type", XLSX), ("Content-Disposition", name)]
        )

    @route("/my/returns/sheet", type="http", auth="user", website=True, methods=["POST"])
    @refusing
    def return_upload(self, sheet=None, keep_good=None, **post):
        self._refuse_extra(post)
        content = self._read_file(sheet, SHEET_BYTES)

        def upload():
            return request.env["cs.return"]._portal_upload(content, bool(keep_good))

        result, error = self._attempt(upload)
        draft, errors = result or (None, [error])
        if draft:
            return self._lead_back_to_return(draft, errors[:50])
        return self._show_page(
            "cs_returns.portal_return_sheet",
            "cs_return",
            cs_return=None,
            errors=errors,
        )

    # Changing

    @route(
        "/my/returns/<int:return_id>/lines",
        type="http", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def return_lines(
        self, return_id, line_id=None, quantity=None, reason_id=None, remove=None, **post
    ):
        post.pop("photos", None)
        self._refuse_extra(post)
        found = request.env["cs.return"]._portal_find_own(return_id)
        contents = self._read_files("photos", PHOTO_BYTES)

        def change():
            line = found._portal_line(line_id)
            if remove:
                line.unlink()
            else:
                line._portal_change(quantity, reason_id, contents)

        _result, error = self._attempt(change)
        return self._lead_back_to_return(found, [error] if error else [])

    @route(
        "/my/returns/<int:return_id>/cancel",
        type="http", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def return_cancel(self, return_id, **post):
        self._refuse_extra(post)
        found = request.env["cs.return"]._portal_find_own(return_id)
        _result, error = self._attempt(found._portal_cancel)
        return self._lead_back_to_return(found, [error] if error else [])

    @route(
        "/my/returns/<int:return_id>/submit",
        type="jsonrpc", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def return_submit(self, return_id, name=None, signature=None, **post):
        self._refuse_extra(post)
        found = request.env["cs.return"]._portal_find_own(return_id)
        _result, error = self._attempt(lambda: found._portal_submit(name, signature))
        return self._return_signed(found, error)

    @route(
        "/my/returns/<int:return_id>/answer/<string:answer>",
        type="jsonrpc", auth="public", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def return_answer(self, return_id, answer, name=None, signature=None, **post):
        self._refuse_extra(post)
        token = request.httprequest.args.get("access_token")
        found = request.env["cs.return"]._portal_find(return_id, token)
        _result, error = self._attempt(
            lambda: found._portal_answer_rejected(answer, name, signature)
        )
        return self._return_signed(found, error, token)

    # Helpers

    def _lead_back_to_return(self, found, errors):
        return self._lead_to(found.access_url, {"errors": errors} if errors else None)

    def _return_signed(self, found, error, token=None):
        if error:
            return {"error": error}
        query = f"?access_token={found.access_token}" if token else ""
        return {"force_refresh": True, "redirect_url": f"{found.access_url}{query}"}
