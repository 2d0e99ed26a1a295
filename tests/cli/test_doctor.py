"""`doctor` says how everything is, in whatever state it is, runs nothing and names nobody."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from filelock import FileLock
from tests.commands import call
from tests.conftest import Command, Finished
from tests.git.repositories import committed, git, write
from tests.git.test_hostile_repositories import HARMLESS, HINDERING
from tests.git.test_states import EVERY, WITHOUT_A_COMMIT, State, _bound

from opledger.core.config import Config
from opledger.core.failure import Failure
from opledger.files.cache import Cache
from opledger.files.schemafiles import OPPORTUNITY_SCHEMA, schemas
from opledger.files.store import LOCK_NAME
from opledger.git.names import names

KESTREL = "opportunities/kestrel.yaml"
IDENTITY = "[user]\n name = A. Person\n email = a@example.com\n"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an identity, bash, an editor, and nothing of the caller's git."""
    gone = ("EMAIL", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "VISUAL", "USER", "LOGNAME", "USERNAME")
    for name in [name for name in os.environ if name.startswith("GIT_") or name in gone]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(IDENTITY)
    for name, value in {"HOME": home, "SHELL": "/bin/bash", "EDITOR": "cat -n"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("OPLEDGER_CACHE", str(home / "kept"))
    return home


def seen(*arguments: str | Path, env: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """What doctor says of each thing: its verdict, and the line with what to do."""
    ended = call("doctor", "--format", "json", *arguments, env=env)
    document = json.loads(ended.stdout)
    assert ended.stderr == ""
    assert list(document) == ["version", "observations"]
    found: dict[str, tuple[str, str]] = {}
    for each in document["observations"]:
        assert list(each) == ["about", "verdict", "text", "todo"]
        told = "; ".join(filter(None, (each["text"], each["todo"])))
        assert told.isprintable()
        found[each["about"]] = (each["verdict"], told)
    assert len(found) == len(document["observations"])
    assert ended.code == int(any(verdict == "wrong" for verdict, _ in found.values()))
    return found


def test_where_all_is_well_every_line_says_so(tmp_path: Path, environment: Path) -> None:
    ledger = environment / "search"
    committed(ledger)
    assert call("hooks", "install", "--ledger", ledger).code == 0
    assert call("completion", "bash", "--install").code == 0
    ended = call("doctor", "--ledger", ledger, env={"COLUMNS": "80"})
    version = git(ledger, "version").split()[2]
    system = f"{os.uname().sysname} {os.uname().machine}"
    python = ".".join(map(str, sys.version_info[:3]))
    (locked,) = re.findall(r"^ok     folder         (.*)$", ended.stdout, re.MULTILINE)
    assert re.fullmatch(r"it can be written in, and locked( on [\w.]+)?", locked)
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout == (
        "ok     opledger       0.1.0\n"
        f"ok     python         {python}, CPython, {system}\n"
        "ok     packages       the 11 packages that it needs\n"
        "ok     extra lsp      the language server for editors\n"
        "ok     extra parquet  tables for DuckDB, Spark and the like\n"
        "ok     extra picture  the picture that other sites show beside a link\n"
        "ok     extra xlsx     reading sheets of spreadsheets\n"
        f"ok     git            {version}\n"
        "note   locale         unknown to print, utf-8 for names of files: other\n"
        "                      characters are shown as numbers; set LC_ALL=C.UTF-8, or\n"
        "                      PYTHONUTF8=1\n"
        "ok     time zones     known\n"
        "ok     cache          0 entries, 0.0 MB, in ~/kept\n"
        "ok     editor         cat, by EDITOR\n"
        "ok     completion     set up for bash\n"
        "ok     ledger         1 opportunity in ~/search, every file sound\n"
        f"ok     folder         {locked}\n"
        "ok     repository     ready to commit\n"
        "ok     pre-commit     set up\n"
        "ok     pre-push       set up\n"
        "ok     merge driver   set up\n"
        "ok     remotes        none\n"
        "note   schemas        none for editors; 'opledger schema --write' makes them\n"
        "Nothing is wrong.\n"
    )


def test_the_cache_is_told_and_cleared(tmp_path: Path, environment: Path) -> None:
    (tmp_path / "ledger.yaml").write_text("")
    kept = Cache.at_hand()
    kept.put("one", b"1" * 250_000)
    kept.put("two", b"2" * 250_000)
    assert seen("--ledger", tmp_path)["cache"] == ("ok", "2 entries, 0.5 MB, in ~/kept")
    beside = environment / "kept" / "notes.txt"
    beside.write_text("not the cache's")
    told = "Removed 2 entries of the cache in ~/kept.\n"
    assert call("doctor", "--clear-cache") == Finished(0, told, "")
    assert list(beside.parent.iterdir()) == [beside]
    told = "Removed 0 entries of the cache in ~/kept.\n"
    assert call("doctor", "--clear-cache") == Finished(0, told, "")


def test_a_cache_that_is_off_is_told_and_has_nothing_to_clear(tmp_path: Path) -> None:
    off = {"OPLEDGER_CACHE": "off"}
    what = "off, by OPLEDGER_CACHE: every file is read anew each time"
    (tmp_path / "ledger.yaml").write_text("")
    assert seen("--ledger", tmp_path, env=off)["cache"] == ("note", what)
    assert call("doctor", "--clear-cache", env=off) == Finished(0, "There is no cache.\n", "")


def test_in_a_process_of_its_own_the_locale_is_told(run: Command, tmp_path: Path) -> None:
    ended = run("doctor", cwd=tmp_path)
    assert "ok     locale         utf-8 to print, utf-8 for names of files\n" in ended.stdout
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = run("doctor", cwd=tmp_path, env=plain)
    assert "note   locale         ascii to print, ascii for names of files:" in ended.stdout
    assert ended.stderr == ""


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder, but for those of the cache, which any command may fill."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {
        path: path.read_bytes()
        for path in files
        if path.suffix != ".kept" and path.name != ".tidied"
    }


@pytest.mark.parametrize("state", EVERY, ids=lambda state: state.name)
def test_every_state_of_a_repository_is_told_in_a_line(state: State, tmp_path: Path) -> None:
    ledger = state.make(tmp_path / "ledger")
    before = contents(tmp_path)
    found = seen("--ledger", ledger)
    assert contents(tmp_path) == before
    said = state.record.format(root=ledger, up=ledger.parent)
    verdict = "wrong" if said else "ok"
    if state in WITHOUT_A_COMMIT:
        verdict = "note"
    assert found["repository"] == (verdict, said or "ready to commit")
    assert found["ledger"][0] == "ok"
    assert ("history" in found) == (state.name == "shallow")


def test_before_the_first_commit_it_says_so(tmp_path: Path) -> None:
    ledger = write(tmp_path / "ledger")
    git(ledger, "init", "--quiet")
    found = seen("--ledger", ledger)
    assert found["repository"] == ("ok", "ready to commit")
    told = "no commit yet; 'git add .' and 'git commit' make the first one"
    assert found["history"] == ("note", told)


@pytest.mark.parametrize("make", [*HARMLESS, *HINDERING], ids=lambda make: make.__name__.strip("_"))
def test_nothing_of_the_repository_is_run(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    ledger = tmp_path / "ledger"
    committed(ledger)
    later = b"company: Kestrel\nevents: [{date: 2024-01-09, stage: lead}]\n"
    git(write(ledger, {KESTREL: later}), "commit", "--quiet", "-a", "-m", "Later")
    planted = tmp_path / "planted"
    planted.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n")
    planted.chmod(0o755)
    make(ledger, planted)
    (tmp_path / "ran").unlink(missing_ok=True)
    with suppress(Failure):
        assert names(ledger)  # as a shell's completion asks for them
    found = seen("--ledger", ledger)
    assert {"opledger", "git", "ledger", "folder", "repository", "schemas"} <= set(found)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("", ("note", "there is no git program; install git to keep and read the history")),
        ("echo git version 2.30.1", ("wrong", "2.30.1 is too old; install 2.31 or newer")),
        (
            "echo git version 2.37.0.windows.1",
            (
                "note",
                "2.37.0 can't refuse a repository that hides within a ledger; 2.38 or newer can",
            ),
        ),
        ("echo git version 2.38.0", ("ok", "2.38.0")),
        ("echo nonsense", ("wrong", "of an unknown version is too old; install 2.31 or newer")),
        ("exit 1", ("wrong", "of an unknown version is too old; install 2.31 or newer")),
    ],
)
def test_the_git_program_is_looked_at(program: str, told: tuple[str, str], tmp_path: Path) -> None:
    ledger = write(tmp_path / "ledger")
    tools = tmp_path / "tools"
    tools.mkdir()
    if program:
        (tools / "git").write_text(f"#!/bin/sh\n{program}\n")
        (tools / "git").chmod(0o755)
    found = seen("--ledger", ledger, env={"PATH": str(tools), "EDITOR": sys.executable})
    assert found["git"] == told
    assert found["ledger"][0] == "ok"


