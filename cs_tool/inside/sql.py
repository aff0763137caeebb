"""One SQL statement in the environment's Python, where psycopg2 is (stdlib has no client).

Called as a script: connection parameters, statement and its values as JSON on stdin,
rows as JSON on stdout.
"""

import json
import sys

import psycopg2


def main():
    call = json.load(sys.stdin)
    connection = psycopg2.connect(**call["connect"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(call["statement"], call["values"])
        rows = cursor.fetchall() if cursor.description else []
    json.dump(rows, sys.stdout, default=str)


if __name__ == "__main__":
    main()
