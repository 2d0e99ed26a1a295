"""The fast reader of a ledger's files: a record, where nothing at all is wrong with its file.

It goes by plain data without positions (:mod:`opledger.files.fastyaml`) and by recipes made of the
same shapes as the checks (:mod:`opledger.files.recipes`), and holds the record against the same
rules. What it gives is what :mod:`opledger.files.reading` gives; where that might find something to
say, or read the file in another way, it gives ``None``, and that way decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from opledger.core.config import Config
from opledger.core.model import Opportunity
from opledger.files.disk import Entry, EntryKind, stem_of
from opledger.files.fastyaml import data_of
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.recipes import Recipes, Unsure
from opledger.files.rules.context import Context
from opledger.files.rules.entries import is_ordinary
from opledger.files.rules.ledgers import SETTINGS_RULES, Settings
from opledger.files.rules.records import Case
from opledger.files.rules.topics import rules_for
from opledger.files.rules.written import Plain
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import Source

VOCABULARIES = ("stages", "sources", "segments", "reasons", "goals", "interest", "confidence")
_NOWHERE = Source.of("", "")
# What an odd value makes of a recipe: an unknown key, a list where a text belongs.
_UNSURE = (Unsure, KeyError, TypeError)


class Bytes(Protocol):
    """Where the bytes of a ledger's entries come from."""

    def read(self, entry: Entry) -> tuple[bytes, str]:
        """An entry's bytes, at most one more than the limit; or why it can't be read."""


class Quick:
    """Reads the records of one ledger, by its settings and words, as of a day."""

    __slots__ = ("_config", "_recipe", "_today")

    def __init__(
        self, config: Config, words: Mapping[str, tuple[str, ...] | None], today: date
    ) -> None:
        self._config = config
        self._today = today
        self._recipe = Recipes(Context(_NOWHERE, words), config.zone).of(OPPORTUNITY)

    def record(self, path: str, content: bytes) -> Opportunity | None:
        """The opportunity of a file with nothing to find in it; ``None`` where there may be."""
        data = data_of(content)
        if data is None:
            return None
        try:
            values = self._recipe(data)
        except _UNSURE:
            return None
        record = Opportunity(id=stem_of(path), path=path, **values)
        case = Case(record, Plain(data), self._config, self._today)
        for rule in rules_for(record):
            for _ in rule.find(case):
                return None
        return record

    def read(self, ledger: Bytes, entry: Entry) -> Opportunity | None:
        """The opportunity of an entry with nothing to find in it; ``None`` where there may be."""
        if not is_ordinary(entry):
            return None
        content, reason = ledger.read(entry)
        return None if reason else self.record(entry.path, content)


@lru_cache(maxsize=8)
def quick_reader(config: Config, today: date) -> Quick:
    """The reader for records of a ledger whose settings have nothing wrong in them."""
    return Quick(config, words_of(config), today)


def words_of(config: Config) -> dict[str, tuple[str, ...] | None]:
    """The words that each vocabulary of a ledger allows; ``None`` for any."""
    words: dict[str, tuple[str, ...] | None] = {}
    for name in VOCABULARIES:
        known = getattr(config, name)
        words[name] = None if known is None else tuple(known)
    return words


class Settled(Bytes, Protocol):
    """What has a ``ledger.yaml``."""

    def config(self) -> Entry:
        """The entry of ``ledger.yaml``."""


def settings_of(ledger: Settled) -> Config | None:
    """The settings of a ledger with nothing to find in them; ``None`` where there may be."""
    entry = ledger.config()
    if entry.kind is not EntryKind.FILE or entry.trouble:
        return None
    content, reason = ledger.read(entry)
    return None if reason else config(content)


def config(content: bytes) -> Config | None:
    """The settings of a ``ledger.yaml`` with nothing to find in it; ``None`` where there may be."""
    data = data_of(content)
    if data is None:
        return None
    try:
        read: Config = Recipes(Context(_NOWHERE), Config().zone).of(LEDGER)(data)
    except _UNSURE:
        return None
    settings = Settings(read, _node(data), _NOWHERE)
    if any(True for rule in SETTINGS_RULES for _ in rule(settings)):
        return None
    return read


def _node(data: Any) -> Node:  # noqa: ANN401 - as the file says
    """Plain data as nodes that stand nowhere, for rules that ask what was written."""
    if type(data) is dict:
        pairs = ((Scalar(key, "'", 0, 0), _node(value)) for key, value in data.items())
        return MapNode(tuple(pairs), 0, 0)
    if type(data) is list:
        return ListNode(tuple(map(_node, data)), 0, 0)
    return Scalar("", "", 0, 0) if data is None else Scalar(str(data), "'", 0, 0)
