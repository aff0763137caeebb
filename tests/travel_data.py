"""The builders of the tests of trips, for tests in which what they build is committed."""


def builders(env, name, prefix):
    """Builders in a company of its own, whose travellers have a manager and an accountant.

    :param env: an environment of `odoo shell`
    :param prefix: the logins are prefix_role, and so are the passwords
    """
    from odoo import fields

    from odoo.addons.cs_base.tests.common import create_offices
    from odoo.addons.cs_travel.tests.money_common import MoneyCommon

    class Data(MoneyCommon):
        def runTest(self):
            """Makes the class a source of builders outside of a test."""

    Data.env = env(context=dict(env.context, tracking_disable=True, lang="en_US"))
    Data.company = Data._create_company(name)
    Data.env = Data.env(context=dict(Data.env.context, allowed_company_ids=Data.company.ids))
    Data.users = Data._create_users(Data.company, prefix)
    Data.employees = Data._create_employees()
    Data.region, Data.office = create_offices(Data.env, Data.company, Data.users)
    Data.dealer = Data.env["res.partner"].create({"name": "Blue Lake Tackle", "is_company": True})
    Data.category = Data.env["product.product"].create(
        {"name": "Hotel", "can_be_expensed": True, "type": "service", "standard_price": 0}
    )
    Data.today = fields.Date.today()
    Data._prepare_accounts()
    return Data()
