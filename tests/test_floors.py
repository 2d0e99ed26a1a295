"""The floors of the source: which module may import what, and which may touch the world."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import opledger

PACKAGE = Path(opledger.__file__).parent
FLOORS = ("core", "files", "git", "site", "exchange", "api", "editor", "cli")
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
MOST_LINES = 400

# What only these may import, by the beginning of a module's path.
DOORS = {
    "ruamel": ("files/yaml.py",),
    "yaml12": ("files/fastyaml.py",),
    "subprocess": ("git/command.py",),
    "filelock": ("files/store.py",),
    "platformdirs": ("files/cache.py",),
    "icalendar": ("exchange/ics.py",),
    "jinja2": ("site/rendering.py",),
    "markupsafe": ("site/rendering.py", "site/markdown.py"),
    "markdown_it": ("site/markdown.py",),
    "pyarrow": ("exchange/parquet.py",),
    "rich": ("cli/tables.py", "cli/columns.py", "cli/progress.py"),
    "openpyxl": ("exchange/sheets.py",),
    "zipfile": ("exchange/sheetparts.py",),
    "xml": ("exchange/sheetparts.py",),
    "click": ("cli/",),
    "pygls": ("editor/server.py", "editor/wire.py"),
    "lsprotocol": ("editor/server.py", "editor/wire.py", "editor/answers.py"),
}
# Files are opened, made and removed behind these doors. The command line opens the null device
# when the reader of its output has gone away.
DISK = (
    *("files/cache.py", "files/disk.py", "files/filling.py", "files/folder.py"),
    *(
        "files/placing.py",
        "files/resources.py",
        "files/store.py",
        "site/pages.py",
        "site/rendering.py",
    ),
)
NULL_DEVICE = ("cli/main.py", "os.open(os.devnull, os.O_WRONLY)")
OPENING = {
    *("open", "fdopen", "read_text", "read_bytes", "write_text", "write_bytes"),
    *("mkdir", "makedirs", "unlink", "rmdir", "rmtree", "rename", "symlink_to"),
    *("copytree", "copyfile", "mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryDirectory"),
}
# The first tells the day; the other, whether a file may be written once more and look no other.
CLOCKS = [("api/days.py", "time.time()"), ("files/disk.py", "time.time_ns()")]
TELLING_TIME = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
OUTER_WORLD = {
    *("os", "io", "sys", "pathlib", "shutil", "tempfile", "glob", "fileinput", "mmap"),
    *("subprocess", "socket", "ssl", "http", "urllib", "asyncio", "threading", "multiprocessing"),
    *("time", "random", "secrets", "locale", "logging", "signal", "getpass", "platform"),
    *(
        "click",
        "rich",
        "git",
        "jinja2",
        "markupsafe",
        "markdown_it",
        "ruamel",
        "icalendar",
        "pyarrow",
    ),
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """Every module that one imports anywhere in it, those for types among them."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            found.add(node.module or "")
    return frozenset(found)


def own_imports(module: str) -> set[str]:
    """The files of opledger that one imports."""
    wanted = {name.replace(".", "/").removeprefix("opledger/") for name in imports(module)}
    return {m for m in MODULES if m.removesuffix("/__init__.py").removesuffix(".py") in wanted}


def calls(module: str) -> Iterator[tuple[str, str]]:
    """The last name of everything called, and the call as it is written."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            yield name, ast.unparse(node)


def roots(module: str) -> set[str]:
    return {name.partition(".")[0] for name in imports(module)}


def test_every_module_stands_on_a_floor() -> None:
    assert {m.split("/")[0] for m in MODULES} == {*FLOORS, "__init__.py", "__main__.py"}


@pytest.mark.parametrize("module", [m for m in MODULES if "/" in m])
def test_a_floor_imports_only_those_above_it(module: str) -> None:
    allowed = FLOORS[: FLOORS.index(module.split("/", maxsplit=1)[0]) + 1]
    assert {m for m in own_imports(module) if m.split("/")[0] not in {*allowed, "__init__.py"}} == (
        set()
    )


def test_no_import_goes_in_a_circle() -> None:
    graph = {module: own_imports(module) - {module, "__init__.py"} for module in MODULES}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("core/")])
def test_the_core_knows_nothing_of_the_outer_world(module: str) -> None:
    assert roots(module) & OUTER_WORLD == set()


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    users = [module for module in MODULES if library in roots(module)]
    assert [module for module in users if not module.startswith(DOORS[library])] == []
    assert users


def test_files_are_opened_at_the_doors_to_the_disk() -> None:
    opened = [
        (module, call)
        for module in MODULES
        for name, call in calls(module)
        if (name in OPENING or call.startswith("os.remove(")) and module not in DISK
    ]
    assert opened == [NULL_DEVICE]


def test_there_is_one_clock_for_days() -> None:
    told = [
        (module, call)
        for module in MODULES
        for name, call in calls(module)
        if name in TELLING_TIME and f".{name}(" in call
    ]
    assert told == CLOCKS


def test_dataclasses_are_made_late() -> None:
    standard = [
        module
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        if any(each.name == "dataclass" for each in node.names)
    ]
    # Whoever asks in a notebook how the book is opened sees its parameters.
    assert standard == ["api/book.py", "core/late.py"], "take it from opledger.core.late"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_and_stays_small(module: str) -> None:
    assert ast.get_docstring(tree(module))
    for first in tree(module).body[1:2]:
        assert ast.unparse(first) == "from __future__ import annotations"
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= MOST_LINES
