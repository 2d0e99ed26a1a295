"""Whatever a file holds: one clear line at the right place, and the other files are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.hostile_texts import LEDGERS, OPPORTUNITIES, SOUND
from tests.ledgers import ids, lines, read, write

from opledger.files.readings import Reading

FORM = re.compile(r"[^\n]+?:[1-9][0-9]*:[1-9][0-9]*: (?:error|warning)\[[a-z0-9-]+\]: [^\n]+")
LONGEST = 800
THROUGH_THE_COMMAND = (
    "200 kB of [",
    "200 kB of {",
    "alias bomb",
    "python object",
    "integer of 5,000 digits",
    "10 MB",
    "half a surrogate",
    "escape",
    "C1",
    "UTF-16",
    "conflict with its base",
    "direction override",
    "texts in Arabic, Japanese and emoji",
)


def _first(reading: Reading) -> str:
    found = reading.diagnostics
    return f"{found[0].at.line} {found[0].code}" if found else ""


def _assert_printable(text: str) -> None:
    assert all(each.isprintable() or each in "\n\u200c\u200d" for each in text)


def _assert_in_form(printed: list[str]) -> None:
    for line in printed:
        assert FORM.fullmatch(line)
        assert len(line) <= LONGEST
        _assert_printable(line)


@pytest.mark.parametrize("name", OPPORTUNITIES)
def test_a_hostile_opportunity_is_told_and_the_one_beside_it_is_read(
    name: str, tmp_path: Path
) -> None:
    content, expected = OPPORTUNITIES[name]
    files = {"opportunities/hostile.yaml": content, "opportunities/sound.yaml": SOUND}
    reading = read(tmp_path, {**files, "opportunities/sound.yaml": SOUND.replace("Ald", "Elm")})
    assert _first(reading) == expected
    assert {each.path for each in reading.diagnostics} <= {"opportunities/hostile.yaml"}
    assert ids(reading) == (["sound"] if expected else ["hostile", "sound"])
    _assert_in_form(lines(reading))


@pytest.mark.parametrize("name", LEDGERS)
def test_a_hostile_ledger_yaml_is_told_and_faults_no_opportunity(name: str, tmp_path: Path) -> None:
    content, expected = LEDGERS[name]
    reading = read(tmp_path, {"ledger.yaml": content, "opportunities/sound.yaml": SOUND})
    assert _first(reading) == expected
    assert {each.path for each in reading.diagnostics} <= {"ledger.yaml"}
    assert ids(reading) == ["sound"]
    assert reading.ledger.config.stages
    _assert_in_form(lines(reading))


@pytest.mark.parametrize("name", THROUGH_THE_COMMAND)
def test_the_command_prints_it_and_ends(name: str, tmp_path: Path, run: Command) -> None:
    content, expected = OPPORTUNITIES[name]
    write(tmp_path, {"opportunities/hostile.yaml": content})
    ended = run("check", cwd=tmp_path)
    assert (ended.code, ended.stderr) == (1 if expected else 0, "")
    _assert_in_form(ended.stdout.splitlines())
    assert bool(ended.stdout) == bool(expected)


@pytest.mark.parametrize("command", [["stats"], ["list"], ["show", "hostile"]])
def test_no_other_command_reads_past_a_failure(
    command: list[str], tmp_path: Path, run: Command
) -> None:
    write(tmp_path, {"opportunities/hostile.yaml": 'company: "\\e[2J\\ud800"\n'})
    ended = run(*command, cwd=tmp_path)
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    _assert_printable(ended.stderr)
    assert "bug" not in ended.stderr
