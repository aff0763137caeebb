from .common import TravelCommon

# with nothing read before, as at the start of a request
RETURN, AUDIT, SIGN = 42, 80, 41


class TestReimbursementQueries(TravelCommon):
    """Handing in, audit and signature cost the same whatever the number of expenses."""

    def _queries(self, number):
        trip = self._create_approved(first=-2)
        for place in range(number):
            self._spend(trip, 10 + place, day=place % 2)
        for day in trip.day_ids:
            day.actual_city = day.city
        trip.summary = "All dealers ordered."
        counts = [self._count(trip.action_return)]
        days = trip.day_ids.with_user(self.users["clerk"])
        days.action_find_as_planned()
        counts.append(self._count(trip.with_user(self.users["clerk"]).action_audit))
        reimbursement = trip.reimbursement_ids.with_user(self.users["boss"])
        counts.append(self._count(reimbursement.action_approve))
        self.assertEqual(set(trip.sudo().expense_ids.mapped("state")), {"approved"})
        return counts

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_expenses_add_no_query(self):
        with self.env.cr.savepoint() as savepoint:
            self._queries(1)
            savepoint.rollback()
        self.env.invalidate_all()
        with self.env.cr.savepoint() as savepoint:
            few = self._queries(2)
            savepoint.rollback()
        self.env.invalidate_all()
        many = self._queries(12)
        for small, large in zip(few, many, strict=True):
            self.assertLessEqual(large, small + 3)
        for count, most in zip(few, (RETURN, AUDIT, SIGN), strict=True):
            self.assertLessEqual(count, most, few)
