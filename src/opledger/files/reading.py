"""Reading a ledger: from a folder to a value, and every diagnostic on the way.

``read_ledger`` never fails on what it reads: whatever is wrong with a file is a diagnostic, and
the other files are read all the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.core.model import Ledger, Opportunity
from opledger.files import disk
from opledger.files.diagnostics import Diagnostic, Finding, Position, Severity
from opledger.files.nodes import MapNode, Node, every_node, find
from opledger.files.quick import (
    VOCABULARIES,
    Bytes,
    Quick,
    quick_reader,
    settings_of,
    words_of,
)
from opledger.files.quick import config as quick_config
from opledger.files.readings import Clock, FileReading, Files, Reading, Terms, Told
from opledger.files.rules import entries, ledgers, texts
from opledger.files.rules.context import Context, is_null
from opledger.files.rules.records import RECORD_RULES, Case
from opledger.files.rules.rule import Rule
from opledger.files.rules.tree import TREE_RULES
from opledger.files.rules.values import unknown_key
from opledger.files.rules.written import Nodes
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import Source
from opledger.files.values import MISSING, ValueReader
from opledger.files.yaml import Parse, parse


@dataclass(frozen=True, slots=True)
class _Document:
    """One file, read as far as it goes."""

    source: Source
    tree: Node | None
    found: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        return not any(d.severity is Severity.ERROR for d in self.found)


def read_ledger(root: Path, today: Clock, told: Told | None = None) -> Reading:
    """Read and check everything in a ledger's folder; see :func:`read_files`."""
    return read_files(disk.Folder(root), today, told)


def read_files(ledger: Files, today: Clock, told: Told | None = None) -> Reading:
    """Read and check everything in a ledger, wherever its files come from.

    ``told`` is called after each file with how many are read, of how many.
    """
    terms = quick_or_ordinary_terms(ledger)
    day = today if isinstance(today, date) else today(terms.config.zone)
    quick = Quick(terms.config, terms.words, day)
    entries, files = list(ledger.scan()), []
    for entry in entries:
        files.append(quick_or_ordinary(ledger, entry, terms, quick, day))
        if told is not None:
            told(len(files), len(entries))
    return united(terms, list(placed(ledger, files, terms, day)))


def placed(
    ledger: Bytes, files: Sequence[FileReading], terms: Terms, today: date
) -> Iterator[FileReading]:
    """The files, with the place of the company in those about which that place may be told."""
    keys = [key_of(each.record) if each.record else None for each in files]
    times = Counter(keys)
    for each, key in zip(files, keys, strict=True):
        is_alone = key is None or times[key] == 1 or each.tree is not None
        yield each if is_alone else read_file(ledger, each.entry, terms, today)


def united(terms: Terms, files: Sequence[FileReading]) -> Reading:
    """The files of a ledger beside each other: the ledger, and what is wrong with them together."""
    found = [*terms.found, *(diagnostic for each in files for diagnostic in each.found)]
    paths = [each.entry.path for each in files if each.entry.kind is disk.EntryKind.FILE]
    beside, taken = beside_each_other(files, paths)
    found.extend(beside)
    records = [each.record for each in files if each.record is not None and each.sound]
    opportunities = sorted((r for r in records if r.path not in taken), key=lambda r: r.id)
    diagnostics = tuple(sorted(found, key=lambda diagnostic: diagnostic.order))
    return Reading(Ledger(terms.config, tuple(opportunities)), diagnostics, len(files) + 1)


def beside_each_other(
    files: Iterable[FileReading], paths: Sequence[str]
) -> tuple[list[Diagnostic], set[str]]:
    """What is wrong with files only because of other ones; and the paths whose id is not theirs."""
    found, taken = ids_taken(paths)
    found.extend(duplicates(each for each in files if each.sound))
    return found, taken


def ids_taken(paths: Sequence[str]) -> tuple[list[Diagnostic], set[str]]:
    """What is said where several files have one id; and the paths of these."""
    found: list[Diagnostic] = []
    taken: set[str] = set()
    for same in entries.unique_ids(paths).values():
        for path in same:
            found.extend(_apply(ledgers.duplicate_id, path, path, same))
            taken.add(path)
    return found, taken


