def uninstall_hook(env):
    """Make way for Odoo, which takes records away one after the other, before their tables."""
    names = env["ir.model.data"].search([("module", "=", "cs_feedback")])
    # types go with their table; one by one they would be held back by the cases
    names.filtered(lambda name: name.model == "cs.feedback.type").unlink()
    product = env.ref("cs_feedback.product_product_goodwill", raise_if_not_found=False)
    if product and env["account.move.line"].search_count(
        [("product_id", "=", product.id)], limit=1
    ):
        # the product of goodwill credits stays with the books
        names.exists().filtered(lambda name: "product_product_goodwill" in name.name).unlink()
