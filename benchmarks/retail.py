"""A real wholesaler's month: every cancelled invoice line through the whole chain of returns.

Input: a gzip CSV with InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice and
CustomerID, one line per invoice line; a number that begins with C is a cancellation (UCI
Online Retail has this shape). The path is --data, else the variable CS_RETAIL_DATA, else
../shared/data beside the checkout.

Played day by day, on a clock that stands at noon of each; what one customer buys and cancels
on a day keeps its order:

* every order that a later cancellation may refer to (same customer, same goods): confirmed,
  delivered, invoiced at the file's prices, without taxes. The lines that no cancellation can
  refer to are left out, --whole-orders takes them along;
* every cancellation as one application per number and customer. The clerk chooses the goods
  among what was delivered, latest delivery first. Office manager and customer service sign,
  the warehouse receives and counts, the accountant settles: a credit note for each original
  invoice, reconciled with it. Every click is a transaction by the user of that role. The file
  gives no reason for a cancellation; all are entered as quality faults.

What the addon refuses counts as refused, with its sentence. A cancellation beyond what the
customer has left is announced in full, refused as a whole, and taken off the application;
its other lines go on. Postage, discounts and fees are services: nothing was delivered that
could come back.

What must come out is computed apart from the addon, in Decimal from the file alone: which
lines are refused and why, and quantity x price of the original invoice for all others. The
addon credits the price that was invoiced, even where the file's cancellation shows another;
the sum of both prices is told.
"""

import csv
import gzip
import io
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

from _common import Company, Meter
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

FILE = "online_retail_2010-12.csv.gz"
NOON = time(12)
ZERO = Decimal("0.00")

NO_CUSTOMER = "no customer named"
NOT_GOODS = "not goods (postage, discount, fee)"
NEVER_SOLD = "never sold to this customer before"
MORE_THAN_SOLD = "more than sold and not yet returned"
REASONS = [NO_CUSTOMER, NOT_GOODS, NEVER_SOLD, MORE_THAN_SOLD]


def arguments(parser):
    parser.add_argument("--data", type=Path, help="the gzip CSV file")
    parser.add_argument(
        "--whole-orders", action="store_true", help="sell what nobody cancels as well"
    )


def run(env, args, report):
    started = os.times().elapsed
    documents = read(_data_file(args.data))
    expected = Expectation(documents)
    played = expected.played(documents, args.whole_orders)
    report.note(
        f"{len(documents)} invoices and cancellations in the file, {len(played)} of them matter"
    )
    with freeze_time(played[0].at) as clock:
        shop = Shop(env, played)
        for day, orders, cancellations in waves(played):
            clock.move_to(datetime.combine(day, NOON))
            shop.sell(orders)
            for document in cancellations:
                shop.take_back(document)
            spent = os.times().elapsed - started
            report.note(
                f"{day}: {len(orders)} orders, {len(cancellations)} cancellations ({spent:.0f} s)"
            )
        Result(shop, expected, report).tell(os.times().elapsed - started)


def _data_file(path):
    default = Path(__file__).resolve().parents[2] / "shared" / "data" / FILE
    path = path or Path(os.environ.get("CS_RETAIL_DATA") or default)
    if not path.is_file():
        raise SystemExit(f"There is no file {path}; name it with --data FILE.")
    return path


# The file


@dataclass(frozen=True)
class Row:
    number: int
    code: str
    text: str
    quantity: int
    price: Decimal

    @property
    def value(self):
        return self.quantity * self.price

    @property
    def is_goods(self):
        """Goods have a number; POST, DOT, M, D, C2, BANK CHARGES have none to speak of."""
        return sum(character.isdigit() for character in self.code) >= 4


@dataclass
class Document:
    """An invoice of the file, or a cancellation (its quantities made positive)."""

    name: str
    customer: str
    at: datetime
    is_cancellation: bool
    rows: list[Row] = field(default_factory=list)


