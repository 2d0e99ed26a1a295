"""Views become HTML: the one door to Jinja and to the Markdown renderer.

Data is never a template, text is always escaped, and Markdown's own HTML is off. An attribute
that a template asks for and a view does not have is an error, never an empty text.
"""

from __future__ import annotations

from collections.abc import Callable
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


def markdown(text: str) -> Markup:
    """A text in Markdown as HTML: no HTML of its own, no images, links only to web and mail."""
    return Markup(_renderer()(text))  # noqa: S704 - the renderer escapes; its HTML is off


class _Parser(MarkdownIt):
    """Links only to where a page may link."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return is_link(url)


@cache
def _renderer() -> Callable[[str], str]:
    parser = _Parser("commonmark", {"html": False}).enable("table").disable("image")

    def lowered(text: str) -> str:
        # A heading in a note stands below the page's own two levels.
        tokens = parser.parse(text)
        for token in tokens:
            if token.type in {"heading_open", "heading_close"}:
                token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        return str(parser.renderer.render(tokens, parser.options, {}))

    return lowered
