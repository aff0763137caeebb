"""The builders of the tests of returns, for tests in which what they build is committed."""


def builders(env, name, prefix):
    """Builders in a company of its own, which has an office, a dealer and a product.

    :param env: an environment of `odoo shell`
    :param prefix: the logins are prefix_role, and so are the passwords
    """
    from odoo.addons.cs_base.tests.common import create_offices
    from odoo.addons.cs_returns.tests.common import ReturnsCommon

    class Data(ReturnsCommon):
        def runTest(self):
            """Makes the class a source of builders outside of a test."""

    Data.env = env(context=dict(env.context, tracking_disable=True, lang="en_US"))
    Data.company = Data._create_company(name)
    # outside of Odoo's tests a company begins without one
    Data.env["stock.warehouse"].create(
        {"name": name, "code": prefix[:5].upper(), "company_id": Data.company.id}
    )
    Data.env = Data.env(context=dict(Data.env.context, allowed_company_ids=Data.company.ids))
    Data.users = Data._create_users(Data.company, prefix)
    Data.region, Data.office = create_offices(Data.env, Data.company, Data.users)
    Data.dealer = Data._create_dealer("Blue Lake Tackle")
    Data.category = Data.env["product.category"].create({"name": "Bait"})
    Data.product = Data._create_product("Carp Bait", stock=100000.0)
    Data.quality = Data.env.ref("cs_returns.cs_return_reason_quality")
    return Data()
