"""The checks of `cs lint` find what they promise to find."""

import textwrap
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from tempfile import TemporaryDirectory

from cs_tool.apt import mirror_of_deb822, mirror_of_list
from cs_tool.lint import complaints_in_log
from cs_tool.manifests import check_addon, check_order
from cs_tool.testcount import classes_in
from cs_tool.xmlids import Record, complaint_about, records_of

GOOD_MANIFEST = {
    "name": "Trip",
    "summary": "Trips",
    "author": "Somebody",
    "category": "Sales",
    "license": "LGPL-3",
    "version": "19.0.1.0.0",
    "depends": ["base"],
    "data": [],
}


class TestXmlIds(unittest.TestCase):
    def assert_good(self, *records):
        for record in records:
            self.assertIsNone(complaint_about(record, "cs_trips"))

    def assert_bad(self, *records):
        for record in records:
            self.assertIsNotNone(complaint_about(record, "cs_trips"), record)

    def test_view_tells_model_and_kind(self):
        self.assert_good(
            Record("cs_trip_view_form", "ir.ui.view", "cs.trip"),
            Record("cs_trip_view_list_manager", "ir.ui.view", "cs.trip"),
        )
        self.assert_bad(
            Record("view_cs_trip_form", "ir.ui.view", "cs.trip"),
            Record("cs_trip_form", "ir.ui.view", "cs.trip"),
            Record("cs_visit_view_form", "ir.ui.view", "cs.trip"),
        )

    def test_inherited_view_tells_its_origin_and_the_addon(self):
        good = "view_order_form_inherit_cs_trips"
        self.assert_good(Record(good, "ir.ui.view", "sale.order", "sale.view_order_form"))
        self.assert_bad(
            Record("sale_order_view_form", "ir.ui.view", "sale.order", "sale.view_order_form"),
            Record("x_inherit_cs_trips", "ir.ui.view", "sale.order", "sale.view_order_form"),
        )

    def test_other_kinds(self):
        self.assert_good(
            Record("cs_trip_action_mine", "ir.actions.act_window", "cs.trip"),
            Record("cs_trip_menu", "menuitem"),
            Record("group_cs_trips_user", "res.groups"),
            Record("cs_trip_rule_company", "ir.rule", "cs.trip"),
            Record("cs_trip_sequence", "ir.sequence"),
            Record("mail_template_cs_trip_approved", "mail.template", "cs.trip"),
            Record("ir_cron_cs_deadline_check", "ir.cron", "cs.deadline.mixin"),
            Record("base.main_company", "res.company"),
        )
        self.assert_bad(
            Record("action_cs_trip", "ir.actions.act_window", "cs.trip"),
            Record("menu_cs_trip", "menuitem"),
            Record("trip_group_user", "res.groups"),
            Record("rule_company", "ir.rule", "cs.trip"),
            Record("cs_trip_seq", "ir.sequence"),
            Record("cs_trip_mail", "mail.template", "cs.trip"),
            Record("cs_trips.cs_trip_menu", "menuitem"),
            Record("cs_Trip_menu", "menuitem"),
        )

    def test_records_are_read_with_what_they_are_about(self):
        tree = ElementTree.fromstring(
            """<odoo><data>
            <record id="a" model="ir.ui.view"><field name="model">cs.trip</field>
              <field name="inherit_id" ref="sale.view_order_form"/></record>
            <record id="b" model="ir.rule"><field name="model_id" ref="cs_x.model_cs_trip"/></record>
            <menuitem id="c"/><template id="d" inherit_id="portal.layout"/>
            <record model="res.users" id="e"/></data></odoo>"""
        )
        found = {record.xml_id: record for record in records_of(tree)}
        self.assertEqual(found["a"].target, "cs.trip")
        self.assertEqual(found["a"].inherits, "sale.view_order_form")
        self.assertEqual(found["b"].target, "cs.trip")
        self.assertEqual((found["c"].model, found["d"].inherits), ("menuitem", "portal.layout"))
        self.assertEqual(len(found), 5)


