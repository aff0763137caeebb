from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.cs_base.domain.xlsx import write_table

from ..domain import goods_sheet


class CsReturn(models.Model):
    """What was delivered to a dealer and may be put on an application."""

    _inherit = "cs.return"

    @api.model
    def _delivered_goods(self, partner, domain=Domain.TRUE, limit=None):
        """Pairs of a delivery move and a lot, latest first.

        :param partner: the dealer; of all dealers without one
        :param domain: further conditions on the detailed moves
        """
        if partner:
            dealer = partner.commercial_partner_id
            domain &= Domain("move_id.sale_line_id.order_id.partner_id", "child_of", dealer.id)
        domain &= (
            Domain("state", "=", "done")
            & Domain("location_dest_id.usage", "=", "customer")
            & Domain("move_id.origin_returned_move_id", "=", False)
            & Domain("move_id.sale_line_id", "!=", False)
        )
        rows = self.env["stock.move.line"]._read_group(
            domain, ["move_id", "lot_id"], order="move_id desc", limit=limit
        )
        return [
            (move, lot) for move, lot in rows if move.product_id == move.sale_line_id.product_id
        ]

    @api.model
    def _returnable_goods(self, goods):
        """``{(move id, lot id or False): quantity}`` in the unit of the delivery.

        :param goods: pairs of a delivery move and a lot
        """
        moves = self.env["stock.move"].union(*(move for move, _lot in goods))
        lots = self.env["stock.lot"].union(*(lot for _move, lot in goods))
        # sudo: other dealers' and colleagues' applications count as well
        balances = moves.sudo()._cs_return_balances(lots.sudo())
        return {
            (move.id, lot.id): move.product_id.uom_id._compute_quantity(
                max(balances[move.id, lot.id].returnable, 0.0), move.product_uom
            )
            for move, lot in goods
        }

    def _add_goods(self, rows):
        """Put goods on the draft; what is on it already grows.

        :param rows: values of lines with ``origin_move_id``, ``lot_id``, ``quantity``
            and ``reason_id``
        """
        self.ensure_one()
        existing = {(line.origin_move_id.id, line.lot_id.id): line for line in self.line_ids}
        lines = self.env["cs.return.line"]
        new_vals = []
        for row in rows:
            same = existing.get((row["origin_move_id"], row["lot_id"]))
            if same:
                same.write(
                    {"quantity": same.quantity + row["quantity"], "reason_id": row["reason_id"]}
                )
                lines |= same
            else:
                new_vals.append({**row, "return_id": self.id})
        lines |= self.env["cs.return.line"].create(new_vals)
        lines._check_can_announce()
        return lines

    # The sheet

    @api.model
    def _sheet_headings(self):
        lines = self.env["cs.return.line"]
        labels = [self._export_label(lines, path) for path in ("order_id", "picking_id")]
        return [
            self.env._("Key (do not change)"),
            *labels,
            self.env._("Delivered on"),
            self.env._("Product Code"),
            *[self._export_label(lines, path) for path in ("product_id", "lot_id")],
            *[self._export_label(lines, path) for path in ("returnable_qty",)],
            self.env._("Quantity to Return"),
            self._export_label(lines, "reason_id"),
        ]

    @api.model
    def _sheet_goods(self, partner, company=None):
        """The dealer's goods that can still come back, with the returnable quantity."""
        domain = Domain("company_id", "=", company.id) if company else Domain.TRUE
        goods = self._delivered_goods(partner, domain, limit=goods_sheet.MAX_ROWS)
        returnable = self._returnable_goods(goods)
        return {pair: returnable[pair[0].id, pair[1].id] for pair in goods}

    @api.model
    def _goods_sheet(self, partner, company=None):
        """The pre-filled sheet as bytes."""
        rows = [
            [
                goods_sheet.make_key(move.id, lot.id),
                move.sale_line_id.order_id.name,
                move.picking_id.name,
                move.date.date(),
                move.product_id.default_code or None,
                move.product_id.with_context(display_default_code=False).display_name,
                lot.name or None,
                quantity,
            ]
            for (move, lot), quantity in self._sheet_goods(partner, company).items()
            if quantity > 0
        ]
        title = self.env._("Goods to Return")
        reasons = self.env["cs.return.reason"].search([("active", "=", True)])
        choices = {goods_sheet.REASON_COLUMN: reasons.mapped("name")}
        return write_table(title, self._sheet_headings(), rows, choices)

    @api.model
    def _read_goods_sheet(self, content, partner, company=None):
        """Values of lines from an uploaded sheet, and a sentence for each bad row.

        :raises UserError: the file is no sheet of ours
        """
        try:
            sheet = goods_sheet.read_sheet(content)
        except goods_sheet.SheetError:
            raise UserError(
                self.env._(
                    "This file cannot be read: download the sheet, fill it in and upload it as "
                    "XLSX of at most 2 MB and 2,000 rows."
                )
            ) from None
        goods = self._sheet_goods(partner, company)
        returnable = {(move.id, lot.id): quantity for (move, lot), quantity in goods.items()}
        good, errors = goods_sheet.judge(sheet, returnable, self._reasons_by_name())
        if not good and not errors:
            raise UserError(self.env._("Enter the quantity to return on at least one row."))
        rows = [
            {
                "origin_move_id": row.key[0],
                "lot_id": row.key[1],
                "quantity": row.quantity,
                "reason_id": row.reason,
            }
            for row in good
        ]
        return rows, [self._row_error_message(error) for error in errors]

    @api.model
    def _reasons_by_name(self):
        """The sheet may have been filled in in another language than that of the upload."""
        found = {}
        reasons = self.env["cs.return.reason"].search([("active", "=", True)])
        for code, _name in self.env["res.lang"].get_installed():
            for reason in reasons.with_context(lang=code):
                found.setdefault(reason.name.strip().casefold(), reason.id)
        return found

    def _add_goods_from_sheet(self, content, keep_good=False):
        """Put the rows of an uploaded sheet on the draft.

        Nothing is added when a row is bad, unless ``keep_good`` says so.

        :return: a sentence for each bad row
        """
        self.ensure_one()
        rows, errors = self._read_goods_sheet(content, self.partner_id, self.company_id)
        if rows and (keep_good or not errors):
            self._add_goods(rows)
        return errors

    @api.model
    def _row_error_message(self, error):
        value = f"{error.value:g}" if isinstance(error.value, float) else error.value
        texts = {
            "goods": self.env._("these goods are not among your deliveries."),
            "quantity": self.env._("“%s” is not a quantity; enter a number.", value),
            "duplicate": self.env._("these goods are on row %s already.", value),
            "excess": self.env._("only %s can still be returned; lower the quantity.", value),
            "no_reason": self.env._("enter the reason for the return."),
            "reason": self.env._("“%s” is not a reason of the list.", value),
        }
        return self.env._("Row %(number)s: %(text)s", number=error.number, text=texts[error.code])
