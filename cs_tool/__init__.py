"""The tool behind ./cs: it gets Odoo, PostgreSQL and Python packages, and runs our addons."""
