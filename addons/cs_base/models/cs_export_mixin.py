from odoo import api, fields, models

from ..domain.xlsx import write_table


class CsExportMixin(models.AbstractModel):
    """Export of documents as XLSX, with the rights of the user who asks."""

    _name = "cs.export.mixin"
    _description = "XLSX Export"

    def _export_columns(self):
        """Pairs of a heading and a dotted field path, in the order of the sheet."""
        raise NotImplementedError

    def _export_lines(self):
        """The records that make up the rows of the sheet."""
        return self

    def action_export_xlsx(self):
        """Download the selected documents."""
        return {
            "type": "ir.actions.act_url",
            "url": f"/cs/export/{self._name}?ids={','.join(map(str, self.ids))}",
            "target": "self",
        }

    def _export_xlsx(self):
        """The sheet as bytes. Field access is checked as in any read."""
        columns = self._export_columns()
        paths = [path for _heading, path in columns]
        rows = [[self._export_value(line, path) for path in paths] for line in self._export_lines()]
        title = self.env["ir.model"]._get(self._name).name
        return write_table(title, [heading for heading, _path in columns], rows)

    @api.model
    def _export_label(self, model, path):
        """Label of the field at the end of a dotted path from ``model``, in the user's language."""
        *parents, last = path.split(".")
        for name in parents:
            model = model[name]
        return model._fields[last]._description_string(self.env)

    @api.model
    def _export_value(self, record, path):
        """Value at a dotted path from ``record`` as a cell: label, name, number or date."""
        *parents, last = path.split(".")
        for name in parents:
            record = record[name]
        field = record._fields[last]
        value = record[last] if record else None
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value)
        if field.relational:
            return ", ".join(value.mapped("display_name")) if value else None
        if value is False and field.type != "boolean":
            return None
        if field.type == "datetime" and value:
            return fields.Datetime.context_timestamp(self, value).replace(tzinfo=None)
        return value
