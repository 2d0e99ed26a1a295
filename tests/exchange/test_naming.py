"""Ids of new opportunities."""

from __future__ import annotations

import pytest

from opledger.exchange.naming import new_id
from opledger.files.disk import ID


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Blue Fjord, Inc.", "blue-fjord-inc"),
        ("Ærøskøbing Łódź", "aeroskobing-lodz"),
        ("D'Arrigo Straße", "darrigo-strasse"),
        ("../../etc/passwd", "etc-passwd"),
        ("株式会社ひまわり", "opportunity-8254c3"),
        ("--output=x\n", "output-x"),
        ("CON", "con-cook"),
    ],
)
def test_an_id_is_made_of_the_company(company: str, name: str) -> None:
    made = new_id(company, "Cook", "k", set())
    assert ID.fullmatch(made)
    assert made == name


def test_a_taken_id_gets_the_role_and_then_a_number() -> None:
    taken: set[str] = set()
    made = []
    for _ in range(4):
        made.append(new_id("Blue Fjord", "Cook", "k", taken))
        taken.add(made[-1])
    assert made == ["blue-fjord", "blue-fjord-cook", "blue-fjord-cook-2", "blue-fjord-cook-3"]


def test_a_long_name_leaves_room() -> None:
    taken = {new_id("x" * 200, "y" * 200, "k", set())}
    assert ID.fullmatch(new_id("x" * 200, "y" * 200, "k", taken))
