"""Views become HTML: the one door to Jinja and to the Markdown renderer.

Data is never a template, text is always escaped, and Markdown's own HTML is off. An attribute
that a template asks for and a view does not have is an error, never an empty text. A ledger may
bring templates of its own, and a ledger may be somebody else's: so templates run in a sandbox,
see nothing but their view and each other, and can't turn the escaping off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markupsafe import Markup

from opledger.core.failure import Failure
from opledger.files.resources import templates_folder
from opledger.files.rules.context import did_you_mean
from opledger.files.rules.forms import is_link
from opledger.files.templates import TEMPLATES
from opledger.site.bounds import (
    CALL,
    INCLUDE,
    Bounds,
    Excess,
    limited,
    operated,
    refuse_large,
    refuse_wide,
)

if TYPE_CHECKING:
    from types import TracebackType

    from markdown_it.token import Token

    from opledger.site.views.frame import Frame

ASSETS = ("style.css", "charts.css", "table.js", "icon.svg")
PACKAGED = "packaged/"  # before a name: the package's template, whatever the ledger has
# By chance, or no text: the same ledger gives the same bytes. And text never becomes markup.
_NO_FILTERS = ("random", "safe", "pprint", "xmlattr")
_NO_GLOBALS = ("lipsum",)


class Pages:
    """Renders pages from the package's templates, and the ledger's own in their stead."""

    def __init__(self, folder: Path | None = None, own: Mapping[str, bytes] | None = None) -> None:
        """``folder`` holds the package's templates, unless another is named.

        ``own`` are the ledger's, as :func:`opledger.files.templates.own_templates` reads them.
        """
        self._folder = folder or templates_folder()
        self._own = own or {}
        self._loader = _Loader(self._folder, self._own)
        self._environment = _Sandbox(self._loader)
        self._environment.filters["markdown"] = markdown

    def render(self, template: str, **values: object) -> bytes:
        """A template with its values, as UTF-8.

        Raises:
            Failure: the template is wrong; its file and line are named.
        """
        self._environment.bounds.restart()
        try:
            text: str = self._environment.get_template(template).render(values)
            limited(text)
        except Exception as error:  # noqa: BLE001 - whatever a template does, it is named
            raise self._failure(template, error) from None
        return text.encode("utf-8", "replace")

    def _failure(self, template: str, error: Exception) -> Failure:
        if isinstance(error, TemplateSyntaxError):
            place = f"{error.filename or template}:{error.lineno}"
        else:
            named = f"{TEMPLATES}/{template}" if template in self._own else template
            place = self._loader.place(error.__traceback__) or named
        return Failure(f"{place}: the template is wrong: {self._text(error)}", code=1)

    def _text(self, error: Exception) -> str:
        if isinstance(error, TemplateNotFound):
            name = str(error.name or error)
            known = tuple(self._loader.list_templates())
            return f"there is no template '{name}'; {did_you_mean(name, known, 'there are')}"
        if isinstance(error, RecursionError):
            return "it calls or includes itself without end"
        if isinstance(error, TemplateSyntaxError):
            return " ".join((error.message or "").split())
        if isinstance(error, TemplateError | Excess):
            return " ".join(str(error).split())
        return " ".join(f"{error} ({type(error).__name__})".split())

    def page(self, template: str, frame: Frame, view: object) -> bytes:
        """A page: the view in its frame."""
        return self.render(template, frame=frame, view=view)

    def assets(self) -> dict[str, bytes]:
        """The style sheets, the script and the icon, by their paths in the site."""
        names = [f"assets/{name}" for name in ASSETS]
        return {
            name: self._own[name] if name in self._own else (self._folder / name).read_bytes()
            for name in names
        }


class _Loader(BaseLoader):
    """The ledger's own templates before the package's; both by their names, and nothing else."""

    def __init__(self, folder: Path, own: Mapping[str, bytes]) -> None:
        self._folder = folder
        self._own = own
        self._known = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        self._places: dict[str, str] = {}

    def list_templates(self) -> list[str]:
        """Every name that can be included."""
        return sorted(each for each in {*self._known, *self._own} if each.endswith(".j2"))

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """The text of a template, and the file that it is named by in errors."""
        name = template.removeprefix(PACKAGED)
        if name == template and name in self._own:
            content, place = self._own[name], f"{TEMPLATES}/{name}"
        elif name in self._known:
            path = self._folder / name
            content, place = path.read_bytes(), str(path)
        else:
            raise TemplateNotFound(template)
        self._places[place] = name
        try:
            return content.decode(), place, None
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise TemplateSyntaxError("it is no UTF-8", line, name, place) from None

    def place(self, trace: TracebackType | None) -> str:
        """The file and line where a template went wrong: in one of the ledger's, if one took part.

        The last that a traceback names; empty where it names none.
        """
        found = {}
        while trace:
            file = trace.tb_frame.f_code.co_filename
            if file in self._places:
                found[file.startswith(f"{TEMPLATES}/")] = f"{file}:{trace.tb_lineno}"
            trace = trace.tb_next
        return found.get(True) or found.get(False) or ""


class _Sandbox(ImmutableSandboxedEnvironment):
    """A template sees no private attribute, changes nothing, and does only so much."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.bounds = Bounds()
        for name in _NO_FILTERS:
            del self.filters[name]
        for name in _NO_GLOBALS:
            del self.globals[name]
        for name, function in self.filters.items():
            self.filters[name] = self.bounds.guarded(function)
        self.filters["format"] = self._formatted(self.filters["format"])
        self.filters["opledger_each"] = self.bounds.each
        self.filters["opledger_limited"] = limited

    @staticmethod
    def _formatted(form: Callable[..., Any]) -> Callable[..., Any]:
        def inner(value: object, *args: object, **named: object) -> Any:  # noqa: ANN401
            refuse_wide(str(value))
            return form(value, *args, **named)

        return inner

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for switch in tree.find_all(nodes.ScopedEvalContextModifier):
            message = "text is always escaped: there is no 'autoescape' block"
            raise TemplateSyntaxError(message, switch.lineno, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = _filtered(loop.iter, "opledger_each")
        _limit_texts(tree)
        return tree

    def get_template(self, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as it is there
        """A template; each include is a step."""
        self.bounds.step(INCLUDE)
        return super().get_template(*args, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """The result of an operator."""
        operated(operator, left, right)
        return limited(super().call_binop(context, operator, left, right))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ANN401
        """The ``format`` of a text, without what it must not reach."""
        found = super().wrap_str_format(value)
        if found is not None:
            refuse_wide(str(value.__self__))
        return found

    def call(self, context: Context, obj: Any, *args: Any, **named: Any) -> Any:  # noqa: ANN401
        """The result of a call."""
        self.bounds.step(CALL)
        if isinstance(obj, LoopContext):
            args = (self.bounds.each(args[0]), *args[1:])
        elif isinstance(getattr(obj, "__self__", None), str):
            refuse_large(obj.__self__, *args, *named.values())
        return limited(super().call(context, obj, *args, **named))


def _limit_texts(tree: nodes.Node) -> None:
    """Hold what ``~`` joins against the limit, wherever it stands."""
    for node in [tree, *tree.find_all(nodes.Node)]:
        for name, value in node.iter_fields():
            if isinstance(value, nodes.Concat):
                setattr(node, name, _filtered(value, "opledger_limited"))
            elif isinstance(value, list):
                value[:] = [
                    _filtered(each, "opledger_limited") if isinstance(each, nodes.Concat) else each
                    for each in value
                ]


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno)


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
