"""The wheel, installed alone, holds everything and does the same as the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.replayed import SAMPLE_TIP

import opledger

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with the locked build tool."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-build-isolation", "--no-deps", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, "-q", "-w", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a new environment that has the wheel, and its dependencies, alone."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "env", with_pip=False, symlinks=os.name != "nt")
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "env")}))
    python = scripts / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps",
         "--no-index", "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    # The dependencies come from the tests' own environment; the project itself does not: there it
    # is a path file, and those are not read below another one.
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return scripts / "opledger"


def run(command: Path, *arguments: str, here: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(here), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [command, *arguments], cwd=here, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def tracked(folder: str) -> set[str]:
    """The files that git knows in a folder of the checkout."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return {name for name in done.stdout.decode().split("\0") if name}


def test_the_wheel_holds_the_package_the_templates_and_the_sample_and_nothing_else(
    wheel: Path,
) -> None:
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {name.removeprefix("src/") for name in tracked("src")}
    expected |= {f"opledger/_data/{name}" for name in tracked("templates") | tracked("ledger")}
    expected.add(f"opledger-{opledger.__version__}.data/data/share/man/man1/opledger.1")
    assert names == expected


def test_the_package_is_the_installed_one(installed: Path, tmp_path: Path) -> None:
    python = installed.with_name("python")
    where = run(python, "-c", "import opledger; print(opledger.__file__)", here=tmp_path)
    assert str(ROOT) not in where


def test_the_man_page_lies_where_man_looks_for_it(installed: Path) -> None:
    page = installed.parent.parent / "share" / "man" / "man1" / "opledger.1"
    assert page.read_bytes() == (ROOT / "docs" / "opledger.1").read_bytes()


def test_the_demo_writes_the_sample_and_builds_its_site(installed: Path, tmp_path: Path) -> None:
    printed = run(installed, "demo", "search", here=tmp_path)
    assert printed.splitlines() == [
        "Wrote the sample ledger to search: 39 opportunities.",
        f"Replayed its history: 223 commits, up to {SAMPLE_TIP[:10]}.",
        "Built 50 pages. Open search/site/index.html in a browser.",
        "Try: opledger --ledger search stats",
    ]
    assert tree(tmp_path / "search" / "site") == tree(ROOT / "site")
    made = ("site/", ".git/", ".gitignore")
    written = tree(tmp_path / "search").items()
    sample = {name: body for name, body in written if not name.startswith(made)}
    assert sample == tree(ROOT / "ledger")
    assert run(installed, "--ledger", "search", "check", here=tmp_path) == ""


def test_it_prints_the_same_figures_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    sample = str(ROOT / "ledger")
    ours = Path(sysconfig.get_path("scripts")) / "opledger"
    for command in ("stats", "list", "check"):
        arguments = ("--ledger", sample, command)
        assert run(installed, *arguments, here=tmp_path) == run(ours, *arguments, here=tmp_path)


NOTEBOOK = """\
from datetime import date

import opledger
from opledger import Book, CheckFailed, Failure

book: Book = opledger.open("ledger", as_of=date(2024, 1, 31))
stage: str = book.list("source:warm")[0].furthest
offers: int = book.at("HEAD").as_of("2024-02-29").stats(by="segment").totals.offers
rows: list[dict[str, object]] = book.events()
try:
    opledger.open(at="HEAD~3")
except CheckFailed as failure:
    line: int = failure.diagnostics[0].at.line
except Failure as why:
    print(why)
opledger.open(3)
opledger.opne("ledger")
book.standing("x").days
"""


_EXPECTED = 'expected "str | PathLike[str] | None"  [arg-type]'


def test_a_notebook_s_types_are_checked_against_what_is_installed(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "notebook.py").write_text(NOTEBOOK)
    (tmp_path / "mypy.ini").write_text("[mypy]\n")
    told = ("--strict", "--no-error-summary", "--python-executable", installed.with_name("python"))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *told, "--cache-dir", os.devnull, "notebook.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert [line.partition(": error: ")[::2] for line in done.stdout.splitlines()] == [
        ("notebook.py:16", f'Argument 1 to "open" has incompatible type "int"; {_EXPECTED}'),
        ("notebook.py:17", 'Module has no attribute "opne"  [attr-defined]'),
        (
            "notebook.py:18",
            'Item "None" of "Standing | None" has no attribute "days"  [union-attr]',
        ),
    ]


def test_it_has_the_presets(installed: Path, tmp_path: Path) -> None:
    names = sorted(path.stem for path in (ROOT / "src/opledger/exchange/presets").glob("*.yaml"))
    listed = run(installed, "import", "--presets", here=tmp_path).splitlines()
    assert [line.split()[0] for line in listed if line[0] not in " AN"] == names
