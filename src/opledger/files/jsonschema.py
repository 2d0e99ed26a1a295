"""Both files as JSON Schema (draft 7), made from the definitions that ``check`` goes by.

What a schema can't say is left to ``check``: the order of events, dates beside each other, words
that the same file defines. Whatever ``check`` takes, the schema takes.

``enumDescriptions``, ``errorMessage`` and ``patternErrorMessage`` are words of the editors' YAML
server; other programs pass over them. Patterns mean the same in Python and in ECMAScript.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from opledger.core.config import Config, Goal
from opledger.core.contract.text import json_text
from opledger.core.currencies import CURRENCIES
from opledger.core.late import dataclass
from opledger.core.vocabulary import Outcome
from opledger.files.jsonrules import RULES, SOMETHING, Schema
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.shapes import (
    Anything,
    Choice,
    Day,
    Field,
    Flag,
    Items,
    NewWord,
    Number,
    Record,
    Shape,
    Table,
    Text,
    Word,
)

DRAFT = "http://json-schema.org/draft-07/schema#"
_COMMENT = "Made by 'opledger schema --write', which replaces this file."
_LONGEST_LABEL = 200

# `$` alone would let a line break pass in Python.
_END = r"$(?!\n)"
_DAY = (
    r"(?:(?:199[0-9]|20[0-9]{2}|2100)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?:199[26]|20(?:[02468][048]|[13579][26]))-02-29)"
)
_CLOCK = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
# Letters and digits of every script; the signs that are none are named as far as is reasonable.
_NO_WORD = (
    r"\u0000-/:-@\[-^`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u3000-\u3003"
)
_NEW_WORD = rf"^[^{_NO_WORD}](?:[.+-]|[^{_NO_WORD}]){{0,39}}{_END}"
_WEB = r"[Hh][Tt][Tt][Pp][Ss]?://(?:[^\s/?#]*@)?[^\s/?#@:][^\s]*"
_MAIL = r"[Mm][Aa][Ii][Ll][Tt][Oo]:(?://[^\s/?#]*/|/(?!/)|[^\s/?#])[^\s]*"
_ZONE = r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*"

_FORMS = {
    "": (r"\S", "the text is empty"),
    "url": (
        f"^(?:{_WEB}|{_MAIL}){_END}",
        "no link: write the whole address, beginning with https://",
    ),
    "email": (rf"^[^\s@<>,;]+@[^\s@<>,;]+{_END}", "no e-mail address"),
    "currency": (
        f"^(?:{'|'.join(sorted(CURRENCIES))}){_END}",
        "no currency: three letters, such as USD",
    ),
    "timezone": (f"^{_ZONE}{_END}", "no time zone: write Area/City, such as Europe/Berlin"),
}
_ABOUT_CHOICES = {"outcome": {each.value: f"ended by {each.ended_by}" for each in Outcome}}
_NOTHING: Schema = {"not": {"type": ["string", "number", "boolean", "array", "object"]}}


def opportunity_schema(config: Config) -> str:
    """The JSON Schema of an opportunity in the words of a ledger, as JSON text."""
    return _text(_Writer(config).file(OPPORTUNITY, "An opportunity: one role at one company."))


def ledger_schema(config: Config) -> str:
    """The JSON Schema of ``ledger.yaml``. It offers the stages that a ledger has now.

    It takes others, too: the same file may be about to name them.
    """
    writer = _Writer(config, own_words=True)
    schema = writer.file(LEDGER, "The ledger's settings. Every key may be left out.")
    return _text({**schema, "type": ["object", "null"]})


def _text(schema: Schema) -> str:
    return json_text(schema) + "\n"


@dataclass(slots=True)
class _Writer:
    """Writes shapes as schemas, in the words of one ledger.

    With ``own_words`` the file that is described is the one that makes them known.
    """

    config: Config
    own_words: bool = False

    def file(self, record: Record, about: str) -> Schema:
        """A whole file's schema."""
        texts = {form or "text": _pattern(*said) for form, said in _FORMS.items()}
        return {
            "$schema": DRAFT,
            "$comment": _COMMENT,
            "description": about,
            **self._record(record),
            "definitions": {
                "nothing": {"$comment": "a key with nothing behind it", **_NOTHING},
                "something": SOMETHING,
                **texts,
                "day": _pattern(f"^{_DAY}{_END}", "no date: write one such as 2024-01-31"),
                "moment": _pattern(
                    f"^{_DAY}(?:[Tt ]{_CLOCK})?{_END}",
                    "no date: write one such as 2024-01-31, or with a time and its zone"
                    " 2024-01-31T13:00:00-05:00",
                ),
                "word": _pattern(_NEW_WORD, "no word: letters, digits and -_.+ only, at most 40"),
            },
        }

    def _field(self, field: Field, record: Record, key: str) -> Schema:
        """What stands behind a key. Nothing counts as left out, where it may be left out."""
        schema = self._shape(field.of)
        extra = RULES.get((record.what, key))
        if extra:
            schema = {**schema, "allOf": extra(self.config)}
        if isinstance(field.of, Anything):
            return {"description": field.about}
        if not field.required:
            schema = _or_nothing(schema)
        elif "$ref" in schema:
            schema = {"allOf": [schema]}  # what stands beside a reference counts for nothing
        return {"description": field.about, **schema}

    def _shape(self, shape: Shape) -> Schema:
        match shape:
            case Choice():
                return _words(shape.words, _ABOUT_CHOICES.get(shape.what, {}))
            case Word(vocabulary=name):
                return self._word(name)
            case Items():
                return self._items(shape)
            case Table():
                return self._table(shape)
            case Record():
                return self._record(shape)
        return _scalar(shape)

    def _record(self, record: Record) -> Schema:
        required = [name for name, field in record.fields.items() if field.required]
        schema: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: self._field(field, record, name) for name, field in record.fields.items()
            },
        }
        if required:
            schema["required"] = required
        rules = RULES.get((record.what, ""))
        found = rules(self.config) if rules else []
        return {**schema, "allOf": found} if found else schema

    def _items(self, shape: Items) -> Schema:
        schema: dict[str, Any] = {"type": "array", "items": self._shape(shape.of)}
        if shape.minimum:
            schema["minItems"] = shape.minimum
        schema["maxItems"] = shape.maximum
        if isinstance(shape.of, Word | NewWord | Choice):
            schema["uniqueItems"] = True
        return schema

    def _table(self, shape: Table) -> Schema:
        inner = _or_nothing(self._shape(shape.of))
        if shape.vocabulary:
            known = self._labels(shape.vocabulary) or {}
            return {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    word: {"description": _about(word, label), **inner}
                    for word, label in known.items()
                },
            }
        schema: dict[str, Any] = {"type": "object", "propertyNames": _ref("word")}
        if shape.minimum:
            schema["minProperties"] = shape.minimum
        return {**schema, "maxProperties": shape.maximum, "additionalProperties": inner}

    def _word(self, name: str) -> Schema:
        known = self._labels(name)
        if known is None:
            return _ref("word")
        if self.own_words:
            offered = [
                {"label": word, "body": word, "description": _about(word, label)}
                for word, label in known.items()
            ]
            return {"allOf": [_ref("word")], "defaultSnippets": offered}
        return _words(known, known)

    def _labels(self, name: str) -> Mapping[str, str] | None:
        """The words of a vocabulary with their labels; ``None`` where any word is taken."""
        given = getattr(self.config, name)
        if given is None or isinstance(given, Mapping):
            return given and {
                word: label.label if isinstance(label, Goal) else label
                for word, label in given.items()
            }
        return dict.fromkeys(given, "")


def _scalar(shape: Shape) -> Schema:
    match shape:
        case Text(form=form):
            return _ref(form or "text")
        case Number():
            kind = "integer" if shape.whole else "number"
            least, most = (_plain(bound) for bound in (shape.minimum, shape.maximum))
            return {"type": kind, "minimum": least, "maximum": most}
        case Flag():
            return {"type": "boolean"}
        case Day(time=timed):
            return _ref("moment" if timed else "day")
        case NewWord():
            return _ref("word")
    return {}


def _pattern(pattern: str, message: str) -> Schema:
    return {"type": "string", "pattern": pattern, "patternErrorMessage": message}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _or_nothing(schema: Schema) -> Schema:
    # Not `"type": [..., "null"]`: editors would offer the word null.
    return {"anyOf": [schema, _ref("nothing")]}


def _words(words: Iterable[str], labels: Mapping[str, str]) -> Schema:
    known = list(words)
    schema: Schema = {"type": "string", "enum": known}
    if any(labels.get(word) for word in known):
        return {**schema, "enumDescriptions": [_about(word, labels.get(word)) for word in known]}
    return schema


def _about(word: str, label: str | None) -> str:
    text = " ".join((label or word).split())
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number
