def uninstall_hook(env):
    """The product of goodwill credits stays with the books that use it."""
    product = env.ref("cs_feedback.product_product_goodwill", raise_if_not_found=False)
    if product and env["account.move.line"].search_count(
        [("product_id", "=", product.id)], limit=1
    ):
        names = [("module", "=", "cs_feedback"), ("name", "like", "product_product_goodwill")]
        env["ir.model.data"].search(names).unlink()
