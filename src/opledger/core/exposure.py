"""What texts that may be shown say of what may not: the last look before a public site is made.

Nothing keeps a listed note from naming the company. This finds what can be found: the names,
addresses and numbers that the ledger holds elsewhere as private, and what looks like one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.late import dataclass, pattern
from opledger.core.publishing import taken_over
from opledger.core.vocabulary import PublicField

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Ledger, Opportunity

Place = tuple[str | int, ...]
_LEAST = 2  # letters or digits of a name that is looked for
_SHORT = 3  # so short a name is looked for as it is written: "HP" is a company, "hp" is not
_LEAST_JOINED = 6  # of one that is found written together, as in an address
_EMAIL = pattern(r"[^\s@<>,;()]+@[^\s@<>,;()]+\.[^\s@<>,;()]+")
_LINK = pattern(r"(?:https?://|mailto:|www\.)\S+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
_PHONE = pattern(
    r"(?<![\w.-])(?:(?:\+|\()[\d\s()./-]{7,}\d|0[\d\s()./-]{7,}\d|\d{3}[\s.-]\d{3}[\s.-]\d{4}(?!\d))"
)
_FORMS = pattern(
    r"(?:[\s,&]+(?:inc|llc|ltd|limited|corp|corporation|co|kg|kgaa|gmbh|ag|se|sa|sas|srl|spa|bv|nv|oy"
    r"|ab|as|plc)\.?)+$",
    re.IGNORECASE,
)
_ASIDE = pattern(r"\s*\([^()]*\)")  # Kestrel (formerly Falcon)


@dataclass(frozen=True, slots=True)
class Exposure:
    """A text that a public site would show: where it stands, and what of it looks private.

    ``path`` is the opportunity's file, empty for the settings; ``place`` leads to the text in it.
    """

    path: str
    place: Place
    what: str
    said: str


def exposures(
    ledger: Ledger, as_of: date, told: Callable[[int, int], None] | None = None
) -> tuple[Exposure, ...]:
    """What the texts of a public site would give away, in the order of files and their texts.

    ``told`` is called with how many opportunities are looked through, of how many.
    """
    pairs, config = taken_over(ledger, as_of)
    listed = PublicField.COMPANY in ledger.config.publish.fields  # an alias may be the same word
    shown = {own.company for own, _ in pairs} if listed else set()
    sought = tuple(_private(ledger, shown))
    found = [
        Exposure("", place, what, said)
        for place, text in _settings(config)
        for what, said in _given_away(text, sought)
    ]
    for done, (own, kept) in enumerate(pairs, 1):
        for place, text in _texts(own, kept):
            found += [Exposure(own.path, place, *each) for each in _given_away(text, sought)]
        if told is not None:
            told(done, len(pairs))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Sought:
    """A private value, as it is looked for."""

    what: str
    value: str
    joined: str


def _private(ledger: Ledger, shown: set[str]) -> Iterator[_Sought]:
    values: dict[str, str] = {}
    for each in ledger.opportunities:
        if each.company not in shown:
            name = _ASIDE.sub("", each.company)
            values.setdefault(_FORMS.sub("", name).strip(" ,") or each.company, "a company")
        for person in each.people:
            values.setdefault(person.name, "a person")
            values.setdefault(person.name.split()[-1], "a person")
            for what, value in (("an e-mail address", person.email), ("a number", person.phone)):
                if value:
                    values.setdefault(value, what)
    for value, what in values.items():
        joined = _joined(value)
        if len(joined) >= _LEAST or (joined and not joined.isascii()):
            yield _Sought(what, value, joined)


def _given_away(text: str, sought: Iterable[_Sought]) -> Iterator[tuple[str, str]]:
    joined = _joined(text)
    for each in sought:
        if each.joined in joined and (
            len(each.joined) >= _LEAST_JOINED
            or not each.joined.isascii()
            or _stands(each.value, text)
        ):
            yield each.what, each.value
    for what, form in (("an e-mail address", _EMAIL), ("a link", _LINK), ("a number", _PHONE)):
        for match in form.finditer(text):
            yield what, match[0].strip()


def _stands(value: str, text: str) -> bool:
    """Whether a name stands in a text as a word; an underscore is no part of one."""
    flags = re.NOFLAG if len(value) <= _SHORT else re.IGNORECASE
    name = re.escape(_unaccented(value))
    return re.search(rf"(?<![^\W_]){name}(?![^\W_])", _unaccented(text), flags) is not None


def _joined(text: str) -> str:
    """Its letters and digits alone, so that ``kestrel-labs.com`` names Kestrel Labs."""
    return "".join(sign for sign in _unaccented(text).casefold() if sign.isalnum())


def _unaccented(text: str) -> str:
    """The letters without their accents: ``Nestle`` names Nestlé."""
    signs = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in signs if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFKC", plain)


def _settings(config: Config) -> Iterator[tuple[Place, str]]:
    yield ("publish", "title"), config.title
    for key in ("stages", "sources", "segments", "reasons"):
        for word, label in (getattr(config, key) or {}).items():
            yield (key, word), f"{word} {label}"
    for word, goal in config.goals.items():
        yield ("goals", word), f"{word} {goal.label}"
    for key in ("interest", "confidence"):
        for nth, word in enumerate(getattr(config, key)):
            yield (key, nth), word


def _texts(own: Opportunity, kept: Opportunity) -> Iterator[tuple[Place, str]]:
    """The texts that are shown of an opportunity, each where it stands in its file."""
    for name in ("alias", "role", "segment", "size", "location", "notes"):
        shown = kept.company if name == "alias" else getattr(kept, name)
        if shown and shown == getattr(own, name):
            yield (name,), shown
    if kept.level:
        yield from _of("level", sought=kept.level.sought, offered=kept.level.offered)
    if kept.market:
        yield from _of("market", source=kept.market.source)
    for nth, tag in enumerate(own.tags):
        if tag in kept.tags:
            yield ("tags", nth), tag
    for nth, question in enumerate(kept.questions):
        yield from _of("questions", nth, ask=question.ask, answer=question.answer)
    yield from _events(own, kept)


def _events(own: Opportunity, kept: Opportunity) -> Iterator[tuple[Place, str]]:
    for name in ("note", "lesson", "reopened"):
        shown = {getattr(event, name) for event in kept.events}
        for event in own.events:
            text = getattr(event, name)
            if text and text in shown:
                yield ("events", event.nth, name), text
    shown = {event.offer.note for event in kept.events if event.offer}
    for event in own.events:
        if event.offer and event.offer.note and event.offer.note in shown:
            yield ("events", event.nth, "offer", "note"), event.offer.note
    reasons = {word for event in kept.events for word in event.reasons}
    for event in own.events:
        for nth, word in enumerate(event.reasons):
            if word in reasons:
                yield ("events", event.nth, "reasons", nth), word


def _of(*above: str | int, **texts: str | None) -> Iterator[tuple[Place, str]]:
    for name, text in texts.items():
        if text:
            yield (*above, name), text