def read(path):
    """The documents in the order of their dates; of two at the same time, as the file has them."""
    documents = {}
    with gzip.open(path) as packed, io.TextIOWrapper(packed, "utf-8", newline="") as lines:
        for number, line in enumerate(csv.DictReader(lines)):
            name, customer = line["InvoiceNo"], line["CustomerID"]
            is_cancellation = name.startswith("C")
            quantity = int(line["Quantity"]) * (-1 if is_cancellation else 1)
            if quantity <= 0:
                continue  # corrections of the wholesaler's own stock
            document = documents.get((name, customer))
            if not document:
                at = datetime.fromisoformat(line["InvoiceDate"])
                document = Document(name, customer, at, is_cancellation)
                documents[name, customer] = document
            document.rows.append(
                Row(
                    number,
                    line["StockCode"],
                    line["Description"].strip() or line["StockCode"],
                    quantity,
                    Decimal(line["UnitPrice"]),
                )
            )
    return sorted(documents.values(), key=lambda document: document.at)


def waves(documents):
    """Parts of a day in which nobody buys again after a cancellation.

    :return: day, orders, cancellations; the orders may be made first, and together
    """
    day, orders, cancellations = None, [], []
    for document in documents:
        customers = {cancellation.customer for cancellation in cancellations}
        is_later = not document.is_cancellation and document.customer in customers
        if document.at.date() != day or is_later:
            if orders or cancellations:
                yield day, orders, cancellations
            day, orders, cancellations = document.at.date(), [], []
        (cancellations if document.is_cancellation else orders).append(document)
    yield day, orders, cancellations


class Expectation:
    """What must come out, from the file alone."""

    def __init__(self, documents):
        self.refused = {}  # row number: reason
        self.refused_value = dict.fromkeys(REASONS, ZERO)
        self.credited = defaultdict(Decimal)  # (document, code): at the invoiced prices
        self.cancelled = defaultdict(Decimal)  # the same, at the prices of the cancellation
        self.units = defaultdict(int)
        self.repriced = set()  # (document, code) with another price than was invoiced
        self.accepted = 0
        self._needed = set()  # (document, code)
        self._sold = defaultdict(list)  # (customer, code): [document, units left, price]
        for document in documents:
            for row in document.rows:
                if document.is_cancellation:
                    self._cancel(document, row)
                elif document.customer and row.is_goods:
                    left = [document.name, row.quantity, row.price]
                    self._sold[document.customer, row.code].append(left)

    def played(self, documents, is_whole):
        """The cancellations, and the orders that they may refer to."""
        names = {name for name, _code in self._needed}
        found = []
        for document in documents:
            rows = document.rows
            if not document.is_cancellation:
                rows = [
                    row for row in rows if is_whole or (document.name, row.code) in self._needed
                ]
            if document.is_cancellation or document.name in names:
                found.append(replace(document, rows=rows))
        return found

    def _cancel(self, document, row):
        sold = self._sold[document.customer, row.code]
        self._needed.update((name, row.code) for name, _left, _price in sold)
        reason = self._refusal(document, row, sold)
        if reason:
            self.refused[row.number] = reason
            self.refused_value[reason] += row.value
            return
        key = document.name, row.code
        self.accepted += 1
        self.cancelled[key] += row.value
        self.units[key] += row.quantity
        open_units = row.quantity
        for delivery in reversed(sold):
            taken = min(open_units, delivery[1])
            delivery[1] -= taken
            open_units -= taken
            self.credited[key] += taken * delivery[2]
            if taken and delivery[2] != row.price:
                self.repriced.add(key)

    def _refusal(self, document, row, sold):
        if not document.customer:
            return NO_CUSTOMER
        if not row.is_goods:
            return NOT_GOODS
        if not sold:
            return NEVER_SOLD
        if sum(left for _name, left, _price in sold) < row.quantity:
            return MORE_THAN_SOLD
        return None


