from odoo.http import Controller, request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing

URL = "/feedback/rate/<int:feedback_id>/<string:token>"


class FeedbackRating(DealerPages, Controller):
    """The page behind the link in the mail: opening it changes nothing, sending it does."""

    @route(URL, type="http", auth="public", website=True, methods=["GET"])
    @refusing
    def rating_page(self, feedback_id, token, **kw):
        found = request.env["cs.feedback"]._rating_find(feedback_id, token)
        return self._render_rating(found, token)

    @route(URL, type="http", auth="public", website=True, methods=["POST"])
    @refusing
    def rating_send(self, feedback_id, token, score=None, text="", **post):
        self._refuse_extra(post)
        found = request.env["cs.feedback"]._rating_find(feedback_id, token)
        _result, error = self._attempt(lambda: found._rate(score, text))
        return self._render_rating(found, token, error=error, is_done=not error)

    def _render_rating(self, found, token, **values):
        lang = found.partner_id.lang or found.company_id.partner_id.lang
        if lang and lang != request.env.lang:
            request.update_context(lang=lang)
            found = found.with_context(lang=lang)
        return request.render(
            "cs_feedback.rating_page",
            {
                "case": found,
                "token": token,
                "scores": found._fields["score"]._description_selection(found.env),
                "is_open": found._rating_is_open(),
                "no_breadcrumbs": True,
                **values,
            },
        )
