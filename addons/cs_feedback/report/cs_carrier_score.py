from odoo import fields, models
from odoo.tools import SQL


class CsCarrierScore(models.Model):
    """One row per answered delivery: how well the carrier did (S-08, S-36)."""

    _name = "cs.carrier.score"
    _inherit = ["cs.delivery.report.mixin"]
    _description = "Carrier Scorecard"
    _auto = False
    _order = "shipped_date desc, id desc"

    currency_id = fields.Many2one("res.currency", readonly=True)
    deliveries = fields.Integer(readonly=True)
    on_time = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Share of the deliveries that arrived by the promised day; lost ones never do.",
    )
    transit_days = fields.Integer(
        string="Days on the Way", readonly=True, aggregator="avg", help="From the shipment."
    )
    charge_amount = fields.Monetary(string="Arbitrary Charges", readonly=True)
    charge_count = fields.Integer(string="Deliveries with Charges", readonly=True)
    has_issue = fields.Boolean(string="Needed Attention", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT document.id, company.currency_id, 1 AS deliveries,
                   COALESCE(document.arrival_date <= document.promised_date,
                            document.promised_date IS NULL
                                AND document.arrival_date IS NOT NULL)::int AS on_time,
                   document.arrival_date
                       - timezone(%(zone)s, timezone('UTC', document.shipped_at))::date
                       AS transit_days,
                   COALESCE(document.charge_amount, 0) AS charge_amount,
                   (COALESCE(document.charge_amount, 0) > 0)::int AS charge_count,
                   document.has_issue, %(document)s, %(rates)s
              FROM cs_delivery_followup AS document
              JOIN (SELECT followup_id, SUM(delivered_qty) AS delivered_qty,
                           SUM(received_qty) AS received_qty, SUM(broken_qty) AS broken_qty,
                           SUM(missing_qty) AS missing_qty
                      FROM cs_delivery_followup_line
                  GROUP BY followup_id) AS goods ON goods.followup_id = document.id
         LEFT JOIN res_company AS company ON company.id = document.company_id
              %(joins)s
            """,
            zone=str(self.env.tz),
            document=self._select_document(),
            rates=self._select_rates(),
            joins=self._from_document(),
        )
