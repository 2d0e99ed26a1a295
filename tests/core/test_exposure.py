"""What listed texts say of what is private is found before a public site is made."""

from __future__ import annotations

import pytest
from tests.stories import LATE, an_event, an_opportunity

from opledger.core.config import Config, Publish
from opledger.core.exposure import Exposure, exposures
from opledger.core.model import Ledger, Opportunity, Person
from opledger.core.vocabulary import PublicField

F = PublicField
NEEDED = {F.STAGES, F.OUTCOME}
ANN = Person(name="Ann Kestrel-Mora", email="ann@kestrel.example", phone="+41 44 668 18 00")


def said(text: str, *fields: F, company: str = "Kestrel Labs Inc.") -> list[tuple[str, str]]:
    about = an_opportunity(
        an_event(0, "lead", note=text), name="kestrel", company=company, people=(ANN,)
    )
    found = exposures(a_ledger({F.NOTES, *fields}, about), LATE)
    assert all(each.place == ("events", 0, "note") for each in found)
    return [(each.what, each.said) for each in found]


def a_ledger(fields: set[F], *every: Opportunity, **settings: object) -> Ledger:
    publish = Publish(fields=frozenset(NEEDED | fields))
    return Ledger(Config(publish=publish, **settings), every)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel Labs wrote.",
        "KESTREL LABS wrote.",
        "the kestrel-labs team",
        "Kestrel\nLabs",
        "see kestrellabs",
    ],
)
def test_a_company_is_found_however_it_is_written(text: str) -> None:
    assert said(text) == [("a company", "Kestrel Labs")]


def test_a_company_that_is_shown_anyway_gives_nothing_away() -> None:
    assert said("Kestrel Labs wrote.", F.COMPANY) == []


@pytest.mark.parametrize(
    ("company", "text", "found"),
    [
        ("Acme", "Acme's offer", True),
        ("Acme", "the acmes of it", False),
        ("東風", "昨日は東風と話した", True),
        ("X", "x", False),
        ("HP", "at HP", True),
        ("HP", "some hp more", False),
        ("SAP", "SAP_team", True),
        ("Nestlé", "at Nestle", True),
    ],
)
def test_a_short_name_is_looked_for_as_a_word(company: str, text: str, found: bool) -> None:
    assert said(text, company=company) == ([("a company", company)] if found else [])


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Kestrel Labs GmbH & Co. KG", "Kestrel Labs"),
        ("Kestrel Labs (formerly Falcon)", "Kestrel Labs"),
        ("Kestrel Labs, Inc.", "Kestrel Labs"),
        ("Co", "Co"),
    ],
)
def test_a_company_is_looked_for_without_its_legal_form(company: str, name: str) -> None:
    assert said(f"At {name} again.", company=company) == [("a company", name)]


def test_an_alias_that_is_the_company_does_not_make_it_public() -> None:
    about = an_opportunity(
        an_event(0, "lead", note="Acme called."), name="acme", company="Acme", alias="Acme"
    )
    found = exposures(a_ledger({F.ALIAS, F.NOTES}, about), LATE)
    assert [each.place for each in found] == [("alias",), ("events", 0, "note")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call 030 1234567", "030 1234567"),
        ("or 0170/1234567", "0170/1234567"),
        ("or 555-123-4567.", "555-123-4567"),
        ("0.5 % of 190.000 in 2024-01-08 2024-02-09", None),
        ("at 08:30 and 10:00, 0.25 to 0.75", None),
    ],
)
def test_a_number_is_found_without_its_country(text: str, found: str | None) -> None:
    assert said(text) == ([("a number", found)] if found else [])


def test_an_address_is_found_without_its_scheme() -> None:
    assert said("see jobs.kestrel.example/role") == [("a link", "jobs.kestrel.example/role")]
    assert said("either/or, e.g./i.e., v1.2/3, Node.js") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Met Ann Kestrel-Mora.", [("a person", ANN.name), ("a person", "Kestrel-Mora")]),
        ("Ms Kestrel-Mora asked.", [("a person", "Kestrel-Mora")]),
        ("Write to bob@example.com", [("an e-mail address", "bob@example.com")]),
        ("At https://example.com/x", [("a link", "https://example.com/x")]),
        ("Call +1 (555) 010-9999.", [("a number", "+1 (555) 010-9999")]),
        ("On 2024-01-08, 190,000 USD for 2024-25.", []),
        ("Four rounds, the last with the founders.", []),
    ],
)
def test_people_addresses_and_numbers_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


def test_what_is_not_shown_is_not_looked_at() -> None:
    told = an_event(0, "lead", note="Kestrel", lesson="Kestrel", reasons=())
    about = an_opportunity(told, name="kestrel", role="Kestrel", notes="Kestrel", alias="Kestrel")
    assert exposures(a_ledger(set(), about), LATE) == ()


def test_every_listed_text_is_looked_at_and_says_where_it_stands() -> None:
    other = an_opportunity(an_event(0, "lead", note="Better than Kestrel."), name="aldgrove")
    about = an_opportunity(
        an_event(0, "lead"),
        an_event(3, "rejected", reasons=("kestrel",), lesson="Kestrel is slow.", nth=1),
        name="kestrel",
        path="opportunities/kestrel.yaml",
        role="Head of Kestrel",
        alias="Not Kestrel",
        tags=("b", "kestrel"),
    )
    fields = {F.ROLE, F.ALIAS, F.TAGS, F.LESSONS, F.REASONS, F.NOTES, F.SOURCE}
    ledger = a_ledger(fields, other, about, stages={"lead": "Kestrel's call", "offer": "Offer"})
    places = [(each.path, each.place) for each in exposures(ledger, LATE)]
    mine = "opportunities/kestrel.yaml"
    assert places == [
        ("", ("stages", "lead")),
        ("", ("events", 0, "note")),
        (mine, ("alias",)),
        (mine, ("role",)),
        (mine, ("tags", 1)),
        (mine, ("events", 1, "lesson")),
        (mine, ("events", 1, "reasons", 0)),
    ]
    assert exposures(ledger, LATE)[0] == Exposure("", ("stages", "lead"), "a company", "Kestrel")