def test_without_a_ledger_the_installation_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = seen()
    assert found["ledger"][0] == "note"
    assert list(found)[-1] == "ledger"
    named = seen("--ledger", tmp_path)
    assert named["ledger"][0] == "wrong"


def test_what_is_wrong_with_the_files_is_counted_and_not_shown(tmp_path: Path) -> None:
    broken = b"company: Secret\nevents: [{date: 2024-01-40, stage: lead}]\nrole: 1\nrol: x\n"
    ledger = write(tmp_path / "ledger", {"ledger.yaml": b"", "opportunities/secret.yaml": broken})
    found = seen("--ledger", ledger)
    told = f"3 errors in 1 file of {ledger}; 'opledger check' names them"
    assert found["ledger"] == ("wrong", told)
    warned = b"company: Secret\nevents: [{date: 2024-01-08, stage: offer}]\n"
    write(ledger, {"opportunities/secret.yaml": warned})
    told = f"1 opportunity in {ledger}, 1 warning; 'opledger check' names them"
    assert seen("--ledger", ledger)["ledger"] == ("note", told)


def test_a_ledger_that_is_being_written_in_is_no_fault(tmp_path: Path) -> None:
    ledger = write(tmp_path / "ledger")
    with FileLock(ledger / LOCK_NAME):
        told = seen("--ledger", ledger)["folder"]
    busy = f"another opledger is writing in {ledger}: try again when it has ended"
    assert told == ("note", busy)


