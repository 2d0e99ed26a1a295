"""Every planted leak is caught by the comparison of twins; looking for words catches fewer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha1
from pathlib import Path
from random import Random

import pytest
from tests.site.canaries import AS_OF, CANARY, digests, forms, full
from tests.site.leaks import LEAKS, Leak, Secret, clean
from tests.site.twins import text, twin

from opledger.cli.site import UNDATED
from opledger.core.vocabulary import Precision, PublicField
from opledger.files.folder import replace_folder

F = PublicField
LISTS = {
    "little": (),
    "by month": (F.ALIAS, F.SOURCE, F.DATES, F.REASONS),
    "by day": (F.DATES, F.TURNS),
}
LEAST = 38


@cache
def secret(listed: str) -> Secret:
    ledger = full(LISTS[listed], dates=Precision.DAY if listed == "by day" else Precision.MONTH)
    moment = datetime(2024, 3, 10, 9, 41, tzinfo=UTC)
    author = f"{CANARY['author']} <{CANARY['author_email']}@example.com>"
    message = f"Note {CANARY['message']}"
    commit = sha1(b"one").hexdigest()  # noqa: S324
    folder = Path("/home") / CANARY["folder"]
    return Secret(ledger, AS_OF, commit, message, author, moment, folder)


def other(one: Secret, seed: int) -> Secret:
    """The twin, with another history in another place."""
    chance = Random(seed)  # noqa: S311
    ledger, as_of = twin(one.ledger, one.as_of, chance)
    moment = one.committed - timedelta(days=chance.randint(1, 999), seconds=chance.randint(1, 9999))
    name = text(chance)
    commit = sha1(name.encode()).hexdigest()  # noqa: S324
    return Secret(ledger, as_of, commit, text(chance), f"{name} <x>", moment, Path("/srv") / name)


@cache
def pairs(listed: str) -> tuple[tuple[Secret, Secret], ...]:
    return tuple((secret(listed), other(secret(listed), seed)) for seed in range(3))


def observed(leak: Leak, about: Secret, folder: Path) -> dict[str, bytes]:
    """All that anybody sees of the folder: names, contents, modes and times."""
    replace_folder(folder, leak.build(about), UNDATED)
    leak.spoil(about, folder)
    found = {}
    for path in sorted(folder.rglob("*")):
        name, seen = path.relative_to(folder).as_posix(), path.stat()
        found[name] = b"" if path.is_dir() else path.read_bytes()
        found[f"{name} (mode)"] = oct(seen.st_mode).encode()
        # Of a folder that a leak puts something into, the time is now, in either twin.
        if not path.is_dir():
            found[f"{name} (time)"] = str(seen.st_mtime_ns).encode()
    return found


def is_told_apart(leak: Leak, tmp_path: Path) -> bool:
    """Whether the comparison of twins finds the leak, under one of the allow-lists at least."""
    for listed in LISTS:
        for one, two in pairs(listed):
            if observed(leak, one, tmp_path / "one") != observed(leak, two, tmp_path / "two"):
                return True
    return False


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_a_planted_leak_is_caught(leak: Leak, tmp_path: Path) -> None:
    assert is_told_apart(leak, tmp_path)


def test_without_a_leak_nothing_is_told_apart(tmp_path: Path) -> None:
    assert not is_told_apart(Leak("none"), tmp_path)
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= LEAST


def words(one: Secret) -> dict[str, str]:
    """What one would look for: each text of the ledger and its history as it stands there."""
    about = one.ledger.opportunities[0]
    own = (about.company, about.role, about.url, about.notes, about.alias, about.id)
    texts = [*filter(None, own), about.people[0].name, one.message, one.author, one.commit]
    texts += [one.ledger.config.title, one.ledger.config.timezone, "187310", str(one.folder)]
    texts += [each.company for each in one.ledger.opportunities]
    return {text: text for text in texts}


def lines_of(files: dict[str, bytes]) -> dict[str, set[bytes]]:
    """The lines of each file, and its name."""
    return {path: {path.encode(), *content.split(b"\n")} for path, content in files.items()}


@cache
def clean_lines(listed: str) -> dict[str, set[bytes]]:
    return lines_of(clean(secret(listed)))


@cache
def new_text(leak: Leak, listed: str) -> bytes:
    """The lines, and the names of files, that a leak brings in."""
    before, after = clean_lines(listed), lines_of(leak.build(secret(listed)))
    lines = [line for path, new in after.items() for line in new - before.get(path, set())]
    return b"\n".join(lines).lower()


def comes_to_light(leak: Leak, sought: dict[str, set[bytes]], listed: str) -> bool:
    """Whether a leak shows any of these."""
    text = new_text(leak, listed)
    return bool(text) and any(form in text for form in sought[listed])


def test_looking_for_words_finds_fewer() -> None:
    """So it is no proof: this is why twins are compared."""
    texts = {listed: set(words(secret(listed))) for listed in ["little"]}
    coded = {
        listed: {
            form
            for word in (*found, *CANARY.values())
            for form in (forms(word) | digests(word)).values()
        }
        for listed, found in texts.items()
    }
    plain = {listed: {text.lower().encode() for text in found} for listed, found in texts.items()}
    found = {
        name: sum(comes_to_light(leak, sought, "little") for leak in LEAKS)
        for name, sought in (("plain", plain), ("coded", coded))
    }
    assert found["plain"] < found["coded"] < len(LEAKS) - 15, (found, len(LEAKS))
