"""The builders of the tests of trips, for tests in which what they build is committed."""


def builders(env, name, prefix):
    """Builders in a company of its own, which has an office, a dealer and accounts.

    :param env: an environment of `odoo shell`
    :param prefix: the logins are prefix_role, and so are the passwords
    """
    from odoo.addons.cs_travel.tests.money_common import MoneyCommon

    class Data(MoneyCommon):
        def runTest(self):
            """Makes the class a source of builders outside of a test."""

    Data.env = env(context=dict(env.context, tracking_disable=True, lang="en_US"))
    Data._build_company(name, prefix)
    return Data()
