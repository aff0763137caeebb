import json
import re

from odoo.exceptions import AccessError
from odoo.tools import file_open, mute_logger
from odoo.tools.translate import code_translations, extract_spreadsheet_terms

RELATIONS = ("many2one", "many2many", "one2many")


def read_dashboard(file_name):
    with file_open(file_name) as file:
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


class DashboardChecks:
    """The file of a dashboard names models, fields, actions and terms as text: each must be there.

    What the class names below is what the file of the addon holds.
    """

    FILE = ""
    DASHBOARD = ""
    ACTION = ""
    FILTERS: frozenset[str] = frozenset()
    SOURCES = 0
    CARDS = 0
    LINKS = 0
    TITLE = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = read_dashboard(cls.FILE)
        cls.filters = {entry["id"]: entry for entry in cls.data["globalFilters"]}
        cls.sources = list(sources_of(cls.data))

    def _field(self, model, path):
        """The field at the end of a path like ``product_id.categ_id`` or ``date:month``."""
        field = None
        for name in path.split(":")[0].split("."):
            field = self.env[model]._fields.get(name)
            self.assertTrue(field, f"{model} has no field {name} ({path})")
            model = field.comodel_name
        return field

    def test_models_and_fields(self):
        self.assertEqual(len(self.sources), self.SOURCES)
        for name, model, domain, paths, _matching in self.sources:
            with self.subTest(name):
                self.assertIn(model, self.env)
                for path in paths:
                    if path != "__count":
                        self._field(model, path)
                self.env[model].search(domain, limit=1)

    def test_groups_and_measures_can_be_read(self):
        for name, model, domain, paths, _matching in self.sources:
            with self.subTest(name):
                fields = [path for path in paths if path != "__count"]
                stored = [self._field(model, path) for path in fields]
                measured = [
                    path
                    for path, field in zip(fields, stored, strict=True)
                    if field.aggregator and field.type in ("integer", "float", "monetary")
                ]
                self.assertTrue(measured)
                groups = [path for path in dict.fromkeys(fields) if path not in measured]
                self.env[model]._read_group(
                    domain,
                    groups,
                    [f"{path}:{self._field(model, path).aggregator}" for path in measured],
                )

    def test_every_filter_reaches_every_source(self):
        self.assertEqual(set(self.filters), self.FILTERS)
        for name, model, _domain, _paths, matching in self.sources:
            with self.subTest(name):
                self.assertEqual(set(matching), set(self.filters))
                for key, match in matching.items():
                    self._check_match(model, match, self.filters[key])

    def _check_match(self, model, match, entry):
        field = self._field(model, match["chain"])
        self.assertEqual(field.type, match["type"])
        if entry["type"] == "relation":
            self.assertIn(field.type, RELATIONS)
            self.assertEqual(field.comodel_name, entry["modelName"])
        else:
            self.assertIn(field.type, ("date", "datetime"))

    def test_formulas_name_pivots_and_measures(self):
        measures = {
            key: {measure["id"] for measure in pivot["measures"]}
            for key, pivot in self.data["pivots"].items()
        }
        values, tables = set(), set()
        for sheet in self.data["sheets"]:
            for content in sheet["cells"].values():
                for pivot, measure in re.findall(r'PIVOT\.VALUE\((\d+), "([^"]+)"', content):
                    self.assertIn(measure, measures[pivot])
                    values.add((pivot, measure))
                tables.update(re.findall(r"=PIVOT\((\d+)", content))
        wanted = {(pivot, measure) for pivot in "12" for measure in measures[pivot]}
        self.assertEqual(values, wanted)
        self.assertEqual(tables, {"3", "4"})

    def test_cards_show_cells(self):
        cells = {
            f"{sheet['name']}!{name}" for sheet in self.data["sheets"] for name in sheet["cells"]
        }
        cards = [
            figure["data"]
            for sheet in self.data["sheets"]
            for figure in sheet["figures"]
            if figure["data"]["type"] == "scorecard"
        ]
        self.assertEqual(len(cards), self.CARDS)
        for card in cards:
            self.assertIn(card["keyValue"], cells)
            self.assertIn(card["baseline"], cells)

    def test_links_and_actions_open(self):
        # cs_base does not depend on spreadsheets
        from odoo.addons.spreadsheet.utils.validate_data import odoo_view_links

        links = odoo_view_links(self.data)
        self.assertEqual(len(links), self.LINKS)
        for link in links:
            action = link["action"]
            self.env[action["modelName"]].search(action["domain"], limit=1)
            context = action["context"]
            keys = ("group_by", "graph_groupbys", "pivot_row_groupby", "pivot_measures")
            for path in [path for key in keys for path in context.get(key, [])]:
                self._field(action["modelName"], path)
        actions = set(re.findall(r'"actionXmlId": "([^"]+)"', json.dumps(self.data)))
        self.assertEqual(actions, {self.ACTION})
        self.assertEqual(
            self.env.ref(actions.pop()).res_model,
            self.env.ref(self.DASHBOARD).main_data_model_ids.model,
        )

    def test_terms_are_translated(self):
        """Formulas, titles, headings and filters, as the browser gets them."""
        addon = self.DASHBOARD.split(".")[0]
        with self.env.registry.cursor() as _cursor:
            translated = code_translations.get_web_translations(addon, "zh_CN")
        known = {message["id"]: message["string"] for message in translated["messages"]}
        terms = self._terms()
        self.assertIn("Period Before", terms)
        for term in terms:
            self.assertRegex(known.get(term, ""), r"^[^A-Za-z]*[\u4e00-\u9fff]", term)
        self.assertEqual(self.env.ref(self.DASHBOARD).with_context(lang="zh_CN").name, self.TITLE)

    def _terms(self):
        with file_open(self.FILE, "rb") as file:
            return {
                term for _line, _name, term, _notes in extract_spreadsheet_terms(file, [], [], {})
            }


class DashboardOpens:
    """Whoever oversees the documents opens the dashboard, and nobody else does.

    The class below has ``users`` by role, each with its login as password.
    """

    FILE = ""
    DASHBOARD = ""
    ROLES: frozenset[str] = frozenset()

    def test_for_whom(self):
        for role, user in self.users.items():
            with self.subTest(role):
                dashboard = self.env.ref(self.DASHBOARD).with_user(user)
                shown = self.env["spreadsheet.dashboard"].with_user(user).search([])
                self.assertEqual(dashboard in shown, role in self.ROLES)
                if role in self.ROLES:
                    self.assertTrue(dashboard._get_serialized_readonly_dashboard())
                else:
                    with self.assertRaises(AccessError):
                        dashboard.check_access("read")

    def test_route(self):
        url = f"/spreadsheet/dashboard/data/{self.env.ref(self.DASHBOARD).id}"
        for role, user in self.users.items():
            self.authenticate(user.login, user.login)
            status = 200 if role in self.ROLES else 403
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(url).status_code, status, role)

    def test_roles_read_sources_and_filters(self):
        data = read_dashboard(self.FILE)
        models = {entry["modelName"] for entry in data["globalFilters"] if "modelName" in entry}
        models.update(model for _name, model, *_rest in sources_of(data))
        for role in self.ROLES:
            for model in models:
                with self.subTest(role=role, model=model):
                    self.env[model].with_user(self.users[role]).search([], limit=1)

    def _show_in_chinese(self, tour):
        user = self.users["manager"]
        user.lang = "zh_CN"
        self.start_tour("/odoo/dashboards", tour, login=user.login)
