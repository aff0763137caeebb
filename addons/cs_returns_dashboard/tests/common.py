import json

from odoo.tools import file_open

FILE = "cs_returns_dashboard/data/files/returns_dashboard.json"
DASHBOARD = "cs_returns_dashboard.spreadsheet_dashboard_returns"


def read_dashboard():
    with file_open(FILE) as file:
        return json.load(file)


def sources_of(data):
    """The charts, pivots and lists: ``(name, model, domain, paths, field matching)``."""
    for sheet in data["sheets"]:
        for figure in sheet["figures"]:
            chart = figure["data"]
            if not chart["type"].startswith("odoo_"):
                continue
            meta, search = chart["metaData"], chart["searchParams"]
            paths = [*meta["groupBy"], *search["groupBy"], meta["measure"]]
            yield figure["id"], meta["resModel"], search["domain"], paths, chart["fieldMatching"]
    for key, pivot in data["pivots"].items():
        paths = [group["fieldName"] for group in (*pivot["rows"], *pivot["columns"])]
        paths += [measure["fieldName"] for measure in pivot["measures"]]
        if pivot["sortedColumn"]:
            paths.append(pivot["sortedColumn"]["measure"])
        yield f"pivot {key}", pivot["model"], pivot["domain"], paths, pivot["fieldMatching"]
    for key, rows in data["lists"].items():
        paths = [*rows["columns"], *(order["name"] for order in rows["orderBy"])]
        yield f"list {key}", rows["model"], rows["domain"], paths, rows["fieldMatching"]
