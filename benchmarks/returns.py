"""What a return costs: ours beside Odoo's own way and OCA rma, at 1 to 1000 lines.

One order per size is confirmed, delivered and invoiced (five of each product). Then each
variant returns two of every product, on that very order, and is rolled back:

ours         application, signatures of the office manager and of customer service, arrival,
             appraisal, settlement to the posted credit note reconciled with the invoice;
             every step by the user of its role
native       Odoo's return wizard, validation, "Create Invoices", posting; not reconciled
native, barred   the same with our bar against excess returns and credits on, up to 100 lines:
             what it costs those who do not use applications
OCA rma      one RMA per line from the order, confirmation, receipt, refund, posting;
             not reconciled

Odoo and OCA know no application and no signatures. Our settings that refuse a return
without an application, or beyond what was delivered or invoiced, are off for them.
Every variant must end with the same quantities and amounts, else the run stops.

Queries are those of the cursor, with all that is pending written out at the end of each
phase. CPU seconds are those of the Odoo process; they are what to compare, the clock
depends on what else the machine does. Two passes at one line warm the caches up. People
are notified in Odoo, not by e-mail.
"""

from dataclasses import dataclass, field
from unittest.mock import patch

from _common import Company, Meter

from odoo.fields import Command

MODULES = ["rma", "rma_sale"]
OCA = ["odoo-addon-rma==19.0.*", "odoo-addon-rma-sale==19.0.*"]

ORDERED, RETURNED = 5.0, 2.0
PRICE, COST = 100.0, 60.0
OURS, NATIVE, BARRED, RMA = "ours", "native", "native, barred", "OCA rma"

QUERIES_PER_FURTHER_LINE = 30
FIXED_QUERIES = 300
CREDIT_NOTE_QUERIES = 130
CPU_RATIO = 0.6
BARRED_UP_TO = 100
WARM_UPS = 2


def arguments(parser):
    parser.add_argument(
        "--sizes",
        default="1,10,100,1000",
        help="numbers of lines, the first of them 1 (%(default)s)",
    )
    parser.add_argument(
        "--valuation",
        choices=["periodic", "real_time"],
        default="periodic",
        help="how stock is valued (%(default)s)",
    )
    parser.add_argument("--without-oca", action="store_true", help="leave OCA rma out")


def run(env, args, report):
    sizes = sorted({int(size) for size in args.sizes.split(",")})
    shop = Shop(env, args.valuation, max(sizes))
    variants = [OURS, NATIVE, BARRED]
    if args.without_oca:
        report.note("OCA rma: left out, as asked")
    elif "rma" not in env:
        report.note("OCA rma: MISSING, it is not installed in this database")
    else:
        variants.append(RMA)
    sales = {}
    for size in sorted({1, *sizes}):
        report.note(f"order of {size} lines: confirm, deliver, invoice")
        sales[size] = shop.sell(size)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    for _pass in range(WARM_UPS):
        for variant in variants:
            measure(shop, variant, sales[1])
    results = {}
    for size in sizes:
        for variant in variants:
            if variant == BARRED and size > BARRED_UP_TO:
                continue
            meter = results[variant, size] = measure(shop, variant, sales[size])
            report.note(_describe(variant, size, meter))
    tell(report, results, variants, sizes)


@dataclass
class Sale:
    """The ids of a delivered and invoiced order; records do not outlive a rollback."""

    size: int
    order: int
    picking: int
    invoice: int


class Shop(Company):
    def __init__(self, env, valuation, size):
        super().__init__(env, "Bench", "base.us", "USD")
        if "rma" in env:
            self.users["admin"].group_ids |= env.ref("rma.rma_group_manager")
        self.reason = env.ref("cs_returns.cs_return_reason_quality")
        self.dealer = self.create_dealer("Dealer")
        category = self.env["product.category"].create(
            {
                "name": "Bench",
                "property_valuation": valuation,
                "property_cost_method": "average",
            }
        )
        self.products = self.env["product.product"].create(
            [
                {
                    "name": f"Bench {number:04d}",
                    "is_storable": True,
                    "invoice_policy": "delivery",
                    "list_price": PRICE,
                    "standard_price": COST,
                    "categ_id": category.id,
                }
                for number in range(size)
            ]
        )
        self.add_stock(self.products, 1000.0)
        self.env.flush_all()
        self.env.cr.commit()

    def sell(self, size):
        env = self.env
        order = env["sale.order"].create(
            {
                "partner_id": self.dealer.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": ORDERED,
                            "price_unit": PRICE,
                        }
                    )
                    for product in self.products[:size]
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        validate(picking)
        invoice = order._create_invoices()
        invoice.action_post()
        env.flush_all()
        env.cr.commit()
        return Sale(size, order.id, picking.id, invoice.id)


