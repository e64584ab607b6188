"""A small sample of `tests.campaigns.submissions`: the button pressed eight times at once, on two web processes."""

import pytest

from tests.filing.submitting import faults_of, two_servers

ROUNDS = 3


@pytest.mark.servers
def test_eight_at_once_on_two_servers_get_one_receipt(tmp_path):
    with two_servers(tmp_path) as rounds:
        assert rounds.run(ROUNDS, seed=3) == []
        assert faults_of(rounds.count(), ROUNDS) == []
    assert len(set(rounds.given)) == ROUNDS


def test_every_fault_is_noticed():
    right = {"receipts": 3, "numbers": 3, "versions": 3, "submitted": 3, "twice": 0, "broken": []}
    assert faults_of(right, 3) == []
    for name in right:
        assert faults_of(right | {name: [1] if name == "broken" else 4}, 3)
