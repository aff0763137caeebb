import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class CsBulkMixin(models.AbstractModel):
    """Documents on which an action can be carried out for hundreds at once.

    ``BULK_ACTIONS`` names the public methods that may be run so; it adds up along the
    inheritance. Whatever the method refuses for one document does not stop the others.
    """

    _name = "cs.bulk.mixin"
    _description = "Bulk work"

    BULK_ACTIONS: frozenset[str] = frozenset()

    @api.model
    def _bulk_actions(self):
        declared = (vars(cls).get("BULK_ACTIONS", ()) for cls in type(self).__mro__)
        return frozenset().union(*declared)

    def _bulk_start(self, method, title):
        """Put the documents into a run and open its progress, which carries it out.

        :param title: what is done, in the user's language
        :raises UserError: there is nothing to do, or the action is not one for bulk work
        """
        self.check_access("read")
        if method not in self._bulk_actions():
            raise UserError(self.env._("This cannot be done in bulk; open the documents."))
        if not self:
            raise UserError(self.env._("Select the documents first."))
        # sudo: nobody has the right to make or change runs; they only record what is done
        run = (
            self.env["cs.bulk.run"]
            .sudo()
            .create(
                {
                    "name": title,
                    "res_model": self._name,
                    "method": method,
                    "user_id": self.env.uid,
                    "line_ids": [
                        (0, 0, {"res_id": document.id, "name": document.display_name})
                        for document in self
                    ],
                }
            )
        )
        return run.with_env(self.env).action_open_progress()

    def _try_together(self, step):
        """Carry out a step of a scheduled job on all at once; where that fails, one by one.

        What fails is undone and logged, and holds up no other document.

        :param step: called with the documents
        :return: the documents on which it was carried out
        """
        if not self:
            return self
        try:
            with self.env.cr.savepoint():
                step(self)
            return self
        except OperationalError:
            raise
        except Exception:
            if len(self) == 1:
                _logger.exception("%s: a step of a scheduled job failed", self.display_name)
                return self.browse()
        return self.browse().concat(*(document._try_together(step) for document in self))
