from odoo import api, models
from odoo.exceptions import AccessError, LockError, UserError


class CsTransitionMixin(models.AbstractModel):
    """State machine as data, with a state that nobody can write by hand.

    A model declares ``TRANSITIONS = {name: (states it may start from, state it leads
    to)}``. ``_transition(name)`` locks the rows, checks state and role, calls
    ``_check_can_<name>()`` (raises) and ``_do_<name>()`` (effect, as superuser; may
    return further protected values) and writes the state on the same rows.

    The tables below add up along the inheritance: a mixin or an extension declares only
    what it brings.
    """

    _name = "cs.transition.mixin"
    _inherit = ["cs.protected.mixin"]
    _description = "State machine with protected fields"

    PROTECTED_FIELDS = frozenset({"state"})
    TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {}
    # groups, any of which may carry out a transition; without an entry it takes write access
    TRANSITION_GROUPS: dict[str, tuple[str, ...]] = {}
    # fields that can be written only in the named states
    STATE_FIELDS: dict[str, frozenset[str]] = {}
    # groups, any of which may write these fields in that state; without an entry it takes
    # write access
    STATE_GROUPS: dict[str, tuple[str, ...]] = {}

    def _transition(self, name, **kwargs):
        """Carry out the transition on all records of ``self``.

        :raises LockError: another transaction holds one of the rows
        :raises UserError: a record is not in a state that the transition starts from
        :raises AccessError: the user has no part in this transition
        """
        sources, target = self._merge_tables("TRANSITIONS")[name]
        self._check_role(name)
        self._lock_rows()
        for record in self:
            if record.state not in sources:
                raise UserError(record._wrong_state_message(sources))
        check = getattr(self, f"_check_can_{name}", None)
        if check:
            check(**kwargs)
        # sudo: role, state and rule are checked; the effect touches records (stock, orders,
        # ledger, approval steps) on which the role itself need not have any right
        effect = getattr(self.sudo(), f"_do_{name}", None)
        values = (effect(**kwargs) if effect else None) or {}
        self._write_protected({"state": target, **values})
        return True

    def _check_role(self, name):
        groups = self._merge_tables("TRANSITION_GROUPS").get(name)
        if groups is None:
            self.check_access("write")
            return
        self.check_access("read")
        if not self.env.su and not self._has_any_group(groups):
            raise AccessError(
                self.env._(
                    "You cannot do this with %(document)s. It is for: %(groups)s.",
                    document=self._format_list(self.mapped("display_name")),
                    groups=self._group_names(groups),
                )
            )

    def _has_any_group(self, groups):
        return any(self.env.user.has_group(group) for group in groups)

    def _group_names(self, groups):
        # sudo: names of groups are not readable by every role
        names = [self.env.ref(group).sudo().full_name for group in groups]
        return self._format_list(names, "or")

    def _lock_rows(self):
        """Lock the rows of ``self``; a row changed meanwhile makes Odoo retry the call."""
        try:
            self.lock_for_update()
        except LockError:
            raise LockError(
                self.env._(
                    "%(names)s is being processed by somebody else right now. "
                    "Reload the page to see the result.",
                    names=self._format_list(self.mapped("display_name")),
                )
            ) from None

    def _wrong_state_message(self, sources):
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(name)s is in state “%(state)s”; this step needs %(sources)s. "
            "Reload the page to see what has happened to it.",
            name=self.display_name,
            state=labels.get(self.state, self.state),
            sources=self._format_list([f"“{labels[source]}”" for source in sources], "or"),
        )

    @api.model
    def _merge_tables(self, name):
        """Union of a class-level table over all classes that make up the model."""
        merged = {}
        for cls in reversed(type(self).__mro__):
            for key, value in vars(cls).get(name, {}).items():
                is_set = isinstance(value, frozenset)
                merged[key] = merged.get(key, frozenset()) | value if is_set else value
        return merged

    def write(self, vals):
        if self._is_key_present():
            return super().write(vals)
        self._refuse_frozen(vals)
        result = super().write(vals)
        # a line may have moved to a document that is closed to it
        self._refuse_frozen(vals)
        return result

    def _write_protected(self, vals):
        """Write protected fields. Call it only behind a check of state and role."""
        # sudo: whoever may carry out a step need not be able to edit the document
        return self.sudo()._with_key().write(vals)

    def _refuse_frozen(self, vals):
        by_state = self._merge_tables("STATE_FIELDS")
        guarded = frozenset().union(*by_state.values()) & vals.keys()
        if not guarded:
            return
        for record in self:
            frozen = guarded - by_state.get(record._frozen_state(), frozenset())
            if frozen:
                raise UserError(
                    self.env._(
                        "%(fields)s of %(name)s can no longer be changed at this stage.",
                        fields=self._field_labels(frozen),
                        name=record.display_name,
                    )
                )
            record._check_state_groups(guarded)

    def _check_state_groups(self, names):
        groups = self._merge_tables("STATE_GROUPS").get(self._frozen_state(), ())
        if groups and not self.env.su and not self._has_any_group(groups):
            raise AccessError(
                self.env._(
                    "%(fields)s of %(name)s are filled in by others at this stage: %(groups)s.",
                    fields=self._field_labels(names),
                    name=self.display_name,
                    groups=self._group_names(groups),
                )
            )

    def _frozen_state(self):
        """The state that decides what can be written; lines return their document's."""
        self.ensure_one()
        return self.state

    @api.model
    def _open_records(self, records, xmlid):
        """The window ``xmlid`` on these records: the form of a single one, else the list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("id", "in", records.ids)]
        action["context"] = {"create": False}
        if len(records) == 1:
            action["views"] = [(False, "form")]
            action["res_id"] = records.id
        return action