def validate(picking):
    picking.action_assign()
    picking.with_context(skip_sms=True).button_validate()
    if picking.state != "done":
        raise RuntimeError(f"{picking.name} is {picking.state} after its validation")


# One return, in each of the ways


def measure(shop, variant, sale):
    env = shop.env
    env.cr.rollback()
    shop.company.write(
        {
            "cs_return_requires_application": variant == OURS,
            "cs_return_is_guarded": variant in (OURS, BARRED),
        }
    )
    env.flush_all()
    env.invalidate_all()
    meter = Meter(env)
    credit_note = VARIANTS[variant](Return(shop, sale), meter)
    check(shop, sale, credit_note, variant)
    env.cr.rollback()
    return meter


@dataclass
class Return:
    """A sale as each role sees it."""

    shop: Shop
    sale: Sale
    _environments: dict = field(default_factory=dict)

    def env(self, role):
        if role not in self._environments:
            self._environments[role] = self.shop.env_of(role)
        return self._environments[role]

    def order(self, role):
        return self.env(role)["sale.order"].browse(self.sale.order)

    def picking(self, role):
        return self.env(role)["stock.picking"].browse(self.sale.picking)


def return_ours(case, meter):
    with meter.phase("apply"):
        application = case.env("clerk")["cs.return"].create(
            {
                "partner_id": case.shop.dealer.id,
                "company_id": case.shop.company.id,
                "line_ids": [
                    Command.create(
                        {
                            "origin_move_id": move.id,
                            "quantity": RETURNED,
                            "reason_id": case.shop.reason.id,
                        }
                    )
                    for move in case.picking("clerk").sudo().move_ids
                ],
            }
        )
    with meter.phase("submit"):
        application.action_submit()
    with meter.phase("sign"):
        application.with_env(case.env("office")).action_approve()
        application.with_env(case.env("manager")).action_approve()
    with meter.phase("receive"):
        at_warehouse = application.with_env(case.env("warehouse"))
        at_warehouse.action_arrive()
        at_warehouse.action_appraise()
    with settlement_phases(case.shop.env, meter):
        application.with_env(case.env("accountant")).action_settle()
    return application.sudo().credit_note_ids


def settlement_phases(env, meter):
    """A settlement is one click; cut it where Odoo's way has its own clicks."""
    moves = type(env["account.move"])
    post = moves._post

    def cut(self, *args, **kwargs):
        meter.begin("post")
        posted = post(self, *args, **kwargs)
        meter.begin("reconcile")
        return posted

    class Phases:
        def __enter__(self):
            self.patch = patch.object(moves, "_post", cut)
            self.patch.start()
            meter.begin("credit note")

        def __exit__(self, *_error):
            self.patch.stop()
            meter.end()

    return Phases()


def return_native(case, meter):
    env = case.env("admin")
    picking = case.picking("admin")
    with meter.phase("apply"):
        wizard = (
            env["stock.return.picking"]
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model=picking._name)
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.write({"quantity": RETURNED})
        receipt = env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
    with meter.phase("receive"):
        validate(receipt)
    with meter.phase("credit note"):
        credit_note = case.order("admin")._create_invoices(final=True)
    with meter.phase("post"):
        credit_note.action_post()
    return credit_note


def return_rma(case, meter):
    env = case.env("admin")
    order = case.order("admin")
    with meter.phase("apply"):
        action = order.action_create_rma()
        wizard = env["sale.order.rma.wizard"].browse(action["res_id"])
        wizard = wizard.with_context(active_id=order.id)
        wizard.operation_id = env.ref("rma.rma_operation_refund")
        wizard.line_ids.write({"quantity": RETURNED})
        wizard.create_and_open_rma()
    rmas = order.rma_ids
    with meter.phase("receive"):
        for picking in rmas.reception_move_id.picking_id:
            validate(picking)
    with meter.phase("credit note"):
        rmas.action_refund()
    with meter.phase("post"):
        rmas.refund_id.action_post()
    return rmas.refund_id