def read_terms(ledger: Files) -> Terms:
    """The settings of a ledger and the words they allow.

    Where the file has errors, the vocabularies that can't be trusted allow any word, so that one
    slip there does not fault every opportunity.
    """
    document = _read_document(ledger, ledger.config(), (entries.not_a_regular_file,))
    config, found = _settings(document)

    def terms(config: Config, words: Mapping[str, tuple[str, ...] | None]) -> Terms:
        return Terms(config, words, tuple(found), document.source, document.tree)

    errors = [d for d in found if d.severity is Severity.ERROR]
    if not errors:
        return terms(config, words_of(config))
    if not isinstance(document.tree, MapNode):
        return terms(config, {})
    broken = _top_keys(document, errors)
    if any(each.code == unknown_key.code for each in errors):
        # One of them may be meant for a vocabulary that is not stated otherwise.
        broken.update(name for name in VOCABULARIES if document.tree.get(name) is None)
    kept = {name: words for name, words in words_of(config).items() if name not in broken}
    return terms(_mended(config, broken), kept)


def quick_or_ordinary_terms(ledger: Files) -> Terms:
    """See :func:`read_terms`; where nothing is wrong there may be no tree and no source."""
    config = settings_of(ledger)
    if config is None:
        return read_terms(ledger)
    return Terms(config, words_of(config), (), Source.of(disk.CONFIG_NAME, ""), None)


def quick_or_ordinary(
    ledger: Bytes, entry: disk.Entry, terms: Terms, quick: Quick, today: date
) -> FileReading:
    """See :func:`read_file`; of a file in which nothing is to be found, only the record is given.

    Such a reading has no tree, no source and no place of the company.
    """
    record = quick.read(ledger, entry)
    if record is None:
        return read_file(ledger, entry, terms, today)
    return FileReading(entry, Source.of(entry.path, ""), None, record, (), Position())


def read_file(
    ledger: Bytes, entry: disk.Entry, terms: Terms, today: date, parser: Parse = parse
) -> FileReading:
    """One entry, held against every rule that looks at it alone."""
    document = _read_document(ledger, entry, entries.ENTRY_RULES, parser, may_be_empty=False)
    record, document = _record(document, terms.config, terms.words, today)
    tree, source = document.tree, document.source
    company = source.position(find(tree, ("company",)).start) if tree else Position()
    return FileReading(entry, source, tree, record, document.found, company)


def read_config(ledger: Files) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The settings of a ledger, and what is wrong with their file."""
    terms = quick_or_ordinary_terms(ledger)
    return terms.config, terms.found


def read_record(
    ledger: Files, entry: disk.Entry, config: Config, today: date
) -> tuple[Opportunity | None, tuple[Diagnostic, ...]]:
    """The opportunity of one entry, ``None`` where it has an error, and what is wrong with it."""
    record = quick_reader(config, today).read(ledger, entry)
    if record is not None:
        return record, ()
    terms = Terms(config, words_of(config), (), Source.of(disk.CONFIG_NAME, ""), None)
    each = read_file(ledger, entry, terms, today)
    return each.record if each.sound else None, each.found


def read_settings(source: Source) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The settings that a text for ``ledger.yaml`` states, and what is wrong with it."""
    tree, found = parse_text(source)
    config, every = _settings(_Document(source, tree, found))
    return config, tuple(every)


def quick_or_ordinary_settings(source: Source) -> tuple[Config, tuple[Diagnostic, ...]]:
    """See :func:`read_settings`, which is asked only where there may be something to find."""
    config = quick_config(source.content) if _is_utf8(source) else None
    return read_settings(source) if config is None else (config, ())


def _settings(document: _Document) -> tuple[Config, list[Diagnostic]]:
    found = list(document.found)
    config = Config()
    if document.tree is not None and not is_null(document.tree):
        reader = ValueReader(Context(document.source), config.zone)
        read = reader.read(document.tree, LEDGER)
        found.extend(reader.found)
        config = config if read is MISSING else read
        settings = ledgers.Settings(config, document.tree, document.source)
        for rule in ledgers.SETTINGS_RULES:
            found.extend(_apply(rule, document.source.path, settings))
    return config, found


def _mended(config: Config, broken: set[str]) -> Config:
    """The settings with those that are wrong put back to what they are by default."""
    usual = Config()
    names = {each.name for each in fields(config)} & broken
    mended = replace(config, **{name: getattr(usual, name) for name in names})
    stages = mended.stages or usual.stages
    conversation = mended.conversation if mended.conversation in stages else ""
    offer = mended.offer if mended.offer in stages else ""
    return replace(mended, stages=stages, conversation=conversation, offer=offer)


def _top_keys(document: _Document, diagnostics: Iterable[Diagnostic]) -> set[str]:
    """The keys of ``ledger.yaml`` in whose values, or at which, diagnostics stand."""
    keys = [key for key, _ in document.tree.pairs] if isinstance(document.tree, MapNode) else []
    starts = [document.source.position(key.start) for key in keys]
    places = {bisect_right(starts, diagnostic.at) for diagnostic in diagnostics}
    return {getattr(keys[place - 1], "text", "") for place in places if place}


