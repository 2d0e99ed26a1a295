"""The one door to the fast YAML parser: what an ordinary text says, as plain data.

The parser (yaml12) is some fifty times as fast as the one with positions, and knows nothing of what
a ledger refuses: it takes anchors, the first of several documents and the last of repeated keys. So
a text is looked at before and its data after: what could be read otherwise by
:mod:`opledger.files.yaml`, or be refused there, is not told here at all. Every look may err to that
side, and to no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from opledger.core.late import pattern
from opledger.files.rules.events import MAX_DEPTH, MAX_SCALAR
from opledger.files.rules.texts import has_odd_character, may_be_conflict
from opledger.files.rules.tree import is_hidden
from opledger.files.source import BOM
from opledger.files.survey import Survey, texts_of

_parse: Callable[[str], Any] | None
try:
    from yaml12 import parse_yaml as _parse
except ImportError:  # there is no wheel for this platform: every file is read the other way
    _parse = None

# What is neither an odd character, nor a tab, nor a carriage return, nor beyond ASCII.
_USUAL = bytes((0x0A, *range(0x20, 0x7F)))
# Comments and the mark of a document above everything else.
_HEAD = pattern(r"(?:[ ]*(?:#[^\n]*)?\n)*(?:---[ ]*\n)?")
# How a line may begin that is not ordinary: a mark of a document or a directive; a ':' that belongs
# to a key above; nothing but blanks, which count for something in texts of lines; signs of many
# lists and mappings in each other, for which the parser has no limit.
_LINE = pattern(r"\n(?:---|\.\.\.|%|[ ]*:|[ ]+(?:\n|\Z)|[ :?-]{40})")
# Where an anchor, a tag or a key with '? ' may begin.
_SIGN = pattern(r"(?:&(?!\s)|!|\?)(?:(?<=[\s\[\]{},:\"'].)|(?<=\A.))")
_QUOTES = ("'", '"')
_WIDE_BLANK = pattern(r"[^\S \n]")  # alone it is nothing to the parser, and a text to the other
# A text of lines begins in the next one; and the end of a line behind which one begins.
_BLOCK = pattern(r"[|>][-+0-9]*[ ]*(?:#.*)?\n")
_BLOCK_SIGN = pattern(r"(?:^|[:-])\s*[|>][-+0-9]*\s*(?:#.*)?$")
# A text that begins with a colon, or a key that ends with one at a bracket or comma.
_COLON = pattern(r":(?:(?=\S)(?<=[\s\[\]{},]:)|(?=[\[\]{},]))")
_WIDE = " " * 200  # no key can be so wide that the other parser gives it up
# Numbers that the two parsers take for different ones: '++1', '0x-1', and those with digits only
# behind or before the point, or with too many.
_ODD_INT = pattern(r"\+[+-]\.?[0-9]|0[xo]")
_ODD_FLOAT = pattern(
    r"[:,\[{-]\s*[-+]?(?:\.[0-9]|[0-9]+(?:\.(?![0-9])|(?:\.[0-9]+)?[eE])|[0-9.]{30})"
)
_ZEROS = "0" * 27
# A colon that may end a key.
_KEY = pattern(r":(?:(?=[\s,\[\]{}])|(?<=[\"'\]}]:)|\Z)")
_KEY_WITHIN = pattern(r":(?:(?=[\s,\[\]{}])|(?<=[\"'\]}]:))")
# A comment, or a part of a text that looks like one: nothing behind it in its line can be a key, as
# no quote that could end a text is followed by what goes on in brackets.
_COMMENT = pattern(r"(?:^|\s)#(?:[^\n\"']|[\"'](?!\s*[,:\]}]))*$", re.MULTILINE)
_COMMENT_LINE = pattern(r"\n[ ]*#")
# A comment behind something that seems to be meant as text: see the rule cut-text.
_CUT = pattern(r"(?<=[^ \n])[ ]+#(?=[^\s#])")
# What stands in brackets within one line and has no brackets in it: pairs in braces, each with its
# sign, or a list. No quote is passed over that could be the end of a text in which this stands.
_QUOTED = r"""(?:"[^"'\[\]{}\\\n]*+"|'[^"'\[\]{}\n]*+')"""
_BARE = (
    r"""(?:[^\s\[\]{},"'#:|>]"""
    r"""(?:[^\[\]{},"'#:\n]++|:(?=[^\s\[\]{},"'])|(?<=\w)'(?=\w)|(?<=[^\s])#)*+)"""
)
_ITEM = rf"[ ]*+(?:{_BARE}|{_QUOTED})[ ]*+"
_PAIR = rf"[ ]*+(?:{_BARE}|{_QUOTED}):[ ]{_ITEM}"
# The same for most of them, found faster: nothing but words.
_WORDS = r"""[^\[\]{},"'#:|>\n]*+"""
_SOME = r"""[^\[\]{},"'#:|>\s]"""
_SHORT = rf"\{{(?:[ ]*+{_SOME}{_WORDS}:[ ]{_WORDS},?)++\}}|\[{_WORDS}(?:,{_WORDS})*+\]"
_BRACKETS = pattern(
    rf"{_SHORT}|\{{(?:[ ]*+|{_PAIR}(?:,{_PAIR})*+)\}}|\[(?:[ ]*+|{_ITEM}(?:,{_ITEM})*+)\]"
)
_ODD_ESCAPE = pattern(r"\\[^\\\"/nt]")


def data_of(content: bytes) -> dict[str, Any] | None:
    """The mapping that a file's text says; ``None`` where only the other parser can tell.

    Where there is one, the other parser reads the same: the same keys in the same order, each
    once, and the same texts, numbers, flags and nothings. It finds nothing wrong with the YAML,
    and neither do the rules for texts and for nodes, whatever they mean. A text of comments alone
    says the empty mapping here, and nothing there.
    """
    if _parse is None:
        return None
    text = _ordinary_text(content)
    if not text:
        return None if text is None else {}
    if _has_signs(text):
        return None
    try:
        data = _parse(text)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - a panic of the parser is none of Python's exceptions
        return None
    if type(data) is not dict or not data:
        return None
    return data if _is_told_alike(text, data) else None


def _is_told_alike(text: str, data: dict[str, Any]) -> bool:
    """Whether the other parser is certain to read the same data in a text, and nothing wrong."""
    seen = Survey()
    if not seen.take(data) or not _is_each_key_once(text, data, seen.keys):
        return False
    if seen.nothings and _WIDE_BLANK.search(text):
        return False
    if seen.fractions and _ODD_FLOAT.search(text):
        return False
    if " #" in text and not _is_uncut(text, data):
        return False
    has_escapes = '"' in text and ("\\" in text or not text.isascii())
    return not (has_escapes and any(map(is_hidden, texts_of(data))))


def _ordinary_text(content: bytes) -> str | None:
    """The text below its first comments; ``None`` where a character or its size is not ordinary."""
    if len(content) > MAX_SCALAR:
        return None
    odd = content.translate(None, _USUAL)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if odd:
        text = text.removeprefix(BOM)
        if b"\r" in odd:
            text = text.replace("\r\n", "\n")
        if "\t" in text or "\r" in text or has_odd_character(text):
            return None
    if may_be_conflict(text):
        return None
    if text[:1] in {"#", " ", "\n", "-"}:
        head = _HEAD.match(text)
        text = text[head.end() :] if head else text
    if text and not text[:1].isalnum() and text[:1] not in _QUOTES:
        return None  # behind a mapping that is indented, or in brackets, the parser stops
    if text[-1:] != "\n" and _BLOCK.search(text):
        return None  # a text of lines that has no end
    return text


def _has_signs(text: str) -> bool:
    """Whether something in the text may be no plain YAML, or is nested beyond all limits."""
    return bool(
        (("&" in text or "!" in text or "?" in text) and _SIGN.search(text))
        or _LINE.search(text)
        or _LINE.match(f"\n{text[:50]}")
        or _COLON.search(text)
        or (("{" in text or "[" in text) and not _has_simple_brackets(text))
        or _ends_with_sign(text)
        or _WIDE in text
        or _ZEROS in text
        or (
            ("++" in text or "+-" in text or "0x" in text or "0o" in text) and _ODD_INT.search(text)
        )
        or ("\\" in text and '"' in text and _ODD_ESCAPE.search(text))
    )


def _ends_with_sign(text: str) -> bool:
    """Whether a text of lines begins behind the last line that is no comment, and so has none."""
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].lstrip()
        if line and line[0] != "#":
            return ("|" in line or ">" in line) and bool(_BLOCK_SIGN.search(line))
        end = start - 1
    return False


def _is_each_key_once(text: str, data: dict[str, Any], keys: int) -> bool:
    """Whether the text has no more signs of keys than the data has keys.

    A key that is repeated has one sign more. What looks like such a sign within a text of the data
    is none, and stands in the file as it does in the data, where that has no escapes; what looks
    like one in a comment is none either, where no text of the data has anything like a comment.
    """
    signs = len(_KEY.findall(text))
    if signs == keys:
        return True
    if "\\" in text and '"' in text:
        return False
    texts = [each for each in texts_of(data) if ":" in each or "#" in each]
    signs -= sum(len(_KEY_WITHIN.findall(each)) for each in texts)
    if signs == keys:
        return True
    if any("#" in each for each in texts):
        return False
    comments = (found[0] for found in _COMMENT.finditer(text))
    return signs - sum(len(_KEY.findall(f"{each}\n")) for each in comments) == keys


def _has_simple_brackets(text: str) -> bool:
    """Whether every bracket is closed in its line, and every key in braces has a sign."""
    for _ in range(MAX_DEPTH):
        if "{" not in text and "[" not in text:
            return True
        text, times = _BRACKETS.subn("x", text)
        if not times:
            return False
    return False


def _is_uncut(text: str, data: dict[str, Any]) -> bool:
    """Whether no text is cut by a ``#``: none stands there, or all of them are within the data."""
    cuts = len(_CUT.findall(text))
    if not cuts:
        return True
    if _COMMENT_LINE.search(text) or ("\\" in text and '"' in text):
        return False
    return sum(len(_CUT.findall(each)) for each in texts_of(data)) == cuts
