"""A guess written down as a mapping's file: every line says why it stands there.

What is not decided is a line that begins with ``# ?``, or the word ``DECIDE`` where the mapping
can't do without; an import with that is refused.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.exchange.columnwords import (
    EMPTY_WORDS,
    NO_WORDS,
    OUTCOMES,
    STAGE_WORDS,
    YES_WORDS,
    plain,
)
from opledger.exchange.delimited import DELIMITERS
from opledger.exchange.guess import LEAVE, DayColumn, Guess, in_order, orders
from opledger.exchange.guesslines import LONGEST, beside, entry, quoted, theirs
from opledger.exchange.origin import form_of
from opledger.exchange.samples import texts_of
from opledger.files.diagnostics import printable
from opledger.files.emit import in_brackets

if TYPE_CHECKING:
    from collections.abc import Sequence

DECIDE = "DECIDE"
_MARK = "  # ? "
_SHOWN = 3
_SILENT = 30
_LABELS = {"applied": "Applied", "call": "Call", "interview": "Interview", "offer": "Offer"}
_WORDS = 12
_ANSWER = re.compile(r"respon|antwort|repons|respuest|ruckmeldung|contact|kontakt")
_SOURCES = (
    (re.compile(r"referr|empfehl|empfohlen|recommand|referid|recomend", re.IGNORECASE), "warm"),
    (re.compile(r"\b(recruiter|headhunt)|contacted me", re.IGNORECASE), "inbound"),
)
_NO_DAY = "The log tells no day for this; it is that of the event before."


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping's text, and how many of its lines are not decided."""

    text: str
    undecided: tuple[str, ...]


def draft_text(guess: Guess) -> Draft:
    """The mapping that a guess comes to."""
    lines = "\n".join(_Writing(guess).lines()).split("\n")
    undecided = tuple(
        line.strip().removeprefix("# ?").strip()
        for line in lines
        if line.lstrip().startswith("# ?") or DECIDE in line.partition(" # ")[0]
    )
    head = (
        f"# A mapping for {printable(guess.sample.file.name)}, drafted by 'import --guess'.",
        "# Look it over: each line says why it is there. What begins with '# ?' is not",
        f"# decided, nor is {DECIDE}; docs/import.md explains every key.",
    )
    return Draft("\n".join((*head, *lines, "")), undecided)


def map_name(guess: Guess) -> str:
    """The name of the mapping: the log's, in the letters that a name may have."""
    return re.sub(r"[^\w.+-]+", "-", PurePath(guess.sample.file.name).stem).strip("-")[:60] or "log"


