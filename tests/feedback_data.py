"""The builders of the tests of feedback, for tests in which what they build is committed."""


def builders(env, name, prefix):
    """Builders in a company of its own, which has an office, a dealer, departments and accounts.

    :param env: an environment of `odoo shell`
    :param prefix: the logins are prefix_role, and so are the passwords
    """
    from odoo.addons.cs_feedback.tests.delivery_common import DeliveryCommon
    from odoo.addons.cs_feedback.tests.test_dispute import DisputeCommon

    class Data(DisputeCommon, DeliveryCommon):
        def runTest(self):
            """Makes the class a source of builders outside of a test."""

    context = {"tracking_disable": True, "no_reset_password": True, "lang": "en_US"}
    Data.env = env(context={**env.context, **context})
    Data._build_company(name, prefix)
    # Odoo makes one by itself in tests only
    env["stock.warehouse"].create({"name": name, "code": "LIVE", "company_id": Data.company.id})
    Data._build_deliveries(f"{prefix}_")
    env["account.chart.template"].try_loading("generic_coa", Data.company, False)
    return Data()