def test_a_folder_that_may_not_be_written_in_is_wrong(tmp_path: Path, run: Command) -> None:
    ledger = write(tmp_path / "ledger")
    ledger.chmod(0o555)
    try:
        ended = _bound(run, "doctor", "--ledger", str(ledger), cwd=tmp_path)
    finally:
        ledger.chmod(0o755)
    flat = " ".join(ended.stdout.split())
    assert f"wrong folder can't write in {ledger}: permission denied; see who owns it" in flat
    assert (ended.code, ended.stderr) == (1, "")


def hook_states(ledger: Path) -> list[tuple[str, str]]:
    found = seen("--ledger", ledger)
    return [found[name] for name in ("pre-commit", "pre-push", "merge driver")]


def test_hooks_are_told_as_they_are(tmp_path: Path, environment: Path) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger)
    absent = ("note", "not set up; 'opledger hooks install' does it")
    well = ("ok", "set up")
    other = (
        "note",
        "set up by another installation, or changed since; 'opledger hooks install' renews it",
    )
    assert hook_states(ledger) == [absent] * 3
    hooks = ledger / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 0\n")
    (hooks / "pre-commit").chmod(0o755)
    assert hook_states(ledger) == [absent] * 3
    assert call("hooks", "install", "--ledger", ledger).code == 0
    assert hook_states(ledger) == [well] * 3
    for path in (hooks / "pre-commit", ledger / ".git" / "opledger" / "merge"):
        path.write_text(path.read_text().replace(sys.executable, "/gone/python"))
    (hooks / "pre-push").chmod(0o644)
    how = "'chmod +x' it in git's folder of hooks"
    passed_over = ("wrong", f"git passes over it, as it may not be run; {how}")
    assert hook_states(ledger) == [other, passed_over, other]
    unclear = (
        "wrong",
        "the marks around opledger's lines are not in pairs; delete what is left of the lines",
    )
    attributes = ledger / ".git" / "info" / "attributes"
    for path in (hooks / "pre-commit", attributes):
        text = path.read_text()
        path.write_text(text[: text.index("# <<< opledger")])
    assert hook_states(ledger) == [unclear, passed_over, unclear]
    (environment / ".gitconfig").write_text(f"{IDENTITY}[core]\n hooksPath = ~/hooks\n")
    what = "your hooks are in a folder for all repositories, where nothing is installed"
    shared = ("note", f"{what}; 'opledger hooks install' says what to call from them")
    assert hook_states(ledger) == [shared, shared, unclear]


