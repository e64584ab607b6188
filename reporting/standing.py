"""As whom a person acts today: the role of their own and those of the people they stand in for."""

from reporting.roles import OF_A_BODY


def standings_of(user) -> frozenset:
    """Pairs (role, id of the body or None): the person's own and those of the people they stand in for today. Nobody has none."""
    return user.standings() if user is not None and user.is_authenticated and user.is_active else frozenset()


def roles_of(user) -> frozenset:
    """Roles the person has today."""
    return frozenset(role for role, _ in standings_of(user))


def bodies_of(user) -> frozenset:
    """Ids of the bodies whose reports the person works on today."""
    return frozenset(body_id for role, body_id in standings_of(user) if role in OF_A_BODY)
