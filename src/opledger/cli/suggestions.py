"""What can be typed at a place of the command line: ids, the ledger's words, filters, revisions.

Whatever a parameter takes is told by its name or by the word that stands for it in the help, so
every command's ``ID`` is completed alike. Nothing here complains: where there is no ledger, or a
broken one, there is less to suggest. Files are only looked at as far as needed; a ledger's
settings are read whole, its opportunities are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from opledger.cli.options import App
from opledger.cli.shellwords import home_expanded
from opledger.core.failure import Failure
from opledger.core.late import dataclass, pattern
from opledger.core.vocabulary import Outcome, Party
from opledger.files import disk
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    import click

    from opledger.core.config import Config

_MOST_ABOUT = 60  # characters
_MOST_READ = 400  # files: with more ids to choose from nobody reads what stands beside them
_LINE = pattern(rb"^(company|role):[ \t]+(.+?)[ \t]*\r?$", re.MULTILINE)
_COMMENT = pattern(r"\s#.*")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that can stand here, and what it means. An ``open`` one is the beginning of a word."""

    word: str
    about: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is to be completed: the beginning of the word, and the ledger's folder."""

    ctx: click.Context
    begun: str

    @property
    def root(self) -> Path | None:
        """The ledger's folder; ``None`` where there is none."""
        app = self.ctx.find_object(App)
        if app is None or app.ledger is None:
            return disk.find_ledger(Path.cwd())
        return Path(home_expanded(str(app.ledger)))

    @property
    def config(self) -> Config:
        """The ledger's settings as far as they can be read, or those of every ledger."""
        from opledger.core.config import Config
        from opledger.files.quick import settings_of

        root = self.root
        if root is None:
            return Config()
        config = settings_of(disk.Folder(root))
        if config is not None:
            return config
        from opledger.files.reading import read_config

        return read_config(disk.Folder(root))[0]


Source = Callable[[Place], Iterable[Suggestion]]


def suggestions(param: click.Parameter, place: Place) -> list[Suggestion] | None:
    """What a parameter can be, of what begins as it was begun; ``None`` where it is for Click.

    A word that no line of a terminal can show as it is is left out.
    """
    source = _BY_OPTION.get(param.opts[0]) or _BY_METAVAR.get(takes(param))
    if source is None:
        return None
    return [
        Suggestion(each.word, _brief(each.about), each.open)
        for each in source(place)
        if each.word.startswith(place.begun) and each.word and printable(each.word) == each.word
    ]


def takes(param: click.Parameter) -> str:
    """The word that stands for a parameter's value in the help, without brackets and dots."""
    return (param.metavar or "").strip("[].")


def _brief(about: str) -> str:
    text = printable(" ".join(about.split()))
    return text if len(text) <= _MOST_ABOUT else f"{text[: _MOST_ABOUT - 1]}…"


def _labelled(kind: str) -> Callable[[Config], Iterator[Suggestion]]:
    def words(config: Config) -> Iterator[Suggestion]:
        for word in getattr(config, kind) or ():
            label = config.label(kind, word)
            yield Suggestion(word, label if label != word else "")

    return words


def _levels(kind: str) -> Callable[[Config], Iterator[Suggestion]]:
    def words(config: Config) -> Iterator[Suggestion]:
        levels: Sequence[str] = getattr(config, kind)
        for level in levels:
            about = {levels[0]: "the lowest", levels[-1]: "the highest"}.get(level, "")
            yield Suggestion(level, about)

    return words


def _outcomes(_config: Config) -> Iterator[Suggestion]:
    from opledger.core.narrative.words import ENDED_BY, OUTCOMES

    for outcome in Outcome:
        told = OUTCOMES[outcome]
        yield Suggestion(outcome, told if told != outcome else ENDED_BY[outcome.ended_by])


def _parties(_config: Config) -> Iterator[Suggestion]:
    from opledger.core.narrative.words import ENDED_BY

    for party in Party:
        yield Suggestion(party, ENDED_BY[party])


def _fixed(words: Mapping[str, str]) -> Source:
    return lambda _place: (Suggestion(word, about) for word, about in words.items())


def _words(of: Callable[[Config], Iterable[Suggestion]]) -> Source:
    return lambda place: of(place.config)


def _several(of: Callable[[Config], Iterable[Suggestion]]) -> Source:
    """Words with commas between them."""

    def source(place: Place) -> Iterator[Suggestion]:
        head, comma, _ = place.begun.rpartition(",")
        given = head.split(",")
        for each in of(place.config):
            if each.word not in given:
                yield Suggestion(head + comma + each.word, each.about, each.open)

    return source


def ids(place: Place) -> Iterator[Suggestion]:
    """The ids of the ledger's files, with company and role where a look at the file tells them."""
    from opledger.files.disk import ID

    root = place.root
    if root is None:
        return
    found = {
        PurePosixPath(entry.path).stem: entry
        for entry in disk.scan(root)
        if entry.kind is disk.EntryKind.FILE
    }
    wanted = {name: found[name] for name in found if name.startswith(place.begun)}
    for name in sorted(filter(ID.fullmatch, wanted)):
        yield Suggestion(name, _about(root, wanted[name]) if len(wanted) <= _MOST_READ else "")


def _about(root: Path, entry: disk.Entry) -> str:
    """Company and role, where each is a plain text on a line of its own."""
    content, _ = disk.read(root, entry)
    told: dict[str, str] = {}
    for key, value in _LINE.findall(content):
        text = value.decode("utf-8", "replace")
        quote = text[0]
        if quote in "'\"":
            text = text[1:].partition(quote)[0]
        elif quote in "|>{[&*!%@`":
            continue
        told.setdefault(key.decode(), text if quote in "'\"" else _COMMENT.sub("", text))
    return ", ".join(told[key] for key in ("company", "role") if told.get(key))


