import time

from odoo.tests import tagged

from .grid_common import GridTourCommon

# seconds of processor time for 500 people and 31 days, several times of what it takes
READ_LIMIT, WRITE_LIMIT = 4, 6
# seconds on the clock, the database included
PUBLISH_LIMIT = 60


@tagged("post_install", "-at_install")
class TestGridOf500(GridTourCommon):
    """500 people by 31 days stay usable: one read, one batched write, rows drawn as they come."""

    agent_count = 8
    people = 500

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        more = [
            {
                "name": f"Person {number:03}",
                "company_id": cls.company.id,
                "department_id": cls.department.id,
                "cs_is_rostered": True,
                "cs_work_no": f"P{number:03}",
            }
            for number in range(cls.people - cls.agent_count)
        ]
        cls.env["hr.employee"].create(more)
        cls.large = cls._create_roster()
        small = cls.env["hr.department"].create(
            {"name": "Few", "company_id": cls.company.id, "manager_id": cls.head.id}
        )
        cls.few = cls._create_employee("Alone", department_id=small.id)
        cls.small = cls._create_roster(department_id=small.id)

    def _measure(self, call, *args):
        """Queries and seconds of processor time of a call on an empty cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        queries, begin = self.env.cr.sql_log_count, time.process_time()
        call(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - queries, time.process_time() - begin

    def _wheel_changes(self, roster):
        cycle = "DDDRRN-"
        return [
            [employee.id, day, cycle[(day + number) % len(cycle)]]
            for number, employee in enumerate(roster.employee_ids)
            for day in range(31)
        ]

    def test_queries_do_not_grow_with_people(self):
        self.assertEqual(len(self.large.employee_ids), self.people)
        taken = {}
        for name, roster in (("warm", self.small), ("small", self.small), ("large", self.large)):
            changes = self._wheel_changes(roster)
            write = self._measure(roster.grid_write, roster.revision, changes)
            again = self._measure(roster.grid_write, roster.revision, changes)
            read = self._measure(roster.grid_read)
            taken[name] = {"write": write, "again": again, "read": read}
        for call in ("write", "again", "read"):
            with self.subTest(call=call):
                self.assertEqual(taken["large"][call][0], taken["small"][call][0], taken)
        self.assertLess(taken["large"]["read"][1], READ_LIMIT)
        self.assertLess(taken["large"]["write"][1], WRITE_LIMIT)
        self.assertLess(taken["large"]["again"][1], WRITE_LIMIT)

    def test_publishing_takes_seconds(self):
        self.env["cs.shift.type"].search([]).floor = 0
        loose = {"max_run_level": "warn", "min_rest_level": "warn", "rest_slack": 27}
        self.large.write(loose)
        self.large.grid_write(0, self._wheel_changes(self.large.sudo()))
        self.env.flush_all()
        self.env.invalidate_all()
        begin = time.monotonic()
        self.large.action_publish()
        self.env.flush_all()
        self.assertLess(time.monotonic() - begin, PUBLISH_LIMIT)
        told = self.env["cs.roster.slot"].search_count([("published_kind", "!=", False)])
        self.assertEqual(told, 31 * self.people)

    def test_planner_scrolls_and_paints(self):
        self.large.grid_write(0, self._wheel_changes(self.large))
        self._walk(f"/odoo/roster-month/{self.large.id}", "cs_roster_grid_of_500")
        last = self.env["hr.employee"].search([("cs_work_no", "=", "P491")])
        self.assertEqual(self._slot(last, 0).shift_type_id, self.night)