@dataclass(frozen=True, slots=True)
class _Writing:
    guess: Guess

    def lines(self) -> Iterator[str]:
        yield f"name: {quoted(map_name(self.guess))}"
        yield from self._layout()
        yield from self._dates()
        yield from self._empty()
        if self.guess.grouped:
            columns = in_brackets(list(self.guess.grouped))
            yield beside(f"group: {columns}", "many rows tell of the same one")
        yield "fields:"
        yield from self._fields()
        yield "events:"
        yield from self._events()
        if self.guess.statuses:
            yield "statuses:"
            yield from self._statuses()
        if self.guess.counted:
            columns = in_brackets(list(self.guess.counted))
            yield beside(f"ignore: {columns}", "numbers that a spreadsheet counted, by their names")
        yield from self._kept()
        if self.guess.config is None:
            yield from self._ledger()

    def _layout(self) -> Iterator[str]:
        sample = self.guess.sample
        layout, why = sample.layout, sample.reasons
        signs = {sign: name for name, sign in DELIMITERS.items()}
        if sample.form and form_of(sample.file.name) != sample.form:
            yield beside(f"format: {sample.form}", "by what the file holds")
        if "encoding" in why:
            yield beside(f"encoding: {layout.encoding}", why["encoding"])
        if "delimiter" in why and layout.delimiter != ",":
            yield beside(f"delimiter: {signs[layout.delimiter]}", why["delimiter"])
        if layout.sheet:
            yield f"sheet: {quoted(layout.sheet)}"
        if "header" in why:
            yield beside("header: none", why["header"])
        if layout.header.line is not None:
            yield beside(f"header_row: {layout.header.line}", why["header_row"])
        if layout.fill_short and sample.form == "csv":
            yield beside("short_rows: fill", why["short_rows"])
        if layout.records:
            yield beside(f"records: {quoted(layout.records)}", why["records"])

    @property
    def _used(self) -> list[DayColumn]:
        guess = self.guess
        said = {day.column for day in guess.days if guess.said_of(day) not in {"", LEAVE}}
        aside = {"aside", "unknown"}
        return [day for day in guess.days if day.kind not in aside or day.column in said]

    @property
    def _order(self) -> str:
        order = orders(self._used)
        return self.guess.answers.get("order", order) if order == "open" else order

    def _dates(self) -> Iterator[str]:
        order = self._order
        if order == "both":
            yield "# day and month stand in another order in each column of dates: see 'events'"
            return
        if order == "open":
            shown = next(day for day in self._used if day.signs.is_open)
            example = self._example(shown.column)
            could = " or ".join(shown.signs.formats)
            where = f"{example} in '{shown.column}' could be {could}"
            yield beside(f"dates: {DECIDE}", where)
            return
        formats = list(dict.fromkeys(f for day in self._used for f in in_order(day, order)))
        if not formats and any(day.signs.strange for day in self._used):
            yield beside(f"dates: {DECIDE}", "no year: {format: '%d.%m.', since: 2024-01-31}")
        elif formats and formats != ["iso"]:
            told = formats[0] if len(formats) == 1 else formats
            yield beside(f"dates: {in_brackets(told)}", self._why_so(order))
        for day in self._used:
            strange = [t for t in day.signs.strange if t.casefold() not in EMPTY_WORDS]
            if strange and formats:
                shown_texts = ", ".join(f"'{printable(text[:30])}'" for text in strange[:_SHOWN])
                where = printable(day.column)
                yield f"# ? no dates, so such rows will be bad: {shown_texts} in '{where}'"

    def _why_so(self, order: str) -> str:
        proof = next((day for day in self._used if day.signs.proof), None)
        if "order" in self.guess.answers and order:
            return "as you said"
        if proof is not None and order:
            return f"{proof.signs.proof} in '{proof.column}' can only be so"
        day = next((day for day in self._used if day.signs.formats), None)
        return f"such as {self._example(day.column)} in '{day.column}'" if day else ""

    def _example(self, column: str) -> str:
        texts = texts_of(self.guess.sample.rows.rows, column)
        return next((text for text in texts if text.casefold() not in EMPTY_WORDS), "those")

    def _empty(self) -> Iterator[str]:
        rows = self.guess.sample.rows
        found = {
            text.casefold(): text
            for column in rows.columns
            for text in texts_of(rows.rows, column)
            if text.casefold() in EMPTY_WORDS
        }
        if found:
            words = in_brackets([found[word] for word in sorted(found)])
            yield beside(f"empty: {words}", "what is written for nothing")

    def _fields(self) -> Iterator[str]:
        fields = self.guess.fields
        if "company" not in fields:
            yield f"  company: {DECIDE}"
        for kind in ("company", "role", "location", "url", "notes"):
            if kind in fields and fields[kind] != LEAVE:
                yield f"  {kind}: {quoted(fields[kind])}"
        if "segment" in fields and (
            self.guess.config is None or self.guess.config.segments is None
        ):
            yield f"  segment: {{column: {quoted(fields['segment'])}, word: true}}"
        if "source" in fields:
            yield from self._source(fields["source"])
        person = {"contact": "name", "email": "email", "phone": "phone"}
        told = [f"{person[kind]}: {quoted(fields[kind])}" for kind in person if kind in fields]
        if told:
            yield f"  people: {{{', '.join(told)}}}"

    def _source(self, column: str) -> Iterator[str]:
        """What their words for the source come to: only those that can be told are."""
        config = self.guess.config
        known = tuple(config.sources) if config else tuple(Config().sources)
        rest = "application" if "application" in known else "drop"
        texts = dict.fromkeys(texts_of(self.guess.sample.rows.rows, column))
        words = {}
        for pattern, word in _SOURCES:
            found = [text for text in texts if pattern.search(text)]
            words.update({text: word for text in found if word in known})
        if {text.casefold() for text in texts} <= {*YES_WORDS, *NO_WORDS}:
            yes = [text for text in texts if text.casefold() in YES_WORDS]
            words, rest = {text: "warm" for text in yes if "warm" in known}, "drop"
        told = ", ".join(f"{theirs(text)}: {word}" for text, word in list(words.items())[:_WORDS])
        told = f"{{{told}, otherwise: {rest}}}" if told else f"{{otherwise: {rest}}}"
        text = f"  source: {{column: {quoted(column)}, words: {told}}}"
        yield beside(text, "their own word stays under extra")

    def _events(self) -> Iterator[str]:
        guess = self.guess
        if guess.nested:
            column, day, status = map(quoted, guess.nested)
            yield f"  - {{each: {column}, date: {day}, status: {status}}}"
            return
        if guess.grouped:
            yield from self._status()
            return
        for each in guess.of_kind("applied"):
            word = guess.stages.get("applied", DECIDE)
            yield f"  - {{stage: {word}, date: {self._date(each)}, by: {{constant: me}}}}"
        for word, each in self._steps():
            what = "outcome" if word in OUTCOMES else "stage"
            yield f"  - {{{what}: {word}, date: {self._date(each)}}}"
        for kind, column in guess.yes:
            texts = dict.fromkeys(texts_of(guess.sample.rows.rows, column))
            yes = [text for text in texts if text.casefold() in YES_WORDS]
            when = in_brackets({column: yes})
            word = guess.stages.get(kind, DECIDE)
            yield beside(
                f"  - {{when: {when}, stage: {word}, date: {{after: previous}}}}",
                "its day was not kept",
            )
        for each in guess.of_kind("unknown"):
            if not guess.said_of(each):
                yield f"{_MARK}what does the date '{printable(each.column)}' tell?"
        if guess.status:
            yield from self._status()
        elif not guess.of_kind("applied", "call", "interview", "offer"):
            yield f"  - {{stage: {guess.stages.get('applied', DECIDE)}, date: {DECIDE}}}"

    def _steps(self) -> list[tuple[str, DayColumn]]:
        """The columns whose date is that of a stage or an end, as they follow in the ledger."""
        guess = self.guess
        known = [*(guess.config.stages if guess.config else _LABELS), *OUTCOMES]
        kinds = guess.of_kind("call", "interview", "offer")
        named = [(guess.stages.get(day.kind, DECIDE), day) for day in kinds]
        said = [(guess.said_of(day), day) for day in guess.of_kind("unknown")]
        steps = [*(pair for pair in said if pair[0] in known), *named]
        places = [day.column for day in guess.days]
        last = len(known)
        return sorted(
            steps,
            key=lambda step: (
                known.index(step[0]) if step[0] in known else last,
                places.index(step[1].column),
            ),
        )

    def _status(self) -> Iterator[str]:
        guess = self.guess
        days = [self._date(day) for day in guess.of_kind("closed", "updated")]
        if guess.grouped:
            own = [self._date(day) for day in guess.of_kind("applied", "closed", "updated")]
            date = own[0] if own else DECIDE
            yield f"  - {{status: {quoted(guess.status)}, date: {date}}}"
            return
        has_previous = bool(guess.of_kind("applied") or self._steps())
        if has_previous:
            days.append("{after: previous}")
        date = days[0] if len(days) == 1 else f"[{', '.join(days)}]" if days else DECIDE
        text = f"  - {{status: {quoted(guess.status)}, date: {date}}}"
        if days == ["{after: previous}"]:
            yield f"{_MARK}no column tells the day of a status: times to an answer mean nothing"
        yield text

    def _date(self, day: DayColumn) -> str:
        formats = in_order(day, "")
        if self._order != "both" or not formats:
            return quoted(day.column)
        return f"{{column: {quoted(day.column)}, formats: {in_brackets(list(formats))}}}"

    def _statuses(self) -> Iterator[str]:
        for each in self.guess.statuses:
            rows = "1 row" if each.count == 1 else f"{each.count} rows"
            key = theirs(each.text)
            answer = self.guess.answers.get(f"status {each.text}", "")
            if answer:
                value, why = self._meant(self._meaning(answer))
                yield from entry(f"  {key}:", value, f"{rows}{why}; as you said")
            elif each.sure:
                value, why = self._meant(each.meanings[0])
                yield from entry(f"  {key}:", value, f"{rows}{why}")
            elif each.meanings:
                words = [self.guess.stages.get(m, m) for m in _in_sequence(each.meanings)]
                told = in_brackets(words if len(words) > 1 else words[0])
                yield f"{_MARK}{key}: {told}   # {rows}; is it?"
            else:
                yield f"{_MARK}{key}: skip   # {rows}; what does it mean?"

    def _meaning(self, word: str) -> str:
        """What a word of the ledger's that the user chose is, in the words of a guess."""
        found = next((key for key, stage in self.guess.stages.items() if stage == word), word)
        return "waiting" if found == "applied" else found

    def _meant(self, meaning: str) -> tuple[str | dict[str, str], str]:
        """What a status is written as, and why."""
        guess = self.guess
        word = guess.stages.get(meaning, DECIDE)
        no_day = not guess.of_kind("closed", "updated") and not guess.nested and not guess.grouped
        match meaning:
            case "never":
                return "skip", "; never applied for"
            case "waiting":
                told = guess.of_kind("applied") and not guess.grouped
                return (
                    ("skip", "; told above") if told else (guess.stages.get("applied", DECIDE), "")
                )
            case "call" | "interview" | "offer":
                own = guess.of_kind(meaning)
                if own:
                    fallback = [*map(self._date, own), *self._fallback()]
                    return {"stage": word, "date": f"[{', '.join(fallback)}]"}, ""
                if no_day:
                    return {"stage": word, "note": quoted(_NO_DAY)}, ""
                return word, ""
            case "ghosted" if guess.of_kind("applied") and not guess.grouped:
                return self._silence(), "; choose the rule"
        if no_day and meaning != "skip":
            what = "outcome" if meaning in OUTCOMES else "stage"
            return {what: meaning, "note": quoted(_NO_DAY)}, ""
        return meaning, ""

    def _silence(self) -> dict[str, str]:
        """Silence has no date: a rule gives it one, so many days after the last word."""
        days = self.guess.of_kind("closed", "updated")
        last = [d for d in days if d.kind == "updated" or _ANSWER.search(plain(d.column))]
        told = [self._date(day) for day in days if day not in last]
        told += [self._late(day) for day in (*last, self.guess.of_kind("applied")[0])]
        note = f"Silence; by a rule it counts from {_SILENT} days after the last word."
        date = told[0] if len(told) == 1 else f"[{', '.join(told)}]"
        return {"outcome": "ghosted", "date": date, "note": quoted(note)}

    def _late(self, day: DayColumn) -> str:
        date = self._date(day)
        if date.startswith("{"):
            return f"{date[:-1]}, plus: {_SILENT}}}"
        return f"{{column: {date}, plus: {_SILENT}}}"

    def _fallback(self) -> list[str]:
        days = [self._date(day) for day in self.guess.of_kind("closed", "updated")]
        return [*days, "{after: previous}"]

    def _kept(self) -> Iterator[str]:
        """The columns that nothing above reads, so that nobody thinks that they are lost."""
        guess = self.guess
        used = {guess.status, *guess.fields.values(), *guess.grouped, *guess.counted}
        used |= {day.column for day in self._used} | {column for _, column in guess.yes}
        used |= {day.column for day in guess.of_kind("unknown") if not guess.said_of(day)}
        used |= {guess.nested[0]} if guess.nested else set()
        rows = guess.sample.rows
        left = [name for name in rows.columns if name not in used and texts_of(rows.rows, name)]
        if left:
            told = f"# kept under extra, as nothing here reads it: {', '.join(left)}"
            yield from textwrap.wrap(
                printable(told), LONGEST, subsequent_indent="#   ", break_on_hyphens=False
            )

    def _ledger(self) -> Iterator[str]:
        told = ", ".join(f"{word}: {label}" for word, label in _LABELS.items())
        yield "ledger:                # what goes into ledger.yaml of a new ledger"
        yield "  title: Job search"
        yield beside("  timezone: UTC", "such as Europe/Berlin")
        yield f"  stages: {{{told}}}"


def _in_sequence(meanings: Sequence[str]) -> list[str]:
    order = ("never", "waiting", *STAGE_WORDS, *OUTCOMES)
    told = {"waiting": "applied", "never": "skip"}
    return [told.get(m, m) for m in sorted(meanings, key=order.index)]
