"""New files read back to what they were made of, by every YAML reader at hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from types import ModuleType

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from opledger.files.emit import ledger_text, opportunity_text, visible
from opledger.files.source import Source
from opledger.files.values import plain
from opledger.files.yaml import parse

try:
    # A reader of YAML 1.1, where it is installed.
    yaml_1_1: ModuleType | None = import_module("yaml")
except ImportError:
    yaml_1_1 = None

TRICKY = [
    "yes",
    "No",
    "on",
    "y",
    "N",
    "off",
    "~",
    "null",
    "1e5",
    "0x1f",
    "0o7",
    "0b1",
    "12:30",
    "1_000",
    "2024-01-01",
    ".inf",
    ".nan",
    "1.",
    "+1",
    "-.5",
    "1-10",
    "=",
    "<<",
    "-",
    "?",
    "!",
    "&",
    "*",
    "|",
    ">",
    "%",
    "@",
    "`",
    "'",
    '"',
    "{",
    "[",
    "#",
    "---",
    "...",
    "e1",
    "2024-01-01T10:00:00Z",
    "190:20:30",
    "A?",
    "a:b",
]
LINES = [
    "a: b",
    "a #b",
    "a:",
    ": ",
    "x\tb",
    "a\nb",
    "a\n\n b\n",
    " a\nb",
    "a\r\nb",
    "a\n\n",
    "\n",
    "\x85",
    "\u2028",
    "\ufeff",
    "\x00",
    "\ud800",
    "\U0001f3f3\ufe0f\u200d",
    "\u0378",
    "# a\n# b\n",
]
texts = st.one_of(
    st.text(),
    st.sampled_from(TRICKY + LINES),
    st.from_regex(r"[-+.0-9eExX_:oTZ ]{1,12}", fullmatch=True),
)
values = st.recursive(
    st.one_of(texts, st.integers(), st.booleans(), st.floats(allow_nan=False), st.none()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


def told(value: object) -> object:
    if isinstance(value, dict):
        return {key: told(inner) for key, inner in value.items() if inner is not None}
    return [told(inner) for inner in value] if isinstance(value, list) else value


@settings(max_examples=120, deadline=None)
@given(company=texts, extra=st.dictionaries(texts, values, max_size=4))
def test_any_text_reads_back_the_same(company: str, extra: dict[str, object]) -> None:
    text = opportunity_text({"extra": extra, "company": company})
    wanted = {"company": company, "extra": told(extra)}
    node, found = parse(Source.of("x.yaml", text))
    assert found == ()
    assert node is not None
    assert plain(node) == wanted
    assert YAML(typ="safe", pure=True).load(text) == wanted
    if yaml_1_1 is not None:
        assert yaml_1_1.safe_load(text) == wanted


@given(st.text())
def test_what_is_made_visible_holds_nothing_hidden_and_stays_so(text: str) -> None:
    shown, _ = visible(text)
    assert visible(shown) == (shown, 0)
    shown.encode()


def test_a_whole_opportunity() -> None:
    values = {
        "events": [
            {"date": date(2024, 1, 8), "stage": "lead", "by": None},
            {
                "date": datetime(2024, 1, 9, 13, tzinfo=UTC),
                "stage": "call",
                "note": "One.\nTwo: three.\n",
            },
            {
                "date": date(2024, 2, 1),
                "outcome": "declined",
                "reasons": ["comp"],
                "note": "x" * 90,
            },
        ],
        "role": "On: call",
        "company": "NO",
        "size": "11-50",
        "tags": ["a", "12:30"],
        "people": [{"name": "Ida N.", "email": "ida@x.example"}],
        "notes": "# Plan\n\nText\n",
        "extra": {"import": {"map": "m", "key": "1"}, "Pay?": "$70,000", "Sent": "2024-01-05"},
    }
    assert opportunity_text(values) == (
        "company: 'NO'\n"
        "role: 'On: call'\n"
        "size: 11-50\n"
        "tags: [a, '12:30']\n"
        "people:\n"
        "  - {name: Ida N., email: ida@x.example}\n"
        "events:\n"
        "  - {date: 2024-01-08, stage: lead}\n"
        "  - date: 2024-01-09T13:00:00+00:00\n"
        "    stage: call\n"
        "    note: |\n"
        "      One.\n"
        "      Two: three.\n"
        "  - date: 2024-02-01\n"
        "    outcome: declined\n"
        "    reasons: [comp]\n"
        f"    note: {'x' * 90}\n"
        "notes: |\n"
        "  # Plan\n"
        "\n"
        "  Text\n"
        "extra:\n"
        "  import: {map: m, key: '1'}\n"
        "  'Pay?': $70,000\n"
        "  Sent: '2024-01-05'\n"
    )


def test_a_ledger_in_the_order_of_its_format() -> None:
    values = {
        "stages": {"applied": "Applied", "no": "N"},
        "title": "T",
        "search": {"started": date(2024, 1, 1)},
    }
    assert ledger_text(values) == (
        "title: T\nsearch: {started: 2024-01-01}\nstages:\n  applied: Applied\n  'no': 'N'\n"
    )
    assert ledger_text({}) == ""
