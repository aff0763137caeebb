"""Many rows, and how the web client asks its views about them; for tests and benchmarks."""

from itertools import product

from lxml import etree

from odoo.tools import SQL

PAGE, COUNTED = 80, 10001


def copy_rows(records, times, **changes):
    """Copy rows by SQL: copy ``n`` of the row at place ``p`` gets the id start + n * size + p.

    :param changes: SQL per column; it may name the columns of ``source`` and ``copy.n``
    :return: the start
    """
    cr, table = records.env.cr, SQL.identifier(records._table)
    records.env.flush_all()
    cr.execute(SQL("SELECT MAX(id) + 1 FROM %s", table))
    [start] = cr.fetchone()
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [records._table],
    )
    columns = {name: SQL.identifier("source", name) for [name] in cr.fetchall()}
    columns["id"] = SQL("%s + copy.n * %s + source.place", start, len(records))
    columns.update(changes)
    cr.execute(
        SQL(
            """
            INSERT INTO %(table)s (%(names)s)
            SELECT %(values)s
              FROM (SELECT *, array_position(%(ids)s, id) - 1 AS place
                      FROM %(table)s WHERE id = ANY(%(ids)s)) AS source
        CROSS JOIN generate_series(0, %(last)s) AS copy(n)
            """,
            table=table,
            names=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(columns.values()),
            ids=records.ids,
            last=times - 1,
        )
    )
    return start


def copy_return(application, times, **changes):
    """Copies of a settled return with its credit notes and freight bill, over two years.

    :param changes: SQL per column of the return
    :return: the id of the first line that was made
    """
    application = application.sudo()
    lines = application.line_ids
    name = SQL("concat(source.name, '-', copy.n)")
    document = copy_rows(
        application,
        times,
        name=name,
        access_token=SQL("NULL"),
        application_date=SQL("source.application_date - copy.n %% 700"),
        **changes,
    )
    of_document = SQL("%s + copy.n", document)
    line = copy_rows(lines, times, return_id=of_document)
    for move in application.credit_note_ids | application.freight_move_ids:
        start = copy_rows(move, times, name=name, cs_return_id=of_document)
        items = move.invoice_line_ids.sorted("cs_return_line_id")
        goods = items.filtered("cs_return_line_id")
        of_move = SQL("%s + copy.n", start)
        if goods:
            of_line = SQL("%s + copy.n * %s + source.place", line, len(lines))
            copy_rows(goods, times, move_id=of_move, cs_return_line_id=of_line)
        if items - goods:
            copy_rows(items - goods, times, move_id=of_move)
    application.env.cr.execute("ANALYZE")
    application.env.invalidate_all(flush=False)
    return line


def ask_list(model, view=None, domain=()):
    """The first page of a list, as the web client asks for it."""
    arch = _arch(model, "list", view)
    specification = {}
    for node in arch.iter("field"):
        field = model._fields[node.get("name")]
        specification[field.name] = {}
        if field.type in ("many2one", "reference"):
            is_hidden = node.get("column_invisible") in ("True", "1")
            specification[field.name]["fields"] = {} if is_hidden else {"display_name": {}}
    return lambda: model.web_search_read(
        list(domain), specification, limit=PAGE, count_limit=COUNTED
    )


def ask_pivot(model, view=None, rows=None, domain=()):
    """All cells of a pivot table with each group unfolded once."""
    arch = _arch(model, "pivot", view)
    rows = rows or _groups(arch.findall("field[@type='row']"))
    columns = _groups(arch.findall("field[@type='col']"))
    measures = [node.get("name") for node in arch.findall("field[@type='measure']")]
    sets = [row + column for row, column in product(_sections(rows), _sections(columns))]
    return lambda: model.formatted_read_grouping_sets(
        list(domain), sets, _aggregates(model, measures)
    )


def ask_graph(model, view=None, domain=()):
    arch = _arch(model, "graph", view)
    groups = _groups(arch.xpath("field[not(@type)]"))
    measures = [node.get("name") for node in arch.findall("field[@type='measure']")]
    model = model.with_context(fill_temporal=True)
    return lambda: model.formatted_read_group(list(domain), groups, _aggregates(model, measures))


def _arch(model, kind, view):
    view_id = model.env.ref(view).id if view else False
    return etree.fromstring(model.get_view(view_id, kind)["arch"])


def _groups(nodes):
    return [":".join(filter(None, (node.get("name"), node.get("interval")))) for node in nodes]


def _sections(groups):
    return [groups[:size] for size in range(len(groups) + 1)]


def _aggregates(model, measures):
    aggregates = ["__count"]
    for name in measures:
        field = model._fields[name]
        aggregates.append(f"{name}:{field.aggregator}")
        if field.type == "monetary":
            currency = field.get_currency_field(model)
            aggregates += [f"{currency}:array_agg_distinct", f"{name}:sum_currency"]
    return aggregates
