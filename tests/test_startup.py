"""What a command loads before it does anything: time that is spent each time it is called.

Nothing is timed here. Held are the modules: the heavy ones by name, our own by number.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click
import pytest
from tests.conftest import Command
from tests.git.repositories import committed
from tests.ledgers import SOUND, write

from opledger.cli.main import COMMANDS

# Each takes longer to load than a small command may take in all, or a good part of that.
HEAVY = {
    "PIL",
    "asyncio",
    "csv",
    "decimal",
    "difflib",
    "email",
    "filelock",
    "fractions",
    "git",
    "hashlib",
    "icalendar",
    "importlib.metadata",
    "jinja2",
    "json",
    "markdown_it",
    "msgpack",
    "openpyxl",
    "platformdirs",
    "pyarrow",
    "pygls",
    "random",
    "rich",
    "ruamel",
    "shutil",
    "statistics",
    "subprocess",
    "tempfile",
    "traceback",
    "unicodedata",
    "xml",
    "zoneinfo",
}
# What goes by fractions brings: how long answers take.
EXACT = {"decimal", "fractions"}
# What git and the cache take, which asks of ruamel where it lies.
HISTORY = {"hashlib", "msgpack", "ruamel", "subprocess", "zoneinfo"}
LOADED = """
import atexit, sys
from opledger.cli.process import main
atexit.register(lambda: print(*sorted(sys.modules)))
main()
"""
FILE = "opportunities/kestrel.yaml"
EVENTS = "events: [{date: 2024-01-08, stage: lead}]\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of three opportunities."""
    files = {f"opportunities/{name}.yaml": f"company: {name}\n{EVENTS}" for name in ("a", "b")}
    return write(tmp_path, files | {FILE: SOUND})


def modules(
    run: Command,
    folder: Path,
    *arguments: str,
    code: int = 0,
    env: Mapping[str, str] | None = None,
) -> set[str]:
    """The modules that a command has loaded when it ends, which is with this exit code."""
    ended = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=folder,
        env=run.environment(**(env or {})),
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (code, b"")
    return set(ended.stdout.decode().splitlines()[-1].split())


def completing(line: str) -> dict[str, str]:
    """What a shell says that completes behind a line."""
    return {"COMP_WORDS": line, "COMP_CWORD": "", "_OPLEDGER_COMPLETE": "zsh_complete"}


def heavy(names: set[str]) -> set[str]:
    """The heavy ones among them."""
    return names & HEAVY


def ours(names: set[str]) -> int:
    """How many modules of opledger are among them."""
    return sum(name.partition(".")[0] == "opledger" for name in names)


def test_the_list_of_commands_is_told_without_any_of_them(run: Command, tmp_path: Path) -> None:
    loaded = modules(run, tmp_path, "--help")
    assert heavy(loaded) == {"shutil"}  # Click asks it for the terminal's width
    assert ours(loaded) <= 16
    assert not loaded & {module for module, _, _ in COMMANDS.values()}


@pytest.mark.parametrize("arguments", [["--version"], ["completion", "zsh"]])
def test_what_reads_no_ledger_loads_nothing(
    run: Command, tmp_path: Path, arguments: list[str]
) -> None:
    loaded = modules(run, tmp_path, *arguments)
    assert (heavy(loaded), ours(loaded) <= 19) == (set(), True)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "doctor"])
def test_help_on_a_command_loads_neither_reader_nor_git(
    run: Command, tmp_path: Path, command: str
) -> None:
    loaded = modules(run, tmp_path, command, "--help")
    assert heavy(loaded) <= {"shutil", "zoneinfo"}
    assert not loaded & {"opledger.files.reading", "opledger.git.command"}
    assert ours(loaded) <= 38


@pytest.mark.parametrize(
    ("line", "most"), [("opledger", 21), ("opledger show", 26), ("opledger list", 27)]
)
def test_completing_names_and_filters_reads_no_yaml(
    run: Command, ledger: Path, line: str, most: int
) -> None:
    loaded = modules(run, ledger, env=completing(line))
    assert heavy(loaded) == set()
    assert "opledger.files.reading" not in loaded
    assert ours(loaded) <= most


