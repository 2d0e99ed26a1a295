"""Checking a folder: what reading finds, with the schemas beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from tests.ledgers import SOUND, TODAY, lines, write

from opledger.core.model import Opportunity
from opledger.files.checking import check_files, check_ledger, first_alike
from opledger.files.quick import Quick
from opledger.files.reading import key_of, parse_text, read_ledger

STALE = (
    ".opledger/opportunity.schema.json:1:1: warning[stale-schema]: the editors' schema is not"
    " what ledger.yaml gives now; run 'opledger schema --write'"
)


def test_a_stale_schema_stands_among_what_reading_finds(tmp_path: Path) -> None:
    slip = SOUND.replace("source: inbound", "source: cold")
    files = {".opledger/opportunity.schema.json": "{}", "opportunities/kestrel.yaml": slip}
    write(tmp_path, files)
    read, checked = read_ledger(tmp_path, TODAY), check_ledger(tmp_path, TODAY)
    assert lines(checked) == [STALE, *lines(read)]
    assert checked.files == read.files


def test_where_settings_are_wrong_nobody_knows_what_a_schema_should_be(tmp_path: Path) -> None:
    write(tmp_path, {".opledger/opportunity.schema.json": "{}", "ledger.yaml": "few: 0\n"})
    assert lines(check_ledger(tmp_path, TODAY)) == lines(read_ledger(tmp_path, TODAY))


def test_other_files_beside_the_schemas_are_nobody_s_affair(tmp_path: Path) -> None:
    write(tmp_path, {".opledger/opportunities/a.yaml": "[", ".opledger/notes.yaml": "["})
    assert lines(check_ledger(tmp_path, TODAY)) == []


# Ways to write the company and the role of SOUND: each is the same opportunity to a reader.
TWINS = {
    "as it is": "company: Kestrel Labs\nrole: Staff engineer\n",
    "in capitals": "company: KESTREL LABS\nrole: staff ENGINEER\n",
    "over two lines": "company: Kestrel\n  Labs\nrole: >-\n  Staff\n  engineer\n",
    "escaped": 'company: "\\x4bestrel Labs"\nrole: "Staff\\x20engineer"\n',
    "by other keys": "role: Staff engineer\nnotes: none\ncompany: 'Kestrel Labs'\n",
}
OTHERS = {
    "another role": "company: Kestrel Labs\nrole: Manager\n",
    "no role": "company: Kestrel Labs\n",
    "named in a note": "company: Other\nnotes: Staff engineer, as at Kestrel Labs\n",
    "with errors": "company: Kestrel Labs\nrole: Staff engineer\nsource: nowhere\n",
    "no YAML": "company: Kestrel Labs: [\n",
    "empty": "",
}
_EVENTS = "events: [{date: 2024-01-08, stage: lead}]\n"


def _alone(root: Path, path: str) -> list[str]:
    checked = check_files(root, lambda each: each == path, TODAY)
    whole = read_ledger(root, TODAY)
    assert checked.files == whole.files
    assert list(checked.diagnostics) == [each for each in whole.diagnostics if each.path == path]
    return [each.code for each in checked.diagnostics]


@pytest.mark.parametrize("told", TWINS.values(), ids=TWINS)
def test_a_file_checked_alone_is_told_of_an_earlier_one_like_it(tmp_path: Path, told: str) -> None:
    files = {f"opportunities/{name}.yaml": text for name, text in (("a", told), ("z", told))}
    write(tmp_path, {path: text + _EVENTS for path, text in files.items()})
    write(tmp_path, {"opportunities/kestrel.yaml": SOUND})
    assert _alone(tmp_path, "opportunities/kestrel.yaml") == ["duplicate-opportunity"]
    assert _alone(tmp_path, "opportunities/a.yaml") == []
    assert _alone(tmp_path, "opportunities/z.yaml") == ["duplicate-opportunity"]


def test_of_an_apostrophe_both_writings_are_one_company(tmp_path: Path) -> None:
    write(tmp_path, {"opportunities/a.yaml": "company: 'Kestrel''s Labs'\n" + _EVENTS})
    write(tmp_path, {"opportunities/b.yaml": "company: Kestrel's Labs\n" + _EVENTS})
    assert _alone(tmp_path, "opportunities/b.yaml") == ["duplicate-opportunity"]


def test_a_file_checked_alone_is_told_nothing_of_others_than_the_whole_check(
    tmp_path: Path,
) -> None:
    files = {f"opportunities/{n}.yaml": text for n, text in enumerate(OTHERS.values())}
    write(tmp_path, files | {"opportunities/kestrel.yaml": SOUND, "ledger.yaml": "few: 0\n"})
    write(tmp_path, {"opportunities/sub/3.yaml": SOUND})
    assert _alone(tmp_path, "opportunities/kestrel.yaml") == []
    assert _alone(tmp_path, "opportunities/sub/3.yaml")[-1] == "duplicate-opportunity"
    for path in (*files, "ledger.yaml", "opportunities/nothing.yaml"):
        _alone(tmp_path, path)


def test_a_link_a_pipe_and_a_folder_are_told_of_alone(tmp_path: Path) -> None:
    write(tmp_path, {"opportunities/kestrel.yaml": SOUND})
    (tmp_path / "opportunities" / "link.yaml").symlink_to("kestrel.yaml")
    os.mkfifo(tmp_path / "opportunities" / "a-pipe.yaml")
    assert _alone(tmp_path, "opportunities/link.yaml") == ["not-a-regular-file"]
    assert _alone(tmp_path, "opportunities/a-pipe.yaml") == ["not-a-regular-file"]
    assert _alone(tmp_path, "opportunities/kestrel.yaml") == []


def test_checking_one_file_parses_that_file_and_the_settings(tmp_path: Path) -> None:
    names = [f"company-{n}" for n in range(30)]
    files = {f"{name}.yaml": f"company: {name}\n{_EVENTS}" for name in names}
    write(tmp_path, {f"opportunities/{name}": text for name, text in files.items()})
    with parsing() as parsed:
        check_files(tmp_path, lambda each: each == "opportunities/company-7.yaml", TODAY)
    assert parsed == ["opportunities/company-7.yaml"]


@contextmanager
def parsing() -> Iterator[list[str]]:
    """The paths of what is parsed meanwhile, and how."""
    parsed: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is Quick.record.__code__:
            parsed.append(frame.f_locals["path"])
        if event == "call" and frame.f_code is parse_text.__code__:
            parsed.append(f"{frame.f_locals['source'].path}, with places")

    sys.setprofile(note)
    try:
        yield parsed
    finally:
        sys.setprofile(None)


SOUGHT = (
    ("Kestrel Labs", "Staff engineer"),
    (" kestrel LABS", "STAFF engineer "),
    ("Kestrel Labs", None),
    ("Kestrel Labs", "Manager"),
    ("Kestrel", "Staff engineer"),
    ("Kestrel's Labs", ""),
    ("'", None),
)


def agreed(root: Path, company: str, role: str | None) -> str | None:
    """The id that is found, which is the one that reading every file finds."""
    ledger = read_ledger(root, TODAY).ledger
    key = key_of(Opportunity(id="", company=company, role=role))
    every = [each.id for each in ledger.opportunities if key_of(each) == key]
    found = first_alike(root, company, role, ledger.config, TODAY)
    assert (found.id if found else None) == next(iter(every), None)
    return found.id if found else None


@pytest.mark.parametrize(("company", "role"), SOUGHT)
@pytest.mark.parametrize("told", [*TWINS.values(), *OTHERS.values()], ids=[*TWINS, *OTHERS])
def test_what_is_found_is_what_reading_every_file_finds(
    tmp_path: Path, told: str, company: str, role: str | None
) -> None:
    write(tmp_path, {"opportunities/a.yaml": told + _EVENTS if told else ""})
    agreed(tmp_path, company, role)
    write(tmp_path, {"opportunities/kestrel.yaml": SOUND})
    agreed(tmp_path, company, role)
    write(tmp_path, {"opportunities/b.yaml": f"company: 'Kestrel''s Labs'\n{_EVENTS}"})
    agreed(tmp_path, company, role)


@pytest.mark.parametrize("told", TWINS.values(), ids=TWINS)
def test_it_is_found_however_it_is_written(tmp_path: Path, told: str) -> None:
    write(
        tmp_path, {"opportunities/z.yaml": told + _EVENTS, "opportunities/b/y.yaml": told + _EVENTS}
    )
    assert agreed(tmp_path, "kestrel labs", "Staff engineer") == "y"


def test_files_that_have_one_id_are_none(tmp_path: Path) -> None:
    text = f"company: Wren\n{_EVENTS}"
    write(tmp_path, {"opportunities/a.yaml": text, "opportunities/below/a.yaml": text})
    assert agreed(tmp_path, "Wren", None) is None
    write(tmp_path, {"opportunities/z.yaml": text})
    assert agreed(tmp_path, "Wren", None) == "z"


def test_only_files_that_say_its_words_are_parsed(tmp_path: Path) -> None:
    names = ("finch", "heron", "wren")
    files = {f"opportunities/{name}.yaml": f"company: {name} labs\n{_EVENTS}" for name in names}
    write(tmp_path, files)
    config = read_ledger(tmp_path, TODAY).ledger.config
    with parsing() as parsed:
        assert first_alike(tmp_path, "Heron Labs", None, config, TODAY)
    assert parsed == ["opportunities/heron.yaml"]