def test_a_merge_driver_that_is_half_there_is_told(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger)
    assert call("hooks", "install", "--ledger", ledger).code == 0
    git(ledger, "config", "--unset", "merge.opledger.driver")
    assert hook_states(ledger)[2][0] == "note"
    shutil.rmtree(ledger / ".git" / "opledger")
    assert hook_states(ledger)[2][0] == "note"
    assert call("hooks", "install", "--ledger", ledger).code == 0
    assert hook_states(ledger)[2] == ("ok", "set up")
    assert call("hooks", "remove", "--ledger", ledger).code == 0
    assert {verdict for verdict, _ in hook_states(ledger)} == {"note"}


def test_remotes_are_counted_and_not_named(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger)

    def remotes() -> tuple[str, str]:
        return seen("--ledger", ledger)["remotes"]

    assert remotes() == ("ok", "none")
    git(ledger, "remote", "add", "origin", "https://someone:secret@example.com/search.git")
    told = "1 remote; 1 not in allowed_remotes, and nothing keeps it from them"
    assert remotes() == ("note", f"{told}; 'opledger hooks install' sets up the guard")
    git(ledger, "remote", "add", "copy.of.it", "/srv/copy")
    git(ledger, "config", "--add", "remote.copy.of.it.pushurl", "https://example.com/other")
    write(ledger, {"ledger.yaml": b"allowed_remotes: [https://example.com/search]\n"})
    assert remotes()[1].startswith("2 remotes; 1 not in allowed_remotes, and nothing")
    assert call("hooks", "install", "--ledger", ledger).code == 0
    told = "2 remotes; 1 not in allowed_remotes, which the guard keeps it from"
    assert remotes() == ("ok", told)
    both = b"allowed_remotes: [https://example.com/search, https://example.com/other]\n"
    write(ledger, {"ledger.yaml": both})
    assert remotes() == ("ok", "2 remotes, allowed by allowed_remotes")
    write(ledger, {"ledger.yaml": b"private: false\n"})
    assert remotes() == ("ok", "2 remotes; the ledger is not private")


