"""Views become HTML: the one door to Jinja and to the Markdown renderer.

Data is never a template, text is always escaped, and Markdown's own HTML is off. An attribute
that a template asks for and a view does not have is an error, never an empty text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from markdown_it import MarkdownIt
from markupsafe import Markup

from opledger.core.failure import Failure
from opledger.files.resources import templates_folder
from opledger.files.rules.forms import is_link

if TYPE_CHECKING:
    from markdown_it.token import Token

    from opledger.site.views.frame import Frame

ASSETS = ("style.css", "charts.css", "table.js", "icon.svg")


class Pages:
    """Renders pages from the templates of a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """The templates that come with the package, unless another folder is named."""
        self._folder = folder or templates_folder()
        self._environment = Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters["markdown"] = markdown

    def render(self, template: str, **values: object) -> bytes:
        """A template with its values, as UTF-8.

        Raises:
            Failure: the template is wrong; its file and line are named.
        """
        try:
            text = self._environment.get_template(template).render(values)
        except TemplateSyntaxError as error:
            place = f"{error.filename or template}:{error.lineno}"
            raise Failure(f"{place}: the template is wrong: {error.message}", code=1) from None
        except TemplateError as error:
            raise Failure(f"{template}: the template is wrong: {error}", code=1) from None
        return text.encode()

    def page(self, template: str, frame: Frame, view: object) -> bytes:
        """A page: the view in its frame."""
        return self.render(template, frame=frame, view=view)

    def assets(self) -> dict[str, bytes]:
        """The style sheets, the script and the icon, by their paths in the site."""
        return {f"assets/{name}": (self._folder / "assets" / name).read_bytes() for name in ASSETS}


def markdown(text: str, below: int = 2) -> Markup:
    """A text in Markdown as HTML: no HTML of its own, no images, links only to web and mail.

    Its headings stand below the page's heading of level ``below``, and leave out no level.
    """
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


class _Parser(MarkdownIt):
    """Links only to where a page may link."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return is_link(url)


@cache
def _parser() -> MarkdownIt:
    return _Parser("commonmark", {"html": False}).enable("table").disable("image")
