"""Numbers as people write them in a log: ``$65,000``, ``55k``, ``1.234,50``."""

from __future__ import annotations

import re

_MAX_TEXT = 60
_GROUPED = r"[0-9]{1,3}(?:[GROUP][0-9]{2,3})*[GROUP][0-9]{3}|[0-9]+"
_AROUND = re.compile(
    r"(?P<sign>-?)\s*(?:[^\W\d_]{1,3}\s*)?[^\w\s.,-]{0,2}\s*(?P<minus>-?)"
    r"(?P<digits>[0-9][0-9.,'’ \u00a0\u202f]*?)\s*"
    r"(?P<thousand>[kKmM](?![^\W\d_]))?"
    r"\s*[^\w\s.,-]{0,2}\s*(?:[^\W\d_]{3})?"
    r"(?:\s*(?:/|per|a|p\.?)\s*(?:a\.?|an+um|y|yr|year|h|hr|hour|month|mo)\.?)?"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SCALE = {"": 1, "k": 1_000, "m": 1_000_000}


def read_amount(text: str, decimal: str = "") -> float | int | None:
    """The number that a text tells, or ``None``.

    A currency before or after it, ``k`` and ``m`` for thousands and millions, separators between
    thousands and "per year" may stand there; two numbers, such as a range, are none.
    ``decimal`` is the sign before the fraction: a point, if it is not given, but then a text such
    as ``65.000`` is none, as it could be either.
    """
    asked, decimal = decimal, decimal or "."
    if len(text) > _MAX_TEXT:
        return None
    shape = _AROUND.fullmatch(text.strip())
    if shape is None:
        return None
    whole, point, fraction = shape["digits"].strip().partition(decimal)
    group = ("," if decimal == "." else r".") + r"'’ \u00a0\u202f"
    grouped = _GROUPED.replace("GROUP", re.escape(group[0]) + group[1:])
    if not re.fullmatch(grouped, whole) or (point and not re.fullmatch(r"[0-9]+", fraction)):
        return None
    if not asked and _AMBIGUOUS.fullmatch(shape["digits"].strip()):
        return None
    digits = re.sub(r"[^0-9]", "", whole)
    number = float(f"{digits}.{fraction or '0'}") * _SCALE[(shape["thousand"] or "").lower()]
    number = -number if shape["sign"] or shape["minus"] else number
    return int(number) if number.is_integer() else round(number, 6)
