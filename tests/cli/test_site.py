"""``opledger site build`` puts the pages where they are asked for, and over nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command
from tests.git.repositories import LEDGER, committed, write


def test_the_site_is_built_in_the_ledger(tmp_path: Path) -> None:
    write(tmp_path)
    ended = call("--ledger", tmp_path, "site", "build")
    index = tmp_path / "site" / "index.html"
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout == f"Built 7 pages. Open {index} in a browser.\n"
    assert index.is_file()


def test_the_ledger_is_found_from_below_and_the_site_put_where_it_is_asked_for(
    tmp_path: Path, run: Command
) -> None:
    write(tmp_path / "ledger")
    ended = run("site", "build", "--output", "../out", cwd=tmp_path / "ledger" / "opportunities")
    assert ended.stdout == "Built 7 pages. Open ../out/index.html in a browser.\n"
    assert (tmp_path / "ledger" / "out" / "index.html").is_file()


def test_a_second_build_replaces_the_first(tmp_path: Path) -> None:
    write(tmp_path, LEDGER | {"opportunities/tallow.yaml": LEDGER["opportunities/kestrel.yaml"]})
    assert call("--ledger", tmp_path, "site", "build").stdout.startswith("Built 8 pages.")
    (tmp_path / "opportunities" / "tallow.yaml").unlink()
    assert call("site", "--ledger", tmp_path, "build").stdout.startswith("Built 7 pages.")
    assert [path.name for path in (tmp_path / "site" / "opportunities").iterdir()] == [
        "kestrel.html"
    ]


@pytest.mark.parametrize(
    "output",
    ["", "..", "opportunities", "opportunities/2024", ".git/refs", "opportunities/..", "../.."],
)
def test_the_ledger_is_never_built_over(output: str, tmp_path: Path) -> None:
    ledger = write(tmp_path / "a" / "ledger")
    ended = call("--ledger", ledger, "site", "build", "--output", ledger / output)
    assert ended.code == 2
    assert ended.stderr == (
        f"opledger: {ledger / output} is where the ledger is: name another folder with --output\n"
    )
    assert {path: (ledger / path).read_bytes() for path in LEDGER} == LEDGER


def test_a_link_to_the_ledger_is_not_built_over(tmp_path: Path) -> None:
    ledger = write(tmp_path / "ledger")
    (tmp_path / "link").symlink_to(ledger)
    ended = call("--ledger", ledger, "site", "build", "--output", tmp_path / "link")
    assert (ended.code, "is where the ledger is" in ended.stderr) == (2, True)


@pytest.mark.parametrize("inside", ["notes/2024", "drafts"])
def test_a_folder_with_files_of_mine_is_left_alone(inside: str, tmp_path: Path) -> None:
    committed(tmp_path)
    (tmp_path / inside).mkdir(parents=True)
    (tmp_path / inside / "mine.txt").write_text("mine")
    ended = call("--ledger", tmp_path, "site", "build", "--output", tmp_path / inside)
    assert ended.code == 1
    assert "which opledger did not make, so nothing was replaced" in ended.stderr
    assert (tmp_path / inside / "mine.txt").read_text() == "mine"


def test_a_ledger_with_errors_is_refused_and_the_old_site_stays(tmp_path: Path) -> None:
    write(tmp_path)
    call("--ledger", tmp_path, "site", "build")
    before = (tmp_path / "site" / "index.html").read_bytes()
    write(tmp_path, {"opportunities/slip.yaml": b"company: Slip\n"})
    ended = call("--ledger", tmp_path, "site", "build")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("opledger: the ledger has errors, see 'opledger check': ")
    assert ended.stderr.count("\n") == 1
    assert (tmp_path / "site" / "index.html").read_bytes() == before


def test_the_site_of_an_earlier_day(tmp_path: Path) -> None:
    write(tmp_path)
    for day, said in (("2024-01-07", "0 opportunities"), ("2024-01-08", "1 opportunity")):
        assert call("--ledger", tmp_path, "site", "build", "--as-of", day).code == 0
        assert f"{said} as of {day}." in (tmp_path / "site" / "index.html").read_text()


def test_the_commit_and_whether_the_files_are_its_are_said(tmp_path: Path) -> None:
    head = committed(tmp_path)
    index = tmp_path / "site" / "index.html"
    assert call("--ledger", tmp_path, "site", "build").code == 0
    assert f", at commit {head[:10]}. Data:" in index.read_text()
    write(tmp_path, {"ledger.yaml": b"title: Spring\n"})
    assert call("--ledger", tmp_path, "site", "build").code == 0
    assert f", at commit {head[:10]}, with changes not committed yet." in index.read_text()


def test_without_git_the_site_is_built_all_the_same(tmp_path: Path, run: Command) -> None:
    committed(tmp_path)
    ended = run("site", "build", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert (ended.code, ended.stderr) == (0, "")
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_folder_that_can_t_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "file").touch()
    ended = call("--ledger", tmp_path, "site", "build", "--output", tmp_path / "file" / "site")
    assert ended.code == 1
    assert ended.stderr.startswith(f"opledger: can't write {tmp_path / 'file' / 'site'}: ")
    assert ended.stderr.count("\n") == 1


def test_a_public_site_does_not_tell_when_it_was_made(tmp_path: Path) -> None:
    write(tmp_path, {"ledger.yaml": b"publish: {fields: [alias, stages, outcome]}\n"})
    assert call("--ledger", tmp_path, "site", "build", "--public").code == 0
    dates = {path.stat().st_mtime for path in (tmp_path / "public").rglob("*")}
    assert dates == {315_532_800}


def test_templates_are_never_built_over(tmp_path: Path) -> None:
    write(tmp_path, {"ledger.yaml": b"", "templates/base.html.j2": b"mine"})
    ended = call("--ledger", tmp_path, "site", "build", "--output", tmp_path / "templates")
    assert (ended.code, "is where the ledger is" in ended.stderr) == (2, True)


def test_a_public_site_has_a_folder_of_its_own_beside_the_private_one(tmp_path: Path) -> None:
    write(tmp_path, LEDGER | {"ledger.yaml": b"publish: {fields: [stages, outcome]}\n"})
    assert call("--ledger", tmp_path, "site", "build").code == 0
    private = (tmp_path / "site" / "index.html").read_bytes()
    ended = call("--ledger", tmp_path, "site", "build", "--public")
    assert (ended.code, ended.stderr) == (0, "")
    assert f"Open {tmp_path / 'public' / 'index.html'} in a browser." in ended.stdout
    assert (tmp_path / "site" / "index.html").read_bytes() == private
    assert b"Private." not in (tmp_path / "public" / "index.html").read_bytes()


def test_what_was_taken_off_the_list_stays_off_for_an_earlier_commit(tmp_path: Path) -> None:
    listed = b"publish: {fields: [stages, outcome, company]}\n"
    committed(tmp_path, LEDGER | {"ledger.yaml": listed})
    build = ("--ledger", tmp_path, "site", "build", "--public", "--at", "HEAD")
    assert call(*build).code == 0
    name = next(iter((tmp_path / "public" / "opportunities").iterdir()))
    assert b"Kestrel" in name.read_bytes()
    (tmp_path / "ledger.yaml").write_bytes(listed.replace(b", company", b""))
    assert call(*build).code == 0
    assert b"Kestrel" not in b"".join(
        path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file()
    )
    (tmp_path / "ledger.yaml").write_bytes(b"publish: {fields: [nothing]}\n")
    ended = call(*build)
    assert (ended.code, ended.stderr) == (
        1,
        "opledger: ledger.yaml has errors, see 'opledger check'\n",
    )