def _stages_and_outcomes(place: Place) -> Iterator[Suggestion]:
    yield from _labelled("stages")(place.config)
    yield from _outcomes(place.config)
    yield Suggestion("note", "what happened, without a stage")


def _scores(config: Config) -> Iterator[Suggestion]:
    for goal in config.goals:
        yield Suggestion(f"{goal}=", config.label("goals", goal), open=True)


def _fit(place: Place) -> Iterable[Suggestion]:
    head, equals, _ = place.begun.rpartition("=")
    if not equals or "," in place.begun[len(head) :]:
        return _several(_scores)(place)
    return (Suggestion(f"{head}={score}") for score in range(6))


_FILTERS = {
    "state": "open, ended, quiet or scheduled",
    "stage": "the furthest stage",
    "outcome": "how it ended",
    "by": "who ended it",
    "reason": "why it ended",
    "reopened": "whether it was reopened",
    "source": "how it came about",
    "segment": "what kind of company it is",
    "size": "how many people work there",
    "tag": "a word of yours",
    "interest": "the last level of interest",
    "confidence": "how sure of that level",
    "started": "the day of the first event",
    "ended": "the day of the end",
    "last": "the day of the latest event",
    "days": "from the first event to the end",
    "company": "a text in the company",
    "role": "a text in the role",
    "alias": "a text in the alias",
    "id": "a text in the id",
    "location": "a text in the location",
}
_STATES = {
    "open": "no outcome yet",
    "ended": "there is an outcome",
    "quiet": "open, and nothing for a while",
    "scheduled": "an event lies ahead",
}
_FILTER_WORDS: Mapping[str, Callable[[Config], Iterable[Suggestion]]] = {
    "state": lambda _: (Suggestion(word, about) for word, about in _STATES.items()),
    "stage": _labelled("stages"),
    "outcome": _outcomes,
    "by": _parties,
    "reason": _labelled("reasons"),
    "reopened": lambda _: (Suggestion("yes"), Suggestion("no")),
    "source": _labelled("sources"),
    "segment": _labelled("segments"),
    "interest": _levels("interest"),
    "confidence": _levels("confidence"),
}
_TERM = pattern(r"([a-z]+)(!=|<=|>=|[:=<>])(.*)", re.DOTALL)


def filters(place: Place) -> Iterator[Suggestion]:
    """The fields of a filter; behind the operator, the field's words."""
    from opledger.core.query import ORDERED_FIELDS, ORDERS

    term = _TERM.fullmatch(place.begun)
    if term is None:
        for field, about in _FILTERS.items():
            yield Suggestion(f"{field}:", about, open=True)
        return
    field, operator, begun = term.groups()
    if operator in ORDERS and field not in ORDERED_FIELDS:
        return
    head = f"{field}{operator}"
    if field == "id":
        yield from (
            Suggestion(head + each.word, each.about) for each in ids(Place(place.ctx, begun))
        )
    elif field in _FILTER_WORDS:
        for each in _several(_FILTER_WORDS[field])(Place(place.ctx, begun)):
            yield Suggestion(head + each.word, each.about)


def revisions(place: Place) -> Iterator[Suggestion]:
    """Branches, tags and the latest commits."""
    from opledger.git.names import names

    if place.root is None:
        return
    try:
        found = names(place.root)
    except Failure:
        return
    for each in found:
        yield Suggestion(each.name, each.about)


def _remotes(place: Place) -> Iterator[Suggestion]:
    from opledger.git.names import remotes

    if place.root is not None:
        try:
            yield from (Suggestion(remote.name) for remote in remotes(place.root))
        except Failure:
            return


def _reports(place: Place) -> Iterator[Suggestion]:
    from opledger.core.definitions import definitions

    for section in definitions(place.config):
        yield Suggestion(section.report, section.title)
    yield Suggestion("all", "Every report")


def _codes(_place: Place) -> Iterator[Suggestion]:
    from opledger.files.rules import CHAPTERS

    for _, rules in CHAPTERS:
        for rule in rules:
            yield Suggestion(rule.code, rule.summary.replace("``", ""))


def _templates(_place: Place) -> Iterator[Suggestion]:
    from opledger.files.resources import template_names

    return (Suggestion(name) for name in template_names())


def _zones(_place: Place) -> Iterator[Suggestion]:
    from zoneinfo import available_timezones

    return (Suggestion(name) for name in sorted(available_timezones()))


def _currencies(_place: Place) -> Iterator[Suggestion]:
    from opledger.core.currencies import CURRENCIES

    return (Suggestion(code) for code in sorted(CURRENCIES))


_DAYS = {"today": "", "yesterday": "", "tomorrow": ""}
_BY_OPTION: Mapping[str, Source] = {
    "--source": _words(_labelled("sources")),
    "--segment": _words(_labelled("segments")),
    "--stage": _words(_labelled("stages")),
    "--reason": _several(_labelled("reasons")),
    "--interest": _words(_levels("interest")),
    "--confidence": _words(_levels("confidence")),
    "--fit": _fit,
    "--date": _fixed(_DAYS),
    "--due": _fixed({"today": "", "tomorrow": ""}),
    "--explain": _codes,
    "--remote": _remotes,
    "--timezone": _zones,
    "--currency": _currencies,
    "--id": _fixed({}),  # a new one
    "name": _templates,  # of `site eject`
}
# By the word in the help, brackets and dots around it left out.
_BY_METAVAR: Mapping[str, Source] = {
    "ID": ids,
    "STAGE|OUTCOME|note": _stages_and_outcomes,
    "FILTER": filters,
    "REPORT": _reports,
    "REV": revisions,
    "A": revisions,
    "B": revisions,
}
