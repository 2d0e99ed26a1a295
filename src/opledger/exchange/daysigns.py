"""Which format the dates of a log are in, by what the texts themselves can prove.

``03/04/2024`` is the third of April or the fourth of March. A text with a number above twelve
proves which; where none does, nothing is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from opledger.core.late import dataclass
from opledger.exchange.dates import read_date
from opledger.exchange.mapping import DateFormat

_TRIED = 60  # texts, to find the formats that can be meant at all
_UTC = ZoneInfo("UTC")
_CLOCKS = ("", " %H:%M", " %H:%M:%S", ", %H:%M", ", %I:%M %p", " %I:%M %p", " %I:%M:%S %p")
_DAYS = (
    *("%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d", "%Y.%m.%d"),
    *("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y"),
    *("%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d", "%y/%m/%d", "%y.%m.%d"),
    *("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y"),
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%a %d %b %Y", "%A, %B %d, %Y"),
)
FORMATS = ("iso", *(day + clock for day in _DAYS for clock in _CLOCKS))
_LOOKS = re.compile(
    r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([ ,T].*)?"
    r"|[0-9]{1,2}[ -][A-Za-z]{3,9}\.?[ -][0-9]{2,4}.*|[A-Za-z]{3,9} [0-9]{1,2},? [0-9]{4}.*"
)
_NO_YEAR = re.compile(
    r"[0-9]{1,2}[-/.][0-9]{1,2}\.?|[0-9]{1,2}\.? [A-Za-z]{3,9}|[A-Za-z]{3,9} [0-9]{1,2}"
)
_SWAPPED = re.compile(r"%([dm])([/-])%([dm])")
_SHORT_YEAR = re.compile(r"%[dm]([-/.])%[dm]\1%y")
YEAR_FIRST = "%y%m"
_STRETCH = 10  # years, over which no search goes
_SERIAL = re.compile(r"[34][0-9]{4}(\.[0-9]+)?")
_SECONDS = re.compile(r"1[0-9]{9}(\.[0-9]+)?")
_MILLISECONDS = re.compile(r"1[0-9]{12}")


@dataclass(frozen=True, slots=True)
class DaySigns:
    """What the texts of a column prove of their format.

    ``formats`` read every text, the others put aside; two of them where day and month could be
    either. ``proof`` is a text that only these read. ``strange`` are texts that are no dates.
    """

    formats: tuple[str, ...]
    proof: str = ""
    strange: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether day and month could be either."""
        orders = {order_of(form) for form in self.formats} - {""}
        with_year = YEAR_FIRST in orders and len(orders) > 1
        return with_year or any(_twin(form) in self.formats for form in self.formats)


def looks_like_day(text: str) -> bool:
    """Whether a text has the shape of a date with a year."""
    return bool(_LOOKS.fullmatch(text.strip()))


def day_signs(texts: Sequence[str], *, named_so: bool) -> DaySigns | None:
    """What the texts of a column prove; ``None`` where they are no dates.

    ``named_so`` says that the column is called like one of dates: then numbers may be.
    """
    if not texts:
        return None
    numbers = _numbers(texts) if named_so else None
    if numbers:
        return DaySigns((numbers,))
    days = [text for text in texts if looks_like_day(text)]
    if len(days) * 2 < len(texts) or (len(days) * 10 < len(texts) * 8 and not named_so):
        without = [text for text in texts if _NO_YEAR.fullmatch(text.strip())]
        if not named_so or len(without) * 2 < len(texts):
            return None
        return DaySigns((), strange=tuple(dict.fromkeys(texts)))
    strange = tuple(dict.fromkeys(text for text in texts if text not in set(days)))
    distinct = list(dict.fromkeys(days))
    found: list[str] = []
    rest = distinct
    while rest:
        among = [form for form in FORMATS if any(_reads(form, text) for text in rest[:_TRIED])]
        best = max(among or FORMATS[:1], key=lambda form: sum(_reads(form, t) for t in rest))
        left = [text for text in rest if not _reads(best, text)]
        if len(left) == len(rest):
            strange = (*strange, *left)
            break
        twin = _twin(best)
        read = [text for text in rest if text not in left]
        both = twin and all(_reads(twin, text) for text in read)
        found.extend(_with_year_first([best, twin] if both and twin else [best], read))
        rest = left
    return _judged(found, distinct, strange)


def _judged(found: list[str], texts: list[str], strange: tuple[str, ...]) -> DaySigns:
    """The formats found; of twins, the one that another format of the column speaks for."""
    twins = [form for form in found if _twin(form) in found]
    if twins:
        firm = {order_of(form) for form in found if form not in twins} - {"", YEAR_FIRST}
        if len(firm) == 1:
            found = [form for form in found if form not in twins or order_of(form) in firm]
    proof = next((text for text in texts for form in found if _proves(form, text)), "")
    return DaySigns(tuple(dict.fromkeys(found)), proof, strange)


def _with_year_first(found: list[str], texts: list[str]) -> list[str]:
    """The formats, where they end in a short year, held against the one that begins with it.

    ``24-01-05`` is in 2024 or in 2005. Both read it, so only the years that come out can tell: a
    search is done in a few, and the days of months, taken for years, stretch over decades.
    """
    shape = _SHORT_YEAR.match(found[0])
    if shape is None:
        return found
    other = shape[1].join(("%y", "%m", "%d")) + found[0][shape.end() :]
    if not all(_reads(other, text) for text in texts):
        return found
    last, first = _years(found[0], texts), _years(other, texts)
    if max(last, first) >= _STRETCH and 3 * min(last, first) < max(last, first):
        return found if last < first else [other]
    # With points the day comes first, wherever people write so.
    return found if shape[1] == "." else [*found, other]


def _years(form: str, texts: list[str]) -> int:
    """Over how many years the days lie."""
    days = [read[0] for text in texts if (read := read_date(text, (DateFormat(form),), _UTC))]
    return max(days).year - min(days).year


def _twin(form: str) -> str:
    shape = _SWAPPED.match(form)
    if shape is None or shape[1] == shape[3]:
        return ""
    return f"%{shape[3]}{shape[2]}%{shape[1]}{form[shape.end() :]}"


def order_of(form: str) -> str:
    """``%d%m``, ``%m%d`` or ``%y%m`` of a format in which that is a question, else nothing."""
    if form.startswith("%y"):
        return YEAR_FIRST
    shape = _SWAPPED.match(form)
    return f"%{shape[1]}%{shape[3]}" if shape else ""


def _proves(form: str, text: str) -> bool:
    twin = _twin(form)
    return bool(twin) and _reads(form, text) and not _reads(twin, text)


def _reads(form: str, text: str) -> bool:
    return read_date(text, (DateFormat(form),), _UTC) is not None


def _numbers(texts: Sequence[str]) -> str:
    for form, shape in (("excel", _SERIAL), ("epoch", _SECONDS), ("epoch-ms", _MILLISECONDS)):
        if all(shape.fullmatch(text) for text in texts):
            return form
    return ""
