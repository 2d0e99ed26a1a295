"""The rules of ``check`` that hold keys against each other, as far as JSON Schema can say them.

Each entry of :data:`RULES` is the record and the key that it is about (no key: the record as a
whole), and makes the conditions from a ledger's settings. A condition is refused with the same
words as by ``check``, where the editor's server shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from opledger.core.config import DEFAULT_STAGES, Config
from opledger.core.model import Offer
from opledger.core.vocabulary import OfferPart

Schema = Mapping[str, Any]

SOMETHING: Schema = {"not": {"type": "null"}}
_AMOUNTS = ("base", "bonus", "sign_on", "equity", "total")
_HAPPENED = (
    *("stage", "outcome", "interest", "confidence", "note", "lesson", "offer", "fit"),
    "reopened",
)


def _has(key: str, schema: Schema | None = None) -> Schema:
    """A mapping that says something behind a key."""
    inner = {"$ref": "#/definitions/something"} if schema is None else schema
    return {"required": [key], "properties": {key: inner}}


def _has_any(keys: Iterable[str], *others: Schema) -> Schema:
    return {"anyOf": [*(_has(key) for key in keys), *others]}


def _refused(conditions: Iterable[Schema], text: str, key: str = "") -> Schema:
    """Where all conditions hold, what is behind a key is refused, or the mapping as a whole."""
    refusal = {"type": "null", "errorMessage": text}
    then = {"properties": {key: refusal}} if key else refusal
    return {"if": {"allOf": list(conditions)}, "then": then}


def _no(schema: Schema) -> Schema:
    return {"not": schema}


_SOME_REASONS = _has("reasons", {"type": "array", "minItems": 1})
_SOME_PENDING = _has("pending", {"type": "array", "minItems": 1})


def _event(_config: Config) -> list[Schema]:
    has_outcome = _has("outcome")
    return [
        _refused([_no(_has_any(_HAPPENED))], "nothing happened in this event: add a 'note'"),
        _refused(
            [_has("stage"), has_outcome],
            "both a stage and an outcome: make two events of it",
            "outcome",
        ),
        _refused(
            [_SOME_REASONS, _no(has_outcome)],
            "'reasons' without an outcome: add 'outcome', or use 'note'",
            "reasons",
        ),
        _refused(
            [_has("reopened"), _no(_has_any(["stage", "outcome"]))],
            "'reopened' without the stage that it goes on with: add 'stage'",
            "reopened",
        ),
    ]


def _events(config: Config) -> list[Schema]:
    first = next(iter(config.stages))
    text = f"no event has a stage: add 'stage: {first}'"
    return [{"contains": _has("stage"), "errorMessage": text}]


def _offer(config: Config) -> list[Schema]:
    found = [
        _refused(
            [_no(_has_any(_AMOUNTS, _SOME_PENDING))],
            "an offer without an amount or 'pending': add 'base: ...' or 'pending: [cash]'",
        )
    ]
    for part in (OfferPart.BASE, OfferPart.BONUS, OfferPart.SIGN_ON, OfferPart.EQUITY):
        by = [each.value for each in OfferPart if part in Offer(pending=(each,)).pending_parts]
        is_pending = _has("pending", {"type": "array", "contains": {"enum": by}})
        text = f"'{part}' has an amount and is pending: keep one"
        found.append(_refused([_has(part), is_pending], text, part))
    if not config.currency:
        text = "an offer without a currency: add 'currency: ...' here or in ledger.yaml"
        found.append(_refused([_has_any(_AMOUNTS), _no(_has("currency"))], text))
    return found


def _market(config: Config) -> list[Schema]:
    if config.currency:
        return []
    text = "a market total without a currency: add 'currency: ...' here or in ledger.yaml"
    return [_refused([_no(_has("currency"))], text)]


def _ledger(_config: Config) -> list[Schema]:
    """Words of the file's own stages can't be told; those it has without any can."""
    usual = {"anyOf": [{"enum": list(DEFAULT_STAGES)}, {"$ref": "#/definitions/nothing"}]}
    keys = {"conversation": usual, "offer": usual}
    return [{"if": _no(_has("stages")), "then": {"properties": keys}}]


def _goals(_config: Config) -> list[Schema]:
    weightless = {"type": "object", **_has("weight", {"enum": [0]})}
    all_of_them = {"type": "object", "minProperties": 1, "additionalProperties": weightless}
    return [_refused([all_of_them], "all goals weigh 0: give at least one a weight")]


RULES: Mapping[tuple[str, str], Callable[[Config], list[Schema]]] = {
    ("event", ""): _event,
    ("opportunity", "events"): _events,
    ("offer", ""): _offer,
    ("market", ""): _market,
    ("ledger", ""): _ledger,
    ("ledger", "goals"): _goals,
}