def test_completing_the_ledger_s_words_reads_its_settings_only(run: Command, ledger: Path) -> None:
    (ledger / FILE).write_text("company: [\n", encoding="utf-8")
    loaded = modules(run, ledger, env=completing("opledger record a"))
    assert heavy(loaded) == {"zoneinfo"}
    assert ours(loaded) <= 56


def test_checking_one_file_loads_nothing_heavy(run: Command, ledger: Path) -> None:
    loaded = modules(run, ledger, "check", FILE)
    assert (heavy(loaded), ours(loaded) <= 53) == ({"zoneinfo"}, True)
    (ledger / FILE).write_text("company: [\n", encoding="utf-8")
    loaded = modules(run, ledger, "check", FILE, code=1)
    assert heavy(loaded) == {"ruamel", "zoneinfo"}


def test_checking_a_small_ledger_asks_no_cache(run: Command, ledger: Path) -> None:
    loaded = modules(run, ledger, "check")
    assert (heavy(loaded), ours(loaded) <= 65) == ({"zoneinfo"}, True)


@pytest.mark.parametrize("options", [[], ["--check"], [FILE]], ids=str)
def test_putting_in_order_what_is_in_order_loads_no_slow_parser(
    run: Command, ledger: Path, options: list[str]
) -> None:
    loaded = modules(run, ledger, "fmt", *options)
    assert (heavy(loaded), ours(loaded) <= 66) == ({"zoneinfo"}, True)


def test_the_list_of_presets_needs_no_mapping(run: Command, tmp_path: Path) -> None:
    loaded = modules(run, tmp_path, "import", "--presets")
    assert (heavy(loaded), ours(loaded) <= 43) == ({"zoneinfo"}, True)


@pytest.mark.parametrize(("command", "most", "exact"), [("list", 59, set()), ("stats", 76, EXACT)])
def test_figures_for_programs_need_no_tables(
    run: Command, ledger: Path, command: str, most: int, exact: set[str]
) -> None:
    loaded = modules(run, ledger, command, "--format", "json")
    assert (heavy(loaded), ours(loaded) <= most) == ({"json", "zoneinfo"} | exact, True)


@pytest.mark.parametrize(("form", "most"), [("csv", 62), ("jsonl", 59)])
def test_an_export_loads_neither_other_formats_nor_what_reads_it_back(
    run: Command, ledger: Path, form: str, most: int
) -> None:
    loaded = modules(run, ledger, "export", form)
    assert (heavy(loaded), ours(loaded) <= most) == ({"json", "zoneinfo"}, True)
    assert not loaded & {"opledger.cli.exportpage", "opledger.cli.ics", "opledger.exchange.told"}


def test_an_export_that_is_read_back_needs_no_mapping(run: Command, ledger: Path) -> None:
    modules(run, ledger, "export", "jsonl", "--output", "all.jsonl")
    loaded = modules(run, ledger, "import", "all.jsonl", "--into", "back", "--write")
    assert not loaded & {f"opledger.exchange.{each}" for each in ("mapping", "plan", "updating")}
    assert not loaded & {"filelock", "ruamel", "icalendar", "rich", "opledger.exchange.naming"}
    assert ours(loaded) <= 87


def test_the_funnel_loads_no_other_figures(run: Command, ledger: Path) -> None:
    loaded = modules(run, ledger, "stats")
    assert "opledger.core.reports.funnel" in loaded
    others = {"endings", "forecast", "offers", "response", "survival", "timing"}
    assert not loaded & {f"opledger.core.figures.{each}" for each in others}


@pytest.mark.parametrize(
    ("command", "most", "exact"),
    [("list", 71, set()), ("show a", 68, set()), ("stats", 85, set()), ("due", 76, EXACT)],
)
def test_tables_for_people_need_no_rich(
    run: Command, ledger: Path, command: str, most: int, exact: set[str]
) -> None:
    loaded = modules(run, ledger, *command.split())
    assert heavy(loaded) == {"zoneinfo"} | exact
    assert ours(loaded) <= most


