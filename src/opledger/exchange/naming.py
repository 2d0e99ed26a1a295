"""Ids for new opportunities: from the company, the same on every machine and every day."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Set as AbstractSet

MAX_ID = 80
_COMPANY = 50
# Letters that no decomposition turns into a-z.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "\u0131": "i",  # without a dot
        "ħ": "h",
        "ŋ": "n",
        "'": "",
        "’": "",
    }
)
# Names that Windows does not let a file have, whatever its ending.
_TAKEN_BY_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)


def slug(text: str, longest: int = MAX_ID) -> str:
    """A text as lower-case words with hyphens between; empty where no a-z or digit is left."""
    letters = text.casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", letters) if c.isascii())
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:longest].strip("-")


def new_id(company: str, role: str, key: str, taken: AbstractSet[str]) -> str:
    """An id that is not taken: the company; with the role; with a number.

    A company that has no letter of a-z gets ``opportunity-`` and six signs made of its ``key``.
    """
    name = slug(company, _COMPANY)
    if not name:
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        name = f"opportunity-{digest[:6]}"
    if name not in taken and name not in _TAKEN_BY_WINDOWS:
        return name
    longer = f"{name}-{slug(role)}".strip("-")[: MAX_ID - 6].strip("-")
    if longer not in taken and longer not in _TAKEN_BY_WINDOWS:
        return longer
    number = 2
    while f"{longer}-{number}" in taken:
        number += 1
    return f"{longer}-{number}"
