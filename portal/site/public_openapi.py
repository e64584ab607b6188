"""The public API in the words of OpenAPI 3.1: made of the very resources that answer, so it cannot say another thing."""

from portal.site import licence, schemas


def description(resources: dict, usual: int, largest: int) -> dict:
    """The whole description."""
    parts = {name: resource.schema for name, resource in resources.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yearly reports on the Concept: published editions", "version": "1",
            "description": "Reading only, without a key. A blank is null and never zero; money is whole tenge; decimals are texts.",
            "license": {"name": licence.NAME, "url": licence.PAGE},
        },
        "paths": {f"/api/v1/public/{name}/": {"get": operation(name, one, usual, largest)} for name, one in resources.items()},
        "components": {"schemas": {**parts, "problem": PROBLEM}},
    }  # fmt: skip


def operation(name: str, resource, usual: int, largest: int) -> dict:
    """One list."""
    numbers = {"page": {"type": "integer", "minimum": 1, "default": 1},
               "page_size": {"type": "integer", "minimum": 1, "maximum": largest, "default": usual}}  # fmt: skip
    asked = [*((one, {"type": "string"}) for one in resource.filters), *numbers.items(), ("format", {"enum": ["json", "csv"]})]
    return {
        "operationId": name, "summary": resource.says,
        "parameters": [{"name": one, "in": "query", "required": False, "schema": schema} for one, schema in asked],
        "responses": {
            "200": {"description": "A page of rows",
                    "headers": {one: {"schema": {"type": "string"}} for one in ("ETag", "Link", "X-Total-Count")},
                    "content": {"application/json": {"schema": page(name)}, "text/csv": {"schema": {"type": "string"}}}},
            "304": {"description": "Nothing has changed since the ETag that was sent"},
            **{code: {"description": words, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}}
               for code, words in (("400", "A parameter is not known"), ("404", "There is no such page"), ("429", "Too many requests"))},
        },
    }  # fmt: skip


def page(name: str) -> dict:
    """An answer."""
    way = {"type": ["string", "null"]}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    return schemas.thing(count=schemas.WHOLE, page=schemas.WHOLE, page_size=schemas.WHOLE, previous=way, next=way, results=rows)


ONE = schemas.thing(code=schemas.TEXT, where=schemas.TEXT)
PROBLEM = schemas.thing(title=schemas.TEXT, status=schemas.WHOLE, problems=schemas.listed(ONE))
