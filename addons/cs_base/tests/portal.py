"""People of dealers and what they ask of the portal, for the tests of the addons."""

import io
from unittest.mock import patch

from PIL import Image

from odoo import Command, http
from odoo.tests import new_test_user
from odoo.tools import mute_logger


def draw(name="PNG", size=(40, 20), color="navy", **options):
    """The bytes of a picture."""
    output = io.BytesIO()
    Image.new("RGB", size, color).save(output, name, **options)
    return output.getvalue()


class PortalPeople:
    """Builders for a class that has ``env`` and ``company``."""

    @classmethod
    def _create_contact(cls, login, dealer, **vals):
        """A portal user of a dealer; the password is the login."""
        # a password that is hashed 600 000 times takes longer than most tests
        with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
            user = new_test_user(
                cls.env,
                login=login,
                groups="base.group_portal",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
                tz="UTC",
                **vals,
            )
        user.partner_id.parent_id = dealer
        # a contact takes over the language of its company
        user.lang = "en_US"
        return user


class PortalRequests(PortalPeople):
    """What a browser sends, for an ``HttpCase``."""

    def _visit(self, user):
        self.authenticate(user and user.login, user and user.login)

    def _get(self, url):
        with mute_logger("odoo.addons.base.models.ir_http"):
            return self.url_open(url, allow_redirects=False)

    def _post(self, url, files=None, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        with mute_logger("odoo.addons.base.models.ir_http"):
            return self.url_open(url, data=data, files=files, allow_redirects=False)

    def assertNotThere(self, response):
        self.assertEqual(response.status_code, 404, response.url)
