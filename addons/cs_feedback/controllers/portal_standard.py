from odoo.http import request, route

from odoo.addons.cs_base.controllers.portal import DealerPages, refusing
from odoo.addons.portal.controllers.portal import CustomerPortal


class StandardPortal(DealerPages, CustomerPortal):
    """Thin: every id is looked up among what the visitor may read."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "standard_count" in counters:
            values["standard_count"] = len(request.env["cs.service.standard"]._portal_standards())
        return values

    @route("/my/standards", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def standards_list(self, **kw):
        return self._render_standard("cs_feedback.portal_standards")

    @route(
        "/my/standards/<int:standard_id>", type="http", auth="user", website=True, methods=["GET"]
    )
    @refusing
    def standard_page(self, standard_id, **kw):
        found = self._find_standard(standard_id)
        return self._render_standard("cs_feedback.portal_standard", standard=found)

    @route(
        "/my/standards/<int:standard_id>/files/<int:file_id>",
        type="http", auth="user", methods=["GET"],
    )  # fmt: skip
    @refusing
    def standard_file(self, standard_id, file_id, **kw):
        file = self._find_standard(standard_id).current_id._find_photo(file_id)
        if not file:
            request.env["cs.portal.mixin"]._portal_refuse()
        stream = request.env["ir.binary"]._get_stream_from(file)
        return stream.get_response(as_attachment=True)

    def _find_standard(self, standard_id):
        standards = request.env["cs.service.standard"]._portal_standards()
        found = standards.filtered(lambda standard: standard.id == standard_id)
        if not found:
            request.env["cs.portal.mixin"]._portal_refuse()
        return found

    def _render_standard(self, template, **values):
        standards = request.env["cs.service.standard"]._portal_standards()
        return self._show_page(template, "cs_standard", standards=standards, **values)
