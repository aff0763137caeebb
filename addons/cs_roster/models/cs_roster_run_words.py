from odoo import models

SENTENCES_SHOWN = 20


class CsRoster(models.Model):
    """What counting and solving found about a month, in sentences that name days and people."""

    _inherit = "cs.roster"

    def _run_sentences(self, run):
        """The sentences on a generation, the most important first."""
        self.ensure_one()
        findings = run.findings or {}
        names = {str(agent.id): agent.name for agent in self._agents()}
        sentences = [self._run_error(run)] if run.state == "failed" else []
        for finding in findings.get("arithmetic", ()):
            sentences.append(self._finding_text(finding, names))
        sentences += self._result_sentences(findings, names)
        found = [sentence for sentence in sentences if sentence]
        if len(found) > SENTENCES_SHOWN:
            rest = len(found) - SENTENCES_SHOWN
            found = [*found[:SENTENCES_SHOWN], self.env._("… and %s more.", rest)]
        return found

    def _run_error(self, run):
        reasons = {
            "lost": self.env._("The server stopped while it was solving; generate again."),
            "crashed": self.env._("The solver stopped unexpectedly; generate again."),
            "changed": self.env._(
                "The roster was changed while it was being solved, so the result was not taken; "
                "generate again."
            ),
        }
        return reasons.get(run.error, run.error)

    def _finding_text(self, finding, names):
        """One sentence on a `solver.arithmetic.Finding` as JSON."""
        return getattr(self, f"_finding_{finding['code']}")(finding["data"], names)

    def _name_list(self, keys, names):
        return self._format_list([names.get(key, key) for key in keys])

    def _finding_capacity(self, data, _names):
        return self.env._(
            "The month needs %(need)s shifts; %(agents)s agents can work %(capacity)s.",
            need=data["need"],
            agents=data["agents"],
            capacity=data["capacity"],
        )

    def _finding_capacity_short(self, data, _names):
        if data["minimum"] is None:
            return self.env._(
                "%s shifts cannot be filled, however many agents there are: "
                "the rules leave no legal month.",
                data["missing"],
            )
        return self.env._(
            "%(missing)s shifts cannot be filled; it takes at least %(minimum)s agents, "
            "or fewer people per shift.",
            missing=data["missing"],
            minimum=data["minimum"],
        )

    def _finding_too_few_for_shift(self, data, _names):
        return self.env._(
            "%(shift)s needs %(need)s shifts; the agents that work it can do %(capacity)s.",
            shift=self._cell_label(data["shift"]),
            need=data["need"],
            capacity=data["capacity"],
        )

    def _finding_day_below_floor(self, data, names):
        return self.env._(
            "%(day)s: at least %(needed)s people have to be there, %(present)s are left; "
            "away: %(away)s.",
            day=self._day_label(data["day"]),
            needed=data["needed"],
            present=data["present"],
            away=self._name_list(data["away"], names),
        )

    def _finding_day_below_target(self, data, names):
        return self.env._(
            "%(day)s: %(needed)s people are wanted, %(present)s are left; away: %(away)s.",
            day=self._day_label(data["day"]),
            needed=data["needed"],
            present=data["present"],
            away=self._name_list(data["away"], names),
        )

    def _finding_shift_below_floor(self, data, names):
        return self.env._(
            "%(day)s, %(shift)s: at least %(needed)s people have to be there, %(present)s are "
            "left; away: %(away)s.",
            day=self._day_label(data["day"]),
            shift=self._cell_label(data["shift"]),
            needed=data["needed"],
            present=data["present"],
            away=self._name_list(data["away"], names),
        )

    def _finding_shift_below_target(self, data, names):
        return self.env._(
            "%(day)s, %(shift)s: %(needed)s people are wanted, %(present)s are left; "
            "away: %(away)s.",
            day=self._day_label(data["day"]),
            shift=self._cell_label(data["shift"]),
            needed=data["needed"],
            present=data["present"],
            away=self._name_list(data["away"], names),
        )

    def _finding_fixed_breaks_rule(self, data, names):
        return self.env._(
            "What is fixed for %(agent)s breaks a rule (%(rule)s, %(day)s); release a cell.",
            agent=names.get(data["agent"], data["agent"]),
            rule=self._rule_label(data["rule"]),
            day=self._day_label(data["day"]),
        )

    def _finding_no_legal_month(self, data, names):
        agent = names.get(data["agent"], data["agent"])
        rules = self._format_list([self._rule_label(rule) for rule in data["rules"]], "or")
        if data["most"] is not None and data["most"] < data["least"]:
            return self.env._(
                "%(agent)s comes from %(run)s days in a row and can work %(most)s days by the "
                "rules, but with %(rest_max)s rest days it would be %(least)s; "
                "one of these has to give: %(rules)s.",
                agent=agent,
                run=data["run"],
                most=data["most"],
                least=data["least"],
                rest_max=data["rest_max"],
                rules=rules,
            )
        return self.env._(
            "No month of %(agent)s keeps all rules; one of these has to give: %(rules)s.",
            agent=agent,
            rules=rules or self.env._("several rules at once"),
        )

    def _rule_label(self, rule):
        labels = {
            "rest_quota": self.env._("number of rest days"),
            "max_run": self.env._("days in a row"),
            "min_rest": self.env._("hours between shifts"),
            "leave": self.env._("approved time off"),
            "locked": self.env._("fixed cells"),
            "allowed": self.env._("shifts that an agent works"),
        }
        return labels.get(rule, rule)

    def _result_sentences(self, findings, names):
        """Sentences on what the solver could not fill, what clashes and what would help."""
        sentences = []
        if findings.get("status") == "infeasible":
            sentences.append(
                self.env._("No roster keeps all rules that must be kept; the plan is unchanged.")
            )
        for demands in findings.get("conflicts", ()):
            sentences.append(self._conflict_text(demands, names))
        sentences += [self._relaxation_text(r, names) for r in findings.get("relaxations", ())]
        for day, code, count in findings.get("shortages", ()):
            sentences.append(
                self.env._(
                    "%(day)s, %(shift)s: %(count)s missing.",
                    day=self._day_label(day),
                    shift=self._cell_label(code),
                    count=count,
                )
            )
        return sentences

    def _conflict_text(self, demands, names):
        """One sentence on demands that cannot be met together, see `solver.core.conflicts`."""
        days = [self._day_label(d["day"]) for d in demands if d["rule"] == "coverage"]
        others = [d for d in demands if d["rule"] != "coverage"]
        parts = [self._demand_label(demand, names) for demand in others]
        if days:
            parts.insert(
                0, self.env._("the people wanted on %s", self._format_list(dict.fromkeys(days)))
            )
        return self.env._("These cannot all be met: %s.", self._format_list(parts))

    def _demand_label(self, demand, names):
        rule = self._rule_label(demand["rule"])
        if "agent" not in demand:
            return rule
        agent = names.get(demand["agent"], demand["agent"])
        if demand.get("day") is None:
            return self.env._("%(rule)s of %(agent)s", rule=rule, agent=agent)
        day = self._day_label(demand["day"])
        return self.env._("%(rule)s of %(agent)s on %(day)s", rule=rule, agent=agent, day=day)

    def _relaxation_text(self, relaxation, names):
        """One sentence on what giving way would bring, see `solver.core.relaxations`."""
        what = self._demand_label(relaxation, names)
        if relaxation.get("by"):
            what = self.env._("%(what)s (by %(by)s)", what=what, by=relaxation["by"])
        if relaxation["cost"] is None:
            return self.env._("Giving way in %s would not help alone.", what)
        if not relaxation["short"]:
            return self.env._(
                "Giving way in %(what)s: nobody is missing, cost %(cost)s.",
                what=what,
                cost=round(relaxation["cost"]),
            )
        return self.env._(
            "Giving way in %(what)s: %(short)s missing, cost %(cost)s.",
            what=what,
            short=relaxation["short"],
            cost=round(relaxation["cost"]),
        )
