import math

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list, ormcache

# The key opens protected fields for one write. It is compared by identity, so no
# value that a client can send (JSON has no such object) ever equals it.
_KEY = object()
_CONTEXT_KEY = "cs_protected_key"
NUMBERS = ("float", "integer", "monetary")


def _is_number(value):
    try:
        return math.isfinite(float(value))
    except (OverflowError, TypeError, ValueError):
        return False


class CsProtectedMixin(models.AbstractModel):
    """Fields that only our own checked code may set: states, signers, links to results.

    ``PROTECTED_FIELDS`` adds up along the inheritance: a mixin or an extension declares
    only what it brings. Stored fields that we compute are protected without being named:
    to Odoo ``readonly`` is a matter of the view. Superusers are refused as well.
    """

    _name = "cs.protected.mixin"
    _description = "Protected fields"

    PROTECTED_FIELDS: frozenset[str] = frozenset()
    # fields that stay as they are on a record that is the result of a document
    RESULT_FIELDS: frozenset[str] = frozenset()

    @api.model
    @ormcache()
    def _protected_fields(self):
        declared = (vars(cls).get("PROTECTED_FIELDS", ()) for cls in type(self).__mro__)
        return frozenset().union(*declared, self._derived_fields())

    @api.model
    def _derived_fields(self):
        """Our own stored fields that are computed from others, so never a client's to say."""
        is_ours = "cs" in self._name.split(".")
        return {
            name
            for name, field in self._fields.items()
            if field.store and field.compute and field.readonly
            if is_ours or name.startswith("cs_")
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_no_number(vals)
            if not self._is_key_present():
                self._refuse_protected(vals)
        return super().create(vals_list)

    @api.model
    def default_get(self, fields):
        """Protected fields begin as the model says, whatever a context or a user sets."""
        protected = self._protected_fields().intersection(fields)
        defaults = super().default_get([name for name in fields if name not in protected])
        own = {
            name: self._fields[name].default(self)
            for name in protected
            if self._fields[name].default
        }
        return {**defaults, **self._convert_to_write(own)}

    def write(self, vals):
        self._refuse_no_number(vals)
        if not self._is_key_present():
            self._refuse_protected(vals)
            self._refuse_result(vals)
        return super().write(vals)

    def _with_key(self):
        """``self`` with the right to set protected fields, behind a check of the caller."""
        return self.with_context(**{_CONTEXT_KEY: _KEY})

    def _without_key(self):
        """``self`` as it was before ``_with_key()``, for what follows a create with the key."""
        return self.with_context(**{_CONTEXT_KEY: None})

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

    def _refuse_no_number(self, vals):
        """JSON brings NaN and Infinity, with which no comparison of amounts holds."""
        refused = [
            name
            for name, value in vals.items()
            if value and name in self._fields and self._fields[name].type in NUMBERS
            if not _is_number(value)
        ]
        if refused:
            raise UserError(
                self.env._(
                    "Enter %(fields)s of %(document)s as a number.",
                    fields=self._field_labels(refused),
                    document=self.env["ir.model"]._get(self._name).name,
                )
            )

    def _is_result(self):
        """Whether a document has been settled by this record, for good."""
        return False

    def _refuse_result(self, vals):
        refused = self.RESULT_FIELDS & vals.keys()
        if refused and any(record._is_result() for record in self):
            raise UserError(
                self.env._(
                    "%(fields)s of %(document)s can no longer be changed: a finished document "
                    "counts on it.",
                    fields=self._field_labels(refused),
                    document=self._format_list(self.mapped("display_name")),
                )
            )

    def _field_labels(self, names):
        described = self.fields_get(sorted(names), ["string"])
        labels = [
            described[name]["string"] if name in described else name for name in sorted(names)
        ]
        return self._format_list(labels)

    def _format_list(self, items, style="standard"):
        """The items as a list in the language of the sentence around them."""
        return format_list(self.env, items, style, self.env.lang or "en_US")