def read_opportunity(
    source: Source, config: Config, today: date, parser: Parse = parse
) -> tuple[Opportunity | None, tuple[Diagnostic, ...]]:
    """The opportunity that a text for its file states, and what is wrong with it."""
    tree, found = parse_text(source, parser)
    record, document = _record(_Document(source, tree, found), config, words_of(config), today)
    return record, document.found


def quick_or_ordinary_opportunity(
    source: Source, config: Config, today: date, parser: Parse = parse
) -> tuple[Opportunity | None, tuple[Diagnostic, ...]]:
    """See :func:`read_opportunity`, which is asked only where there may be something to find."""
    quick = quick_reader(config, today)
    record = quick.record(source.path, source.content) if _is_utf8(source) else None
    return read_opportunity(source, config, today, parser) if record is None else (record, ())


def _is_utf8(source: Source) -> bool:
    """Whether a text has bytes: one of the command line's may have halves of characters."""
    return source.text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in source.text)


def _record(
    document: _Document,
    config: Config,
    words: Mapping[str, tuple[str, ...] | None],
    today: date,
) -> tuple[Opportunity | None, _Document]:
    path, tree = document.source.path, document.tree
    if tree is None:
        return None, document
    reader = ValueReader(Context(document.source, words), config.zone)
    values = reader.read(tree, OPPORTUNITY)
    found = [*document.found, *reader.found]
    if values is MISSING:
        return None, replace(document, found=tuple(found))
    values.setdefault("company", "")
    record = Opportunity(id=PurePosixPath(path).stem, path=path, **values)
    case = Case(record, Nodes(tree, document.source), config, today)
    for rule in RECORD_RULES:
        found.extend(_apply(rule, path, case))
    return record, replace(document, found=tuple(found))


def _read_document(
    ledger: Bytes,
    entry: disk.Entry,
    entry_rules: Iterable[Rule[[disk.Entry]]],
    parser: Parse = parse,
    *,
    may_be_empty: bool = True,
) -> _Document:
    """From an entry to a tree, as far as it goes: each step only on what the one before let by."""
    blank = Source.of(entry.path, "")
    for rule in entry_rules:
        if found := _apply(rule, entry.path, entry):
            return _Document(blank, None, found)
    content, reason = (b"", entry.trouble) if entry.trouble else ledger.read(entry)
    found = (
        *_apply(entries.unreadable, entry.path, entry, reason),
        *_apply(entries.file_too_big, entry.path, entry, content),
    ) or _apply(texts.not_utf8, entry.path, content)
    if found:
        return _Document(blank, None, found)
    source = Source.of(entry.path, content.decode("utf-8"))
    if not may_be_empty and (empty := _apply(texts.empty_file, entry.path, source)):
        return _Document(source, None, empty)
    tree, found = parse_text(source, parser)
    return _Document(source, tree, found)


def parse_text(source: Source, parser: Parse = parse) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """A text's tree, with what the rules for texts and for YAML find.

    There is no tree where one of them stops at the file or finds an error in its YAML.
    """
    found: list[Diagnostic] = []
    for rule in texts.TEXT_RULES:
        found.extend(_apply(rule, source.path, source))
    if any(_stops(texts.TEXT_RULES, d) for d in found):
        return None, tuple(found)
    tree, of_yaml = parser(source)
    found.extend(of_yaml)
    if tree is None or of_yaml:
        return None, tuple(found)
    for node in every_node(tree):
        for tree_rule in TREE_RULES:
            found += [
                tree_rule.diagnose(source.path, each) for each in tree_rule.find(node, source)
            ]
    return tree, tuple(found)


def _stops(rules: Iterable[Rule[Any]], diagnostic: Diagnostic) -> bool:
    return any(rule.stops for rule in rules if rule.code == diagnostic.code)


def key_of(record: Opportunity) -> str:
    """What two records of one opportunity have in common: company and role."""
    role = (record.role or "").casefold().strip()
    return f"{record.company.casefold().strip()}\n{role}"


def duplicates(files: Iterable[FileReading]) -> Iterator[Diagnostic]:
    """What is said of files, in order of their paths, that seem to be about one opportunity."""
    first: dict[str, Opportunity] = {}
    for each in files:
        record = each.record
        if record is None:
            continue
        earlier = first.setdefault(key_of(record), record)
        if earlier is not record:
            rule = ledgers.duplicate_opportunity
            yield from _apply(rule, record.path, record, each.company, earlier)


def _apply(
    rule: Callable[..., Iterator[Finding]], path: str, *given: object
) -> tuple[Diagnostic, ...]:
    """What a rule finds, as diagnostics of a file."""
    assert isinstance(rule, Rule)  # noqa: S101 - for the type checker: every rule is one
    return tuple(rule.diagnose(path, finding) for finding in rule(*given))