def test_nobody_is_named(
    tmp_path: Path, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home" / "jane.doe"
    home.mkdir()
    shutil.move(environment / ".gitconfig", home)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", "jdoe")
    ledger = home / "search"
    files = {
        "ledger.yaml": b"title: Secret Title\ntimezone: Europe/Vaduz\n",
        "opportunities/acme-labs.yaml": b"company: Acme Labs\nevents: [{date: 2024-01-08}]\n",
        "opportunities/a b.yaml": b"x",
    }
    committed(ledger, files)
    git(ledger, "remote", "add", "vault", "https://jane:pass@git.example.org/jane/search.git")
    git(ledger, "checkout", "--quiet", "-b", "acme")
    (ledger / ".git" / "index.lock").touch()
    conflict = tmp_path / "srv" / "jdoe" / "search"
    committed(conflict, files)
    git(conflict, "checkout", "--quiet", "-b", "other")
    for branch, text in (("other", b"company: Acme 2\n"), ("main", b"company: Acme 3\n")):
        git(conflict, "checkout", "--quiet", branch)
        write(conflict, {"opportunities/acme-labs.yaml": text})
        git(conflict, "commit", "--quiet", "-a", "-m", "Acme")
    with pytest.raises(Exception, match="merge"):
        git(conflict, "merge", "--squash", "other")
    for folder, where, repository in (
        (ledger, "~/search", "another git is at work in ~/search; if there is none, delete"),
        (conflict, f"{tmp_path}/srv/USER/search", "opportunities/ID.yaml has a merge conflict"),
    ):
        for form in ("text", "json"):
            ended = call("doctor", "--ledger", folder, "--format", form, env={"COLUMNS": "120"})
            printed = ended.stdout.replace(f"{tmp_path}", "")
            for secret in (
                "jane",
                "jdoe",
                "acme",
                "secret",
                "vaduz",
                "vault",
                "a b",
                "example",
            ):
                assert (secret, secret in printed.casefold()) == (secret, False)
            assert where in ended.stdout
        assert seen("--ledger", folder)["repository"][1].startswith(repository)


def test_the_editor_is_looked_for() -> None:
    def editor(**env: str) -> tuple[str, str]:
        return seen(env=env)["editor"]

    assert editor(VISUAL="/bin/cat --wait") == ("ok", "cat, by VISUAL")
    gone = "VISUAL names 'no-such-editor', which is not there; name another one in VISUAL"
    assert editor(VISUAL="/home/x/no-such-editor") == ("wrong", gone)
    assert editor(VISUAL="'open")[0] == "wrong"
    assert editor(EDITOR="")[0] == "note"
    none = ("note", "none is named, and none is found; name one in EDITOR")
    assert editor(EDITOR="", PATH="/nowhere") == none


def test_completion_is_looked_for(environment: Path) -> None:
    def completion(shell: str) -> tuple[str, str] | None:
        return seen(env={"SHELL": f"/usr/bin/{shell}"}).get("completion")

    how = "not set up for fish; 'opledger completion fish --install' sets it up"
    assert completion("fish") == ("note", how)
    assert completion("nushell") is None
    (environment / ".zshrc").write_text("compinit\nsource <(opledger completion zsh)\n")
    assert completion("zsh") == ("ok", "set up for zsh")
    assert call("completion", "fish", "--install").code == 0
    assert completion("fish") == ("ok", "set up for fish")


METADATA = """\
Metadata-Version: 2.4
Name: opledger
Version: 0.1.0
Requires-Dist: click>=99.1
Requires-Dist: nothing-such>=1
Requires-Dist: jinja2
Provides-Extra: xlsx
Requires-Dist: nothing-xlsx>=3.1; extra == 'xlsx'
"""


@pytest.fixture
def other_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "first" / "opledger-0.1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(METADATA)
    monkeypatch.syspath_prepend(folder.parent)


@pytest.mark.usefixtures("other_metadata")
def test_packages_that_are_missing_or_too_old_are_named() -> None:
    found = seen()
    verdict, told = found["packages"]
    assert verdict == "wrong"
    assert re.fullmatch(
        r"click is [\d.]+, and 99.1 is needed, nothing-such is not installed; install it again:"
        r" pip install --force-reinstall opledger",
        told,
    )
    told = (
        "nothing-xlsx is not installed; pip install 'opledger[xlsx]' adds reading sheets of"
        " spreadsheets"
    )
    assert found["extra xlsx"] == ("note", told)


def test_schemas_are_looked_for(tmp_path: Path) -> None:
    ledger = write(tmp_path / "ledger")
    makes = "'opledger schema --write' makes"
    write(ledger, {".opledger/ledger.schema.json": b"{}"})
    missing = f".opledger/opportunity.schema.json is missing; {makes} it"
    assert seen("--ledger", ledger)["schemas"] == ("note", missing)
    write(ledger, {".opledger/opportunity.schema.json": schemas(Config())[OPPORTUNITY_SCHEMA]})
    stale = f".opledger/ledger.schema.json not as ledger.yaml is now; {makes} them anew"
    assert seen("--ledger", ledger)["schemas"] == ("note", stale)
    write(ledger, dict(schemas(Config())))
    assert seen("--ledger", ledger)["schemas"] == ("ok", "there, for editors")


def test_a_look_that_fails_hinders_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write(tmp_path / "ledger")
    monkeypatch.setattr("opledger.cli.condition.read", lambda _: 1 / 0)
    found = seen("--ledger", ledger)
    told = "this is a bug in opledger (ZeroDivisionError); OPLEDGER_DEBUG=1 prints where"
    assert found["ledger"] == ("wrong", told)
    assert found["folder"][0] == "ok"
    ended = call("doctor", "--ledger", ledger, env={"OPLEDGER_DEBUG": "1"})
    assert ended.code == 3
    assert "ZeroDivisionError" in ended.stderr
    assert call("doctor", "x") == Finished(
        2, "", "opledger: Got unexpected extra argument (x) (see 'opledger doctor --help')\n"
    )
