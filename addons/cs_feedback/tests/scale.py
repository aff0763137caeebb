"""Many cases made by SQL, for tests and benchmarks."""

from odoo.tools import SQL


def make_cases(env, number, company, **choices):
    """Cases of two years: answered, solved, closed; every tenth one open, every fifth paused.

    :param choices: per column of cs_feedback the records that the cases have in turn
    :return: the first id
    """
    env.flush_all()
    kinds = env["cs.feedback.type"].search([])
    columns = {
        "company_id": SQL("%s", company.id),
        "name": SQL("concat('FB/B/', n)"),
        "subject": SQL("concat('Bait ', n)"),
        "type_id": _in_turn(kinds),
        "kind": SQL("(%s)[1 + n %% %s]", kinds.mapped("kind"), len(kinds)),
        "channel": SQL("(ARRAY['portal', 'email', 'phone'])[1 + n %% 3]"),
        "priority": SQL("(n %% 4)::text"),
        "state": SQL("CASE WHEN n %% 10 = 0 THEN 'open' ELSE 'closed' END"),
        "level": SQL("'service'"),
        "received_at": SQL("moment"),
        "answered_at": SQL(
            "CASE WHEN n %% 10 != 0 THEN moment + interval '1 hour' * (n %% 40) END"
        ),
        "answer_due": SQL("moment + interval '24 hours'"),
        "solved_at": SQL("CASE WHEN n %% 10 != 0 THEN moment + interval '1 hour' * (n %% 200) END"),
        "solve_due": SQL("moment + interval '120 hours'"),
        "next_due": SQL("CASE WHEN n %% 10 = 0 THEN moment + interval '24 hours' END"),
        "is_incident": SQL("n %% 500 = 0"),
        "create_uid": SQL("%s", env.uid),
        "create_date": SQL("moment"),
    }
    columns |= {name: _in_turn(records) for name, records in choices.items()}
    rows = SQL(
        """
        SELECT n, date_trunc('day', timezone('UTC', now())) - interval '10 minutes' * (n %% 100000)
               AS moment
          FROM generate_series(1, %s) AS n
        """,
        number,
    )
    env.cr.execute(
        SQL(
            "INSERT INTO cs_feedback (%s) SELECT %s FROM (%s) AS made ORDER BY n RETURNING id",
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL(", ").join(columns.values()),
            rows,
        )
    )
    first = env.cr.fetchone()[0]
    env.cr.execute(
        """
        INSERT INTO cs_feedback_pause (feedback_id, company_id, kind, start, stop)
             SELECT id, company_id, 'customer', received_at, received_at + interval '3 hours'
               FROM cs_feedback WHERE id >= %s AND id %% 5 = 0
        """,
        [first],
    )
    env.cr.execute("ANALYZE cs_feedback")
    env.cr.execute("ANALYZE cs_feedback_pause")
    env.invalidate_all(flush=False)
    return first


def make_answers(env, first, departments):
    """A question to one of the departments on each case from an id on; every third is late."""
    env.cr.execute(
        SQL(
            """
            INSERT INTO cs_feedback_answer
                   (feedback_id, company_id, department_id, state, asked_at, answered_at, is_late)
            SELECT id, company_id, %s, 'answered', received_at, received_at + interval '2 days',
                   id %% 3 = 0
              FROM cs_feedback WHERE id >= %s AND state = 'closed'
            """,
            SQL("(%s)[1 + id %% %s]", departments.ids, len(departments)),
            first,
        )
    )
    env.cr.execute("ANALYZE cs_feedback_answer")
    env.invalidate_all(flush=False)


def _in_turn(records):
    return SQL("(%s)[1 + n %% %s]", records.ids, len(records))