VARIANTS = {OURS: return_ours, NATIVE: return_native, BARRED: return_native, RMA: return_rma}


def check(shop, sale, credit_note, variant):
    """Whoever leaves something undone is not measured."""
    order = shop.env["sale.order"].browse(sale.order)
    invoice = shop.env["account.move"].browse(sale.invoice)
    lines = order.order_line
    kept = (ORDERED - RETURNED) * sale.size
    back = lines.move_ids.filtered(lambda move: move.location_id.usage == "customer")
    found = {
        "credit note": credit_note.mapped("state"),
        "delivered": sum(lines.mapped("qty_delivered")),
        "invoiced": sum(lines.mapped("qty_invoiced")),
        "credited": round(sum(credit_note.mapped("amount_total")), 2),
        "cost back in stock": round(sum(back.mapped("value")), 2),
    }
    wanted = {
        "credit note": ["posted"],
        "delivered": kept,
        "invoiced": kept,
        "credited": round(invoice.amount_total * RETURNED / ORDERED, 2),
        "cost back in stock": COST * RETURNED * sale.size,
    }
    if variant == OURS:
        found["open on the credit note"] = sum(credit_note.sudo().mapped("amount_residual"))
        wanted["open on the credit note"] = 0.0
    if found != wanted:
        raise RuntimeError(f"{variant}, {sale.size} lines: {found} instead of {wanted}")


# What is told


def _describe(variant, size, meter):
    total = meter.total
    phases = ", ".join(
        f"{name} {cost.queries} / {cost.cpu:.2f}" for name, cost in meter.phases.items()
    )
    return (
        f"{size:5} lines, {variant:14} {total.queries:6} queries {total.cpu:7.2f} s CPU"
        f" {total.wall:7.2f} s on the clock ({phases})"
    )


def tell(report, results, variants, sizes):
    others = variants[1:]
    for size in sizes:
        own = results[OURS, size]
        measured = {other: results[other, size].total for other in others
                    if (other, size) in results}  # fmt: skip
        for other, cost in measured.items():
            name = f"{size} lines: queries"
            report.figure(name, own.total.queries, "", None, cost.queries, other)
        for other, cost in measured.items():
            report.figure(f"{size} lines: CPU", own.total.cpu, "s", None, cost.cpu, other)
        signing = own.sum("submit", "sign")
        report.figure(f"{size} lines: of these, signatures", signing.queries, "queries")
        report.figure(f"{size} lines: signatures, CPU", signing.cpu, "s")
    tell_growth(report, results, others, sizes)
    largest = sizes[-1]
    own, native = results[OURS, largest], results[NATIVE, largest]
    report.figure(
        f"{largest} lines: making the credit note",
        own.sum("credit note").queries,
        "queries",
        CREDIT_NOTE_QUERIES,
        native.sum("credit note").queries,
        NATIVE,
    )
    report.figure(
        f"{largest} lines: CPU of ours / native",
        own.total.cpu / native.total.cpu,
        "",
        # in a short return the signatures weigh more than the lines
        CPU_RATIO if largest >= 1000 else None,
    )


def tell_growth(report, results, others, sizes):
    """From the last size but one to the last; the fixed part is what is left at one line."""
    if len(sizes) < 2:
        return
    small, large = sizes[-2:]
    grown = [other for other in others if (other, large) in results]

    def slope(variant):
        more = results[variant, large].total.queries - results[variant, small].total.queries
        return more / (large - small)

    def fixed(variant):
        return results[variant, sizes[0]].total.queries - sizes[0] * slope(variant)

    def growth(variant):
        return results[variant, large].total.cpu / results[variant, small].total.cpu

    rows = [
        (f"queries per further line ({small} → {large})", slope, "", QUERIES_PER_FURTHER_LINE),
        ("fixed queries", fixed, "", FIXED_QUERIES),
        (f"growth of CPU ({small} → {large})", growth, "×", None),
    ]
    for name, measure_of, unit, target in rows:
        for other in grown:
            wanted = target if other == NATIVE else None
            report.figure(name, measure_of(OURS), unit, wanted, measure_of(other), other)
    signing = results[OURS, sizes[0]].sum("submit", "sign").queries
    report.figure(
        "fixed queries beside the signatures",
        fixed(OURS) - signing, "", None, fixed(NATIVE), NATIVE,
    )  # fmt: skip
