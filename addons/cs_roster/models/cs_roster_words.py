from odoo import models

from ..domain import dates
from ..solver.problem import LEAVE, REST


class CsRoster(models.Model):
    """What the rule checker and the solver found, in sentences."""

    _inherit = "cs.roster"

    def _violation_text(self, violation, names):
        """One sentence on a `solver.checker.Violation`.

        :param names: name of an agent by its key
        """
        method = getattr(self, f"_text_of_{violation.rule}")
        agent = names.get(violation.agent, "")
        return method(agent, self._day_label(violation.day), violation.data)

    def _day_label(self, number):
        if number is None:
            return ""
        return dates.label(self._dates()[number], dates.DAY, self.env.lang)

    def _cell_label(self, cell):
        labels = self.env.context.get("cs_cell_labels") or self._cell_labels()
        return labels.get(cell) or self.env._("nothing")

    def _cell_labels(self):
        names = {shift_type.code: shift_type.name for shift_type in self._shift_types()}
        return {**names, REST: self.env._("Rest"), LEAVE: self.env._("Leave")}

    def _with_labels(self):
        """``self`` for many sentences: it looks up the names of cells no more than once."""
        return self.with_context(cs_cell_labels=self._cell_labels())

    def _text_of_coverage_floor(self, _agent, day, data):
        return self.env._(
            "%(day)s: %(shift)s has %(count)s people, at least %(floor)s have to be there.",
            day=day,
            shift=self._cell_label(data["shift"]),
            count=data["count"],
            floor=data["floor"],
        )

    def _text_of_coverage_target(self, _agent, day, data):
        return self.env._(
            "%(day)s: %(shift)s has %(count)s people, %(target)s are wanted.",
            day=day,
            shift=self._cell_label(data["shift"]),
            count=data["count"],
            target=data["target"],
        )

    def _text_of_rest_quota(self, agent, _day, data):
        return self.env._(
            "%(agent)s has %(count)s rest days, it should be %(min)s to %(max)s.",
            agent=agent,
            count=data["count"],
            min=data["min"],
            max=data["max"],
        )

    def _text_of_max_run(self, agent, day, data):
        return self.env._(
            "%(agent)s works %(run)s days in a row; from %(day)s on it is more than %(max)s.",
            agent=agent,
            run=data["run"],
            day=day,
            max=data["max"],
        )

    def _text_of_min_rest(self, agent, day, data):
        before, after = self._cell_label(data["before"]), self._cell_label(data["after"])
        return self._short_rest_text(agent, before, after, day, data["hours"], data["min"])

    def _short_rest_text(self, agent, before, after, day, hours, least):
        """The sentence on too few hours between two shifts, of which the second is on the day."""
        return self.env._(
            "%(agent)s has %(hours)s hours between %(before)s and %(after)s on %(day)s, "
            "at least %(min)s are needed.",
            agent=agent,
            hours=f"{round(hours, 1):g}",
            before=before,
            after=after,
            day=day,
            min=f"{least:g}",
        )

    def _text_of_leave(self, agent, day, data):
        if data["is_approved"]:
            return self.env._("%(agent)s is on approved time off on %(day)s.", agent=agent, day=day)
        return self.env._("%(agent)s has no approved time off on %(day)s.", agent=agent, day=day)

    def _text_of_locked(self, agent, day, data):
        return self.env._(
            "%(agent)s is fixed to %(shift)s on %(day)s.",
            agent=agent,
            shift=self._cell_label(data["fixed"]),
            day=day,
        )

    def _text_of_allowed(self, agent, day, data):
        return self.env._(
            "%(agent)s does not work %(shift)s, as on %(day)s.",
            agent=agent,
            shift=self._cell_label(data["cell"]),
            day=day,
        )

    def _text_of_pair(self, agent, day, data):
        mentor = self.env["hr.employee"].sudo().browse(int(data["other"]))  # sudo: a name
        return self.env._(
            "%(agent)s works another shift than the mentor %(mentor)s on %(day)s.",
            agent=agent,
            mentor=mentor.name,
            day=day,
        )
