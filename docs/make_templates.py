"""Writes what templates are given into docs/templates.md; `make docs` calls it as a module."""  # noqa: INP001

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

from opledger.site.contract import FRAME, PARTS, VIEWS

PAGE = Path(__file__).with_name("templates.md")
BEGIN, END = "<!-- views: made by `make docs` -->\n", "<!-- end of views -->\n"
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_ROLE = re.compile(r":[a-z]+:`~?([^`]*)`")


def with_views(page: str) -> str:
    """The page with every view and its fields between its marks."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + _views() + END + tail


def classes_of(view: type) -> list[type]:
    """A view class and every one that its fields lead to, in the order in which they come up."""
    found, waiting = [], [view]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found.append(each)
            waiting += [inner for field in fields(each) for inner in _named(field.type, each)]
    return found


def _named(annotation: object, within: type) -> Iterator[type]:
    """The data classes that an annotation names, as the module it stands in knows them."""
    for word in _WORD.findall(str(annotation)):
        found = _resolved(word, within.__module__)
        if isinstance(found, type) and is_dataclass(found):
            yield found


def _resolved(word: str, module: str) -> object:
    """What a name stands for in a module, also where it is imported only for its type."""
    names = vars(import_module(module))
    if word in names:
        return names[word]
    for node in ast.walk(ast.parse(inspect.getsource(import_module(module)))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if (alias.asname or alias.name) == word:
                    return getattr(import_module(node.module), alias.name)
    return None


def _views() -> str:
    lines = ["", "### frame", "", *_table(FRAME)]
    told = dict.fromkeys(classes_of(FRAME), "frame")
    lines += _others(classes_of(FRAME)[1:])
    for template, view in VIEWS.items():
        lines += ["", f"### {template}", "", f"`view` is: {_about(view)}", "", *_rows(view)]
        new = [each for each in classes_of(view)[1:] if each not in told]
        told |= dict.fromkeys(new, template)
        lines += _others(new)
    lines += [
        "",
        "### Parts",
        "",
        "Templates that pages are made of; they have no view of their own:",
    ]
    lines += ["", *(f"- `{name}`" for name in PARTS), "", ""]
    return "\n".join(lines)


def _others(classes: list[type]) -> list[str]:
    lines = []
    for each in classes:
        lines += ["", f"**{each.__name__}**: {_about(each)}", "", *_rows(each)]
    return lines


def _table(view: type) -> list[str]:
    return [_about(view), "", *_rows(view)]


def _rows(view: type) -> list[str]:
    rows = [f"| `{each.name}` | `{_type(each.type)}` |" for each in fields(view)]
    rows += [f"| `{name}` | `{_type(of)}` |" for name, of in _properties(view)]
    return ["| field | type |", "|---|---|", *rows]


def _properties(view: type) -> list[tuple[str, object]]:
    return [
        (name, value.fget.__annotations__.get("return", ""))
        for name, value in vars(view).items()
        if isinstance(value, property) and value.fget and not name.startswith("_")
    ]


def _type(annotation: object) -> str:
    return str(annotation).replace("|", "\\|")


def _about(view: type) -> str:
    """The docstring in one line."""
    return _ROLE.sub(r"`\1`", " ".join((view.__doc__ or "").split())).replace("``", "`")


if __name__ == "__main__":
    made = with_views(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(made, encoding="utf-8", newline="\n")
