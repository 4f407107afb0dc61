"""All that a company can have lived through, one story after another."""

from tests.isolation.company import Builder, Company
from tests.isolation.talking import talk
from tests.isolation.teaching import teach


async def lived(builder: Builder) -> Company:
    company = await builder.build()
    await talk(builder, company)
    await teach(builder, company)
    await builder.explain(company)
    listed = await builder.call(company.owner, "GET", "/conversations")
    company.ids["conversation_id"] = [each["id"] for each in listed["items"]]
    return company
