"""Files of ledgers, sound and wrong, each with what ``check`` says of it: what schemas are held to.

They come from the examples of every rule, the sample, the generated ledgers, and two sound files in
which every key in turn is given values of every kind, and every two things an event can say stand
beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

from tests.examples import FOLDER as RULES
from tests.generated import generated

from opledger.core.config import Config
from opledger.core.contract.plain import record
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.disk import CONFIG_NAME
from opledger.files.emit import opportunity_text
from opledger.files.reading import read_opportunity, read_settings
from opledger.files.resources import sample_folder
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.shapes import Items, Record, Shape, Table
from opledger.files.source import Source

TODAY = date(2024, 3, 1)
_NAME = "opportunities/kestrel-labs.yaml"
SETTINGS = """\
interest: [low, medium, high]
segments: {startup: Startup, bigtech: Large public company}
reasons: {fit: Not a mutual fit, comp: Compensation}
goals: {impact: {label: Building for impact, weight: 3}, growth: }
currency: USD
"""
# What can stand behind a key, whatever it asks for: as it is written.
VALUES = (
    *("", "~", "''", "' '", "5", "-1", "0", "3.5", "1e3", "0x10", ".nan", "'5'", "190_000"),
    *("true", "yes", "text", "Two words", "a,b", "łódź", "x" * 41, "[]", "{}", "[a]", "[a, a]"),
    *("[1]", "[[a]]", "{a: b}", "{a: 1}", "{a: }", "[{a: b}]", "null", "[null]", "startup", "me"),
    *("2024-01-31", "2024-02-30", "2024-02-29", "2023-02-29", "2100-02-29", "1989-12-31"),
    *("2024-1-31", "'2024-01-31'", "2024-01-31T13:00", "2024-01-31T13:00:00-05:00", "2024-04-31"),
    *("2024-01-31 24:00Z", "2024-01-31t23:59:59.123456Z", "2024-01-31T13:00+0100"),
    *("USD", "usd", "Europe/Berlin", "UTC", "a@example.com", "a@b@example.com", "https://"),
    *("https://example.com/a?b#c", "HTTP://a@example.com:80", "mailto:", "mailto:a@example.com"),
    *("mailto://a", "javascript:alert(1)", "ftp://example.com", "'https://example.com/ x'"),
    *(
        "lead",
        "accepted",
        "medium",
        "written",
        "[cash]",
        "[base, cash]",
        "day",
        "[stages, outcome]",
    ),
    *(
        "[low, high]",
        "{impact: 5}",
        "{impact: 6, growth: }",
        "{call: A call, offer: }",
        "|\n              2",
    ),
    *(
        "{impact: {weight: 0}}",
        "{value: 1}",
        "{name: A}",
        "{ask: Why?}",
        "{total: 9, currency: EUR}",
    ),
    *('"2024-01-31\\n"', '"USD\\n"', '"fit\\n"', "1e13", "3651", "14.0", "+5", "007"),
)
# What an event can say, in pairs and alone.
SAID = (
    *("stage: call", "stage: ", "outcome: closed", "by: me", "interest: low", "note: Talked."),
    *("lesson: Ask.", "fit: {impact: 5}", "fit: {}", "reasons: [fit]", "reasons: []", "offer: "),
    *("reopened: They wrote.", "offer: {base: 1}", "offer: {}", "offer: {pending: [cash]}"),
)
OFFERED = (
    *("base: 1", "bonus: 1", "sign_on: 0", "equity: {value: 9, years: 4}", "total: 5", "base: "),
    *("currency: EUR", "currency: ", "pending: [cash]", "pending: [equity, base]", "pending: []"),
    *("form: verbal", "note: On the phone."),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A file, the settings it is read with, and the errors that ``check`` finds in it.

    The settings are those by default where ``is_settings``: the file is a ``ledger.yaml``.
    """

    name: str
    config: Config
    text: str
    errors: tuple[Diagnostic, ...]
    is_settings: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its errors."""
        return frozenset(each.code for each in self.errors)


@cache
def config_of(settings: str) -> Config:
    """The settings that a text for ``ledger.yaml`` states."""
    return read_settings(Source.of(CONFIG_NAME, settings))[0]


@cache
def corpus() -> tuple[Case, ...]:
    """All of them."""
    return (*_rules(), *_sample(), *_generated(), *_values(), *_told(), *_by_hand())


def settings_case(name: str, text: str) -> Case:
    """A case of ``ledger.yaml``."""
    _, found = read_settings(Source.of(CONFIG_NAME, text))
    return Case(f"{name} (settings)", config_of(""), text, _errors(found), is_settings=True)


def case(name: str, config: Config, text: str) -> Case:
    """A case of an opportunity."""
    _, found = read_opportunity(Source.of(_NAME, text), config, TODAY)
    return Case(name, config, text, _errors(found))


def _errors(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in found if each.severity is Severity.ERROR)


def _rules() -> Iterator[Case]:
    """Every file of every example, by itself."""
    for folder in sorted(RULES.glob("*/*s")):
        settings = folder / CONFIG_NAME
        stated = settings.read_text(encoding="utf-8") if settings.exists() else ""
        name = f"{folder.parent.name} {folder.name}"
        of_settings = settings_case(name, stated)
        yield of_settings
        if of_settings.errors:
            continue  # its words can't be told
        for path in sorted(folder.glob("opportunities/**/*.yaml")):
            content = path.read_bytes()
            if folder.parent.name not in {"not-utf8", "empty-file"}:
                yield case(f"{name} {path.stem}", config_of(stated), content.decode())


def _sample() -> Iterator[Case]:
    folder = sample_folder()
    stated = (folder / CONFIG_NAME).read_text(encoding="utf-8")
    yield settings_case("sample", stated)
    for path in sorted(folder.glob("opportunities/*.yaml")):
        text = path.read_text(encoding="utf-8")
        yield case(f"sample {path.stem}", config_of(stated), text)


def _generated() -> Iterator[Case]:
    for seed in (3, 4, 7):
        ledger, _ = generated(seed)
        for each in ledger.opportunities[:12]:
            values: dict[str, Any] = dict(record(each) or {})
            values.pop("id", None)
            values.pop("path", None)
            text = opportunity_text(values)
            yield case(f"generated {seed} {each.id}", ledger.config, text)


def _values() -> Iterator[Case]:
    """Every key of both files, in its place, with values of every kind behind it.

    The first key of each kind gets all of them, every other one in nine, not the same for all.
    """
    met: set[object] = set()
    for record_, make in ((OPPORTUNITY, _opportunity_with), (LEDGER, _within)):
        for nth, (path, shape) in enumerate(_paths(record_)):
            finer = ("form", "whole", "time")
            kind = (type(shape).__name__, *(getattr(shape, each, "") for each in finer))
            values = VALUES[nth % 9 :: 9] if kind in met else VALUES
            met.add(kind)
            for value in values:
                name = f"{' '.join(path)}: {value}"
                text = "\n".join([*_lines(make(path, value), ""), ""])
                if record_ is LEDGER:
                    yield settings_case(name, text)
                else:
                    yield case(name, config_of(SETTINGS), text)


def _told() -> Iterator[Case]:
    """What an event and an offer say, alone and in pairs; without a currency of the ledger, too."""
    first = "company: Kestrel Labs\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
    for said in _some_of(SAID):
        text = f"{first}  - {{date: 2024-01-09{''.join(', ' + each for each in said)}}}\n"
        yield case(f"said {said}", config_of(SETTINGS), text)
    for settings in (SETTINGS, SETTINGS.replace("currency: USD\n", "")):
        for said in _some_of(OFFERED):
            offer = f"{{date: 2024-01-09, stage: offer, offer: {{{', '.join(said)}}}}}"
            text = f"{first}  - {offer}\n"
            yield case(f"offered {said}", config_of(settings), text)


def _by_hand() -> Iterator[Case]:
    """What the others don't come by: the edges of what a schema can say."""
    story = "company: Kestrel Labs\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
    plain, own = config_of(""), config_of(SETTINGS)
    for name, more in (
        ("a very long text", f"notes: {'word ' * 14_000}"),
        ("a link to a network's own address", "url: http://[::1]/jobs"),
        ("a link to no address", "url: http://[jobs"),
        ("words of other scripts", "tags: [日本, ελλάδα, ciência, x²]"),
        ("signs that are no letters", "tags: [a→b]"),
        ("typographic quotes", "tags: [“a”]"),
        ("a segment of my own", "segment: start-up.2"),
        ("a segment in two words", "segment: start up"),
        ("an extra of anything", "extra: {a: [1, {b: 2024-01-01}], c: null}"),
        ("an empty extra", "extra:"),
        ("as many tags as may be", f"tags: [{', '.join(f't{n}' for n in range(1000))}]"),
        ("a tag too many", f"tags: [{', '.join(f't{n}' for n in range(1001))}]"),
        ("a market without a currency", "market: {total: 1}"),
        ("a market with one", "market: {total: 1, currency: CHF}"),
    ):
        yield case(name, plain, f"{story}{more}\n")
        yield case(f"{name}, own words", own, f"{story}{more}\n")
    for text in (
        "conversation: lead\noffer: offer",
        "conversation: chat",
        "stages:\nconversation: chat",
        "stages: {chat: }\nconversation: chat",
        "stages: {chat: A chat}\nconversation: call",
        "conversation: offer\noffer: lead",
        "timezone: Mars/Olympus",
        "timezone: Europe / Berlin",
        "goals: {a: {weight: 0}, b: {weight: 0.0}}",
        "goals: {a: {weight: 0}, b: {label: B}}",
        "goals: {a: {weight: 0}, b: }",
        "search: {started: 2024-02-01, ended: 2024-01-01}",
        "sources: {a b: Two words}",
        "stages: {}",
        *(f"stages: {{{', '.join(f's{n}: ' for n in range(many))}}}" for many in (1, 12, 13)),
        *(f"sources: {{{', '.join(f's{n}: ' for n in range(many))}}}" for many in (0, 200, 201)),
        *(f"interest: [{', '.join(f'l{n}' for n in range(many))}]" for many in (1, 2, 7, 8)),
        "null",
        "[]",
        "text",
    ):
        yield settings_case(text, f"{text}\n")


