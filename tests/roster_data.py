"""The builders of the tests of rosters, for tests in which what they build is committed."""

from importlib import import_module


def builders(env, name, prefix, file="common", cls="RosterCommon"):
    """Builders in a company of its own, which has a department of agents.

    :param env: an environment of `odoo shell`
    :param prefix: the logins are prefix_role
    :param file: the file of the tests in which the class ``cls`` with the builders is
    """
    common = import_module(f"odoo.addons.cs_roster.tests.{file}")

    class Data(getattr(common, cls)):
        def runTest(self):
            """Makes the class a source of builders outside of a test."""

    context = {"tracking_disable": True, "no_reset_password": True, "lang": "en_US"}
    Data.env = env(context={**env.context, **context})
    Data._build_department(name, prefix)
    return Data()
