"""Reading a refusal that `pytest.raises` has caught."""


def codes(refused) -> list[str]:
    """Codes of what was refused; every problem has its text."""
    assert all(p.text() for p in refused.value.problems)
    return [p.code for p in refused.value.problems]
