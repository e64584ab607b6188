"""Made editions of any number of bodies: the Concept's own 34, then district akimats of the regions, one after another."""

from tests.site import made


def bodies(count: int) -> list[dict]:
    """Rows of `bodies.csv`. The districts are invented, and answer what every akimat of a region answers."""
    own = made.rows_of("bodies")
    akimats = [one for one in own if one["code"].startswith("AK-")]
    more = [district(akimats[nth % len(akimats)], nth // len(akimats) + 1) for nth in range(max(0, count - len(own)))]
    return [*own, *more][:count] if count > len(own) else own


def district(akimat: dict, nth: int) -> dict:
    """The nth district of a region."""
    names = {name: f"{akimat[name]}, {nth}" for name in akimat if name.startswith(("name_", "short_"))}
    return {**akimat, **names, "code": f"{akimat['code']}-{nth:03}"}
