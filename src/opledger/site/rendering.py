"""Templates and values become text: the one door to Jinja.

Data is never a template, and text is always escaped. An attribute that a template asks for and a
view does not have is an error, never an empty text. A ledger may bring templates of its own, and a
ledger may be somebody else's: so templates run in a sandbox, see nothing but their view and each
other, and can't turn the escaping off.

The package's own templates are code like the rest of it. A page that is made of them alone needs
none of the sandbox's guards, which take longer than the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, cast

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.compiler import CodeGenerator
from jinja2.compiler import Frame as Scope
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from opledger.core.failure import Failure
from opledger.files.rules.context import did_you_mean
from opledger.files.templates import SUFFIX, TEMPLATES
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
from opledger.site.markdown import markdown

if TYPE_CHECKING:
    from types import TracebackType

PACKAGED = "packaged/"  # before a name: the package's template, whatever the ledger has
# By chance, or no text: the same ledger gives the same bytes. And text never becomes markup.
_NO_FILTERS = ("random", "safe", "pprint", "xmlattr")
_NO_GLOBALS = ("lipsum",)


class Renderer:
    """Renders the templates of a folder, and a ledger's own in their stead."""

    def __init__(self, folder: Path, own: Mapping[str, bytes], *, trusted: bool) -> None:
        """``trusted`` says that the folder is the package's: its templates need no guards."""
        self._own = own
        self._loader = _Loader(folder, own)
        self._plain = _Plain(self._loader)
        self._plain.filters["markdown"] = markdown
        self._trusted = trusted
        self._ours: dict[str, bool] = {}

    @cached_property
    def _sandbox(self) -> _Sandbox:
        """For templates of the ledger's; most have none."""
        made = _Sandbox(self._loader)
        made.filters["markdown"] = markdown
        return made

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """A template with its values, as UTF-8.

        Raises:
            Failure: the template is wrong; its file and line are named.
        """
        try:
            if self._is_ours(template):
                text: str = self._plain.get_template(template).render(values)
            else:
                text = self._bounded(template, values)
        except Exception as error:  # noqa: BLE001 - whatever a template does, it is named
            raise self._failure(template, error) from None
        return text.encode("utf-8", "replace")

    def _bounded(self, template: str, values: Mapping[str, object]) -> str:
        self._sandbox.bounds.restart()
        text: str = limited(self._sandbox.get_template(template).render(values))
        return text

    def _is_ours(self, template: str) -> bool:
        """Whether a page is made of the package's templates alone: none of the ledger's in it."""
        if template not in self._ours:
            self._ours[template] = self._trusted and self._loader.is_packaged_alone(
                template, self._plain
            )
        return self._ours[template]

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

    def is_packaged_alone(self, template: str, environment: Environment) -> bool:
        """Whether neither this template nor any that it can reach is one of the ledger's."""
        if not any(name.endswith(SUFFIX) for name in self._own):
            return template in self._known
        seen: set[str] = set()
        waiting: list[str | None] = [template]
        while waiting:
            name = waiting.pop()
            # No name: it is worked out while the template runs, so it may be any.
            if name is None or name in self._own or name not in self._known:
                return False
            if name not in seen:
                seen.add(name)
                source, _, _ = self.get_source(environment, name)
                waiting.extend(meta.find_referenced_templates(environment.parse(source)))
        return True

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


class _Options(TypedDict):
    autoescape: bool
    undefined: type[StrictUndefined]
    trim_blocks: bool
    lstrip_blocks: bool
    keep_trailing_newline: bool


_OPTIONS = _Options(
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


_ESCAPED = re.compile("[&<>'\"]").search


class _Direct(CodeGenerator):
    """What the sandbox asks for in calls is written out: a page has hundreds of them.

    An attribute in a template is one in Python; one that is not there ends as an error, as it
    should. What is put out need not be marked as escaped, as it goes nowhere but into the page.
    """

    def _output_child_pre(
        self,
        node: nodes.Expr,  # noqa: ARG002 - Jinja's signature
        frame: Scope,  # noqa: ARG002
        finalize: CodeGenerator._FinalizeInfo,
    ) -> None:
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Scope,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> None:
        self.write("environment.called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Scope) -> None:  # noqa: N802 - Jinja's name
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class _Plain(Environment):
    """For the package's own templates."""

    code_generator_class = _Direct

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(loader=loader, **_OPTIONS)
        self._compiled: dict[str, Template] = {}

    @staticmethod
    def escaped(value: object) -> str:
        """The text of a value, as it may stand in a page; what is HTML already stays."""
        if type(value) is str:
            return str(escape(value)) if _ESCAPED(value) else value
        return str(value) if type(value) in {int, float} else str(escape(value))

    @staticmethod
    def called(function: Callable[..., Any], *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as it is there
        """What a call in a template gives; no function of theirs asks for Jinja's context."""
        return function(*args, **named)

    def get_template(self, name: Any, *args: Any, **named: Any) -> Template:  # noqa: ANN401, ARG002 - as it is there
        """A template, compiled once: they don't change while this runs."""
        if name not in self._compiled:
            self._compiled[name] = super().get_template(name)
        return self._compiled[name]


class _Sandbox(ImmutableSandboxedEnvironment):
    """A template sees no private attribute, changes nothing, and does only so much."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(loader=loader, **_OPTIONS)
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
