"""Many rows, for tests and benchmarks."""

from odoo.tools import SQL


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
