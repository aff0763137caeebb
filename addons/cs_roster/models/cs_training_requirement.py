from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CsTrainingRequirement(models.Model):
    """What all agents must have learned, before a product is sold or at all (S-81, S-104, S-122).

    Who has to pass it is decided by who works by roster at that moment, not by the results: these
    are only the list of who has passed and who is still to.
    """

    _name = "cs.training.requirement"
    _inherit = ["mail.thread"]
    _description = "Training Requirement"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, compute="_compute_name", store=True, readonly=False)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        tracking=True,
        help="It is put on sale only when the agents have passed. Leave it empty for a general "
        "training.",
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Leave it empty for all agents.",
    )
    method = fields.Selection(
        [("certification", "Certification"), ("sign_off", "Sign-off by the Trainer")],
        string="Passed by",
        required=True,
        default="sign_off",
        tracking=True,
    )
    survey_id = fields.Many2one(
        "survey.survey",
        string="Certification",
        domain=[("certification", "=", True)],
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    trainer_id = fields.Many2one(
        "res.users", help="Without a trainer the head of the agent's department signs off."
    )
    result_ids = fields.One2many("cs.training.result", "requirement_id", string="Results")
    agent_count = fields.Integer(string="Agents", compute="_compute_counts")
    missing_count = fields.Integer(string="Missing", compute="_compute_counts")

    _method = models.Constraint(
        "CHECK ((method = 'certification') = (survey_id IS NOT NULL))",
        "Choose the certification that has to be passed, or let the trainer sign off.",
    )

    @api.depends("product_tmpl_id")
    def _compute_name(self):
        for requirement in self:
            if not requirement.name:
                requirement.name = requirement.product_tmpl_id.name

    @api.depends("result_ids.state", "department_id", "company_id", "active")
    def _compute_counts(self):
        for requirement in self:
            agents = requirement._agents()
            requirement.agent_count = len(agents)
            requirement.missing_count = len(requirement._missing_agents(agents))

    @api.onchange("method")
    def _onchange_method(self):
        if self.method != "certification":
            self.survey_id = False

    @api.model_create_multi
    def create(self, vals_list):
        requirements = super().create(vals_list)
        requirements._sync_results()
        return requirements

    def write(self, vals):
        result = super().write(vals)
        if {"active", "department_id", "company_id", "survey_id"} & vals.keys():
            self._sync_results()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_nobody_passed(self):
        for requirement in self:
            # sudo: results of all agents keep it
            if "passed" in requirement.sudo().result_ids.mapped("state"):
                raise UserError(
                    self.env._("Agents have passed “%s”; archive it instead.", requirement.name)
                )

    def _agents(self):
        self.ensure_one()
        # sudo: names of departments and agents are told to whoever may read the requirement
        requirement_sudo = self.sudo()
        return self.env["hr.employee"]._cs_agents(
            requirement_sudo.company_id, requirement_sudo.department_id
        )

    def _missing_agents(self, agents=None):
        """Agents who have not passed."""
        self.ensure_one()
        passed = self.env["cs.training.result"]._passed_employees(self)
        return (self._agents() if agents is None else agents) - passed

    # The list of who is still to pass

    @api.model
    def _sync_companies(self, companies):
        """Agents came, left or moved: open and close their results."""
        # sudo: whoever changes an employee brings the lists of trainings in step
        self.sudo().search([("company_id", "in", companies.ids)])._sync_results()

    @api.model
    def _cron_sync(self):
        # a department is changed by contract versions too
        self._sync_companies(self.env["res.company"].search([]))  # pylint: disable=no-search-all

    def _sync_results(self):
        """A result for each agent of an active requirement, no open one for anybody else."""
        # sudo: results are made and removed by this method only, in any company
        results_sudo = self.env["cs.training.result"].sudo()._with_key()
        found = results_sudo.search([("requirement_id", "in", self.ids)])
        by_requirement = found.grouped("requirement_id")
        stale, wanted = results_sudo, []
        for requirement in self.sudo():
            there = by_requirement.get(requirement, results_sudo)
            agents = requirement._agents() if requirement.active else self.env["hr.employee"]
            stale |= there.filtered(
                lambda result, agents=agents: (
                    result.state == "open" and result.employee_id not in agents
                )
            )
            wanted += [
                {"requirement_id": requirement.id, "employee_id": agent.id}
                for agent in agents - there.employee_id
            ]
        stale.unlink()
        open_results = results_sudo.create(wanted) | (found - stale).filtered(
            lambda result: result.state == "open"
        )
        open_results._take_certifications()

    def action_open_missing(self):
        self._sync_results()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_roster.cs_training_result_action"
        )
        action["name"] = self.env._("Missing Agents")
        action["domain"] = Domain("requirement_id", "in", self.ids)
        action["context"] = {"search_default_open": 1}
        return action
