from odoo.exceptions import AccessError

from .common import RosterCommon

PLAN = ("kind", "shift_type_id", "is_locked", "source")


class TestPlanHidden(RosterCommon):
    """What is planned and not yet published is known to those who plan and to their superiors."""

    agent_count = 2

    def setUp(self):
        super().setUp()
        self.roster = self._create_published({self.agents[0]: "D", self.agents[1]: "N"})
        self._paint(self.roster, {self.agents[0]: "N", self.agents[1]: "-"})

    def _slots(self, role):
        return self._as(self.env["cs.roster.slot"], role)

    def test_agents_do_not_read_it(self):
        self.users["agent0"].group_ids |= self.env.ref("base.group_allow_export")
        slot = self._slots("agent0").search([("user_id", "=", self.users["agent0"].id)], limit=1)
        self.assertEqual(slot.published_type_id, self.day)
        for name in PLAN:
            with self.subTest(name):
                self.assertNotIn(name, slot.fields_get())
                self.assertRefused(AccessError, "", slot.read, [name])
                self.assertRefused(AccessError, "", slot.export_data, [name])
                self.assertRefused(AccessError, "", slot.search_read, [], [name])

    def test_agents_do_not_search_by_it(self):
        channels = [
            ("cs.roster.slot", "kind"),
            ("cs.roster.slot", "shift_type_id.code"),
            ("cs.roster", "slot_ids.kind"),
            ("cs.shift.swap", "slot_id.kind"),
        ]
        for model, path in channels:
            with self.subTest(model=model, path=path):
                records = self._as(self.env[model], "agent0")
                domain = [(path, "=", "rest")]
                self.assertRefused(AccessError, "", records.search, domain)
                self.assertRefused(AccessError, "", records.search_count, domain)

    def test_agents_do_not_sort_by_it(self):
        for name in PLAN:
            with self.subTest(name):
                self.assertRefused(AccessError, "", self._slots("agent0").search, [], order=name)

    def test_agents_do_not_count_by_it(self):
        slots = self._slots("agent0")
        for name in PLAN:
            with self.subTest(name):
                self.assertRefused(AccessError, "", slots.formatted_read_group, [], [name])
                aggregate = [f"{name}:count_distinct"]
                self.assertRefused(
                    AccessError, "", slots.formatted_read_group, [], ["date:month"], aggregate
                )

    def test_agents_do_not_learn_how_many_shifts_are_short(self):
        self.day.target = 5
        self.assertTrue(self._as(self.roster, "head").gap_count)
        self.assertFalse(self._as(self.roster, "agent0").gap_count)

    def test_who_plans_and_their_superiors_see_it(self):
        for role in ("planner", "admin", "personnel", "hr", "manager", "general"):
            with self.subTest(role):
                slot = self._as(self._slot(self.agents[0], 0), role)
                self.assertEqual(slot.shift_type_id, self.night)
        rows = self._as(self.roster, "head").grid_read()["rows"]
        self.assertEqual({row["cells"][0] for row in rows}, {"N", "-"})

    def test_head_reads_it_by_the_grid_alone(self):
        slot = self._as(self._slot(self.agents[0], 0), "head")
        self.assertRefused(AccessError, "", slot.read, ["kind"])
