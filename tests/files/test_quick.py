"""The fast reader tells what the ordinary one reads, or nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from cProfile import Profile
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Command
from tests.corpus import TODAY, config_of, corpus
from tests.examples import FOLDER as RULES
from tests.generated import generated
from tests.hostile_texts import OPPORTUNITIES
from tests.ledgers import write
from tests.readers import (
    PATH,
    SIGNS,
    TEMPLATE,
    changed,
    different,
    differs,
    files,
    settings_of,
    styled,
)

from opledger.core.contract.plain import record as plain_record
from opledger.files import yaml
from opledger.files.disk import Folder, stem_of
from opledger.files.emit import opportunity_text
from opledger.files.fastyaml import data_of
from opledger.files.nodes import Scalar
from opledger.files.quick import Quick, words_of
from opledger.files.quick import config as quick_config
from opledger.files.reading import (
    parse_text,
    read_file,
    read_files,
    read_ledger,
    read_opportunity,
    read_terms,
    united,
)
from opledger.files.resources import sample_folder
from opledger.files.rules.context import Context
from opledger.files.rules.entries import ENTRY_RULES, is_ordinary
from opledger.files.rules.records import RECORD_RULES, Case
from opledger.files.rules.texts import TEXT_RULES, has_odd_character, may_be_conflict
from opledger.files.rules.topics import rules_for
from opledger.files.rules.values import ambiguous_text, blank_text, is_doubtful
from opledger.files.rules.written import Nodes
from opledger.files.shapes import Text
from opledger.files.source import Source

SUITE: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "yamlsuite" / "cases.json").read_text(encoding="utf-8")
)


def test_every_file_of_the_corpus_is_read_alike_or_not_at_all() -> None:
    told = 0
    for text in files():
        quick, why = differs(text.encode("utf-8", "surrogatepass"))
        assert not why, text
        told += quick
    assert told > len(files()) / 3


def test_every_case_is_read_alike_under_its_own_settings() -> None:
    """A case without errors and warnings that is not told is one that no person writes."""
    left = []
    for case in corpus():
        if case.is_settings:
            continue
        source = Source.of(PATH, case.text)
        ordinary, found = read_opportunity(source, case.config, TODAY)
        content = case.text.encode()
        quick = Quick(case.config, words_of(case.config), TODAY).record(PATH, content)
        if quick is None:
            left += [case.name] if not found else []
        else:
            assert not found, case.name
            assert not different(quick, ordinary), case.name
    assert len(left) < len(corpus()) / 20, left


@pytest.mark.parametrize("name", sorted(SUITE))
def test_the_yaml_test_suite(name: str) -> None:
    text = SUITE[name]
    inner = indent(text, "  ")
    texts = (
        text,
        f"extra:\n{inner}",
        f"company: A\nextra:\n  b:\n{indent(text, '    ')}\nnotes: c\n",
        f"extra:\n- {inner[2:]}\nnotes: c\n",
        f"company: A\n{text}",
    )
    for each in texts:
        assert differs(each.encode("utf-8", "surrogatepass"))[1] == "", each


@given(st.randoms(use_true_random=False), st.integers(0, 4), st.booleans())
def test_a_file_that_was_changed_at_random(random: Random, times: int, is_styled: bool) -> None:
    text = styled(random) if is_styled else random.choice(files())
    for _ in range(times):
        text = changed(random, text)
    assert differs(text.encode("utf-8", "surrogatepass"))[1] == "", text


@pytest.mark.parametrize("sign", sorted(set(SIGNS)), ids=ascii)
def test_one_sign_anywhere_in_a_file(sign: str) -> None:
    told = 0
    for at in range(0, len(TEMPLATE), 7):
        quick, why = differs(f"{TEMPLATE[:at]}{sign}{TEMPLATE[at:]}".encode())
        assert not why, (at, why)
        told += quick
    assert told < len(TEMPLATE)


@pytest.mark.parametrize("number", range(0, 40, 4))
def test_what_is_exported_is_read_fast(number: int) -> None:
    ledger, as_of = generated(number)
    quick = Quick(ledger.config, words_of(ledger.config), as_of)
    for each in ledger.opportunities:
        values = plain_record(each)
        assert values is not None
        text = opportunity_text(values)
        source = Source.of(each.path or PATH, text)
        ordinary, found = read_opportunity(source, ledger.config, as_of)
        told = quick.record(source.path, text.encode())
        assert (told is None) == bool(found), text
        assert told is None or not different(told, ordinary)


def test_the_sample_is_read_fast_all_of_it() -> None:
    folder = sample_folder()
    settings = (folder / "ledger.yaml").read_bytes()
    config = quick_config(settings)
    assert config is not None
    assert not different(config, settings_of(settings.decode()))
    quick = Quick(config, words_of(config), TODAY)
    paths = sorted(folder.glob("opportunities/**/*.yaml"))
    assert len(paths) == 39
    for path in paths:
        name = path.relative_to(folder).as_posix()
        told = quick.record(name, path.read_bytes())
        source = Source.of(name, path.read_text(encoding="utf-8"))
        assert not different(told, read_opportunity(source, config, TODAY)[0])


@pytest.mark.real_data
def test_real_logs_are_read_fast(typed: Command, real_data: Path, tmp_path: Path) -> None:
    """But for those files about which there is something to say."""
    for log in ("event-log.json", "applications-with-responses.csv"):
        name = log.partition(".")[0]
        mapping = Path(__file__).parents[1] / "maps" / f"{name}.yaml"
        into = tmp_path / name
        typed("import", real_data / log, "--map", mapping, "--into", into, "--write", cwd=tmp_path)
        reading = read_ledger(into, TODAY)
        beside = "duplicate-opportunity"  # said of files beside each other, not of one alone
        told_of = {each.path for each in reading.diagnostics if each.code != beside}
        quick = Quick(reading.ledger.config, words_of(reading.ledger.config), TODAY)
        for each in reading.ledger.opportunities:
            told = quick.record(each.path, (into / each.path).read_bytes())
            assert (told is None) == (each.path in told_of), each.path
            assert told is None or not different(told, each)


@pytest.mark.parametrize(
    "example", sorted(RULES.glob("*/*s")), ids=lambda p: "-".join(p.parts[-2:])
)
def test_a_ledger_is_read_alike_with_all_that_is_wrong_in_it(example: Path) -> None:
    ledger = Folder(example)
    terms = read_terms(ledger)
    ordinary = united(terms, [read_file(ledger, e, terms, TODAY) for e in ledger.scan()])
    reading = read_files(ledger, TODAY)
    assert reading == ordinary
    assert not different(reading.ledger, ordinary.ledger)


def parsed(root: Path) -> int:
    """How many files of a ledger are read by the parser with positions."""
    profile = Profile()
    reading = profile.runcall(read_ledger, root, TODAY)
    assert reading.files == 301
    profile.create_stats()
    return sum(
        calls
        for (file, _, name), (calls, *_) in profile.stats.items()
        if (file, name) == (yaml.__file__, "parse")
    )


def test_of_300_ordinary_files_none_is_parsed_the_slow_way_and_of_one_odd_file_only_that(
    tmp_path: Path,
) -> None:
    story = (
        "role: Role {}\nevents:\n  - date: 2024-01-08\n    stage: lead\n    note: |\n      A: b\n"
    )
    write(
        tmp_path,
        {
            "ledger.yaml": "title: Many\n",
            **{
                f"opportunities/company-{n}.yaml": f"company: Company {n}\n{story.format(n)}"
                for n in range(300)
            },
        },
    )
    assert parsed(tmp_path) == 0
    odd = tmp_path / "opportunities" / "company-7.yaml"
    odd.write_text(odd.read_text(encoding="utf-8") + "extra: !odd x\n", encoding="utf-8")
    assert parsed(tmp_path) == 1


WITHOUT = """
import sys
if sys.argv[2] == "without":
    sys.modules["yaml12"] = None
