"""Scripts that run in the Python environment, where Odoo and its packages are."""
