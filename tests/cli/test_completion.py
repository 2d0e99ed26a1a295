"""Completion in bash, zsh and fish: the right words, quickly, and never a complaint."""

from __future__ import annotations

import io
import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command, Finished
from tests.git.repositories import committed, git
from tests.ledgers import SETTINGS, SOUND, write
from tests.terminals import TAB, Shell

from opledger.cli.completing import answer
from opledger.cli.main import COMMANDS, opledger
from opledger.cli.suggestions import _FILTERS
from opledger.core.query import FIELDS

SHELLS = ("bash", "zsh", "fish")
HOSTILE = "a:b c $(touch ran) `x` %F{red} \\ 'q' \"d\""
WORDS = f"{SETTINGS}reasons: {{fit: {json.dumps(HOSTILE)}, comp: Compensation}}\n"
FILES: dict[str, str | bytes] = {
    "ledger.yaml": WORDS,
    "opportunities/kestrel-labs.yaml": SOUND,
    "opportunities/tallow.yaml": "company: 'Tallow: it''s'  # here\nrole: &a x\nevents: []\n",
    "opportunities/deep/er/wren.yaml": b'company: "Wren\x1b[2J\xff"\r\nrole: A\tB # no\r\n',
    "opportunities/No id.yaml": SOUND,
    "opportunities/notes.txt": "not a record",
}
ODD_BRANCH = "x-'$(touch;ran)'/--é%s\""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a history and odd names."""
    folder = write(tmp_path_factory.mktemp("here") / "my search", FILES)
    committed(folder, {})
    git(folder, "tag", "v1")
    git(folder, "branch", ODD_BRANCH)
    return folder


def ask(folder: Path, line: str, **env: str) -> list[list[str]]:
    """What zsh is told at the end of a line: kind, word and description of each that can follow."""
    words, _, begun = line.rpartition(" ")
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    complaints = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in {**env, "COMP_WORDS": words, "COMP_CWORD": begun}.items():
            patch.setenv(name, value)
        with redirect_stdout(written), redirect_stderr(complaints):
            code = answer(opledger, "zsh_complete")
    assert (code, complaints.getvalue()) == (0, "")
    written.seek(0)
    return [row.split("\t") for row in written.read().splitlines() if row]


def test_every_command_has_a_description(tmp_path: Path) -> None:
    found = ask(tmp_path, "opledger ")
    assert found == [["plain", name, about] for name, (_, _, about) in COMMANDS.items() if about]


def test_an_id_stands_with_its_company_and_role(ledger: Path) -> None:
    assert ask(ledger, "opledger show ") == [
        ["plain", "kestrel-labs", "Kestrel Labs, Staff engineer"],
        ["plain", "tallow", "Tallow: it"],
        ["plain", "wren", "Wren\\x1b[2J\N{REPLACEMENT CHARACTER}, A B"],
    ]
    assert ask(ledger, "opledger log ke") == [
        ["plain", "kestrel-labs", "Kestrel Labs, Staff engineer"]
    ]


def test_stages_outcomes_and_reasons_stand_with_their_labels(ledger: Path) -> None:
    assert ask(ledger, "opledger record kestrel-labs ") == [
        ["plain", "lead", "First contact"],
        ["plain", "call", "First call"],
        ["plain", "onsite", "On-site"],
        ["plain", "offer", "Offer"],
        ["plain", "accepted", "I ended it"],
        ["plain", "declined", "I declined"],
        ["plain", "withdrew", "I withdrew"],
        ["plain", "rejected", "they said no"],
        ["plain", "ghosted", "no answer"],
        ["plain", "closed", "the role was closed"],
        ["plain", "note", "what happened, without a stage"],
    ]
    assert ask(ledger, "opledger record x --reason ") == [
        ["plain", "fit", HOSTILE],
        ["plain", "comp", "Compensation"],
    ]
    assert ask(ledger, "opledger record x --reason fit,") == [["plain", "fit,comp", "Compensation"]]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("opledger list sta", ["state:", "stage:", "started:"]),
        ("opledger list state:", ["state:open", "state:ended", "state:quiet", "state:scheduled"]),
        ("opledger list x stage>=o", ["stage>=onsite", "stage>=offer"]),
        ("opledger list state>=o", []),
        ("opledger list interest!=", ["interest!=low", "interest!=medium", "interest!=high"]),
        ("opledger list source:inbound,w", ["source:inbound,warm"]),
        ("opledger list id:k", ["id:kestrel-labs"]),
        ("opledger list by:", ["by:me", "by:company", "by:silence", "by:nobody"]),
        ("opledger list reopened:y", ["reopened:yes"]),
        ("opledger list days>", []),
        ("opledger list nothing:", []),
        ("opledger stats f", ["funnel", "forecast"]),
        ("opledger stats --by s", ["source", "segment", "size"]),
        ("opledger add X --stage o", ["onsite", "offer"]),
        ("opledger add X --confidence ", ["low", "medium", "high"]),
        ("opledger add X --fit ", ["impact=", "growth="]),
        ("opledger add X --fit impact=4,g", ["impact=4,growth="]),
        ("opledger add X --fit impact=", [f"impact={n}" for n in range(6)]),
        ("opledger add X --id ", []),
        ("opledger add ", []),
        ("opledger record x --date to", ["today", "tomorrow"]),
        ("opledger next x --due to", ["today", "tomorrow"]),
        ("opledger next x --turn ", ["me", "company"]),
        ("opledger check --explain no-s", ["no-stage", "no-such-stage"]),
        ("opledger stats --at v", ["v1"]),
        ("opledger diff v", ["v1"]),
        ("opledger diff v1 ma", ["main"]),
        ("opledger init --timezone Europe/Berl", ["Europe/Berlin"]),
        ("opledger init --currency EU", ["EUR"]),
        ("opledger site ", ["build", "eject", "publish", "serve"]),
        ("opledger site eject 4", ["404.html.j2"]),
        ("opledger hooks ", ["install", "remove"]),
        ("opledger completion z", ["zsh"]),
        ("opledger stats --format=j", ["--format=json"]),
        ("opledger list --as", ["--as-of"]),
        ("opledger -", ["--ledger", "--version", "-h", "--help"]),
        ("opledger nothing ", []),
        ("opledger nothing x --", []),
    ],
)
def test_what_can_stand_there(ledger: Path, line: str, words: list[str]) -> None:
    assert [word for _, word, *_ in ask(ledger, line)][: len(words) + 1] == words


def test_a_path_is_left_to_the_shell(tmp_path: Path) -> None:
    for line, kind in (
        ("opledger --ledger ", "dir"),
        ("opledger stats --ledger x", "dir"),
        ("opledger site build --output ", "dir"),
        ("opledger demo ", "dir"),
        ("opledger check ", "file"),
        ("opledger import ", "file"),
        ("opledger import x --map ", "file"),
    ):
        assert (line, ask(tmp_path, line)) == (line, [[kind]])


def test_the_ledger_named_on_the_line_is_meant(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(ledger)
    wanted = [["plain", "kestrel-labs", "Kestrel Labs, Staff engineer"]]
    for named in (shlex.quote(str(ledger)), "link", "./$LINK", "~/link"):
        for line in (f"opledger --ledger {named} show k", f"opledger show --ledger={named} k"):
            assert ask(tmp_path, line, HOME=str(tmp_path), LINK="link") == wanted
    assert ask(ledger, "opledger --ledger /nowhere show k") == []


def test_every_filter_is_offered() -> None:
    assert set(_FILTERS) == set(FIELDS)


BROKEN: dict[str, dict[str, str | bytes]] = {
    "no ledger": {},
    "settings that are none": {"ledger.yaml": "stages: [\n"},
    "settings of another kind": {"ledger.yaml": "- 1\n"},
    "settings that are no text": {"ledger.yaml": b"\xff\xfe\0"},
    "a file in the folder's place": {"ledger.yaml": "", "opportunities": "x"},
    "no repository": {"ledger.yaml": "", "opportunities/a.yaml": "\0"},
}


@pytest.mark.parametrize("files", BROKEN.values(), ids=BROKEN)
def test_nothing_broken_is_complained_about(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for line in ("show ", "record a ", "list source:", "stats --at ", "site publish --remote "):
        for programs in ("/nowhere", os.environ["PATH"]):
            ask(tmp_path, f"opledger {line}", PATH=programs)


def test_a_bug_or_nonsense_is_not_complained_about(run: Command, tmp_path: Path) -> None:
    for instruction in ("", "tcsh_complete", "zsh_nonsense", "zsh_complete"):
        ended = run("show", cwd=tmp_path, env={"_OPLEDGER_COMPLETE": instruction})
        assert ended == Finished(1, "", "")


def environment(home: Path) -> dict[str, str]:
    """What a shell sees: the command of this environment, a home of its own."""
    scripts = Path(sys.executable).parent
    return {"PATH": f"{scripts}:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8"}


LOAD = {
    "bash": "source <(opledger completion bash)",
    "zsh": "source <(opledger completion zsh)",
    "fish": "opledger completion fish | source",
}


@pytest.fixture(scope="module", params=SHELLS)
def shell(
    request: pytest.FixtureRequest, ledger: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    """A shell in the ledger's folder that has loaded what `opledger completion` prints."""
    home = tmp_path_factory.mktemp("home")
    with Shell(request.param, ledger, environment(home)) as started:
        started.enter(LOAD[request.param])
        yield started


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("opledger sta", "opledger stats "),
        ("opledger show ke", "opledger show kestrel-labs "),
        ("opledger list sou", "opledger list source:"),
        ("opledger list source:in", "opledger list source:inbound "),
        ("opledger list source:inbound,w", "opledger list source:inbound,warm "),
        ("opledger list 'stage>=on", "opledger list 'stage>=onsite' "),
        (r"opledger list stage\>=on", r"opledger list stage\>=onsite "),
        ("opledger stats --format=j", "opledger stats --format=json "),
        ("opledger stats --ledger=oppo", "opledger stats --ledger=opportunities/"),
        ("opledger check opportunities/kes", "opledger check opportunities/kestrel-labs.yaml "),
        ("opledger record kestrel rej", "opledger record kestrel rejected "),
    ],
)
def test_a_tab_completes_the_line(shell: Shell, keys: str, line: str) -> None:
    assert shell.typed(keys + TAB) == line


