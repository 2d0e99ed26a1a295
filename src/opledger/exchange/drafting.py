"""From the rows of one opportunity to the plain values of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.vocabulary import Outcome, Party
from opledger.exchange.leftover import leftover
from opledger.exchange.mapfile import TEXT_FIELDS
from opledger.exchange.mapping import Happening, Mapping, Template, Values, Word
from opledger.exchange.picking import BadValue, Picked, Picker, Scope, number
from opledger.exchange.rows import KEY
from opledger.exchange.story import Entry, Repair, tell
from opledger.exchange.wording import dated_columns
from opledger.files.diagnostics import Position
from opledger.files.rules.forms import is_email, is_link
from opledger.files.rules.words import is_new_word

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.exchange.rows import Path, Row

AMOUNTS = ("base", "bonus", "sign_on", "total")
_SHOWN = 40
Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Draft:
    """One opportunity, not yet a file.

    ``aside`` counts texts that no field takes, by field; they are kept under ``extra``.
    ``passed_over`` are statuses that stand for no event. Without events there is no opportunity.
    """

    rows: tuple[Row, ...]
    values: MappingOf[str, object]
    events: tuple[Entry, ...]
    key: str
    repairs: Counter[Repair]
    aside: Counter[str]
    passed_over: tuple[str, ...]


@dataclass(slots=True)
class Drafting:
    """Drafts one opportunity; what it has used of its rows gathers on the way."""

    mapping: Mapping
    picker: Picker
    config: Config
    rows: tuple[Row, ...]
    used: list[tuple[int, Path]] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    passed_over: list[str] = field(default_factory=list)

    def draft(self) -> Draft:
        """The opportunity that the rows tell.

        Raises:
            BadValue: something in them can't be taken.
        """
        values = self._fields()
        if not values.get("company"):
            columns = ", ".join(c.text for v in self.mapping.fields["company"] for c in v.columns)
            message = f"no company ('{columns}' is empty)"
            raise BadValue(message)
        given = tuple(self._entries())
        start = self.mapping.start.text if self.mapping.start else self.config.stage_order[0]
        offers = self.config.stage_order[self.config.rank(self.config.offer_stage) :]
        events, repairs = tell(given, start, offers=offers, keep_order=self.mapping.keep_order)
        key = self._key(values, events)
        rest = leftover(self.rows, self.used, self.mapping)
        values["extra"] = {"import": {"map": self.mapping.name, "key": key}, **rest}
        times = self.mapping.keep_times
        values["events"] = [entry.as_values(with_time=times) for entry in events]
        passed = tuple(self.passed_over)
        return Draft(self.rows, values, events, key, repairs, self.aside, passed)

    def _pick(self, values: Values) -> tuple[Picked, int]:
        """The first row's value that is not empty, and the place of that row."""
        for place, row in enumerate(self.rows):
            picked = self.picker.pick(values, Scope(row.cells))
            if picked.texts:
                return picked, place
        return Picked(), 0

    def _use(self, picked: Picked, place: int) -> None:
        self.used.extend((place, path) for path in picked.paths)

    def _taken(self, values: Values) -> str:
        picked, place = self._pick(values)
        self._use(picked, place)
        return _one_line(picked.text)

    def _fields(self) -> dict[str, object]:
        values: dict[str, object] = {}
        nested: dict[str, dict[str, object]] = {}
        for name, wanted in self.mapping.fields.items():
            top, _, part = name.partition(".")
            value = self._field(name, wanted)
            if value in (None, "", []):
                continue
            if part:
                nested.setdefault(top, {})[part] = value
            else:
                values[name] = value
        if "total" not in nested.get("market", {"total": 0}):
            del nested["market"]
        people = [person for wanted in self.mapping.people if (person := self._person(wanted))]
        return {**values, **nested, **({"people": people} if people else {})}

    def _field(self, name: str, wanted: Values) -> object:
        match name:
            case "url":
                return self._fitting(name, wanted, is_link)
            case "tags":
                return self._tags(wanted)
            case "notes":
                picked, place = self._pick(wanted)
                self._use(picked, place)
                return "\n\n".join(picked.texts)
            case "market.total":
                return self._number(wanted)
            case "next.due":
                picked, place = self._pick(wanted)
                self._use(picked, place)
                return self.picker.day(picked)[0] if picked.texts else None
        return self._taken(wanted) if name in TEXT_FIELDS or "." in name else None

    def _fitting(self, name: str, wanted: Values, fits: Fits) -> str:
        """A text that its field takes; another one is left to ``extra``, and counted."""
        picked, place = self._pick(wanted)
        if not picked.text:
            return ""
        if not fits(picked.text):
            self.aside[name] += 1
            return ""
        self._use(picked, place)
        return picked.text

    def _tags(self, wanted: Values) -> list[str]:
        picked, place = self._pick(wanted)
        if not all(is_new_word(text) for text in picked.texts):
            self.aside["tags"] += 1
            return [text for text in dict.fromkeys(picked.texts) if is_new_word(text)]
        self._use(picked, place)
        return list(dict.fromkeys(picked.texts))

    def _number(self, wanted: Values) -> float | int | None:
        picked, place = self._pick(wanted)
        self._use(picked, place)
        decimal = next((value.decimal for value in wanted), "")
        return number(picked.text, decimal, picked.column) if picked.texts else None

    def _person(self, wanted: MappingOf[str, Values]) -> dict[str, object]:
        person: dict[str, object] = {}
        for name, values in wanted.items():
            if name == "email":
                person[name] = self._fitting("people.email", values, is_email)
            else:
                person[name] = self._taken(values)
        told = {name: value for name, value in person.items() if value}
        if told and "name" not in told:
            # A person needs a name; an address is one that they answer to.
            told["name"] = next(
                iter(told.get(name) for name in ("email", "role") if name in told), ""
            )
        return told if told.get("name") else {}

    def _entries(self) -> Iterator[Entry]:
        previous: date | None = None
        for place, row in enumerate(self.rows):
            try:
                for entry in self._of_row(row, place, previous):
                    previous = entry.date
                    yield entry
            except BadValue as wrong:
                wrong.row = row
                raise

    def _of_row(self, row: Row, place: int, previous: date | None) -> Iterator[Entry]:
        for template in self.mapping.events:
            for scope, path in self._scopes(template, row):
                if path is not None:
                    self.used.append((place, path))
                for entry in self._of_template(template, scope, place, previous):
                    previous = entry.date
                    yield entry

    def _scopes(self, template: Template, row: Row) -> Iterable[tuple[Scope, Path | None]]:
        scope = Scope(row.cells)
        return self.picker.parts(template.each, scope) if template.each else [(scope, None)]

    def _of_template(
        self, template: Template, scope: Scope, place: int, previous: date | None
    ) -> Iterator[Entry]:
        if not self.picker.holds(template.when, scope):
            return
        for happening, said in self._happenings(template, scope, place):
            wanted = happening.dates or template.dates
            dated, picked = self.picker.dated(wanted, scope, previous)
            if dated is None:
                if self._needs_date(template, said):
                    raise BadValue(self._undated(template, said))
                return
            self._use(picked, place)
            entry = Entry(
                date=dated[0],
                time=dated[1],
                stage=happening.stage.text if happening.stage else None,
                outcome=Outcome(happening.outcome.text) if happening.outcome else None,
                reasons=tuple(word.text for word in happening.reasons),
                by=happening.by.text if happening.by else None,
                note=happening.note,
                said=said,
            )
            entry = self._filled(entry, template, scope, place)
            if entry.stage or entry.outcome or _tells(entry):
                previous = entry.date
                yield entry

    def _happenings(
        self, template: Template, scope: Scope, place: int
    ) -> Iterator[tuple[Happening, str]]:
        if not template.status:
            fixed = Happening(stage=template.stage, outcome=template.outcome)
            yield fixed, ""
            return
        picked = self.picker.pick(template.status, scope)
        if len(self.rows) > 1 or self.mapping.group:
            self._use(picked, place)
        statuses = template.statuses or self.mapping.statuses
        for text in picked.texts:
            status = statuses.find(text) if statuses else None
            if status is None:
                message = (
                    f"unknown status '{text[:_SHOWN]}' in '{picked.column}': add it to 'statuses'"
                )
                raise BadValue(message)
            if not status:
                self.passed_over.append(text)
            yield from ((happening, text) for happening in status)

    def _needs_date(self, template: Template, said: str) -> bool:
        """Whether something is known to have happened, so that its date must not be missing.

        Where the date is all there is to tell of it, an empty date means that it did not happen.
        """
        return bool(said or template.when)

    def _undated(self, template: Template, said: str) -> str:
        what = f"status '{said[:_SHOWN]}'" if said else "an event"
        if not said and (word := template.stage or template.outcome):
            what = f"'{word.text}'"
        names = dict.fromkeys(
            column.text for each in template.dates if each.value for column in each.value.columns
        )
        where = f" ({', '.join(names)} empty)" if names else ""
        return f"no date for {what}{where}: give 'date' another column or a default"

    def _filled(self, entry: Entry, template: Template, scope: Scope, place: int) -> Entry:
        """The event with what the template takes from columns."""
        told: dict[str, object] = {}
        for name, values in template.values.items():
            picked = self.picker.pick(values, scope)
            if not picked.texts or (name == "reasons" and not entry.outcome):
                continue
            self._use(picked, place)
            if name == "reasons":
                told[name] = tuple(dict.fromkeys((*entry.reasons, *picked.texts)))
            elif name in {"note", "lesson"}:
                told[name] = "\n".join(picked.texts)
            else:
                told[name] = _one_line(picked.text)
        offer = self._offer(template, scope, place)
        if offer:
            told["offer"] = offer
        if "note" in told and entry.note:
            told["note"] = f"{entry.note}\n{told['note']}"
        if told.get("by") not in (None, Party.ME, Party.COMPANY):
            message = f"'by' is me or company, not '{told['by']}': translate it with 'words'"
            raise BadValue(message)
        return replace(entry, **told)  # type: ignore[arg-type]

    def _offer(self, template: Template, scope: Scope, place: int) -> dict[str, object]:
        """What was offered; nothing where neither an amount nor a pending part is told."""
        offer: dict[str, object] = {}
        all_picked = []
        for name, values in template.offer.items():
            picked = self.picker.pick(values, scope)
            if not picked.texts:
                continue
            all_picked.append(picked)
            if name in AMOUNTS:
                decimal = next((value.decimal for value in values), "")
                offer[name] = number(picked.text, decimal, picked.column)
            elif name == "pending":
                offer[name] = list(dict.fromkeys(picked.texts))
            elif name == "deadline":
                offer[name] = self.picker.day(picked)[0]
            else:
                offer[name] = picked.text
        if not any(name in offer for name in (*AMOUNTS, "pending")):
            return {}
        for picked in all_picked:
            self._use(picked, place)
        return offer

    def _key(self, values: MappingOf[str, object], events: tuple[Entry, ...]) -> str:
        """What the opportunity is known by when the log is imported again."""
        columns = self.mapping.key or self.mapping.group or id_columns(self.rows[0])
        if columns:
            found = [self.picker.texts(column, Scope(self.rows[0].cells)) for column in columns]
            if len(found) == 1 and found[0][0] is not None:
                self.used.append((0, found[0][0]))
            if any(texts for _, texts in found):
                days = dated_columns(self.mapping)
                told = [
                    map(self.picker.moment, texts) if column.text in days else texts
                    for column, (_, texts) in zip(columns, found, strict=True)
                ]
                return " | ".join("; ".join(texts) for texts in told)
        first = min((entry.date for entry in events), default=None)
        parts = (values.get("company"), values.get("role"), first)
        return " | ".join("" if part is None else str(part) for part in parts)


def id_columns(row: Row) -> tuple[Word, ...]:
    """The column that identifies a row where the mapping names none: ``id``, or ``@key``."""
    names = (name for name in row.cells if name.casefold() == "id" or name == KEY)
    return tuple(Word(name, Position()) for name in names)[:1]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tells(entry: Entry) -> bool:
    told = (entry.note, entry.lesson, entry.interest, entry.confidence, entry.offer)
    return any(told)
