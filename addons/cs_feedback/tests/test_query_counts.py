from .common import FeedbackCommon

MANY = 40
# per case; OCA's tickets take 11 to create, 15 to assign and 21 to close
CREATE, FORWARD_AND_CLOSE, SOLVE = 5, 1.5, 21
# what does not grow with the cases
FIXED = 90


class TestQueryCounts(FeedbackCommon):
    """Cases in bulk cost in queries what the benchmark promises."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # as a request has it: changes are tracked
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.dealers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Dealer {number}",
                    "email": f"dealer{number}@example.com",
                    "company_id": cls.company.id,
                    "cs_office_id": cls.office.id,
                }
                for number in range(MANY)
            ]
        )
        # what is read once per process is no cost of a case
        cls._work_counted(1)

    @classmethod
    def _work_counted(cls, size):
        """Create, forward, take, solve and close cases of as many dealers; queries per step."""
        env = cls.env
        counts = {}

        def count(step, call):
            env.flush_all()
            env.invalidate_all()
            before = env.cr.sql_log_count
            result = call()
            env.flush_all()
            # what is tracked is told at the commit
            env.cr.precommit.run()
            counts[step] = env.cr.sql_log_count - before
            return result

        clerks = env["cs.feedback"].with_user(cls.users["clerk"])
        values = [
            {"subject": f"Bait {dealer.id}", "partner_id": dealer.id}
            for dealer in cls.dealers[:size]
        ]
        cases = count("create", lambda: clerks.create(values))
        at_office = cases.with_user(cls.users["office"])
        count("forward", at_office.action_forward)
        count("take", cases.action_take)
        count("solve", lambda: cases._transition("solve", text="Sent a new bag"))
        count("close", cases.action_close)
        assert set(cases.mapped("state")) == {"closed"}
        return counts

    def _further(self, *steps):
        few, many = self._work_counted(10), self._work_counted(MANY)
        return sum(many[step] - few[step] for step in steps) / (MANY - 10)

    def test_a_further_case_is_created_in_few_queries(self):
        self.assertLessEqual(self._further("create"), CREATE)

    def test_a_further_case_is_forwarded_and_closed_in_few_queries(self):
        self.assertLessEqual(self._further("forward", "close"), FORWARD_AND_CLOSE)

    def test_a_further_case_is_solved_in_few_queries(self):
        """Each customer gets a mail of their own."""
        self.assertLessEqual(self._further("solve"), SOLVE)

    def test_one_case_costs_little(self):
        counts = self._work_counted(1)
        self.assertLessEqual(counts["create"], FIXED + CREATE, counts)
        self.assertLessEqual(counts["forward"] + counts["close"], FIXED, counts)