def test_an_odd_name_stands_in_the_line_as_one_word(shell: Shell, ledger: Path) -> None:
    line = shell.typed(f"opledger stats --at x{TAB}")
    read = shlex.split(line.replace(r"\é", "é").replace(r"\%", "%"))
    assert read == ["opledger", "stats", "--at", ODD_BRANCH]
    assert not (ledger / "ran").exists()


def test_descriptions_are_shown_as_they_are_and_run_nothing(shell: Shell, ledger: Path) -> None:
    shown = shell.shown(f"opledger record x --reason {TAB}{TAB}")
    assert "comp" in shown
    if shell.name != "bash":
        assert HOSTILE in shown
        assert "Compensation" in shown
    assert not (ledger / "ran").exists()


def test_where_there_is_nothing_to_offer_the_terminal_stays_as_it_is(shell: Shell) -> None:
    for keys in ("opledger show nothing", "opledger --ledger /nowhere show k", "opledger nothing "):
        assert shell.typed(keys + TAB) == keys


@pytest.mark.parametrize("name", SHELLS)
def test_installed_it_is_found_by_the_shell(name: str, ledger: Path, tmp_path: Path) -> None:
    places = {
        "bash": ".local/share/bash-completion/completions/opledger",
        "zsh": ".local/share/zsh/site-functions/_opledger",
        "fish": ".config/fish/completions/opledger.fish",
    }
    path = tmp_path / places[name]
    needs = {
        "bash": "A new shell has it, where the package bash-completion is set up.",
        "zsh": f"Put this before compinit in ~/.zshrc: fpath=({path.parent} $fpath)",
        "fish": "A new shell has it.",
    }
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "relative"}
    told = call("completion", name, "--install", env=home)
    assert told == Finished(0, f"Wrote {path}. {needs[name]}\n", "")
    assert path.read_text(encoding="utf-8") == call("completion", name).stdout
    assert call("completion", name, "--install", env=home) == told
    found = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {path}
    set_up = {
        "bash": f"source {path}",  # as the package bash-completion does
        "zsh": f"fpath=({path.parent} $fpath); compinit -u -D",
        "fish": "true",
    }
    with Shell(name, ledger, environment(tmp_path)) as shell:
        shell.enter(set_up[name])
        assert shell.typed(f"opledger show ke{TAB}") == "opledger show kestrel-labs "


def test_a_file_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "fish" / "completions" / "opledger.fish"
    path.parent.mkdir(parents=True)
    path.write_text("# mine\n")
    ended = call("completion", "fish", "--install", env={"XDG_CONFIG_HOME": str(tmp_path)})
    said = f"opledger: {path} is not opledger's: it was left as it is\n"
    assert ended == Finished(1, "", said)
    assert path.read_text() == "# mine\n"


def test_a_shell_that_is_not_known_is_refused() -> None:
    ended = call("completion", "tcsh")
    assert (ended.code, ended.stdout) == (2, "")
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in ended.stderr
    ended = call("completion")
    assert (ended.code, ended.stdout) == (2, "")
    assert "Missing argument 'bash|zsh|fish'. Choose from: bash, zsh, fish (see" in ended.stderr
