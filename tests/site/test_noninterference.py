"""Nothing private has any influence on a public site: twins have the same one, to the byte.

:mod:`tests.site.twins` says what is private.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from random import Random

import pytest
from tests.commands import call
from tests.git.repositories import git
from tests.ledgers import write
from tests.searches import SAMPLE_DAY
from tests.site.secretive import secretive
from tests.site.twins import allowed, text, twin, word

from opledger.core.config import Config
from opledger.core.contract.plain import plain, record
from opledger.core.model import Ledger
from opledger.core.publishing import public
from opledger.files.emit import ledger_text, opportunity_text
from opledger.files.reading import read_ledger
from opledger.files.resources import sample_folder
from opledger.site.build import public_site


def built(ledger: Ledger, as_of: date) -> dict[str, bytes]:
    return dict(public_site(public(ledger, as_of)).files)


def different(one: dict[str, bytes], other: dict[str, bytes]) -> dict[str, tuple[bytes, bytes]]:
    """The files that differ, each with where they begin to."""
    found = {}
    for path in sorted(one.keys() | other.keys()):
        left, right = one.get(path, b"(no such file)"), other.get(path, b"(no such file)")
        if left != right:
            pairs = enumerate(zip(left, right, strict=False))
            at = next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
            found[path] = left[max(at - 60, 0) : at + 40], right[max(at - 60, 0) : at + 40]
    return found


@pytest.mark.parametrize("seed", range(80))
def test_twins_have_the_same_public_site(seed: int) -> None:
    ledger, as_of = secretive(seed)
    other, day = twin(ledger, as_of, Random(seed + 1_000))  # noqa: S311
    assert different(built(ledger, as_of), built(other, day)) == {}


def written(ledger: Ledger, root: Path, chance: Random) -> Path:
    """The ledger as files of its own in folders of their own, committed in some order."""
    config = ledger.config
    settings = {
        name: plain(getattr(config, name))
        for name in Config.__dataclass_fields__
        if name not in {"publish", "search", "goals"} and getattr(config, name) is not None
    }
    for name in ("segments", "reasons"):
        if name in settings:
            settings[name] = {each: label or each for each, label in settings[name].items()}
    settings["goals"] = {word: record(goal) for word, goal in config.goals.items()}
    settings["search"] = record(config.search) or None
    settings["publish"] = {
        **(record(config.publish) or {}),
        "fields": sorted(config.publish.fields),
    }
    files = {"ledger.yaml": f"# {text(chance)}\n" + ledger_text(settings)}
    for each in ledger.opportunities:
        values = record(each) or {}
        for event, said in zip(each.events, values["events"], strict=True):
            if event.time:
                said["date"] = said.pop("time")
        folder = f"{word(chance)}/" * chance.randint(0, 2)
        values = {key: value for key, value in values.items() if key not in {"id", "path"}}
        comment = f"# {text(chance)}\n" * chance.randint(0, 4)
        files[f"opportunities/{folder}{each.id}.yaml"] = comment + opportunity_text(values)
    write(root, files)
    git(root, "init", "--quiet")
    for name in chance.sample(sorted(files), len(files)):
        git(root, "add", "--", name)
        moment = f"{2000 + chance.randint(0, 20)}-01-01T00:00:{chance.randint(10, 59)}Z"
        author = f"--author={word(chance)} <{word(chance)}@example.com>"
        git(root, "commit", "-qm", text(chance), author, f"--date={moment}")
        os.utime(root / name, (chance.randint(1, 10**9),) * 2)
    said = call("--ledger", root, "check").stdout
    assert "error[" not in said, said
    return root


def published(root: Path, as_of: date, target: Path) -> dict[str, bytes]:
    """All that is in the folder that the command makes: names, contents, modes and times."""
    options = ("--public", "--accept-names", "--as-of", as_of.isoformat(), "--output", target)
    ended = call("--ledger", root, "site", "build", *options)
    assert ended.code == 0, ended.stderr
    found = {}
    for path in sorted(target.rglob("*")):
        seen = path.stat()
        name = path.relative_to(target).as_posix()
        found[name] = b"" if path.is_dir() else path.read_bytes()
        found[f"{name}, its mode and time"] = f"{seen.st_mode:o} {seen.st_mtime_ns}".encode()
    return found


@pytest.mark.parametrize("seed", [2, 5, 11, 19, 23])
def test_the_command_makes_the_same_folder_of_two_repositories(seed: int, tmp_path: Path) -> None:
    ledger, as_of = secretive(seed, most=6)
    chance = Random(seed)  # noqa: S311
    other, day = twin(ledger, as_of, chance)
    one = written(ledger, tmp_path / "my search", chance)
    two = written(other, tmp_path / "elsewhere" / text(chance), chance)
    # A private site was built there before.
    assert call("--ledger", two, "site", "build", "--output", tmp_path / "b").code == 0
    assert (
        different(published(one, as_of, tmp_path / "a"), published(two, day, tmp_path / "b")) == {}
    )


@pytest.mark.parametrize("seed", range(6))
def test_twins_of_the_sample_have_the_same_public_site(seed: int) -> None:
    sample = read_ledger(sample_folder(), SAMPLE_DAY).ledger
    chance = Random(seed)  # noqa: S311
    one = allowed(sample, chance) if seed else sample
    other, day = twin(one, SAMPLE_DAY, chance)
    assert different(built(one, SAMPLE_DAY), built(other, day)) == {}
