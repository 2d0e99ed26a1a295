"""What the columns of an unknown log seem to mean, and what nobody can tell from the log alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.exchange.columnwords import (
    DAY_WORDS,
    EMPTY_WORDS,
    FIELD_WORDS,
    NO_WORDS,
    OUTCOMES,
    STAGE_WORDS,
    STATUS_WORDS,
    YES_WORDS,
    meanings,
    nearest,
    plain,
)
from opledger.exchange.daysigns import YEAR_FIRST, DaySigns, day_signs, order_of
from opledger.exchange.rows import Row
from opledger.exchange.samples import Sample, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_STATUSES = 60
_COUNTED = ("days", "time to", "tage", "jours", "dias", "days since", "age", "duration", "count")
_OWN_STAGES = {"applied": "Applied", "call": "Call", "interview": "Interview", "offer": "Offer"}
_ORDERS = {"%d%m": "the day", "%m%d": "the month", YEAR_FIRST: "the year"}
LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be decided: the answers and what each means. ``key`` is remembered with it."""

    key: str
    text: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StatusGuess:
    """A status of theirs, how many rows have it, what it can mean, and whether that is sure."""

    text: str
    count: int
    meanings: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of dates: what it tells, and what its texts prove of their format."""

    column: str
    kind: str
    signs: DaySigns


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What was found out; ``stages`` are the ledger's words by the meanings of ``STAGE_WORDS``."""

    sample: Sample
    config: Config | None
    fields: Mapping[str, str]
    days: tuple[DayColumn, ...]
    yes: tuple[tuple[str, str], ...] = ()
    status: str = ""
    statuses: tuple[StatusGuess, ...] = ()
    nested: tuple[str, str, str] | None = None
    grouped: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> tuple[DayColumn, ...]:
        """The columns of dates that tell one of these, in the order of the kinds."""
        return tuple(day for kind in kinds for day in self.days if day.kind == kind)

    def said_of(self, day: DayColumn) -> str:
        """What the user says a column of dates tells that nothing else tells; else nothing."""
        return self.answers.get(f"day {day.column}", "") if day.kind == "unknown" else ""


def guess(sample: Sample, config: Config | None, answers: Mapping[str, str]) -> Guess:
    """What a log seems to mean; ``answers`` are what the user decided, by their questions' keys."""
    return _Guessing(sample, config, answers).guess()


