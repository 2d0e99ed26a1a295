"""The outline of a file, and opportunities by a query."""

from __future__ import annotations

from tests.ledgers import SETTINGS, SOUND, TODAY

from opledger.core.model import Opportunity
from opledger.editor.symbols import (
    Symbol,
    find_opportunities,
    ledger_symbols,
    opportunity_symbols,
)
from opledger.files.reading import parse_text, read_opportunity, read_settings
from opledger.files.source import Source

PEOPLE = """\
people:
  - {name: A. Person, role: CEO}
  - {role: nobody yet}
questions: [{ask: Who decides?, answer: They do.}]
"""


def shown(symbols: tuple[Symbol, ...], depth: int = 0) -> list[str]:
    lines = []
    for each in symbols:
        lines.append(f"{'  ' * depth}{each.kind} {each.name} | {each.detail}")
        lines += shown(each.inner, depth + 1)
    return lines


def outline(text: str) -> tuple[Symbol, ...]:
    source = Source.of("opportunities/kestrel.yaml", text)
    tree, _ = parse_text(source)
    config, _ = read_settings(Source.of("ledger.yaml", SETTINGS))
    record, _ = read_opportunity(source, config, TODAY)
    assert tree is not None
    return opportunity_symbols(tree, record, config)


def test_an_opportunity_consists_of_its_events_people_and_questions() -> None:
    assert shown(outline(SOUND + PEOPLE)) == [
        "opportunity Kestrel Labs | Staff engineer",
        "  event 2024-01-08 First contact | ",
        "  event 2024-01-11 First call | ",
        "  event 2024-01-24T13:00:00-05:00 On-site | Four rounds, the last with the founders.",
        "  event 2024-02-12 Offer | ",
        "  event 2024-02-20 Accepted | ",
        "  person A. Person | CEO",
        "  question Who decides? | They do.",
    ]


def test_names_lie_within_what_they_name() -> None:
    def check(symbols: tuple[Symbol, ...]) -> None:
        for each in symbols:
            assert each.name
            assert each.start <= each.at <= each.to <= each.end
            assert all(each.start <= inner.start <= inner.end <= each.end for inner in each.inner)
            check(each.inner)

    check(outline(SOUND + PEOPLE))
    tree, _ = parse_text(Source.of("ledger.yaml", SETTINGS))
    assert tree is not None
    check(ledger_symbols(tree))


def test_settings_consist_of_their_words() -> None:
    tree, _ = parse_text(Source.of("ledger.yaml", SETTINGS))
    assert tree is not None
    assert shown(ledger_symbols(tree)) == [
        "list stages | ",
        *("  word lead | First contact", "  word call | First call"),
        *("  word onsite | On-site", "  word offer | Offer"),
        "list interest | ",
        *("  word low | ", "  word medium | ", "  word high | "),
        "list goals | ",
        *("  word impact | Building for impact", "  word growth | "),
    ]


def test_a_file_without_a_company_still_has_its_events() -> None:
    assert shown(outline("events:\n  - {date: 2024-01-01, stage: led}\n  - {}\n")) == [
        "event 2024-01-01 Reassessed | ",
        "event ? Note | ",
    ]


def test_a_query_finds_company_role_and_id() -> None:
    known = (
        Opportunity(id="kestrel-2", company="Kestrel Labs", role="Staff engineer"),
        Opportunity(id="wren", company="Wren"),
    )
    found = {
        query: [each.name for each in find_opportunities(known, query)]
        for query in ("", "KES staff", "wre", "engineer wren", "-2")
    }
    assert found == {
        "": ["Kestrel Labs", "Wren"],
        "KES staff": ["Kestrel Labs"],
        "wre": ["Wren"],
        "engineer wren": [],
        "-2": ["Kestrel Labs"],
    }
