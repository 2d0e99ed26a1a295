"""The workflows are sound YAML, and every command in them is one of the tool's."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML
from tests.commands import SOMEBODY, call
from tests.git.repositories import committed, git, write

from opledger import __version__
from opledger.cli.main import opledger
from opledger.files.workflows import PLACES

PLACE = pytest.mark.parametrize("place", PLACES)


def made(ledger: Path, place: str) -> tuple[Path, Any]:
    """The workflow of a ledger, as it is written and as it is read."""
    path = ledger / PLACES[place][0]
    return path, YAML(typ="safe").load(path)


def scripts(workflow: dict[str, Any]) -> list[str]:
    """Every line for a shell in a workflow."""
    found: list[str] = []
    for job in (*workflow.get("jobs", {}).values(), *workflow.values()):
        if isinstance(job, dict):
            found += [step["run"] for step in job.get("steps", ()) if "run" in step]
            found += [*job.get("before_script", ()), *job.get("script", ())]
    return found


@PLACE
def test_every_command_of_a_workflow_is_one_of_the_tool_s(place: str, tmp_path: Path) -> None:
    committed(tmp_path)
    assert call("init", tmp_path, "--ci", place).code == 0
    _, workflow = made(tmp_path, place)
    lines = scripts(workflow)
    told = [shlex.split(line)[1:] for line in lines if line.startswith("opledger ")]
    assert [" ".join(line[2:4]) for line in told][-1] == "site build"
    assert "check" in told[0]
    for line in told:
        command: click.Command = opledger
        context = click.Context(opledger, info_name="opledger")
        rest = line
        while isinstance(command, click.Group):
            options = command.make_context("x", list(rest), resilient_parsing=True)
            rest = [*options._protected_args, *options.args]
            found = command.get_command(context, rest[0])
            assert found, rest
            command, rest = found, rest[1:]
        command.make_parser(context).parse_args(list(rest))  # raises at an unknown option
    assert f'"opledger=={__version__}"' in " ".join(lines)
    assert any("--public" in line for line in told)


@PLACE
def test_the_lines_of_a_workflow_do_what_they_should(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger, {"ledger.yaml": b"publish: {fields: [alias, stages, outcome]}\n"})
    assert call("init", ledger, "--ci", place).code == 0
    _, workflow = made(ledger, place)
    values = {"LEDGER": ".", "RUNNER_TEMP": str(tmp_path), "CI_PROJECT_DIR": str(tmp_path)}
    monkeypatch.chdir(ledger)
    for line in scripts(workflow):
        if line.startswith("opledger "):
            for name, value in values.items():
                line = line.replace(f"${name}", value)  # noqa: PLW2901
            ended = call(*shlex.split(line)[1:])
            assert (line, ended.code) == (line, 0)
    site = tmp_path / {"github": "site", "gitlab": "public"}[place]
    assert (site / "index.html").is_file()


def test_github_s_may_do_no_more_than_it_must(tmp_path: Path) -> None:
    committed(tmp_path)
    call("init", tmp_path, "--ci", "github")
    path, workflow = made(tmp_path, "github")
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert "permissions" not in workflow["jobs"]["build"]
    assert workflow["concurrency"]["group"] == "pages"
    steps = workflow["jobs"]["build"]["steps"]
    assert steps[0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    used = [
        step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step
    ]
    assert [name.rpartition("@")[0] for name in used] == [
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    ]
    assert path.read_text().count("${{") == 2
    assert "@LEDGER@" not in path.read_text()


def test_gitlab_s_publishes_the_default_branch(tmp_path: Path) -> None:
    committed(tmp_path)
    call("init", tmp_path, "--ci", "gitlab")
    _, workflow = made(tmp_path, "gitlab")
    assert workflow["pages"]["artifacts"] == {"paths": ["public"]}
    assert workflow["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert workflow["variables"]["GIT_DEPTH"] == "0"


@PLACE
def test_a_new_ledger_comes_with_its_workflow_in_the_first_commit(
    place: str, tmp_path: Path
) -> None:
    ended = call("init", tmp_path / "search", "--ci", place, env=SOMEBODY)
    path = tmp_path / "search" / PLACES[place][0]
    assert (ended.code, ended.stderr) == (0, "")
    assert f"Wrote {path}: it publishes what ledger.yaml lists under publish: fields:.\n" in (
        ended.stdout
    )
    assert git(tmp_path / "search", "status", "--porcelain") == ""
    assert PLACES[place][0] in git(tmp_path / "search", "ls-files").splitlines()


@PLACE
def test_in_a_ledger_that_is_there_only_the_workflow_is_added(place: str, tmp_path: Path) -> None:
    committed(tmp_path)
    ended = call("init", tmp_path / "opportunities", "--ci", place)
    path = tmp_path / PLACES[place][0]
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout == (
        f"Wrote {path}: it publishes what ledger.yaml lists under publish: fields:."
        " Commit it and push.\n"
    )
    changed = git(tmp_path, "status", "--porcelain", "-uall")
    assert changed == f"?? {PLACES[place][0]}"


@PLACE
def test_a_workflow_that_is_there_is_never_written_over(place: str, tmp_path: Path) -> None:
    path = tmp_path / PLACES[place][0]
    write(tmp_path, {PLACES[place][0]: b"mine"})
    for is_ledger in (False, True):
        ended = call("init", tmp_path, "--ci", place)
        assert (ended.code, ended.stdout) == (1, "")
        assert ended.stderr == (
            f"opledger: {path} is there already: nothing was changed; delete it to have it"
            " written anew\n"
        )
        assert path.read_bytes() == b"mine"
        assert (tmp_path / "ledger.yaml").exists() == is_ledger
        write(tmp_path)


def test_the_workflow_stands_at_the_top_of_the_repository_and_names_the_ledger(
    tmp_path: Path,
) -> None:
    git(tmp_path, "init", "--quiet")
    ended = call("init", tmp_path / "my search", "--ci", "github", env=SOMEBODY)
    assert ended.code == 0
    assert made(tmp_path, "github")[1]["env"] == {"LEDGER": "my search"}
    assert not (tmp_path / "my search" / ".github").exists()


@pytest.mark.parametrize("name", ["${{ secrets.X }}", 'a"b', "a\nb", "$(touch x)", "é"])
def test_a_folder_s_name_is_never_code(name: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / name)
    ended = call("init", tmp_path / name, "--ci", "github")
    assert (ended.code, ended.stdout) == (1, "")
    assert "a workflow can't name the folder" in ended.stderr
    assert not (tmp_path / ".github").exists()


@pytest.mark.parametrize("link", [".github", ".github/workflows"])
def test_a_workflow_is_not_written_through_a_link(link: str, tmp_path: Path) -> None:
    committed(tmp_path / "ledger")
    (tmp_path / "elsewhere").mkdir()
    path = tmp_path / "ledger" / link
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(tmp_path / "elsewhere")
    ended = call("init", tmp_path / "ledger", "--ci", "github")
    assert (ended.code, "no folder, or a link to one" in ended.stderr) == (1, True)
    assert list((tmp_path / "elsewhere").iterdir()) == []
