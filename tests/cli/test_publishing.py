"""``opledger site publish``: the public site of a ledger goes to a remote, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command
from tests.git.repositories import committed, git, write


def publish(ledger: Path, *more: str | Path) -> tuple[int, str]:
    ended = call("site", "publish", *more, "--ledger", ledger)
    assert ended.stdout == ""
    return ended.code, ended.stderr.removeprefix("opledger: ").removesuffix("\n")


def test_without_a_repository_there_is_nothing_to_push_to(tmp_path: Path) -> None:
    assert publish(write(tmp_path)) == (
        1,
        f"{tmp_path} is in no git repository: 'git init' there starts its history",
    )


def test_without_git_it_says_so(tmp_path: Path, run: Command) -> None:
    committed(tmp_path)
    ended = run("site", "publish", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr == (
        "opledger: there is no git program: install git to keep and read the history\n"
    )


def test_in_a_bare_repository_it_says_so(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "x.git")
    code, said = publish(write(tmp_path / "x.git"))
    assert code == 1
    assert "bare repository, which has no work tree: clone it elsewhere" in said


def test_a_remote_that_is_not_there_is_told(tmp_path: Path) -> None:
    committed(tmp_path, None, "--initial-branch=main")
    told = "'git remote add origin URL' adds it"
    assert publish(tmp_path) == (2, f"no remote 'origin': {told}")
    git(tmp_path, "remote", "add", "web", "/x.git")
    assert publish(tmp_path, "--remote", "wbe") == (2, "no remote 'wbe': there are: web")


@pytest.mark.parametrize("push", ["--push", "--no-push"])
def test_the_ledger_s_own_branch_is_never_published_over(push: str, tmp_path: Path) -> None:
    committed(tmp_path, None, "--initial-branch=main")
    git(tmp_path, "branch", "drafts")
    assert publish(tmp_path, push, "--branch", "drafts") == (
        1,
        "branch 'drafts' holds a ledger: name another one with --branch",
    )
    assert publish(tmp_path, push, "--branch", "main") == (
        2,
        "'main' is the branch that you are on: name another one with --branch",
    )


CANARIES = {
    "company": "Zyzzyva Holdings",
    "role": "Quagmire engineer",
    "notes": "Xylograph notes",
    "person": "Wobbegong Person",
    "mail": "vexillum@example.org",
    "lesson": "Uakari lesson",
    "id": "tamandua-one",
    "file": "siamang.txt",
    "author": "Rhea Pangolin",
    "message": "Quokka came up",
}
RECORD = """\
company: {company}
role: {role}
alias: A startup
source: inbound
people: [{{name: {person}, email: {mail}}}]
events:
  - {{date: 2024-01-08, stage: lead}}
  - {{date: 2024-01-11, stage: call, note: {notes}, lesson: {lesson}}}
notes: {notes}
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with a canary in every private place, its guards installed, and a bare remote."""
    git(tmp_path, "init", "--quiet", "--bare", "web.git")
    root = write(
        tmp_path / "ledger",
        {
            "ledger.yaml": b"publish: {fields: [alias, source, stages, outcome]}\n",
            f"opportunities/{CANARIES['id']}.yaml": RECORD.format(**CANARIES).encode(),
            CANARIES["file"]: b"private",
        },
    )
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", CANARIES["author"])
    git(root, "add", ".")
    who = f"--author={CANARIES['author']} <{CANARIES['mail']}>"
    git(root, "commit", "--quiet", who, "-m", CANARIES["message"])
    git(root, "remote", "add", "web", "../web.git")
    assert call("hooks", "install", "--ledger", root).code == 0
    return root


def test_the_public_site_is_published_and_no_object_there_is_private(
    ledger: Path, tmp_path: Path
) -> None:
    before = git(ledger, "for-each-ref"), git(ledger, "status", "--porcelain", "--ignored")
    done = call("site", "publish", "--remote", "web", "--ledger", ledger)
    assert (done.code, done.stderr) == (0, "")
    web = tmp_path / "web.git"
    head = git(web, "rev-parse", "gh-pages")
    said = f"to branch 'gh-pages' of 'web' (../web.git), as commit {head[:10]}.\n"
    assert done.stdout == f"Published {said}"
    assert git(web, "for-each-ref", "--format=%(refname)") == "refs/heads/gh-pages"
    assert git(web, "log", "--format=%H%P %an %ae %cn %ce %ad %s", "--date=iso", "gh-pages") == (
        f"{head} opledger opledger@localhost opledger opledger@localhost"
        " 2000-01-01 00:00:00 +0000 The site"
    )
    assert "index.html" in git(web, "ls-tree", "--name-only", "gh-pages").splitlines()
    index = git(web, "show", "gh-pages:index.html")
    assert "noindex" not in index
    private = [*CANARIES.values(), git(ledger, "rev-parse", "HEAD")[:10]]
    kinds = git(web, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    for line in kinds.splitlines():
        name, kind = line.split()
        content = git_bytes(web, "cat-file", kind, name).lower()
        assert not [text for text in private if text.lower().encode() in content], line
    again = call("site", "publish", "--remote", "web", "--ledger", ledger)
    assert (again.code, again.stdout) == (0, f"Already published {said}")
    assert before == (
        git(ledger, "for-each-ref"),
        git(ledger, "status", "--porcelain", "--ignored"),
    )


def git_bytes(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True).stdout


def test_what_is_published_is_what_the_public_build_makes(ledger: Path, tmp_path: Path) -> None:
    write(ledger, {"templates/method.html.j2": b"My own."})
    assert call("site", "publish", "--remote", "web", "--ledger", ledger).code == 0
    out = tmp_path / "out"
    assert call("site", "build", "--public", "--output", out, "--ledger", ledger).code == 0
    built = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    del built[".opledger-site"]
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", "web.git", "seen")
    seen = tmp_path / "seen"
    files = [p for p in seen.rglob("*") if p.is_file() and ".git" not in p.parts]
    published = {p.relative_to(seen).as_posix(): p.read_bytes() for p in files}
    assert published.pop(".nojekyll") == b""
    assert published == built
    assert published["method.html"] == b"My own."


def test_without_a_push_it_is_a_branch_here_and_how_to_push_it_is_told(
    ledger: Path, tmp_path: Path
) -> None:
    done = call("site", "publish", "--no-push", "--ledger", ledger)
    head = git(ledger, "rev-parse", "gh-pages")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == (
        f"Not pushed: branch 'gh-pages' is the site, as commit {head[:10]};"
        " 'git push --no-verify --force REMOTE gh-pages' publishes it.\n"
    )
    git(ledger, "push", "--quiet", "--no-verify", "--force", "web", "gh-pages")
    again = call("site", "publish", "--remote", "web", "--ledger", ledger)
    assert again.stdout.startswith("Already published to branch 'gh-pages'")


def test_a_ledger_with_errors_publishes_nothing(ledger: Path, tmp_path: Path) -> None:
    write(ledger, {"opportunities/slip.yaml": b"company: Slip\n"})
    code, said = publish(ledger, "--remote", "web")
    assert (code, said.startswith("the ledger has errors, see 'opledger check': ")) == (1, True)
    assert git(tmp_path / "web.git", "for-each-ref") == ""
