from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

# What real payments have settled of an invoice, in its own currency. Credit notes, exchange
# differences and what was written off with a payment are no payments.
_PAID = SQL(
    """
    receivable AS (
        SELECT item.id, item.move_id, item.amount_currency
          FROM account_move_line item
          JOIN account_account account ON account.id = item.account_id
         WHERE item.move_id IN (SELECT move_id FROM candidate)
           AND account.account_type = 'asset_receivable'
    ),
    total AS (
        SELECT move_id, ABS(SUM(amount_currency)) AS total FROM receivable GROUP BY move_id
    ),
    settlement AS (
        SELECT receivable.move_id, part.max_date,
               part.debit_amount_currency AS amount, part.credit_move_id AS other_id
          FROM receivable
          JOIN account_partial_reconcile part ON part.debit_move_id = receivable.id
         UNION ALL
        SELECT receivable.move_id, part.max_date,
               part.credit_amount_currency AS amount, part.debit_move_id AS other_id
          FROM receivable
          JOIN account_partial_reconcile part ON part.credit_move_id = receivable.id
    ),
    money AS (
        SELECT settlement.move_id, settlement.max_date, settlement.amount, other.move_id AS entry_id,
               entry.origin_payment_id, entry.statement_line_id
          FROM settlement
          JOIN account_move_line other ON other.id = settlement.other_id
          JOIN account_move entry ON entry.id = other.move_id
         WHERE entry.origin_payment_id IS NOT NULL OR entry.statement_line_id IS NOT NULL
    ),
    share AS (
        SELECT item.move_id AS entry_id,
               SUM(item.balance) FILTER (WHERE item.account_id = payment.outstanding_account_id)
               / NULLIF(
                   -SUM(item.balance) FILTER (
                       WHERE account.account_type IN ('asset_receivable', 'liability_payable')
                   ), 0
               ) AS share
          FROM account_move_line item
          JOIN account_account account ON account.id = item.account_id
          JOIN account_payment payment ON payment.move_id = item.move_id
         WHERE item.move_id IN (SELECT entry_id FROM money WHERE origin_payment_id IS NOT NULL)
         GROUP BY item.move_id
    ),
    paid AS (
        SELECT money.move_id, SUM(money.amount * LEAST(1, COALESCE(share.share, 1))) AS paid
          FROM money
          LEFT JOIN share ON share.entry_id = money.entry_id
         WHERE money.max_date <= %(until)s
         GROUP BY money.move_id
    )
    """,
    until=SQL("(SELECT until FROM period)"),
)