from datetime import date
from pathlib import Path
from opledger.files.reading import read_ledger
assert "ruamel" not in {name.partition(".")[0] for name in sys.modules}
heavy = {"git", "jinja2", "rich", "markdown_it", "click", "pygls", "openpyxl", "pyarrow", "PIL"}
assert not heavy & {name.partition(".")[0] for name in sys.modules}
reading = read_ledger(Path(sys.argv[1]), date(2024, 3, 1))
print(repr(reading).encode("utf-8"), "ruamel.yaml" in sys.modules)
"""


def test_without_the_fast_parser_the_same_is_read_by_the_other(run: Command) -> None:
    said = []
    for how in ("with", "without"):
        ended = subprocess.run(
            [sys.executable, "-c", WITHOUT, sample_folder(), how],
            env={**run.environment(), "PYTHONHASHSEED": "0"},  # sets are printed alike
            capture_output=True,
            check=True,
        )
        said.append(ended.stdout.decode().split())
    assert said[0][:-1] == said[1][:-1]
    assert [each[-1] for each in said] == ["False", "True"]


@pytest.mark.parametrize(
    "bomb",
    [
        "- " * 30_000,
        "? " * 30_000,
        ": " * 30_000,
        "[" * 60_000,
        "{" * 60_000,
        "{a: " * 15_000,
        "[{" * 30_000,
        "a:\n" + "- " * 30_000,
        "a:\n  " + "- " * 30_000,
        "".join(f"{' ' * n}a:\n" for n in range(340)),
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: {a: 1, a: 2}\n",
        "a: {b, b: 1}\n",
        "a: " + "9" * 5000 + "\n",
        "a" * 2000 + ": b\n",
        "a" + " " * 2000 + ": b\n",
        "a: 1\n" * 2,
        "a: [" + "1," * 25_000 + "1]\n",
    ],
    ids=lambda text: text[:12],
)
def test_what_would_be_refused_or_worse_never_gets_through(bomb: str) -> None:
    assert data_of(bomb.encode()) is None
    assert data_of(f"company: A\nextra:\n{indent(bomb, '  ')}".encode()) is None


@pytest.mark.parametrize("name", sorted(OPPORTUNITIES))
def test_a_hostile_text_is_told_alike_or_not_at_all(name: str) -> None:
    text = OPPORTUNITIES[name][0]
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    assert differs(content)[1] == ""


def test_what_people_write_is_read_fast() -> None:
    """Comments with colons, notes with 'Word: more', Windows' line ends, a mark of bytes, '---'."""
    sound = "company: Aldgrove\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
    for text in (
        f"# yaml-language-server: $schema=../x.json\n{sound}",
        f"# one: two\n\n---\n{sound}",
        sound.replace("\n", "\r\n"),
        f"\ufeff{sound}",
        sound.rstrip("\n"),
        f"{sound}# a comment: with a colon\nnotes: One.\n",
        f"{sound}notes: |\n  Asked: why?\n\n  > They said: soon!\n\n  | a | b: c |\n  [x](https://a.b/c)\n",
        f"{sound}notes: 'Quoted: more'\nrole: \"Staff: data\"\nlocation:\n",
        f"{sound}notes: Johnson & Johnson, 3 * 4, what? no! R&D #1\n".replace(" #1", ""),
        f"{sound}people:\n- name: Zoë\n  phone: '+49123'\n",
    ):
        assert Quick(config_of(""), words_of(config_of("")), TODAY).record(PATH, text.encode()), (
            text
        )


