"""Reading a mapping's file: from YAML to a mapping, and every mistake on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from opledger.core.config import Config
from opledger.exchange.grammar import Grammar
from opledger.exchange.layouts import (
    ABOUT_KEYS,
    LAYOUT_KEYS,
    read_about,
    read_beside,
    read_layout,
)
from opledger.exchange.mapping import DateFormat, Mapping, Skip, Template, Values, Word, folded
from opledger.exchange.notation import (
    read_condition,
    read_dates,
    read_formats,
    read_statuses,
    read_values,
)
from opledger.exchange.standins import read_stand_ins, with_sources
from opledger.exchange.wording import check_words
from opledger.files.diagnostics import Severity
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.reading import parse_text
from opledger.files.rules.context import Context
from opledger.files.rules.ledgers import SETTINGS_RULES, Settings
from opledger.files.schema import LEDGER, PERSON
from opledger.files.values import MISSING, ValueReader, plain

if TYPE_CHECKING:
    from opledger.files.diagnostics import Diagnostic
    from opledger.files.source import Source

TOP_KEYS = (
    "name",
    *ABOUT_KEYS,
    *LAYOUT_KEYS,
    "beside",
    "stages",
    "sources",
    "group",
    "key",
    "dates",
    "times",
    "empty",
    "keep_order",
    "start",
    "fields",
    "statuses",
    "events",
    "skip",
    "extra",
    "ignore",
    "ledger",
)
TEXT_FIELDS = ("company", "alias", "role", "source", "segment", "size", "location", "url")
PART_FIELDS = {
    "level": ("sought", "offered"),
    "market": ("total", "currency", "source"),
    "next": ("action", "due", "turn"),
}
FIELDS = (*TEXT_FIELDS, *PART_FIELDS, "tags", "people", "notes")
EVENT_VALUES = ("by", "interest", "confidence", "note", "lesson", "reasons")
EVENT_KEYS = ("when", "each", "date", "stage", "outcome", "status", "statuses", *EVENT_VALUES)
OFFER_KEYS = (
    "base",
    "bonus",
    "sign_on",
    "total",
    "currency",
    "form",
    "pending",
    "deadline",
    "note",
)
MAX_TEMPLATES = 200
_NAME = re.compile(r"[\w.+-]{1,60}")


def read_mapping(
    source: Source, existing: Config | None = None
) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    """The mapping that a text states, and what is wrong with it.

    Words are held against the settings of the ``existing`` ledger, or else against those in the
    mapping's ``ledger:`` block. With any error there is no mapping.
    """
    tree, found = parse_text(source)
    if tree is None:
        if not found:
            grammar = Grammar(source)
            grammar.fault(Scalar("", "", 0, 0), "empty-file", "the mapping is empty")
            return None, tuple(grammar.found)
        return None, found
    grammar = Grammar(source, list(found))
    mapping = _read(grammar, tree, existing)
    governing = existing or mapping.config
    check_words(grammar, mapping, governing)
    grammar.found.sort(key=lambda diagnostic: diagnostic.order)
    return (None if grammar.found else mapping), tuple(grammar.found)


def _read(grammar: Grammar, tree: Node, existing: Config | None) -> Mapping:
    keys = grammar.keys(tree, "a mapping", TOP_KEYS, ("fields", "events"))
    config, ledger = _ledger(grammar, keys["ledger"]) if "ledger" in keys else (Config(), None)
    stand_ins = read_stand_ins(grammar, keys, existing or config)
    grammar.stages = stand_ins.stages
    fields, people = _fields(grammar, keys["fields"]) if "fields" in keys else ({}, ())
    if "source" in fields:
        fields["source"] = with_sources(fields["source"], stand_ins.sources)
    return Mapping(
        name=_name(grammar, keys),
        layout=read_layout(grammar, keys),
        source=grammar.source,
        config=config,
        ledger=ledger,
        fields=fields,
        people=people,
        events=_templates(grammar, keys["events"]) if "events" in keys else (),
        statuses=read_statuses(grammar, keys["statuses"]) if "statuses" in keys else None,
        skip=_skips(grammar, keys["skip"]) if "skip" in keys else (),
        group=grammar.names(keys["group"], "a column's name") if "group" in keys else (),
        key=grammar.names(keys["key"], "a column's name") if "key" in keys else (),
        dates=read_formats(grammar, keys["dates"]) if "dates" in keys else (DateFormat("iso"),),
        keep_times="times" in keys
        and grammar.choice(keys["times"], "times", ("keep", "drop")) == "keep",
        keep_order="keep_order" in keys and grammar.flag(keys["keep_order"], "keep_order"),
        start=_stage(grammar, keys["start"], "start") if "start" in keys else None,
        empty=_empty(keys),
        extra=_extra(grammar, keys["extra"]) if "extra" in keys else None,
        ignore=grammar.names(keys["ignore"], "a column's name") if "ignore" in keys else (),
        about=read_about(grammar, keys),
        beside=read_beside(grammar, keys["beside"]) if "beside" in keys else (),
        stood_in=stand_ins.told,
    )


def _stage(grammar: Grammar, node: Node, what: str) -> Word | None:
    word = grammar.word(node, what)
    return grammar.stage(word) if word else None


def _name(grammar: Grammar, keys: MappingOf[str, Node]) -> str:
    """The mapping's name, by which its records are known again; else the file's."""
    stem = re.sub(r"[^\w.+-]+", "-", PurePath(grammar.source.path).stem)[:60] or "map"
    if "name" not in keys:
        return stem
    name = grammar.text(keys["name"], "name")
    if name is not None and not _NAME.fullmatch(name):
        text = f"'{name[:40]}' is no name: letters, digits and -_.+ only, at most 60"
        grammar.fault(keys["name"], "bad-word", text)
    return name or stem


def _empty(keys: MappingOf[str, Node]) -> frozenset[str]:
    if "empty" not in keys:
        return frozenset({""})
    node = keys["empty"]
    nodes = node.items if isinstance(node, ListNode) else (node,)
    # `empty: [null, ~]` means those texts; they are what this list is for.
    texts = {folded(each.text) for each in nodes if isinstance(each, Scalar)}
    return frozenset({"", *texts})


def _extra(grammar: Grammar, node: Node) -> tuple[Any, ...] | None:
    if isinstance(node, ListNode):
        return grammar.names(node, "a column's name")
    return None if grammar.choice(node, "extra", ("rest", "none")) == "rest" else ()


def _fields(
    grammar: Grammar, node: Node
) -> tuple[dict[str, Values], tuple[MappingOf[str, Values], ...]]:
    keys = grammar.keys(node, "fields", FIELDS, ("company",))
    fields: dict[str, Values] = {}
    for name, value in keys.items():
        if name in PART_FIELDS:
            for part, inner in grammar.keys(value, name, PART_FIELDS[name]).items():
                fields[f"{name}.{part}"] = read_values(grammar, inner)
        elif name != "people":
            fields[name] = read_values(grammar, value)
    people = (
        grammar.many(keys["people"], lambda each: _person(grammar, each))
        if ("people" in keys)
        else ()
    )
    return fields, people


def _person(grammar: Grammar, node: Node) -> dict[str, Values]:
    keys = grammar.keys(node, "a person", PERSON.fields)
    return {name: read_values(grammar, value) for name, value in keys.items()}


def _templates(grammar: Grammar, node: Node) -> tuple[Template, ...]:
    templates = grammar.many(node, lambda each: _template(grammar, each))
    if not templates:
        grammar.fault(
            node, "missing-key", "no event in 'events'", "add '- {date: ..., stage: ...}'"
        )
    if len(templates) > MAX_TEMPLATES:
        grammar.fault(node, "bad-length", f"more than {MAX_TEMPLATES} events")
    return templates


def _template(grammar: Grammar, node: Node) -> Template:
    what = "an event"
    keys = grammar.keys(node, what, (*EVENT_KEYS, "offer"), ("date",))
    kinds = [key for key in ("stage", "outcome", "status") if key in keys]
    if len(kinds) > 1:
        text = f"an event has one of 'stage', 'outcome' and 'status', not {' and '.join(kinds)}"
        grammar.fault(keys[kinds[1]], "wrong-value", text, "make two events of it")
    told = (*kinds, "note", "lesson", "interest", "confidence", "offer")
    if isinstance(node, MapNode) and not any(key in keys for key in told):
        grammar.fault(node, "missing-key", "an event needs a 'stage', 'outcome' or 'status'")
    if "reasons" in keys and not {"outcome", "status"} & set(kinds):
        grammar.fault(keys["reasons"], "wrong-value", "'reasons' go with an 'outcome' or 'status'")
    if "statuses" in keys and "status" not in keys:
        grammar.fault(keys["statuses"], "wrong-value", "'statuses' go with a 'status'")
    offer = grammar.keys(keys["offer"], "an offer", OFFER_KEYS) if "offer" in keys else {}
    return Template(
        at=grammar.place(node),
        when=read_condition(grammar, keys["when"]) if "when" in keys else (),
        each=read_values(grammar, keys["each"]) if "each" in keys else (),
        dates=read_dates(grammar, keys["date"]) if "date" in keys else (),
        stage=_stage(grammar, keys["stage"], "a stage") if "stage" in keys else None,
        outcome=grammar.word(keys["outcome"], "an outcome") if "outcome" in keys else None,
        status=read_values(grammar, keys["status"]) if "status" in keys else (),
        statuses=read_statuses(grammar, keys["statuses"]) if "statuses" in keys else None,
        values={key: read_values(grammar, keys[key]) for key in EVENT_VALUES if key in keys},
        offer={key: read_values(grammar, value) for key, value in offer.items()},
    )


def _skips(grammar: Grammar, node: Node) -> tuple[Skip, ...]:
    return grammar.many(node, lambda each: _skip(grammar, each))


def _skip(grammar: Grammar, node: Node) -> Skip | None:
    keys = grammar.keys(node, "a skip", ("when", "reason"), ("when", "reason"))
    if len(keys) < 2:  # noqa: PLR2004 - both are needed
        return None
    reason = grammar.text(keys["reason"], "a reason") or ""
    return Skip(read_condition(grammar, keys["when"]), " ".join(reason.split()))


def _ledger(grammar: Grammar, node: Node) -> tuple[Config, MappingOf[str, object]]:
    """The settings of a new ledger, held against the definition of ``ledger.yaml``."""
    reader = ValueReader(Context(grammar.source), ZoneInfo("UTC"))
    read = reader.read(node, LEDGER)
    # A warning is about how the words are written here; they are written anew.
    errors = [found for found in reader.found if found.severity is Severity.ERROR]
    grammar.found.extend(errors)
    if errors or read is MISSING:
        return Config(), {}
    for rule in SETTINGS_RULES:
        for finding in rule(Settings(read, node, grammar.source)):
            grammar.found.append(rule.diagnose(grammar.source.path, finding))
    values = plain(node)
    return read, _with_days(values) if isinstance(values, dict) else {}


def _with_days(values: dict[str, object]) -> dict[str, object]:
    """The settings with their days as dates, as they are written without quotes."""
    search = values.get("search")
    if not isinstance(search, dict):
        return values
    days = {key: date.fromisoformat(str(day)) for key, day in search.items() if day is not None}
    return {**values, "search": days}