def _some_of(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """None, each one, and each two that have not the same key."""
    yield ()
    for word in words:
        yield (word,)
    for one, other in combinations(words, 2):
        if one.partition(":")[0] != other.partition(":")[0]:
            yield one, other


def _paths(shape: Shape, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Shape]]:
    """The keys of a record and of all within it, with their shapes.

    A word of the user's own is ``call``.
    """
    match shape:
        case Record():
            for name, field in shape.fields.items():
                yield (*path, name), field.of
                yield from _paths(field.of, (*path, name))
        case Items():
            yield from _paths(shape.of, path)
        case Table(vocabulary=""):
            yield (*path, "call"), shape.of
            yield from _paths(shape.of, (*path, "call"))


_BESIDE = {
    "people": {"name": "A. Person"},
    "questions": {"ask": "Why?"},
    "market": {"total": "9"},
    "equity": {"value": "9"},
    "offer": {"base": "1"},
}


def _within(path: tuple[str, ...], value: str) -> dict[str, Any]:
    """A value at a path of keys, with what has to stand beside it."""
    key, *below = path
    inner: Any = _within(tuple(below), value) if below else value
    if below:
        inner = {**_BESIDE.get(key, {}), **inner}
    return {key: [inner] if below and key in {"people", "questions"} else inner}


def _opportunity_with(path: tuple[str, ...], value: str) -> dict[str, Any]:
    first = {"date": "2024-01-08", "stage": "lead"}
    sound: dict[str, Any] = {"company": "Kestrel Labs", "events": [first]}
    if path[0] != "events" or len(path) == 1:
        return {**sound, **_within(path, value)}
    beside = {
        "offer": {"stage": "offer"},
        "reasons": {"outcome": "closed"},
        "outcome": {},
        "stage": {},
    }.get(path[1], {"note": "Talked."})
    event = {"date": "2024-02-12", **beside, **_within(path[1:], value)}
    return {**sound, "events": [first, event]}


def _lines(values: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in values.items():
        match value:
            case dict():
                yield f"{indent}{key}:"
                yield from _lines(value, f"{indent}  ")
            case list():
                yield f"{indent}{key}:"
                for item in value:
                    first, *rest = _lines(item, f"{indent}    ")
                    yield f"{indent}  - {first.lstrip()}"
                    yield from rest
            case _:
                yield f"{indent}{key}: {value}"
