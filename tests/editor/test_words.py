"""The words of a ledger where they stand in its files."""

from __future__ import annotations

from tests.ledgers import SETTINGS, SOUND

from opledger.editor.words import spots
from opledger.files.reading import parse_text
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.shapes import Record
from opledger.files.source import Source


def words(text: str, record: Record) -> list[tuple[str, str, bool]]:
    tree, _ = parse_text(Source.of("", text))
    assert tree is not None
    found = spots(tree, record)
    return [(s.vocabulary, s.node.text, s.defines) for s in found if s.vocabulary]


def test_settings_make_words_known_and_use_them() -> None:
    assert words("conversation: call\n" + SETTINGS, LEDGER) == [
        ("stages", "call", False),
        *(("stages", word, True) for word in ("lead", "call", "onsite", "offer")),
        *(("interest", word, True) for word in ("low", "medium", "high")),
        *(("goals", word, True) for word in ("impact", "growth")),
    ]


def test_an_opportunity_uses_them() -> None:
    story = SOUND.replace("accepted}", "declined, reasons: [comp], fit: {impact: 3}}")
    assert words(story, OPPORTUNITY) == [
        ("sources", "inbound", False),
        ("segments", "startup", False),
        *(("tags", word, False) for word in ("compilers", "remote")),
        *(("stages", "lead", False), ("stages", "call", False)),
        *(("interest", "medium", False), ("confidence", "low", False)),
        *(("stages", "onsite", False), ("interest", "high", False), ("stages", "offer", False)),
        *(("reasons", "comp", False), ("goals", "impact", False)),
    ]


def test_what_looks_like_a_word_elsewhere_is_none() -> None:
    assert words("company: lead\nextra: {stage: lead}\nstages: {lead: x}\n", OPPORTUNITY) == []
