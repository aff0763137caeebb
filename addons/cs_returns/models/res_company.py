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
    cs_return_answer_days = fields.Integer(
        string="Days for the Dealer's Answer",
        default=10,
        help="From the appraisal; after that the office decides on rejected goods.",
    )
    cs_return_answer_reminder_days = fields.Integer(
        string="Days before the Answer Is Due to Remind", default=3
    )
    cs_dispute_days = fields.Integer(
        string="Days to a Verdict", default=5, help="From the day a quality dispute is raised."
    )
    cs_claim_answer_days = fields.Integer(
        string="Days for a Carrier's Answer", default=30, help="From the day a claim is lodged."
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
    cs_return_write_off_location_id = fields.Many2one(
        "stock.location",
        string="Goods Written Off",
        check_company=True,
        domain="[('usage', '=', 'internal'), ('company_id', '=', id)]",
        help="Goods that are disposed of at the dealer's or lost in transit pass through here on "
        "their way to scrap.",
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

    cs_claim_product_id = fields.Many2one(
        "product.product",
        string="Carrier Claims",
        domain=[("type", "=", "service")],
        default=lambda self: self.env.ref(
            "cs_returns.product_product_carrier_claim", raise_if_not_found=False
        ),
        help="Service product of the line that bills a carrier for lost or damaged goods.",
    )

    def _create_per_company_locations(self):
        super()._create_per_company_locations()
        self._create_cs_return_locations()

    @api.model
    def _create_missing_cs_return_locations(self):
        """Give each company the locations that it lacks; called at installation."""
        self.search([])._create_cs_return_locations()  # pylint: disable=no-search-all
        for name, product in (
            ("cs_return_freight_product_id", "product_product_return_freight"),
            ("cs_claim_product_id", "product_product_carrier_claim"),
        ):
            without = self.search([(name, "=", False)])
            without[name] = self.env.ref(f"cs_returns.{product}")

    def _cs_return_locations(self):
        """Values of the locations by the field that names them, in the company's own words."""
        self.ensure_one()
        company = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return {
            # a customer location: what lies there is the dealer's
            "cs_return_hold_location_id": {
                "name": company.env._("Rejected Dealer Goods"),
                "usage": "customer",
            },
            # outside of the warehouses, where nothing is reserved
            "cs_return_write_off_location_id": {
                "name": company.env._("Dealer Goods Written Off"),
                "usage": "internal",
            },
        }

    def _create_cs_return_locations(self):
        parent = self.env.ref("stock.stock_location_customers", raise_if_not_found=False)
        for company in self:
            missing = {
                name: {
                    **vals,
                    "location_id": parent.location_id.id if parent else False,
                    "company_id": company.id,
                }
                for name, vals in company._cs_return_locations().items()
                if not company[name]
            }
            locations = self.env["stock.location"].create(list(missing.values()))
            company.write(dict(zip(missing, locations.ids, strict=True)))