class CsCommissionStatement(models.Model):
    """What the ledger says of the tagged orders, read at once for all agents of a month."""

    _inherit = "cs.commission.statement"

    @api.model
    def _read_sources(self, company, employees, first, until):
        """Invoice lines of tagged orders, and all that were settled, unless nothing can be open.

        A line that was settled and is no longer posted, or gone from the order, comes with no
        net amount.
        """
        self.env.flush_all()
        query = SQL(
            """
            WITH period AS (SELECT %(until)s::date AS until),
            settled AS (%(settled)s),
            candidate AS (%(candidate)s),
            %(paid)s
            SELECT line.id, line.move_id, line.product_id, move.date,
                   move.name AS move_name, move.reversed_entry_id AS origin_id,
                   COALESCE(origin.date, move.date) AS rule_date,
                   COALESCE(candidate.employee_id, settled.employee_id) AS employee_id,
                   COALESCE(candidate.order_id, settled.order_id) AS order_id,
                   COALESCE(candidate.order_line_id, settled.order_line_id) AS order_line_id,
                   sale.name AS order_name, partner.complete_name AS partner_name,
                   line.name AS product_name, category.parent_path AS categ_path,
                   COALESCE(candidate.net, 0) AS net,
                   COALESCE(paid.paid, 0) AS paid, COALESCE(total.total, 0) AS total,
                   COALESCE(settled.basis, 0) AS settled_basis,
                   COALESCE(settled.parts, 0) AS settled_parts,
                   settled.percent AS settled_percent, settled.kind AS settled_kind,
                   settled.rule_id
              FROM candidate
              FULL JOIN settled ON settled.move_line_id = candidate.id
                               AND settled.employee_id = candidate.employee_id
              JOIN account_move_line line ON line.id = COALESCE(candidate.id, settled.move_line_id)
              JOIN account_move move ON move.id = line.move_id
              LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
              LEFT JOIN total ON total.move_id = candidate.move_id
              LEFT JOIN paid ON paid.move_id = candidate.move_id
              LEFT JOIN sale_order sale
                     ON sale.id = COALESCE(candidate.order_id, settled.order_id)
              LEFT JOIN res_partner partner ON partner.id = move.commercial_partner_id
              LEFT JOIN product_product product ON product.id = line.product_id
              LEFT JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN product_category category ON category.id = template.categ_id
             WHERE settled.move_line_id IS NULL
                OR settled.kind = 'paid'
                OR settled.basis != COALESCE(candidate.net, 0)
             ORDER BY move.date, line.move_id, line.id
            """,
            until=until,
            settled=self._settled_query(company, employees, first),
            candidate=self._candidate_query(company, employees, until),
            paid=_PAID,
        )
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()

    @api.model
    def _settled_query(self, company, employees, first):
        return SQL(
            """
            SELECT employee_id, move_line_id, SUM(basis) AS basis, MAX(part) AS parts,
                   MAX(order_id) AS order_id, MAX(order_line_id) AS order_line_id,
                   MIN(percent) AS percent, MIN(kind) AS kind, MIN(rule_id) AS rule_id
              FROM cs_commission_statement_line
             WHERE company_id = %s AND employee_id IN %s AND month < %s AND state != 'cancel'
             GROUP BY employee_id, move_line_id
            """,
            company.id,
            (*employees.ids, 0),
            first,
        )

    @api.model
    def _candidate_query(self, company, employees, until):
        return SQL(
            """
            SELECT DISTINCT ON (line.id)
                   line.id, line.move_id, -line.balance AS net, sale.cs_agent_id AS employee_id,
                   sale.id AS order_id, order_line.id AS order_line_id
              FROM sale_order sale
              JOIN sale_order_line order_line ON order_line.order_id = sale.id
              JOIN sale_order_line_invoice_rel link ON link.order_line_id = order_line.id
              JOIN account_move_line line ON line.id = link.invoice_line_id
              JOIN account_move move ON move.id = line.move_id
             WHERE sale.cs_agent_id IN %s AND sale.cs_is_flagged
               AND move.company_id = %s AND move.state = 'posted' AND move.date <= %s
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND line.display_type = 'product'
             ORDER BY line.id, order_line.id
            """,
            (*employees.ids, 0),
            company.id,
            until,
        )

    @api.model
    def _read_tallies(self, company, employees, first, _until):
        """By employee id, what the lines of earlier months stand for, and what they came to."""
        # as text, because a float would lose what comes after the cents
        query = SQL(
            """
            SELECT employee_id, (SUM(basis * percent) / 100)::text, SUM(amount)::text
              FROM cs_commission_statement_line
             WHERE company_id = %s AND employee_id IN %s AND month < %s AND state != 'cancel'
             GROUP BY employee_id
            """,
            company.id,
            (*employees.ids, 0),
            first,
        )
        self.env.flush_all()
        return {
            employee_id: (Decimal(earned), Decimal(settled))
            for employee_id, earned, settled in self.env.execute_query(query)
        }

    @api.model
    def _read_terms_of_origins(self, rows, period):
        """What was agreed for the invoice lines that credit notes take back.

        :return: kind, percent and rule by invoice and line of the order
        """
        origins = {row["origin_id"] for row in rows if row["origin_id"]}
        company, _employees, first, _until = period
        query = SQL(
            """
            SELECT move_id, order_line_id, MIN(kind), MIN(percent), MIN(rule_id)
              FROM cs_commission_statement_line
             WHERE move_id IN %s AND company_id = %s AND month < %s AND state != 'cancel'
             GROUP BY move_id, order_line_id
            """,
            (*origins, 0),
            company.id,
            first,
        )
        return {
            (move_id, order_line_id): terms
            for move_id, order_line_id, *terms in self.env.execute_query(query)
        }
