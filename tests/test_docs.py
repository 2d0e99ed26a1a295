"""The documents tell the truth: their commands run, their links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from opledger.cli.main import COMMANDS, opledger
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.shapes import Items, Record, Shape, Table

ROOT = Path(__file__).parent.parent
_FOLDERS = ("", "docs", "ledger", "benchmarks")
PAGES = sorted(page for folder in _FOLDERS for page in (ROOT / folder).glob("*.md"))
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)


def steps(page: Path) -> list[tuple[str, str]]:
    """The commands of a page in order, each with the output shown below it.

    A line that starts with ``$ `` is a command; with a here-document it goes on to ``END``.
    """
    found: list[tuple[str, str]] = []
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        inside = False
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:] + "\n", ""))
                inside = "<<'END'" in line
            elif inside:
                found[-1] = (found[-1][0] + line + "\n", "")
                inside = line != "END"
            else:
                found[-1] = (found[-1][0], found[-1][1] + line + "\n")
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="the pages show a POSIX shell")
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if steps(page)],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_every_command_shown_runs_and_prints_what_is_shown(page: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        **{f"GIT_{who}_NAME": "A. Person" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "a@example.com" for who in ("AUTHOR", "COMMITTER")},
        "SOURCE_DATE_EPOCH": "1769900000",
        "COLUMNS": "80",
    }
    here = tmp_path
    # What fails on purpose says so: an error of a check, or a bad row of an import.
    failing = re.compile(r"error\[| [1-9][0-9]* bad$", re.MULTILINE)
    for command, shown in steps(page):
        if command.startswith("cd "):
            here = here / command[3:].strip()
            continue
        done = subprocess.run(
            ["bash", "-c", command], cwd=here, env=environment, capture_output=True, check=False
        )
        printed = done.stdout.decode()
        expected = int(failing.search(shown) is not None)
        assert (command, done.returncode, done.stderr) == (command, expected, b"")
        if shown:
            assert (command, printed) == (command, shown)
        assert "Traceback" not in printed


def test_the_tour_of_the_readme_has_its_commands() -> None:
    commands = " ".join(command for command, _ in steps(ROOT / "README.md"))
    told = ("init", "check", "stats", "list", "show", "site build", "add", "record", "next", "due")
    for name in (*told, "log", "diff", "audit", "hooks install"):
        assert f"opledger {name}" in commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_between_the_pages_leads_to_a_file(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    missing = [t for t in targets if not (page.parent / t.partition("#")[0]).exists()]
    assert missing == []


def commands() -> dict[str, click.Command]:
    context = click.Context(opledger)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = opledger.get_command(context, name)
        assert command is not None
        found[name] = command
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    assert section, f"docs/commands.md has no section '{name}'"
    command = commands()[name]
    inner = [command]
    if isinstance(command, click.Group):
        context = click.Context(command)
        found = [command.get_command(context, each) for each in command.list_commands(context)]
        inner = [each for each in found if each is not None]
        assert len(inner) == len(found) > 1
    for each in inner:
        for parameter in each.params:
            assert isinstance(parameter, click.Option | click.Argument)
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in section[1]
                if isinstance(parameter.type, click.Choice):
                    for choice in parameter.type.choices:
                        assert f"`{choice}`" in section[1] or f" {choice}`" in section[1]


def test_no_section_tells_of_a_command_that_is_not_there() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == list(COMMANDS)


def keys(shape: Shape) -> set[str]:
    """Every key below a shape."""
    match shape:
        case Record():
            below = [keys(field.of) for field in shape.fields.values()]
            return set(shape.fields).union(*below)
        case Items() | Table():
            return keys(shape.of)
    return set()


@pytest.mark.parametrize("record", [OPPORTUNITY, LEDGER], ids=["opportunity", "ledger"])
def test_every_key_of_the_format_is_explained(record: Record) -> None:
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    quoted = set(re.findall(r"`([a-z_]+)`", page)) | set(re.findall(r"([a-z_]+):", page))
    assert keys(record) - quoted == set()


def test_the_files_shown_in_the_format_pass_the_check(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    opportunity, ledger = re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "opportunities").mkdir()
    (tmp_path / "opportunities" / "example-inference.yaml").write_text(opportunity)
    (tmp_path / "ledger.yaml").write_text(ledger)
    done = subprocess.run(
        [sys.executable, "-m", "opledger", "--ledger", str(tmp_path), "check"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