class TestManifests(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addon = Path(folder.name) / "cs_trips"
        self.addon.mkdir()

    def write(self, name, text=""):
        file = self.addon / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)

    def complaints(self, **changes):
        manifest = {**GOOD_MANIFEST, **changes}
        return list(check_addon(self.addon, manifest, known={"base"}.__contains__))

    def assert_complains(self, text, **changes):
        complaints = self.complaints(**changes)
        self.assertTrue(any(text in complaint for complaint in complaints), complaints)

    def test_good_addon_has_no_complaint(self):
        self.write("views/menus.xml", "<odoo/>")
        self.assertEqual(self.complaints(data=["views/menus.xml"]), [])

    def test_licence_version_and_dependencies(self):
        self.assert_complains("licence", license="AGPL-3")
        self.assert_complains("version", version="1.0")
        self.assert_complains("cs_nowhere", depends=["cs_nowhere"])
        self.assert_complains("lacks summary", summary="")

    def test_files_and_list_agree(self):
        self.write("views/menus.xml", "<odoo/>")
        self.assert_complains("not listed")
        self.assert_complains("does not exist", data=["views/menus.xml", "views/other.xml"])
        self.assert_complains("twice", data=["views/menus.xml", "views/menus.xml"])

    def test_xml_is_well_formed(self):
        self.write("views/menus.xml", "<odoo><odoo/>")
        self.assert_complains("not well-formed", data=["views/menus.xml"])

    def test_ids_are_checked(self):
        self.write("views/menus.xml", '<odoo><menuitem id="menu_trip"/></odoo>')
        self.assert_complains("menu_trip", data=["views/menus.xml"])

    def test_test_files_are_imported(self):
        self.write("tests/__init__.py", "from . import test_known\n")
        self.write("tests/test_known.py")
        self.write("tests/test_forgotten.py")
        self.assert_complains("test_forgotten.py")
        self.assertEqual(len(self.complaints()), 1)

    def test_order_of_data_files(self):
        good = ["security/a.xml", "data/b.xml", "report/c.xml", "wizard/d.xml", "views/e.xml"]
        self.assertEqual(list(check_order([*good, "views/menus.xml"])), [])
        self.assertEqual(len(list(check_order(["views/e.xml", "security/a.xml"]))), 1)
        self.assertEqual(len(list(check_order(["views/menus.xml", "views/e.xml"]))), 1)


class TestReading(unittest.TestCase):
    def test_only_warnings_and_worse_are_taken_from_the_log(self):
        log = textwrap.dedent("""\
            2026-01-01 10:00:00,000 12 INFO db odoo.modules: fine
            2026-01-01 10:00:00,000 12 WARNING db odoo.models: not fine
            a line that mentions WARNING in its text
            2026-01-01 10:00:00,000 12 ERROR db odoo.sql_db: bad query
            """)
        self.assertEqual(len(complaints_in_log(log)), 2)

    def test_mirror_is_the_main_archive_of_the_host(self):
        stanzas = textwrap.dedent("""\
            Types: deb
            URIs: http://mirror.example/debian-security
            Suites: bookworm-security
            Components: main

            # comment
            Types: deb
            URIs: http://mirror.example/debian
            Suites: bookworm
            Components: main
            """)
        self.assertEqual(mirror_of_deb822(stanzas), "http://mirror.example/debian")
        line = "deb [arch=amd64] http://mirror.example/debian bookworm main contrib\n"
        self.assertEqual(mirror_of_list(line), "http://mirror.example/debian")
        self.assertIsNone(mirror_of_list("deb http://mirror.example/other stable main\n"))

    def test_classes_with_tests_are_found_without_import(self):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "test_x.py"
            file.write_text(
                "class Common:\n    def helper(self): ...\n"
                "class TestOne(Common):\n    def test_a(self): ...\n"
            )
            self.assertEqual(classes_in(file, Path(folder)), ["test_x.py::TestOne"])
