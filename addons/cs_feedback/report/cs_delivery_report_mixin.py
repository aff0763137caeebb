from odoo import api, fields, models
from odoo.tools import SQL

# rates are those of the sums, over whatever is grouped: what is divided by what
RATES = {
    "breakage_rate": ("broken_qty", "received_qty"),
    "missing_rate": ("missing_qty", "delivered_qty"),
}
# what the record rules look at
RULED = ("company_id", "salesperson_id", "office_manager_id", "region_manager_id")


class CsDeliveryReportMixin(models.AbstractModel):
    """What the analyses of answered deliveries have in common."""

    _name = "cs.delivery.report.mixin"
    _description = "Analysis of Deliveries"

    # a list shows names that come along with the row, not by a query per linked model
    name = fields.Char(string="Delivery", readonly=True)
    followup_id = fields.Many2one("cs.delivery.followup", readonly=True)
    picking_id = fields.Many2one("stock.picking", string="Transfer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    partner_name = fields.Char(string="Dealer Name", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    region_id = fields.Many2one("crm.team", readonly=True)
    office_manager_id = fields.Many2one("res.users", readonly=True)
    region_manager_id = fields.Many2one("res.users", string="Regional Manager", readonly=True)
    carrier_id = fields.Many2one("res.partner", readonly=True)
    carrier_name = fields.Char(readonly=True)
    shipped_date = fields.Date(readonly=True)
    arrival_date = fields.Date(string="Arrived on", readonly=True)
    late_days = fields.Integer(string="Days Late", readonly=True, aggregator="avg")
    mark = fields.Float(
        string="Carrier's Service", readonly=True, aggregator="avg", help="From 1 to 5."
    )
    delivered_qty = fields.Float(string="Delivered", readonly=True)
    received_qty = fields.Float(string="Received", readonly=True)
    broken_qty = fields.Float(string="Broken", readonly=True)
    missing_qty = fields.Float(string="Missing", readonly=True)
    breakage_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="All that was broken of all that was received.",
    )
    missing_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="All that was missing of all that was delivered.",
    )

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Reads along what the record rules look at; else they would ask for the rows anew."""
        if field_names is not None:
            field_names = {*field_names, *RULED}
        return super().search_fetch(domain, field_names, offset, limit, order)

    def _read_group_select(self, aggregate_spec, query):
        """The rate of the sums; a mean of rates would weigh one bag as much as a truck."""
        name, _colon, function = aggregate_spec.partition(":")
        if name not in RATES or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        part, whole = (self._field_to_sql(self._table, field, query) for field in RATES[name])
        return SQL("COALESCE(SUM(%s) / NULLIF(SUM(%s), 0), 0)", part, whole)

    def _select_rates(self):
        return SQL(", ").join(
            SQL(
                "COALESCE(%s / NULLIF(%s, 0), 0) AS %s",
                SQL.identifier("goods", part),
                SQL.identifier("goods", whole),
                SQL.identifier(name),
            )
            for name, (part, whole) in RATES.items()
        )

    def _select_document(self):
        return SQL(
            """
            document.id AS followup_id, document.name, document.picking_id, document.company_id,
            document.partner_id, partner.complete_name AS partner_name,
            commercial.user_id AS salesperson_id, document.team_id,
            office.cs_region_id AS region_id, office.user_id AS office_manager_id,
            region.user_id AS region_manager_id, document.carrier_id,
            carrier.complete_name AS carrier_name,
            timezone(%s, timezone('UTC', document.shipped_at))::date AS shipped_date,
            document.arrival_date, document.late_days, document.mark::int AS mark,
            goods.delivered_qty, goods.received_qty, goods.broken_qty, goods.missing_qty
            """,
            str(self.env.tz),
        )

    def _from_document(self):
        """Left joins on what is unique: PostgreSQL leaves out those that nothing is asked of."""
        return SQL(
            """
         LEFT JOIN res_partner AS partner ON partner.id = document.partner_id
         LEFT JOIN res_partner AS commercial ON commercial.id = partner.commercial_partner_id
         LEFT JOIN res_partner AS carrier ON carrier.id = document.carrier_id
         LEFT JOIN crm_team AS office ON office.id = document.team_id
         LEFT JOIN crm_team AS region ON region.id = office.cs_region_id
             WHERE document.state IN ('answered', 'closed')
            """
        )
