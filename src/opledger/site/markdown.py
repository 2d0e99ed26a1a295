"""Text in Markdown as HTML: the one door to its renderer. HTML of its own is off.

Most notes are sentences without any sign of Markdown. These need no parser, which takes as long
as the rest of their page; the tests hold that both give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from opledger.files.rules.forms import is_link

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# A line that begins with a letter, digit, quote or bracket and no number of a list, holds no sign
# that means anything within a line, and ends without blank.
_START, _WITHIN = r"(?!\d+[.)])(?:[^\W_]|[\"'(])", r"[^\x00-\x1f\x7f\\`*_\[\]<&]"
_LINE = rf"{_START}(?:{_WITHIN}*(?!\s){_WITHIN})?"
_PLAIN = re.compile(rf"{_LINE}(?:\n+{_LINE})*\n*")
_BREAK = re.compile(r"\n\n+")


def markdown(text: str, below: int = 2) -> Markup:
    """A text in Markdown as HTML: no HTML of its own, no images, links only to web and mail.

    Its headings stand below the page's heading of level ``below``, and leave out no level.
    """
    if _PLAIN.fullmatch(text):
        return Markup(_paragraphs(text))  # noqa: S704 - escaped there
    parser = _parser()
    tokens = parser.parse(text)
    above: list[int] = []  # the levels of the headings that the next one may stand below
    for opening, closing in _around(tokens, "heading_open"):
        level = int(opening.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        opening.tag = closing.tag = f"h{min(below + len(above), 6)}"
    for opening, closing in _around(tokens, "th_open", ""):
        opening.tag = closing.tag = "td"  # a head without words heads nothing
    made: str = parser.renderer.render(tokens, parser.options, {})
    return Markup(made)  # noqa: S704 - the renderer escapes; its HTML is off


def _around(
    tokens: Sequence[Token], kind: str, content: str | None = None
) -> Iterator[tuple[Token, Token]]:
    """The tokens of a kind with those that close them; both stand around one token of text."""
    for opening, inner, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == kind and content in {None, inner.content}:
            yield opening, closing


@cache
def _parser() -> MarkdownIt:
    """The parser, with links only to where a page may link."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - slow to load, and many a site needs none

    class Parser(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            return is_link(url)

    return Parser("commonmark", {"html": False}).enable("table").disable("image")


def _paragraphs(text: str) -> str:
    """Paragraphs of a text that has no other sign of Markdown than blank lines."""
    escaped = text.rstrip("\n").replace(">", "&gt;").replace('"', "&quot;")
    return "<p>" + _BREAK.sub("</p>\n<p>", escaped) + "</p>\n"
