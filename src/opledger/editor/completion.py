"""What may stand where somebody types: keys, words of the ledger, dates, names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import available_timezones

from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.core.model import Opportunity
from opledger.editor.cursor import Cursor, cursor_at
from opledger.editor.meanings import fixed, in_use, label, listed, meaning, used_text
from opledger.files.emit import in_brackets
from opledger.files.schema import EVENT
from opledger.files.shapes import (
    Anything,
    Choice,
    Day,
    Field,
    Flag,
    Items,
    NewWord,
    Record,
    Shape,
    Table,
    Text,
    Word,
)

_AHEAD = {"due", "deadline", "ended"}  # keys whose day most often lies ahead


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that can stand at the place.

    ``text`` takes the place of the source from ``start`` to ``end``; with ``snippet`` it has one
    stop, ``$0`` at ``stop``, an index in it. ``detail`` is told beside the ``label``, ``about``
    below it; ``filter`` is what is compared with what was typed. They are sorted by ``rank``.
    """

    label: str
    text: str
    start: int
    end: int
    kind: str
    rank: int
    detail: str = ""
    about: str = ""
    filter: str = ""
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What completion draws on: settings, the opportunities read so far, and today."""

    config: Config
    opportunities: tuple[Opportunity, ...]
    today: date


def completions(text: str, record: Record, index: int, known: Known) -> tuple[Completion, ...]:
    """What may stand at a place of a file's text, the likeliest first."""
    cursor = cursor_at(text, record, index)
    if cursor is None:
        return ()
    make = _keys if cursor.is_key else _values
    return tuple(_placed(cursor, rank, each) for rank, each in enumerate(make(cursor, known)))


@dataclass(frozen=True, slots=True)
class _Offered:
    """A completion before it has a place; ``inner`` stands behind the stop."""

    word: str
    text: str
    kind: str
    detail: str = ""
    about: str = ""
    stop: int | None = None


def _placed(cursor: Cursor, rank: int, each: _Offered) -> Completion:
    lead = "" if cursor.spaced else " "
    return Completion(
        label=each.word,
        text=lead + each.text,
        start=cursor.start,
        end=cursor.end,
        kind=each.kind,
        rank=rank,
        detail=each.detail,
        about=each.about,
        filter=cursor.quote + each.word,
        stop=None if each.stop is None else each.stop + len(lead),
    )


def _keys(cursor: Cursor, known: Known) -> Iterator[_Offered]:
    match cursor.shape:
        case Record(fields=fields):
            order = sorted(fields.items(), key=lambda pair: not pair[1].required)
            for name, field in order:
                if name not in cursor.present:
                    yield _key(name, field, cursor)
        case Table(vocabulary=vocabulary, of=of) if vocabulary:
            for each in _words(vocabulary, known):
                if each.word not in cursor.present:
                    behind, _ = _behind(of, cursor)
                    yield _Offered(each.word, each.text + behind, "word", each.detail, each.about)


def _key(name: str, field: Field, cursor: Cursor) -> _Offered:
    behind, stop = _behind(field.of, cursor)
    detail = "needed" if field.required else ""
    where = len(name) + stop if stop is not None else None
    return _Offered(name, name + behind, "key", detail, field.about, where)


def _behind(shape: Shape, cursor: Cursor) -> tuple[str, int | None]:
    """What follows a new key, and where typing goes on in it, if not at its end."""
    if cursor.colon:
        return "", None
    match shape:
        case Items(of=Record()) | Table() | Anything() if not cursor.flow:
            return ":", None
        case Items(of=Record()):
            return ": [{}]", 4
        case Items():
            return ": []", 3
        case Record() | Table():
            return ": {}", 3
    return ": ", None


def _values(cursor: Cursor, known: Known) -> Iterator[_Offered]:
    for each in _of_shape(cursor.shape, cursor, known):
        if not (isinstance(cursor.path[-1], int) and each.word in cursor.present):
            yield each


def _of_shape(shape: Shape, cursor: Cursor, known: Known) -> Iterator[_Offered]:
    match shape:
        case Word(vocabulary=vocabulary):
            yield from _words(vocabulary, known)
        case NewWord() if cursor.path[0] == "tags":
            yield from _words("tags", known)
        case Choice(what=what, words=words):
            for word in words:
                yield _Offered(word, in_brackets(word), "word", fixed(what, word))
        case Day():
            yield from _days(str(cursor.path[-1]), known.today)
        case Flag():
            yield from (_Offered(word, word, "word") for word in ("true", "false"))
        case Items(of=of) if of is EVENT and cursor.start == cursor.end:
            text = f"- date: {known.today}"
            yield _Offered(text, text, "date", "an event of today")
        case Text():
            yield from _texts(shape, cursor, known)


def _words(vocabulary: str, known: Known) -> Iterator[_Offered]:
    """The words a ledger lists, in its order; where it lists none, those in use."""
    config = known.config
    words = listed(config, vocabulary)
    if words is not None:
        for word in words:
            about = meaning(config, vocabulary, word)
            detail = label(config, vocabulary, word)
            yield _Offered(word, in_brackets(word), "word", detail, about)
        return
    for word, count in in_use(known.opportunities, vocabulary).items():
        yield _Offered(word, in_brackets(word), "word", used_text(count))


def _days(key: str, today: date) -> Iterator[_Offered]:
    later = key in _AHEAD
    near = ((1, "tomorrow"), (7, "in a week")) if later else ((-1, "yesterday"),)
    for days, told in ((0, "today"), *near):
        day = (today + timedelta(days=days)).isoformat()
        yield _Offered(day, day, "date", told)


def _texts(shape: Text, cursor: Cursor, known: Known) -> Iterator[_Offered]:
    path = cursor.path
    if shape.form == "currency":
        for code, count in sorted(_currencies(known).items()):
            yield _Offered(code, code, "word", used_text(count) if count else "the ledger's")
    elif shape.form == "timezone":
        yield from (_Offered(zone, zone, "word") for zone in sorted(available_timezones()))
    elif path[0] == "people" and path[-1] == "name":
        for name, told in sorted(_people(known.opportunities).items()):
            yield _Offered(name, in_brackets(name), "person", told)


def _currencies(known: Known) -> dict[str, int]:
    """The currencies that the ledger's files name, with how many; its own is always among them."""
    found = {known.config.currency: 0} if known.config.currency else {}
    for each in known.opportunities:
        named = {event.offer.currency for event in each.events if event.offer}
        named |= {each.market.currency} if each.market else set()
        for code in filter(None, named):
            found[code] = found.get(code, 0) + 1
    return found


def _people(opportunities: Iterable[Opportunity]) -> dict[str, str]:
    """Whom the ledger knows, with what they do and where."""
    found: dict[str, str] = {}
    for each in opportunities:
        for person in each.people:
            told = ", ".join(part for part in (person.role, each.company) if part)
            found.setdefault(person.name, told)
    return found
