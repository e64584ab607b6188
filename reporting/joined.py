"""Things with what hangs on them, by one query: the rows of a join are folded back into the things they belong to."""

from django.db.models import F, QuerySet


def joined(things: QuerySet, relation: str, *paths: str) -> list:
    """Each thing once, in the order of `things`; its `joined` holds a dict of `paths` for each thing of the relation, by their ids.

    For short relations only: the thing's own columns come again with each of them.
    """
    names = {f"joined_{place}": path for place, path in enumerate(("pk", *paths))}
    asked = things.annotate(**{name: F(f"{relation}__{path}") for name, path in names.items()}).order_by(*order_of(things), "joined_0")
    found: dict = {}
    for row in asked:
        thing = found.setdefault(row.pk, row)
        if thing is row:
            row.joined = []
        if row.joined_0 is not None:
            thing.joined.append({path: getattr(row, name) for name, path in names.items()})
    return list(found.values())


def order_of(things: QuerySet) -> tuple:
    """How the things are sorted, by the query or by their model."""
    return tuple(things.query.order_by or things.model._meta.ordering)
