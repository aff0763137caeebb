from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_return_requires_application = fields.Boolean(
        string="Returns Need an Approved Application",
        default=True,
        help="Goods from customers are taken into stock only through an approved return "
        "application.",
    )
    cs_return_is_guarded = fields.Boolean(
        string="Bar Excess Returns",
        default=True,
        help="Never take back more than was delivered, nor credit more than was invoiced, "
        "whichever way the transfer or credit note was made.",
    )
    cs_return_bars_quality_cross_year = fields.Boolean(
        string="Cross-year Bar Covers Quality Faults",
        help="Refuse goods ordered in an earlier calendar year even for a quality fault.",
    )
    cs_return_shelf_life_days = fields.Integer(
        string="Default Shelf Life",
        help="Days from the order, where neither the product nor its category names them; "
        "0 means no end.",
    )
    cs_return_appraisal_days = fields.Integer(
        string="Days to Appraise", default=3, help="From the arrival of the goods."
    )
    cs_return_settlement_days = fields.Integer(
        string="Days to Settle", default=5, help="From the arrival of the goods."
    )
    cs_return_keeps_rate = fields.Boolean(
        string="Credit at the Invoice's Currency Rate",
        default=True,
        help="Credit notes in a foreign currency take the rate of the original invoice, so "
        "that returning goods neither earns nor loses on exchange.",
    )
    cs_return_hold_location_id = fields.Many2one(
        "stock.location",
        string="Rejected Goods",
        check_company=True,
        domain="[('usage', '=', 'customer'), ('company_id', '=', id)]",
        help="Rejected goods wait here. They belong to the dealer: they are neither on hand "
        "nor valued.",
    )
    cs_return_freight_product_id = fields.Many2one(
        "product.product",
        string="Return Freight",
        domain=[("type", "=", "service")],
        default=lambda self: self.env.ref(
            "cs_returns.product_product_return_freight", raise_if_not_found=False
        ),
        help="Service product of the line that charges freight to the dealer.",
    )

    def _create_per_company_locations(self):
        super()._create_per_company_locations()
        self._create_cs_return_hold_location()

    @api.model
    def _create_missing_cs_return_hold_locations(self):
        """Give a hold location to each company that has none; called at installation."""
        companies = self.search([("cs_return_hold_location_id", "=", False)])
        companies._create_cs_return_hold_location()
        freight = self.env.ref("cs_returns.product_product_return_freight")
        companies.cs_return_freight_product_id = freight

    def _create_cs_return_hold_location(self):
        parent = self.env.ref("stock.stock_location_customers", raise_if_not_found=False)
        for company in self:
            own_words = company.with_context(lang=company.partner_id.lang or self.env.lang).env
            company.cs_return_hold_location_id = self.env["stock.location"].create(
                {
                    "name": own_words._("Rejected Dealer Goods"),
                    # a customer location: what lies there is the dealer's
                    "usage": "customer",
                    "location_id": parent.location_id.id if parent else False,
                    "company_id": company.id,
                }
            )
