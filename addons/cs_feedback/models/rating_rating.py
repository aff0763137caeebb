from odoo import api, models
from odoo.exceptions import AccessError


class RatingRating(models.Model):
    """Ratings of cases come from customers alone; nobody here writes or changes one.

    Odoo lets every employee write ratings and their tokens.
    """

    _name = "rating.rating"
    _inherit = ["rating.rating", "cs.protected.mixin"]

    _cs_feedback_once = models.UniqueIndex(
        "(res_id) WHERE res_model = 'cs.feedback'", "This case has been rated already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._cs_check_customer()
        return ratings

    def write(self, vals):
        # Odoo renames a rating with its document
        is_name_only = not vals.keys() - {"res_name", "parent_res_name"}
        if not is_name_only:
            self._cs_check_customer()
        result = super().write(vals)
        if not is_name_only:
            self._cs_check_customer()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_no_cs_rating(self):
        self._cs_check_customer()

    def _cs_check_customer(self):
        if self._is_key_present():
            return
        # sudo: whether one of them is about a case, whoever asks
        if any(rating.res_model == "cs.feedback" for rating in self.sudo()):
            raise AccessError(
                self.env._("Cases are rated by their customers alone, each of them once.")
            )
