"""Commits at which a ledger fails its check, and commits that nobody signed."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.git.asked import counted
from tests.git.repositories import Files, Past, git, write

from opledger.git.annals import Annals
from opledger.git.chronicle import Archive
from opledger.git.findings import Finding, Kind
from opledger.git.history import commits_of
from opledger.git.objects import Commit
from opledger.git.repository import find_repository
from opledger.git.soundness import failing, unsigned

PATH = "opportunities/kestrel.yaml"
SOUND = "company: Kestrel\nevents: [{date: 2024-01-08, stage: lead}]\n"
TYPO = SOUND.replace("lead", "led")
WRONG = SOUND.replace("company", "compny")


def kestrel(content: str, ledger: str = "", **more: str) -> Files:
    return {"ledger.yaml": ledger, PATH: content, **more}


def found(past: Past, root: Path) -> list[tuple[int, str, int]]:
    """The runs of commits that fail: the first one's number, the file, how many."""
    hashes = past.write(root)
    archive = Archive(Annals(find_repository(root), hashes[max(hashes)]))
    numbers = {name: number for number, name in hashes.items()}
    findings = failing(archive, archive.chapters())
    return [(numbers[f.commit.hash], f.path, int(f.text.split()[4])) for f in findings]


def test_a_failing_file_is_one_finding_with_its_first_error(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", kestrel(TYPO))
    head = past.write(tmp_path)[1]
    archive = Archive(Annals(find_repository(tmp_path), head))
    text = "fails the check, in 1 commit from here: no stage 'led'; did you mean 'lead'?"
    (finding,) = failing(archive, archive.chapters())
    assert (finding.kind, finding.commit, finding.path, finding.event) == (
        Kind.FAILING,
        archive.commits[0],
        PATH,
        None,
    )
    assert finding.text.partition(":")[0] == text.partition(":")[0]
    assert "'led'" in finding.text


def test_a_sound_ledger_has_none(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-07", {"README.md": "no ledger yet"})
    past.commit("2024-01-08", kestrel(SOUND))
    past.commit("2024-01-09", kestrel(SOUND, "few: 4"))
    assert found(past, tmp_path) == []


def test_a_run_ends_where_the_file_is_mended_and_begins_anew(tmp_path: Path) -> None:
    past = Past()
    for day, content in enumerate((TYPO, TYPO, WRONG, SOUND, SOUND, WRONG), 1):
        past.commit(f"2024-02-0{day}", kestrel(content, **{"x.md": str(day)}))
    assert found(past, tmp_path) == [(1, PATH, 3), (6, PATH, 1)]


def test_a_run_ends_where_the_file_is_deleted_or_moved(tmp_path: Path) -> None:
    past = Past()
    other = "opportunities/old/kestrel.yaml"
    past.commit("2024-02-01", kestrel(TYPO))
    past.commit("2024-02-02", {"ledger.yaml": "", other: TYPO})
    past.commit("2024-02-03", {"ledger.yaml": ""})
    past.commit("2024-02-04", {"ledger.yaml": "few: 4"})
    assert found(past, tmp_path) == [(1, PATH, 1), (2, other, 1)]


def test_settings_can_fail_and_can_make_a_file_fail(tmp_path: Path) -> None:
    past = Past()
    tea = SOUND.replace("lead", "tea")
    stages = "stages: {tea: , offer: }\n"
    past.commit("2024-02-01", kestrel(tea, stages))
    past.commit("2024-02-02", kestrel(tea))
    past.commit("2024-02-03", kestrel(tea, stages))
    past.commit("2024-02-04", kestrel(tea, stages + "colour: blue\n"))
    past.commit("2024-02-05", {PATH: SOUND})
    assert found(past, tmp_path) == [(2, PATH, 1), (4, "ledger.yaml", 2)]


def test_two_files_of_one_id_fail_until_one_goes(tmp_path: Path) -> None:
    past = Past()
    twin = "opportunities/old/kestrel.yaml"
    past.commit("2024-02-01", kestrel(SOUND))
    past.commit("2024-02-02", kestrel(SOUND, **{twin: SOUND}))
    past.commit("2024-02-03", {"ledger.yaml": "", twin: SOUND})
    past.commit("2024-02-04", {"ledger.yaml": "", twin: SOUND + "role: CTO\n"})
    assert found(past, tmp_path) == [(2, PATH, 1), (2, twin, 1)]


def test_the_files_of_a_line_of_commits_are_listed_once(tmp_path: Path) -> None:
    """Once for the settings that are new, and once where the walk comes to another line."""
    past, files = Past(), {"ledger.yaml": ""}
    for number in range(12):
        files |= {f"opportunities/a{number}.yaml": SOUND}
        past.commit("2024-01-08", files)
    side = past.commit("2024-01-09", files | {"opportunities/x.yaml": SOUND}, 6)
    past.commit("2024-01-10", files | {"opportunities/x.yaml": SOUND}, 12, side)
    hashes = past.write(tmp_path)
    archive = Archive(Annals(find_repository(tmp_path), hashes[max(hashes)]))
    with counted() as asked:
        assert list(failing(archive, archive.chapters())) == []
    assert asked.commands.count("ls-tree") == 1 + 2  # the side, and the merge from the main line


def test_a_side_that_fails_does_not_fail_the_merge_that_mends_it(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-02-01", kestrel(SOUND))
    ours = past.commit("2024-02-02", kestrel(TYPO), base)
    theirs = past.commit("2024-02-03", kestrel(SOUND, "few: 4"), base)
    past.commit("2024-02-04", kestrel(SOUND, "few: 4"), ours, theirs)
    past.commit("2024-02-05", kestrel(SOUND, "few: 3"))
    assert found(past, tmp_path) == [(2, PATH, 1)]


def test_a_side_that_fails_goes_on_failing_in_a_merge(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-02-01", kestrel(SOUND))
    ours = past.commit("2024-02-02", kestrel(SOUND, **{"x.md": "x"}), base)
    theirs = past.commit("2024-02-03", kestrel(TYPO), base)
    past.commit("2024-02-04", kestrel(TYPO, **{"x.md": "x"}), ours, theirs)
    assert found(past, tmp_path) == [(3, PATH, 2)]


# Signatures, by ssh's keys: every machine with git can make them.


@dataclass(frozen=True)
class Signer:
    """A home whose owner signs, and trusts the own key."""

    home: Path
    root: Path

    def git(self, *arguments: str | Path, gnupg: Path | None = None) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        environment |= {"GNUPGHOME": str(gnupg)} if gnupg else {}
        who = ("-c", "user.name=A. Person", "-c", "user.email=a@example.com")
        subprocess.run(
            ["git", *who, *map(str, arguments)],
            cwd=self.root,
            env=environment,
            check=True,
            capture_output=True,
        )

    def commit(self, *more: str, key: str = "key") -> None:
        sign = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={self.home / key}.pub")
        self.git(*sign, "commit", "--quiet", "--allow-empty", "-m", "More", *more)

    def found(self) -> list[Finding]:
        repository = find_repository(self.root)
        return list(unsigned(self.root, commits_of(repository, repository.head or "")))

    def texts(self) -> list[str]:
        return [each.text for each in self.found()]


@pytest.fixture
def signer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signer:
    """A repository with one signed commit; the tool runs in the signer's home."""
    if not shutil.which("ssh-keygen"):
        pytest.skip("tests of signatures, as there is no ssh-keygen")
    home, root = tmp_path / "home", tmp_path / "ledger"
    home.mkdir()
    for name in ("key", "other"):
        asked = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", home / name]
        subprocess.run(asked, check=True, capture_output=True)
    (home / "trusted").write_text(f"a@example.com {(home / 'key.pub').read_text()}")
    (home / ".gitconfig").write_text('[gpg "ssh"]\n allowedSignersFile = ~/trusted\n')
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    write(root, None)
    one = Signer(home, root)
    one.git("init", "--quiet", "--initial-branch=main")
    one.git("add", ".")
    one.commit("-S")
    return one


def test_a_commit_signed_by_a_trusted_key_is_good(signer: Signer) -> None:
    assert signer.found() == []


def head(signer: Signer) -> Commit:
    repository = find_repository(signer.root)
    return commits_of(repository, repository.head or "")[-1]


def test_a_commit_without_a_signature_is_found(signer: Signer) -> None:
    signer.commit()
    assert signer.found() == [
        Finding(Kind.UNSIGNED, head(signer), "", None, "the commit is not signed")
    ]


def test_a_commit_signed_by_a_key_that_is_not_trusted_is_found(signer: Signer) -> None:
    signer.commit("-S", key="other")
    assert signer.texts() == ["the commit is signed with a key that is not trusted"]


def test_a_commit_altered_after_it_was_signed_is_found(signer: Signer) -> None:
    raw = git(signer.root, "cat-file", "commit", "HEAD").replace("More", "Less") + "\n"
    (signer.home / "raw").write_text(raw)
    name = git(signer.root, "hash-object", "-w", "-t", "commit", signer.home / "raw")
    signer.git("reset", "--quiet", "--hard", name)
    assert signer.texts() == ["the commit has a bad signature"]


def test_without_trusted_keys_no_signature_is_good(signer: Signer) -> None:
    (signer.home / ".gitconfig").write_text("")
    assert len(signer.texts()) == 1


def test_a_repository_can_not_say_whom_to_trust(signer: Signer) -> None:
    own = signer.root / "trusted"
    own.write_text(f"a@example.com {(signer.home / 'other.pub').read_text()}")
    signer.git("config", "gpg.ssh.allowedSignersFile", own)
    signer.commit("-S", key="other")
    assert signer.texts() == ["the commit is signed with a key that is not trusted"]


@pytest.mark.parametrize("name", ["gpg.ssh.program", "gpg.program", "gpg.openpgp.program"])
def test_a_repository_can_not_say_what_verifies(name: str, signer: Signer, tmp_path: Path) -> None:
    program, ran = tmp_path / "planted", tmp_path / "ran"
    program.write_text(
        f"#!/bin/sh\ntouch '{ran}'\necho 'Good \"git\" signature for a@example.com'\n"
    )
    program.chmod(0o755)
    signer.commit("-S", key="other")
    signer.git("config", name, program)
    for key in ("gpg.format", "gpg.minTrustLevel"):
        signer.git("config", key, {"gpg.format": "openpgp"}.get(key, "undefined"))
    assert signer.texts() == ["the commit is signed with a key that is not trusted"]
    assert not ran.exists()


@pytest.mark.skipif(
    not shutil.which("gpg"), reason="a test of OpenPGP signatures, as there is no gpg"
)
def test_an_openpgp_signature_is_verified_by_the_users_own_gpg(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = signer.home / "g"
    ring.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(ring))
    asked = [
        "--batch",
        "--quiet",
        "--passphrase",
        "",
        "--quick-gen-key",
        "a@example.com",
        "ed25519",
    ]
    made = subprocess.run(["gpg", *asked], capture_output=True, check=False, timeout=30)
    if made.returncode:
        pytest.skip("a test of OpenPGP signatures, as gpg makes no key here")
    signer.git("config", "user.signingKey", "a@example.com")
    signer.git("commit", "--quiet", "--allow-empty", "-S", "-m", "By gpg", gnupg=ring)
    assert signer.texts() == []
    shutil.rmtree(ring / "private-keys-v1.d")
    (ring / "pubring.kbx").unlink()
    assert signer.texts() == ["the commit is signed with a key that is not known here"]
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False, capture_output=True)
