"""Regular expressions in a mapping: what may stand in one, and compiling it.

A pattern is searched in at most 1,000 characters of a text, ignoring case. One that could take
for ever on a short text is refused: a repetition over something that itself repeats or branches.
"""

from __future__ import annotations

import re

MAX_PATTERN = 300
_OPEN_ENDED = re.compile(r"\*|\+|\{[0-9]*,[0-9]*\}")
_CLASS_OR_ESCAPE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


def is_pattern(text: str) -> bool:
    """Whether a text of the mapping is a pattern: it stands between slashes."""
    return len(text) > 2 and text[0] == text[-1] == "/"  # noqa: PLR2004 - and one between


def compile_pattern(text: str) -> re.Pattern[str]:
    """The compiled pattern.

    Raises:
        ValueError: it is no regular expression, too long, or could take for ever.
    """
    if len(text) > MAX_PATTERN:
        message = f"a pattern longer than {MAX_PATTERN} characters"
        raise ValueError(message)
    try:
        pattern = re.compile(text, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        message = f"no regular expression: {error}"
        raise ValueError(message) from None
    if _may_run_away(text):
        message = "a repetition over a group that repeats or branches could take for ever"
        raise ValueError(message)
    return pattern


def _may_run_away(text: str) -> bool:
    """Whether a group that repeats or branches is itself repeated without end."""
    simple = _CLASS_OR_ESCAPE.sub("x", text)
    groups: list[bool] = []
    at = 0
    while at < len(simple):
        sign = simple[at]
        repeat = _OPEN_ENDED.match(simple, at)
        if sign == "(":
            groups.append(False)
            at += 2 if simple[at + 1 : at + 2] == "?" else 1
            continue
        if sign == ")" and groups:
            risky = groups.pop()
            if risky and _OPEN_ENDED.match(simple, at + 1):
                return True
            if groups:
                groups[-1] = groups[-1] or risky
        elif groups and (repeat or sign in "|?"):
            groups[-1] = True
        at += 1
    return False