# The company


class Shop(Company):
    def __init__(self, env, documents):
        super().__init__(env, "Retail", "base.uk", "GBP", taxes=False)
        self.reason = env.ref("cs_returns.cs_return_reason_quality")
        self.meter = Meter(self.env, collect=False)
        self.orders = self.env["sale.order"]
        self.refused = {}  # row number: (reason, sentence of the addon)
        self.returns = {}  # id: name of the cancellation
        customers = sorted({document.customer for document in documents if document.customer})
        self.dealers = {name: self.create_dealer(name) for name in customers}
        self.products = self._create_products(documents)
        self._commit()

    def _create_products(self, documents):
        first = {row.code: row for document in documents for row in document.rows}
        category = self.env["product.category"].create(
            {"name": "Retail", "property_cost_method": "average"}
        )
        products = self.env["product.product"].create(
            [
                {
                    "name": row.text,
                    "default_code": code,
                    "type": "consu" if row.is_goods else "service",
                    "is_storable": row.is_goods,
                    # what is not delivered is invoiced as ordered
                    "invoice_policy": "delivery" if row.is_goods else "order",
                    "list_price": float(row.price),
                    "standard_price": float(row.price) / 2,
                    "categ_id": category.id,
                    "taxes_id": [Command.clear()],
                }
                for code, row in first.items()
            ]
        )
        self.add_stock(products.filtered("is_storable"), 100000.0)
        return dict(zip(first, products, strict=True))

    def _commit(self):
        """End the click: all is written, and the next one begins with nothing read yet."""
        self.env.cr.commit()
        self.env.invalidate_all()

    def sell(self, documents):
        if not documents:
            return
        orders = self.env["sale.order"].create([self._prepare_order(doc) for doc in documents])
        orders.action_confirm()
        pickings = orders.picking_ids
        pickings.with_context(skip_sms=True).button_validate()
        if set(pickings.mapped("state")) - {"done"}:
            raise RuntimeError(f"Not delivered: {pickings.mapped('state')}")
        orders._create_invoices(grouped=True).action_post()
        self.orders |= orders
        self._commit()

    def _prepare_order(self, document):
        return {
            "partner_id": self.dealers[document.customer].id,
            "company_id": self.company.id,
            "client_order_ref": document.name,
            "order_line": [
                Command.create(
                    {
                        "product_id": self.products[row.code].id,
                        "product_uom_qty": row.quantity,
                        "price_unit": float(row.price),
                        "tax_ids": [Command.clear()],
                    }
                )
                for row in document.rows
            ],
        }

    # One cancellation, each click by its role

    def take_back(self, document):
        if not document.customer:
            for row in document.rows:
                self.refused[row.number] = NO_CUSTOMER, "an application names its dealer"
            return
        application = self._apply(document)
        if not application:
            return
        self.returns[application.id] = document.name
        for phase, role, action in [
            ("sign", "office", "action_approve"),
            ("sign", "manager", "action_approve"),
            ("receive", "warehouse", "action_arrive"),
            ("receive", "warehouse", "action_appraise"),
            ("settle", "accountant", "action_settle"),
        ]:
            with self.meter.phase(phase):
                getattr(application.with_env(self.env_of(role)), action)()
            self._commit()
        if application.state != "done":
            raise RuntimeError(f"{application.name} is {application.state} at its end")

    def _apply(self, document):
        """A submitted application with all lines that the addon takes, or none."""
        with self.meter.phase("apply"):
            application = self.env_of("clerk")["cs.return"].create(
                {
                    "partner_id": self.dealers[document.customer].id,
                    "company_id": self.company.id,
                }
            )
            rows = [row for row in document.rows if self._choose(application, row)]
        if not rows:
            application.unlink()
        elif not self._submit(application):
            # one line of it is too much: find out which, as the clerk would
            application.line_ids.unlink()
            self._submit_one_by_one(application, rows)
        self._commit()
        return application.exists()

    def _choose(self, application, row):
        """Enter a line in the dialog of delivered goods; False when it shows none."""
        selection = application.env["cs.return.selection"].create(
            {
                "return_id": application.id,
                "product_id": self.products[row.code].id,
                "reason_id": self.reason.id,
            }
        )
        shown = selection.line_ids
        if not shown:
            reason = NEVER_SOLD if row.is_goods else NOT_GOODS
            self.refused[row.number] = reason, "the dialog of delivered goods is empty"
            return False
        entered = {line.origin_move_id: line.quantity for line in application.line_ids}
        open_units = float(row.quantity)
        for line in shown:
            left = line.returnable_qty - entered.get(line.origin_move_id, 0.0)
            line.quantity = min(max(left, 0.0), open_units)
            open_units -= line.quantity
        # more than is there: announced all the same, for the addon to say so
        shown[0].quantity += open_units
        selection.action_confirm()
        return True

    def _submit(self, application):
        try:
            with application.env.cr.savepoint(), self.meter.phase("submit"):
                application.action_submit()
        except UserError as error:
            self.meter.end()
            self._sentence = str(error)
            return False
        return True

    def _submit_one_by_one(self, application, rows):
        """Submit with as many lines as are taken, in the order of the file."""
        for row in rows:
            before = {line.id: line.quantity for line in application.line_ids}
            self._choose(application, row)
            if self._is_submittable(application):
                continue
            self.refused[row.number] = MORE_THAN_SOLD, self._sentence
            for line in application.line_ids:
                if line.id in before:
                    line.quantity = before[line.id]
                else:
                    line.unlink()
        if not application.line_ids:
            application.unlink()
        elif not self._submit(application):
            raise RuntimeError(f"{application.display_name}: {self._sentence}")

    def _is_submittable(self, application):
        savepoint = application.env.cr.savepoint(flush=True)
        is_taken = self._submit(application)
        savepoint.rollback()
        savepoint.close(rollback=False)
        application.env.invalidate_all()
        return is_taken


