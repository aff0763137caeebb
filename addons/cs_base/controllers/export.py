from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CsExport(Controller):
    @route("/cs/export/<string:model>", type="http", auth="user", methods=["GET"], readonly=True)
    def export(self, model, ids=""):
        """The named documents as XLSX, for users who may export and may read them."""
        env = request.env
        mixin = env.registry["cs.export.mixin"]
        if model not in env or not issubclass(env.registry[model], mixin):
            raise request.not_found()
        if not env.user.has_group("base.group_allow_export"):
            raise AccessError(env._("You are not allowed to export. Ask an administrator."))
        records = env[model].browse(int(part) for part in ids.split(",") if part.isdigit())
        records.check_access("read")
        return request.make_response(
            records._export_xlsx(),
            headers=[
                ("Content-Type", _XLSX),
                ("Content-Disposition", content_disposition(f"{model.replace('.', '_')}.xlsx")),
            ],
        )
