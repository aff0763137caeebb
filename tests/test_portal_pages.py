"""Pages of the portal that different addons bring and Odoo merges into one class."""

from collections import defaultdict

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_base.controllers.portal import DealerPages
from odoo.addons.portal.controllers.portal import CustomerPortal


@tagged("post_install", "-at_install")
class TestPortalPages(BaseCase):
    """Two methods of one name are one method, so no page takes the helper of another."""

    def test_no_two_pages_have_a_method_of_one_name(self):
        pages = defaultdict(set)
        for page in self._pages(DealerPages):
            for name, value in vars(page).items():
                if callable(value) and not hasattr(CustomerPortal, name):
                    pages[name].add(page.__name__)
        self.assertGreater(len(pages), 40)
        shared = {name: found for name, found in pages.items() if len(found) > 1}
        self.assertEqual(shared, {})

    def _pages(self, base):
        for page in base.__subclasses__():
            # Odoo's own merger of all of them has their methods by inheritance alone
            yield page
            yield from self._pages(page)
