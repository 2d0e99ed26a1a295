"""The schemas take what ``check`` takes and refuse what it refuses, where a schema can say it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from tests.corpus import SETTINGS, Case, case, config_of, corpus, settings_case
from tests.plainyaml import as_json

from opledger.core.config import Config
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.jsonschema import ledger_schema, opportunity_schema
from opledger.files.rules import ALL_RULES

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
# Said in full: where `check` gives one of these, the schema refuses the file.
SAID = {
    *("wrong-type", "unknown-key", "missing-key", "blank-text", "bad-length", "repeated-item"),
    *("bad-date", "time-without-zone", "bad-currency", "bad-email", "unknown-word"),
    *("unknown-stage", "unknown-source", "unknown-segment", "unknown-reason", "unknown-level"),
    *("unknown-goal", "no-stage", "stage-and-outcome", "empty-event", "reasons-without-outcome"),
    *("offer-without-amount", "amount-and-pending", "missing-currency", "goals-without-weight"),
}
# What no schema can say: where `check` gives only these, the schema takes the file.
UNSAID = {
    *("out-of-order", "outcome-before-stage", "after-end", "offer-before-stage"),
    *("stages-in-wrong-order", "search-ends-before-start"),
    *("text-too-long", "text-direction", "hidden-character", "directive", "anchor"),
}
# What is of no value, or not of one: a schema is never asked.
UNREAD = {
    *("not-a-regular-file", "unreadable", "file-too-big", "wrong-extension", "bad-id"),
    *("duplicate-id", "not-utf8", "conflict-marker", "control-character", "empty-file"),
    *("tab-indent", "syntax", "alias", "tag", "second-document", "too-deep"),
    *("too-many-values", "merge-key", "duplicate-key", "complex-key"),
}
_SIGN = re.compile("[\x00-,/:-@\\[-^`{-\xa9\xab-\xb1\u2000-\u206f]")


def _is_refused_number(each: Case, told: Diagnostic) -> bool:
    """Whether what is no number to ``check`` is none to YAML, or out of its range."""
    if "no number" not in told.text:
        return "range" in told.text or "whole" in told.text
    line = each.text.splitlines()[told.at.line - 1]
    written = line[told.at.column - 1 :]
    return written[0] in "'\"|" or isinstance(as_json(f"a: {_quoted(told)}")["a"], str)


def _goes_on_with_nothing(each: Case, _told: Diagnostic) -> bool:
    events = as_json(each.text)["events"]
    return any(e.get("reopened") and not (e.get("stage") or e.get("outcome")) for e in events)


def _quoted(told: Diagnostic) -> str:
    return told.text.partition("'")[2].rpartition("'")[0]


def _no_word_by_its_signs(_each: Case, told: Diagnostic) -> bool:
    word = _quoted(told)
    return not word or bool(_SIGN.search(word)) or len(word) > 40


def _no_zone_by_its_signs(_each: Case, told: Diagnostic) -> bool:
    return not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]*", _quoted(told))


# Said in part: whether the schema refuses what this diagnostic is about.
PARTLY: dict[str, Callable[[Case, Diagnostic], bool]] = {
    "bad-number": _is_refused_number,
    "bad-url": lambda _, told: "[" not in told.text,
    "bad-timezone": _no_zone_by_its_signs,
    "bad-word": _no_word_by_its_signs,
    "nothing-to-reopen": _goes_on_with_nothing,
    "no-such-stage": lambda each, _: not (as_json(each.text) or {}).get("stages"),
}


_VALIDATORS: dict[tuple[int, bool], tuple[Config, Draft7Validator]] = {}


def accepts(each: Case) -> bool:
    """Whether the schema takes a file, by an independent validator."""
    key = (id(each.config), each.is_settings)
    if key not in _VALIDATORS:
        make = ledger_schema if each.is_settings else opportunity_schema
        validator = Draft7Validator(json.loads(make(each.config)))
        _VALIDATORS[key] = (each.config, validator)  # the settings live as long as their id
    return bool(_VALIDATORS[key][1].is_valid(as_json(each.text)))


def expected(each: Case) -> bool | None:
    """Whether the schema has to take it; ``None`` where it is never asked."""
    if each.codes & UNREAD or ".nan" in each.text:
        return None
    if each.codes & SAID:
        return False
    return not any(PARTLY[told.code](each, told) for told in each.errors if told.code in PARTLY)


def test_every_error_is_said_or_said_in_part_or_not() -> None:
    errors = sorted(rule.code for rule in ALL_RULES if rule.severity is Severity.ERROR)
    assert sorted([*SAID, *UNSAID, *UNREAD, *PARTLY]) == errors


def test_the_page_lists_what_a_schema_cannot_say() -> None:
    page = PAGE.read_text(encoding="utf-8")
    listed = page.partition("## What it can't say")[2].partition("\n## ")[0]
    assert set(re.findall(r"\]\(checks\.md#([a-z0-9-]+)\)", listed)) == {*UNSAID, *UNREAD, *PARTLY}


def test_the_corpus_has_sound_files_and_every_error_that_a_schema_is_asked_about() -> None:
    found = Counter(code for each in corpus() for code in each.codes)
    assert {*SAID, *UNSAID, *PARTLY} <= set(found)
    assert sum(not each.errors for each in corpus()) > 600
    assert sum(bool(each.errors) for each in corpus()) > 2000


def test_schema_and_check_agree_on_the_whole_corpus() -> None:
    differing = [
        (each.name, each.text, sorted(each.codes), wanted)
        for each in corpus()
        if (wanted := expected(each)) is not None and accepts(each) is not wanted
    ]
    assert differing == []


def test_both_schemas_keep_to_the_draft_they_name() -> None:
    for config in (Config(), config_of(SETTINGS)):
        for make in (ledger_schema, opportunity_schema):
            Draft7Validator.check_schema(json.loads(make(config)))


def test_the_words_of_the_ledger_are_in_it_with_their_labels() -> None:
    definition = json.loads(opportunity_schema(config_of(SETTINGS)))
    event = definition["properties"]["events"]["items"]["properties"]
    assert definition["properties"]["segment"] == {
        "description": "what kind of company it is",
        "anyOf": [
            {
                "type": "string",
                "enum": ["startup", "bigtech"],
                "enumDescriptions": ["Startup", "Large public company"],
            },
            {"$ref": "#/definitions/nothing"},
        ],
    }
    goals = event["fit"]["anyOf"][0]["properties"]
    assert {word: goal["description"] for word, goal in goals.items()} == {
        "impact": "Building for impact",
        "growth": "growth",
    }
    assert event["outcome"]["anyOf"][0]["enumDescriptions"] == [
        *("ended by me", "ended by me", "ended by me"),
        *("ended by company", "ended by silence", "ended by nobody"),
    ]


def test_a_label_of_many_lines_and_words_is_told_short_and_on_one() -> None:
    label = r"Not a\n mutual fit " * 30
    config = config_of(f'reasons: {{fit: "{label}"}}')
    event = json.loads(opportunity_schema(config))["properties"]["events"]["items"]["properties"]
    (told,) = event["reasons"]["anyOf"][0]["items"]["enumDescriptions"]
    assert told == ("Not a mutual fit " * 30)[:199] + "…"


def test_stages_of_ledger_yaml_are_offered_but_others_are_taken() -> None:
    config = config_of("stages: {chat: A first talk, offer: }")
    schema = json.loads(ledger_schema(config))
    (said, _) = schema["properties"]["conversation"]["anyOf"]
    assert said["defaultSnippets"] == [
        {"label": "chat", "body": "chat", "description": "A first talk"},
        {"label": "offer", "body": "offer", "description": "offer"},
    ]
    validator = Draft7Validator(schema)
    assert validator.is_valid(as_json("stages: {talk: , offer: }\nconversation: talk"))


def test_the_same_settings_give_the_same_bytes() -> None:
    names = [each.name for each in fields(Config)]
    again = Config(**{name: getattr(config_of(SETTINGS), name) for name in names})
    assert opportunity_schema(again) == opportunity_schema(config_of(SETTINGS))
    assert ledger_schema(again) == ledger_schema(config_of(SETTINGS))


_DIGITS = st.integers(0, 99).map(lambda n: f"{n:02}")
_CLOCKS = st.builds(
    "{}:{}{}{}".format,
    *(_DIGITS, _DIGITS),
    st.one_of(st.just(""), st.builds(":{}".format, _DIGITS), st.just(":30.123456"), st.just(":3")),
    st.one_of(*map(st.just, ("", "Z", "z", "+0100")), st.builds("-{}:{}".format, _DIGITS, _DIGITS)),
)
_DAYS = st.one_of(
    st.dates(date(1985, 1, 1), date(2105, 1, 1)).map(str),
    st.builds("{}-{}-{}".format, st.integers(1988, 2102), _DIGITS, _DIGITS),
)


@given(day=_DAYS, sign=st.sampled_from(["", "T", "t", " ", "-"]), clock=_CLOCKS)
def test_a_date_is_one_to_both_or_to_neither(day: str, sign: str, clock: str) -> None:
    when = f"{day}{sign}{clock}" if sign else day
    story = f"company: A\nevents:\n  - {{date: '{when}', stage: lead}}\nnext: {{due: '{day}'}}\n"
    each = case(when, config_of(SETTINGS), story)
    assert (when, each.codes, accepts(each)) == (when, each.codes, not each.errors)


def test_every_day_of_the_calendar_is_one_to_both() -> None:
    days = [date(1989, 12, 25) + timedelta(days=n) for n in range(111 * 366)]
    definition = json.loads(opportunity_schema(Config()))["definitions"]["day"]["pattern"]
    taken = {day for day in days if re.search(definition, day.isoformat())}
    assert taken == {day for day in days if 1990 <= day.year <= 2100}


@given(st.text(st.sampled_from("aZ9:/?#@[].% mailtohps"), max_size=12), st.booleans())
def test_a_link_is_one_to_both_but_for_brackets(rest: str, mail: bool) -> None:
    url = ("mailto:" if mail else "https://") + rest
    each = settings_case(url, f"publish: {{address: {json.dumps(url)}}}\n")
    if "[" not in url and "]" not in url:
        assert (url, accepts(each)) == (url, not each.errors)


@given(st.text(min_size=1, max_size=42))
def test_a_word_that_check_takes_is_one_to_the_schema(word: str) -> None:
    each = settings_case(word, f"interest: [{json.dumps(word)}, high]\n")
    if not each.errors:
        assert (word, accepts(each)) == (word, True)