@dataclass(slots=True)
class _Guessing:
    sample: Sample
    config: Config | None
    answers: Mapping[str, str]
    questions: list[Question] = field(default_factory=list)

    def guess(self) -> Guess:
        columns = [name for name in self.sample.rows.columns if not name.startswith("@")]
        texts = {name: texts_of(self.sample.rows.rows, name) for name in columns}
        nested = self._nested(columns)
        days = self._days(texts, nested)
        rest = [
            name for name in columns if name not in {day.column for day in days} and texts[name]
        ]
        status, statuses = self._status(rest, texts, nested)
        yes = tuple(self._yes(rest, texts, status))
        taken = {status, *(column for _, column in yes)}
        fields = self._fields([name for name in rest if name not in taken], texts)
        stages = self._stages()
        days = self._with_applied(days, nested)
        grouped = self._grouped(fields, status if statuses else "")
        self._ask_days(days, by_moves=bool(nested or grouped))
        self._ask_statuses(statuses, stages, days)
        return Guess(
            sample=self.sample,
            config=self.config,
            fields=fields,
            days=days,
            yes=yes,
            status=status if statuses else "",
            statuses=statuses,
            nested=nested,
            grouped=grouped,
            counted=tuple(n for n in rest if _is_counted(n, texts[n]) and n not in fields.values()),
            stages=stages,
            questions=tuple(q for q in self.questions if q.key not in self.answers),
            answers=self.answers,
        )

    def _nested(self, columns: Sequence[str]) -> tuple[str, str, str] | None:
        """A nested list of events: its column, and the names of day and status in it."""
        for column in columns:
            parts = _parts(self.sample.rows.rows, column)
            names = list(dict.fromkeys(name for part in parts for name in part.cells))
            texts = {name: texts_of(parts, name) for name in names}
            days = [n for n in names if day_signs(texts[n], named_so=True)]
            words = [n for n in names if n not in days and _few(texts[n], len(parts))]
            if days and words:
                return column, days[0], words[0]
        return None

    def _days(
        self, texts: Mapping[str, list[str]], nested: tuple[str, str, str] | None
    ) -> tuple[DayColumn, ...]:
        found = []
        for name, told in texts.items():
            kind = nearest(name, DAY_WORDS)[0]
            signs = day_signs([t for t in told if plain_empty(t)], named_so=bool(kind))
            if signs is not None:
                found.append(DayColumn(name, "aside" if nested else kind or "unknown", signs))
        if nested:
            parts = _parts(self.sample.rows.rows, nested[0])
            signs = day_signs(texts_of(parts, nested[1]), named_so=True)
            if signs is not None:
                found.append(DayColumn(nested[1], "each", signs))
        return tuple(found)

    def _with_applied(
        self, days: tuple[DayColumn, ...], nested: tuple[str, str, str] | None
    ) -> tuple[DayColumn, ...]:
        """The columns, one of which tells when it was applied for, if only by the user's word."""
        if nested or any(day.kind == "applied" for day in days):
            return days
        open_ones = [day for day in days if day.kind in {"unknown", "updated", "closed"}]
        chosen = self.answers.get("applied", "")
        if open_ones:
            text = "which column tells the day of the application?"
            choices = tuple((day.column, "") for day in open_ones)
            self.questions.append(Question("applied", text, (*choices, (LEAVE, "none of them"))))
        return tuple(
            DayColumn(day.column, "applied", day.signs) if day.column == chosen else day
            for day in days
        )

    def _status(
        self,
        names: Sequence[str],
        texts: Mapping[str, list[str]],
        nested: tuple[str, str, str] | None,
    ) -> tuple[str, tuple[StatusGuess, ...]]:
        if nested:
            told = texts_of(_parts(self.sample.rows.rows, nested[0]), nested[2])
            return nested[2], _statuses(told)
        scores = {}
        for name in names:
            told = texts[name]
            known = sum(bool(meanings(text)[0]) for text in told) / len(told)
            named, exact = nearest(name, {"status": STATUS_WORDS})
            # A short log repeats few of its words: of a column called so, that says nothing.
            most = MOST_STATUSES if exact and known else min(MOST_STATUSES, max(len(told) // 2, 8))
            if len(set(map(plain, told))) > most:
                continue
            if named or known > 0.5:  # noqa: PLR2004 - most of it
                scores[name] = (known > 0, known + exact, -names.index(name))
        best = max(scores, key=lambda name: scores[name], default="")
        return best, _statuses(texts[best]) if best else ()

    def _yes(
        self, names: Sequence[str], texts: Mapping[str, list[str]], status: str
    ) -> Iterable[tuple[str, str]]:
        for name in names:
            kind = nearest(name, DAY_WORDS)[0]
            words = {text.casefold() for text in texts[name]}
            is_answer = words <= {*YES_WORDS, *NO_WORDS} and words & set(YES_WORDS)
            if kind in {"call", "interview", "offer"} and is_answer and name != status:
                yield kind, name

    def _fields(self, names: Sequence[str], texts: Mapping[str, list[str]]) -> dict[str, str]:
        scores: dict[str, list[tuple[bool, str]]] = {}
        links = [n for n in names if sum("://" in t for t in texts[n]) * 2 > len(texts[n])]
        for name in names:
            kind, exact = nearest(name, FIELD_WORDS)
            if kind and (kind != "url" or name in links) and not _is_counted(name, texts[name]):
                scores.setdefault(kind, []).append((exact, name))
        fields = {kind: _best(found) for kind, found in scores.items()}
        if "url" not in fields and links:
            fields["url"] = links[0]
        for kind, what in (("company", "the company"), ("role", "the role")):
            chosen = self.answers.get(kind, "")
            if chosen and chosen != LEAVE:
                fields[kind] = chosen
            elif kind not in fields:
                left = [n for n in names if n not in fields.values()]
                choices = [(n, f"such as {texts[n][0][:30]}") for n in left[:12]]
                if kind == "role":
                    choices.append((LEAVE, "none of them"))
                if left:
                    text = f"which column names {what}?"
                    self.questions.append(Question(kind, text, tuple(choices)))
        return fields

    def _stages(self) -> dict[str, str]:
        """The ledger's word for each meaning, where it has one that says as much."""
        if self.config is None:
            return {meaning: meaning for meaning in _OWN_STAGES}
        found = {}
        for meaning, words in STAGE_WORDS.items():
            given = self.answers.get(f"stage {meaning}", "")
            word = given or next((word for word in words if word in self.config.stages), "")
            if word:
                found[meaning] = word
        return found

    def _grouped(self, fields: Mapping[str, str], status: str) -> tuple[str, ...]:
        """The columns that name an opportunity, where several rows tell of one."""
        names = tuple(fields[kind] for kind in ("company", "role") if kind in fields)
        if not names or not status:
            return ()
        rows = self.sample.rows.rows
        keys = [tuple(plain(str(row.cells.get(name, ""))) for name in names) for row in rows]
        more = sum(count for count in Counter(keys).values() if count > 1)
        return names if more * 3 > len(keys) else ()

    def _ask_days(self, days: tuple[DayColumn, ...], *, by_moves: bool) -> None:
        """Ask in which order days stand; what each tells, unless a row or a part is a move."""
        used = [day for day in days if day.kind != "aside"]
        if orders(used) == "open":
            shown = next((d for d in used if d.signs.is_open), None)
            text = _example(self.sample, shown) if shown else ""
            where = f" ('{shown.column}')" if shown else ""
            what = f"dates such as {text}{where}: which comes first?"
            told = {
                order_of(form) for day in used if day.signs.is_open for form in day.signs.formats
            }
            answers = tuple((order, name) for order, name in _ORDERS.items() if order in told)
            self.questions.append(Question("order", what, answers))
        if by_moves or not any(day.kind == "applied" for day in days):
            return
        known = tuple(self.config.stages) if self.config else tuple(_OWN_STAGES)
        for day in days:
            if day.kind == "unknown":
                text = f"what does the date '{day.column}' tell?"
                choices = tuple((word, "") for word in (*known, *OUTCOMES))
                leave = (LEAVE, "nothing that counts; it is kept under extra")
                self.questions.append(Question(f"day {day.column}", text, (*choices, leave)))

    def _ask_statuses(
        self,
        statuses: tuple[StatusGuess, ...],
        stages: Mapping[str, str],
        days: tuple[DayColumn, ...],
    ) -> None:
        needed = {each.meanings[0] for each in statuses if each.sure}
        needed |= {day.kind for day in days} | ({"applied"} if "waiting" in needed else set())
        known = tuple(self.config.stages) if self.config else tuple(_OWN_STAGES)
        for meaning in STAGE_WORDS:
            if meaning in needed and meaning not in stages:
                text = f"which of the ledger's stages is '{meaning}'?"
                choices = tuple((word, "") for word in known)
                self.questions.append(Question(f"stage {meaning}", text, choices))
        for each in statuses:
            if each.sure:
                continue
            rows = "1 row" if each.count == 1 else f"{each.count} rows"
            text = f"what does the status '{each.text}' mean ({rows})?"
            choices = tuple((word, "") for word in (*known, *OUTCOMES))
            skip = ("skip", "no event: it says nothing, or it was never applied for")
            self.questions.append(Question(f"status {each.text}", text, (*choices, skip)))


def orders(days: Sequence[DayColumn]) -> str:
    """Which of day and month comes first: ``%d%m``, ``%m%d``, ``both``, ``open``, or nothing.

    A column that proves it speaks for those that don't.
    """
    firm = {
        order_of(day.signs.formats[0])
        for day in days
        if day.signs.formats and not day.signs.is_open
    }
    firm -= {"", YEAR_FIRST}
    if any(day.signs.is_open for day in days):
        return next(iter(firm)) if len(firm) == 1 else "open"
    return "both" if len(firm) > 1 else next(iter(firm), "")


def in_order(day: DayColumn, order: str) -> tuple[str, ...]:
    """The formats of a column, those of the other order left out where both would read it."""
    formats = day.signs.formats
    if not day.signs.is_open:
        return formats
    return tuple(form for form in formats if order_of(form) in {"", order})


def plain_empty(text: str) -> bool:
    """Whether a text says something: it is none of those that people write for nothing."""
    return text.strip().casefold() not in EMPTY_WORDS


def _statuses(told: Sequence[str]) -> tuple[StatusGuess, ...]:
    counts = Counter(text for text in told if plain_empty(text))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    seen: dict[str, StatusGuess] = {}
    for text, count in ordered:
        key = " ".join(text.split()).casefold()
        if key in seen:
            first = seen[key]
            seen[key] = replace(first, count=first.count + count)
        else:
            seen[key] = StatusGuess(text, count, *meanings(text))
    return tuple(seen.values())


def _parts(rows: Sequence[Row], column: str) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        value = row.cells.get(column)
        parts = value if isinstance(value, list) else []
        found.extend(Row(row.number, None, part) for part in parts if isinstance(part, Mapping))
    return found


def _few(texts: Sequence[str], count: int) -> bool:
    return bool(texts) and len(set(texts)) <= MOST_STATUSES and len(texts) * 2 > count


def _best(found: list[tuple[bool, str]]) -> str:
    return max(found, key=lambda each: each[0])[1]


def _is_counted(name: str, texts: Sequence[str]) -> bool:
    """Whether a column seems to be counted by a spreadsheet: days since, time to."""
    numbers = all(text.lstrip("-").replace(".", "", 1).isdigit() for text in texts)
    return numbers and any(f" {word} " in f" {plain(name)} " for word in _COUNTED)


def _example(sample: Sample, day: DayColumn) -> str:
    """A text of a column of dates, or of a part of a nested one."""
    rows = sample.rows.rows
    nested = (_parts(rows, column) for column in sample.rows.columns)
    for among in (rows, *nested):
        for text in texts_of(among, day.column):
            if plain_empty(text):
                return text
    return ""
