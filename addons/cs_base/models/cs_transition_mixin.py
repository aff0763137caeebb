from odoo import api, models
from odoo.exceptions import AccessError, LockError, UserError

# The key opens protected fields for one write. It is compared by identity, so no
# value that a client can send (JSON has no such object) ever equals it.
_KEY = object()
_CONTEXT_KEY = "cs_transition_key"


class CsTransitionMixin(models.AbstractModel):
    """State machine as data, with a state that nobody can write by hand.

    A model declares ``TRANSITIONS = {name: (states it may start from, state it leads
    to)}``. ``_transition(name)`` locks the rows, checks the state, calls
    ``_check_can_<name>()`` (raises) and ``_do_<name>()`` (effect; may return further
    protected values) and writes the state on the same rows.

    The three tables below add up along the inheritance: a mixin or an extension
    declares only what it brings.
    """

    _name = "cs.transition.mixin"
    _description = "State machine with protected fields"

    TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {}
    # fields that only a transition writes
    PROTECTED_FIELDS = frozenset({"state"})
    # fields that can be written only in the named states
    STATE_FIELDS: dict[str, frozenset[str]] = {}

    def _transition(self, name, **kwargs):
        """Carry out the transition on all records of ``self``.

        :raises LockError: another transaction holds one of the rows
        :raises UserError: a record is not in a state that the transition starts from
        """
        sources, target = self._merge_tables("TRANSITIONS")[name]
        self._lock_rows()
        for record in self:
            if record.state not in sources:
                raise UserError(record._wrong_state_message(sources))
        check = getattr(self, f"_check_can_{name}", None)
        if check:
            check(**kwargs)
        effect = getattr(self, f"_do_{name}", None)
        values = (effect(**kwargs) if effect else None) or {}
        self._write_protected({"state": target, **values})
        return True

    def _lock_rows(self):
        """Lock the rows of ``self``; a row changed meanwhile makes Odoo retry the call."""
        try:
            self.lock_for_update()
        except LockError:
            raise LockError(
                self.env._(
                    "%(names)s is being processed by somebody else right now. "
                    "Reload the page to see the result.",
                    names=", ".join(self.mapped("display_name")),
                )
            ) from None

    def _wrong_state_message(self, sources):
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(name)s is in state “%(state)s”; this step needs “%(sources)s”. "
            "Reload the page to see what has happened to it.",
            name=self.display_name,
            state=labels.get(self.state, self.state),
            sources="”, “".join(labels[source] for source in sources),
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

    @api.model
    def _protected_fields(self):
        declared = (vars(cls).get("PROTECTED_FIELDS", ()) for cls in type(self).__mro__)
        return frozenset().union(*declared)

    # ORM overrides

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_key_present():
            for vals in vals_list:
                self._refuse_protected(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_key_present():
            self._refuse_protected(vals)
            self._refuse_frozen(vals)
        return super().write(vals)

    def _write_protected(self, vals):
        """Write protected fields. Call it only behind a check of state and role."""
        return self.with_context(**{_CONTEXT_KEY: _KEY}).write(vals)

    def _create_protected(self, vals_list):
        """Create records with protected fields, behind a check like `_write_protected`."""
        records = self.with_context(**{_CONTEXT_KEY: _KEY}).create(vals_list)
        return records.with_env(self.env)

    def _is_key_present(self):
        return self.env.context.get(_CONTEXT_KEY) is _KEY

    def _refuse_protected(self, vals):
        refused = self._protected_fields() & vals.keys()
        if refused:
            raise AccessError(
                self.env._(
                    "%(fields)s of %(document)s cannot be set by hand; "
                    "use the buttons of the document.",
                    fields=self._field_labels(refused),
                    document=self.env["ir.model"]._get(self._name).name,
                )
            )

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

    def _frozen_state(self):
        """The state that decides what can be written; lines return their document's."""
        self.ensure_one()
        return self.state

    def _field_labels(self, names):
        described = self.fields_get(sorted(names), ["string"])
        return ", ".join(
            described[name]["string"] if name in described else name for name in sorted(names)
        )
