"""Checking a folder: what reading finds, with the schemas beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType

import pytest
from tests.ledgers import SOUND, TODAY, lines, write

from opledger.files.checking import check_files, check_ledger
from opledger.files.quick import Quick
from opledger.files.reading import parse_text, read_ledger

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
    parsed = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is Quick.record.__code__:
            parsed.append(frame.f_locals["path"])
        if event == "call" and frame.f_code is parse_text.__code__:
            parsed.append(f"{frame.f_locals['source'].path}, with places")

    sys.setprofile(note)
    try:
        check_files(tmp_path, lambda each: each == "opportunities/company-7.yaml", TODAY)
    finally:
        sys.setprofile(None)
    assert parsed == ["opportunities/company-7.yaml"]