def test_a_small_site_loads_no_parser_of_markdown_and_no_other_processes(
    run: Command, ledger: Path
) -> None:
    loaded = modules(run, ledger, "site", "build")
    unused = {
        "email",
        "importlib.metadata",
        "markdown_it",
        "multiprocessing",
        "opledger.site.picture",
    }
    assert loaded & unused == set()
    assert ours(loaded) <= 182
    again = modules(run, ledger, "site", "build")
    assert loaded - again > {"jinja2", "opledger.site.rendering", "opledger.site.markdown"}
    assert ours(again) <= 179
    (ledger / FILE).write_text(SOUND + "notes: With a *sign* of it.\n", encoding="utf-8")
    assert "markdown_it" in modules(run, ledger, "site", "build")


@pytest.mark.parametrize("command", ["log", "log kestrel", "audit"])
def test_a_history_that_is_known_is_told_without_what_reads_a_file(
    run: Command, ledger: Path, tmp_path_factory: pytest.TempPathFactory, command: str
) -> None:
    committed(ledger, {})
    kept = {"OPLEDGER_CACHE": str(tmp_path_factory.mktemp("cache"))}
    for known in ("log", "audit"):
        modules(run, ledger, known, env=kept)
    loaded = modules(run, ledger, *command.split(), env=kept)
    assert (heavy(loaded), ours(loaded) <= 40) == (HISTORY, True)
    assert not loaded & {"opledger.files.reading", "opledger.git.chronicle", "opledger.core.model"}


def test_what_changed_is_told_without_figures_that_it_does_not_print(
    run: Command, ledger: Path
) -> None:
    (ledger / FILE).unlink()  # it tells of days behind that of the commit, which is a warning
    committed(ledger, {})
    loaded = modules(run, ledger, "diff", "HEAD")
    assert (heavy(loaded), ours(loaded) <= 77) == ({"subprocess", "zoneinfo"}, True)


def test_the_list_of_commands_is_that_of_the_modules() -> None:
    for name, (module, command, about) in COMMANDS.items():
        found = getattr(import_module(module), command)
        assert isinstance(found, click.Command)
        assert found.name == name
        assert bool(about) is not found.hidden


OPENED = """
import json, sys
import opledger
def loaded():
    roots = {name.partition(".")[0] for name in sys.modules}
    return sorted(roots & {"git", "jinja2", "rich", "markdown_it", "click", "filelock", "ruamel"})
first = loaded()
book = opledger.open(sys.argv[1])
book.stats_dict(), book.to_dicts(), book.events(), book._repr_html_()
print(json.dumps([first, loaded()]))
"""


def test_a_notebook_loads_what_it_needs_and_no_command_line(run: Command, tmp_path: Path) -> None:
    write(tmp_path, {FILE: SOUND})
    ended = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path)],
        env=run.environment(),
        capture_output=True,
        check=True,
    )
    assert json.loads(ended.stdout) == [[], []]


def test_few_classes_are_made_by_the_standard_decorator_before_a_file_is_checked(
    run: Command, ledger: Path
) -> None:
    code = (
        "import dataclasses, sys; made = []; standard = dataclasses.dataclass;"
        "dataclasses.dataclass = lambda *a, **k: made.append(k) or standard(*a, **k);"
        "from opledger.core import late; ours = []; make = late._made;"
        "late._made = lambda *a, **k: ours.append(a) or make(*a, **k);"
        "written = []; write = late._init;"
        "late._init = lambda *a: written.append(a) or write(*a);"
        f"from opledger.cli.main import run; run(['check', '{FILE}']);"
        "print(len(ours), len(made), sum(each.get('init', True) for each in made), len(written))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ledger,
        env=run.environment(),
        capture_output=True,
        check=True,
    )
    defined, asked, whole, written = map(int, ended.stdout.split())
    assert (defined > 40, whole) == (True, 0)
    assert asked <= 5  # one that inherits, and those of which somebody wants to know the fields
    assert written <= 20  # those that make more than a few values
