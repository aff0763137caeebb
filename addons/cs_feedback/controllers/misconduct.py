from odoo.http import request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing
from odoo.addons.cs_base.domain.photo import MAX_BYTES
from odoo.addons.portal.controllers.portal import CustomerPortal

SHOWN = 80
TEXTS = ("subject", "description", "accused_name", "incident_date", "contact")
# a field that people do not see
TRAP = "reply_to_2"
OWN = {"stamp", TRAP, "files"}


class MisconductPages(DealerPages, CustomerPortal):
    """Thin: a report is found by its code or as one's own, and by nothing else."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "misconduct_count" in counters:
            # the card leads to a first report as well
            values["misconduct_count"] = request.env["cs.misconduct"]._portal_count() or 1
        return values

    # Without a name

    @route(
        "/misconduct", type="http", auth="public", website=True, methods=["GET"], sitemap=False
    )  # fmt: skip
    def misconduct_form(self, **kw):
        return self._show_misconduct_form("cs_feedback.public_misconduct")

    @route("/misconduct", type="http", auth="public", website=True, methods=["POST"])
    def misconduct_send(self, **post):
        reports = request.env["cs.misconduct"]
        sent, problem = self._send_misconduct(
            post,
            self._misconduct_address(),
            ("report", "all_reports"),
            lambda files: reports._public_report(post, files, post.get("stamp")),
        )
        if problem:
            return self._show_misconduct_form("cs_feedback.public_misconduct", post, problem)
        report, code = sent
        return self._show_misconduct("cs_feedback.public_misconduct_sent", report=report, code=code)

    @route(
        "/misconduct/case", type="http", auth="public", website=True, methods=["GET"], sitemap=False
    )  # fmt: skip
    def misconduct_case_form(self, **kw):
        return self._show_misconduct("cs_feedback.public_misconduct_code")

    @route("/misconduct/case", type="http", auth="public", website=True, methods=["POST"])
    def misconduct_case(self, code=None, **kw):
        found = self._find_misconduct_by_code(code)
        return self._show_misconduct_case(found, code) if found else self._refuse_misconduct_code()

    @route("/misconduct/case/message", type="http", auth="public", website=True, methods=["POST"])
    def misconduct_case_message(self, code=None, text=None, **post):
        found = self._find_misconduct_by_code(code)
        if not found:
            return self._refuse_misconduct_code()
        _call, problem = self._send_misconduct(
            post,
            self._misconduct_address(),
            ("message",),
            lambda files: found._reporter_writes(text, files, post.get("stamp")),
        )
        return self._show_misconduct_case(found, code, problem, text)

    def _find_misconduct_by_code(self, code):
        return request.env["cs.misconduct"]._public_find(code, self._misconduct_address())

    def _refuse_misconduct_code(self):
        return self._show_misconduct("cs_feedback.public_misconduct_code", is_refused=True)

    def _show_misconduct_case(self, found, code, problem=None, text=None):
        return self._show_misconduct(
            "cs_feedback.public_misconduct_case",
            report=found,
            code=code,
            problem=problem,
            text=text if problem else None,
        )

    # By name

    @route("/my/misconduct", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def my_misconduct(self, **kw):
        reports = request.env["cs.misconduct"]._portal_search(limit=SHOWN)
        return self._show_my_misconduct("cs_feedback.portal_misconducts", reports=reports)

    @route("/my/misconduct/new", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def my_misconduct_form(self, **kw):
        return self._show_my_misconduct("cs_feedback.portal_misconduct_new", values={})

    @route("/my/misconduct/new", type="http", auth="user", website=True, methods=["POST"])
    @refusing
    def my_misconduct_send(self, **post):
        self._refuse_extra(set(post) - {*TEXTS, *OWN})
        reports = request.env["cs.misconduct"]
        report, problem = self._send_misconduct(
            post,
            f"user {request.env.uid}",
            ("report",),
            lambda files: reports._portal_report(post, files, post.get("stamp")),
        )
        if problem:
            return self._show_my_misconduct(
                "cs_feedback.portal_misconduct_new", values=post, problem=problem
            )
        return request.redirect(f"/my/misconduct/{report.id}")

    @route(
        "/my/misconduct/<int:report_id>", type="http", auth="user", website=True, methods=["GET"]
    )
    @refusing
    def my_misconduct_page(self, report_id, **kw):
        found = request.env["cs.misconduct"]._portal_find(report_id)
        return self._show_my_misconduct("cs_feedback.portal_misconduct", report=found)

    @route(
        "/my/misconduct/<int:report_id>/message",
        type="http", auth="user", website=True, methods=["POST"],
    )  # fmt: skip
    @refusing
    def my_misconduct_message(self, report_id, text=None, **post):
        self._refuse_extra(set(post) - OWN)
        found = request.env["cs.misconduct"]._portal_find(report_id)
        _call, problem = self._send_misconduct(
            post,
            f"user {request.env.uid}",
            ("message",),
            lambda files: found._reporter_writes(text, files, post.get("stamp")),
        )
        if problem:
            return self._show_my_misconduct(
                "cs_feedback.portal_misconduct", report=found, problem=problem, text=text
            )
        return request.redirect(f"/my/misconduct/{found.id}")

    # What the pages have in common

    def _send_misconduct(self, post, address, scopes, call):
        """What the call returns, or why the form has to be sent again; nothing typed is lost."""
        guard = request.env["cs.misconduct.guard"]
        problem = guard._stamp_problem(post.get("stamp"))
        if problem or post.get(TRAP):
            return None, self._misconduct_again_message(problem)
        for scope in scopes:
            if not guard._note(scope, "all" if scope.startswith("all_") else address):
                return None, request.env._(
                    "Too much was sent from your connection in this hour. Please try again later."
                )
        return self._attempt(lambda: call(self._read_files("files", MAX_BYTES)))

    def _misconduct_again_message(self, problem):
        if problem == "stale":
            return request.env._("The page was open for too long. Please send it once more.")
        return request.env._("Please read through it, and send it once more.")

    def _misconduct_address(self):
        return request.httprequest.remote_addr or "unknown"

    def _show_misconduct_form(self, template, post=None, problem=None):
        return self._show_misconduct(template, values=post or {}, problem=problem)

    def _show_my_misconduct(self, template, **values):
        layout = self._prepare_portal_layout_values()
        return self._show_misconduct(template, **{**layout, "page_name": "cs_misconduct", **values})

    def _show_misconduct(self, template, **values):
        """A page that no browser keeps and no other site hears of."""
        stamp = request.env["cs.misconduct.guard"]._new_stamp()
        response = request.render(template, {"stamp": stamp, "trap": TRAP, **values})
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