# What came out


class Result:
    def __init__(self, shop, expected, report):
        self.shop, self.expected, self.report = shop, expected, report
        returns = shop.env["cs.return"].browse(shop.returns)
        self.lines = returns.line_ids
        self.credit_notes = returns.credit_note_ids
        self.invoices = shop.orders.invoice_ids - self.credit_notes
        self.credited = self._credited()

    def _credited(self):
        credited = defaultdict(Decimal)
        for line in self.credit_notes.invoice_line_ids:
            name = self.shop.returns[line.move_id.cs_return_id.id]
            key = name, line.product_id.default_code
            credited[key] += _money(line.price_subtotal)
        return credited

    def tell(self, seconds):
        self._tell_counts()
        self._tell_money()
        self._tell_books()
        self._tell_cost(seconds)

    def _tell_counts(self):
        report, expected, refused = self.report, self.expected, self.shop.refused
        report.figure("orders delivered and invoiced", len(self.shop.orders), "")
        report.figure("order lines", len(self.shop.orders.order_line), "")
        report.figure("applications settled", len(self.shop.returns), "")
        report.figure("credit notes", len(self.credit_notes), "")
        report.figure("return lines (one per delivery taken from)", len(self.lines), "")
        total = len(expected.refused) + expected.accepted
        report.figure("cancelled lines in the file", total, "")
        report.figure("cancelled lines taken back", total - len(refused), "")
        counts = Counter(reason for reason, _sentence in refused.values())
        wanted = Counter(expected.refused.values())
        for reason in REASONS:
            name = f"cancelled lines refused: {reason}"
            report.figure(name, counts[reason], "", None, wanted[reason], "file")
        otherwise = {number for number, (reason, _sentence) in refused.items()
                     if expected.refused.get(number) != reason}  # fmt: skip
        otherwise |= expected.refused.keys() - refused.keys()
        report.figure("lines refused otherwise than the file tells", len(otherwise), "", 0)
        for number, (reason, sentence) in sorted(refused.items()):
            if reason == MORE_THAN_SOLD:
                report.note(f"line {number + 2} of the file: {sentence}")

    def _tell_money(self):
        report, expected = self.report, self.expected
        total, wanted = sum(self.credited.values(), ZERO), sum(expected.credited.values(), ZERO)
        report.figure("credited", float(total), "GBP", None, float(wanted), "expected")
        keys = expected.credited.keys() | self.credited.keys()
        wrong = [key for key in keys if self.credited[key] != expected.credited[key]]
        report.figure("  off by", float(abs(total - wanted)), "GBP", 0.0)
        report.note(f"credited {total:,} GBP, expected {wanted:,} GBP")
        for reason, value in expected.refused_value.items():
            report.note(f"cancelled in the file and refused, {reason}: {value:,} GBP")
        report.figure("goods credited otherwise than expected", len(wrong), "", 0)
        same = expected.cancelled.keys() - expected.repriced
        own = sum((self.credited[key] for key in same), ZERO)
        in_file = sum((expected.cancelled[key] for key in same), ZERO)
        report.figure(
            "credited where the cancellation shows the invoiced price",
            float(own), "GBP", None, float(in_file), "file",
        )  # fmt: skip
        report.figure("  off by", float(abs(own - in_file)), "GBP", 0.0)
        report.note(f"at an unchanged price: credited {own:,} GBP, in the file {in_file:,} GBP")
        other = sum((self.credited[key] for key in expected.repriced), ZERO)
        other_in_file = sum((expected.cancelled[key] for key in expected.repriced), ZERO)
        report.note(f"at another price: credited {other:,} GBP, in the file {other_in_file:,} GBP")
        report.figure("goods cancelled at another price", len(expected.repriced), "")
        report.figure(
            "  credited at the invoiced price", float(other), "GBP",
            None, float(other_in_file), "file",
        )  # fmt: skip

    def _tell_books(self):
        report, expected = self.report, self.expected
        invoiced = sum((_money(invoice.amount_total) for invoice in self.invoices), ZERO)
        open_amount = sum((_money(invoice.amount_residual) for invoice in self.invoices), ZERO)
        credited = sum(self.credited.values(), ZERO)
        report.figure("invoiced", float(invoiced), "GBP")
        report.figure(
            "open on the invoices, less (invoiced less credited)",
            float(abs(open_amount - invoiced + credited)), "GBP", 0.0,
        )  # fmt: skip
        unsettled = self.credit_notes.filtered("amount_residual")
        report.figure("credit notes not reconciled", len(unsettled), "", 0)
        moves = self.lines.move_ids.filtered(lambda move: move.state == "done")
        units = sum(moves.mapped("quantity"))
        missing = abs(units - sum(expected.units.values()))
        report.figure("units back in stock", units, "")
        report.figure("  of them wrong", missing, "", 0)
        unbalanced = self.shop.orders.order_line.filtered(
            lambda line: line.qty_delivered != line.qty_invoiced or line.qty_to_invoice
        ).filtered(lambda line: line.product_id.is_storable)
        report.figure("order lines not invoiced as delivered", len(unbalanced), "", 0)

    def _tell_cost(self, seconds):
        report, meter = self.report, self.shop.meter
        count = len(self.lines)
        phases = ", ".join(
            f"{name} {cost.queries / count:.0f}" for name, cost in meter.phases.items()
        )
        report.note(f"queries per return line: {phases}")
        report.figure("queries per return line", meter.total.queries / count, "")
        report.figure("CPU per return line", meter.total.cpu / count, "s")
        report.figure("seconds per return line", meter.total.wall / count, "s")
        report.figure("the whole run", seconds, "s")


def _money(amount):
    return Decimal(str(round(amount, 2))).quantize(ZERO)