@given(st.text("yYnNoOffeEsS0123456789:_+-.b \u00a0\n", max_size=8))
def test_what_is_not_doubtful_is_neither_blank_nor_ambiguous(text: str) -> None:
    if not is_doubtful(text):
        for style in ("", "'"):
            node = Scalar(text, style, 0, 0)
            if style or node.kind == "str":
                context = Context(Source.of("", ""))
                assert not list(blank_text(node, Text(), context))
                assert not list(ambiguous_text(node, Text(), context))


@given(st.text(st.sampled_from("<>|= a\n\r\x00\x7f\x85\u2028\u202e\ufeffé"), max_size=12))
def test_a_text_without_odd_characters_and_conflicts_has_none(text: str) -> None:
    if not may_be_conflict(text) and not has_odd_character(text):
        assert not [found for rule in TEXT_RULES for found in rule(Source.of("", f"a{text}"))]


def test_an_ordinary_entry_is_one_in_which_no_rule_finds_anything() -> None:
    for example in RULES.glob("*/*s"):
        for entry in Folder(example).scan():
            for each in (entry, replace(entry, trouble="x"), replace(entry, path=f"{entry.path}x")):
                found = [found for rule in ENTRY_RULES for found in rule(each)]
                is_asked_for = not found and not each.trouble and each.path.endswith(".yaml")
                assert is_ordinary(each) == is_asked_for


def test_rules_that_are_not_for_a_record_find_nothing_in_it() -> None:
    asked = set()
    for case in corpus():
        source = Source.of(PATH, case.text)
        tree, _ = parse_text(source)
        record, found = read_opportunity(source, case.config, TODAY)
        if record is None or tree is None or {each.code for each in found} - _CODES:
            continue
        topics = rules_for(record)
        whole = Case(record, Nodes(tree, source), case.config, TODAY)
        for rule in RECORD_RULES:
            if rule not in topics:
                asked.add(rule.code)
                assert not list(rule(whole)), (rule.code, case.name)
    assert len(asked) > 10


_CODES = {rule.code for rule in RECORD_RULES}


@given(st.text(st.sampled_from("a./yml"), min_size=1, max_size=12))
def test_the_stem_of_a_path(path: str) -> None:
    from pathlib import PurePosixPath

    if not path.endswith("/"):
        assert stem_of(f"{path}.yaml") == PurePosixPath(f"{path}.yaml").stem


def test_a_day_makes_a_difference_to_the_fast_reader_too() -> None:
    events = "- {date: 2024-01-08, stage: lead}\n- {date: 2024-02-01, outcome: ghosted}\n"
    text = f"company: A\nevents:\n{events}"
    config = config_of("")
    for day, is_told in ((date(2024, 1, 31), False), (date(2024, 2, 1), True)):
        told = Quick(config, words_of(config), day).record(PATH, text.encode())
        assert (told is not None) == is_told
