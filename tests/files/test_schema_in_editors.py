"""The schemas in the language server that editors run: marks, words and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands import call
from tests.corpus import Case, corpus
from tests.files.test_jsonschema import expected
from tests.yamlserver import YamlServer

from opledger.files.schemafiles import schema_line, schemas

SETTINGS = """\
stages: {lead: First contact, talk: A first talk, offer: Offer}
segments: {startup: Startup, bigtech: Large public company}
reasons: {fit: Not a mutual fit, comp: Compensation}
goals: {impact: {label: Building for impact}}
currency: EUR
"""
STORY = """\
company: Kestrel Labs
events:
  - {date: 2024-01-08, stage: lead}
  - date: 2024-01-09
    stage: talk
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YamlServer]:
    """One server for all tests."""
    started = YamlServer(tmp_path_factory.mktemp("workspace"))
    yield started
    started.close()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger as ``init`` makes it, with words of its own, and its schemas."""
    root = tmp_path_factory.mktemp("ledgers") / "ledger"
    assert call("init", root, "--timezone", "Europe/Berlin").code == 0
    (root / "ledger.yaml").write_text(schema_line("ledger.yaml") + SETTINGS, encoding="utf-8")
    assert call("--ledger", root, "schema", "--write", "--no-commit").code == 0
    return root


def placed(root: Path, each: Case, number: int) -> Path:
    """A case as a file that names its schema, which its folder has."""
    name = f"ledger-{number}.yaml" if each.is_settings else f"opportunities/case-{number}.yaml"
    path = root / name
    if not (root / "opportunities").exists():
        for made, content in schemas(each.config).items():
            (root / made).parent.mkdir(parents=True, exist_ok=True)
            (root / made).write_bytes(content)
        path.parent.mkdir(exist_ok=True)
        (root / "opportunities").mkdir(exist_ok=True)
    line = schema_line("ledger.yaml" if each.is_settings else name)
    path.write_text(line + each.text, encoding="utf-8")
    return path


def test_the_server_marks_what_check_finds_and_nothing_else(
    server: YamlServer, tmp_path: Path
) -> None:
    folders: dict[int, Path] = {}
    # The server has a word of its own for an anchor.
    asked = [c for c in corpus()[::4] if expected(c) is not None and "anchor" not in c.codes]
    paths = []
    for number, each in enumerate(asked):
        root = folders.setdefault(id(each.config), tmp_path / f"ledger-{len(folders)}")
        paths.append(placed(root, each, number))
    assert len(asked) > 600
    differing = [
        (each.name, each.text, sorted(each.codes), [told["message"] for told in found])
        for each, found in zip(asked, server.diagnostics(paths), strict=True)
        if expected(each) is bool(found)
    ]
    assert differing == []


def test_the_line_that_add_writes_leads_the_server_to_the_schema(
    server: YamlServer, ledger: Path
) -> None:
    assert call("--ledger", ledger, "add", "Tallow Robotics", "--no-commit").code == 0
    path = ledger / "opportunities" / "tallow-robotics.yaml"
    below = ledger / "opportunities" / "2024" / "spring" / "quill.yaml"
    below.parent.mkdir(parents=True)
    below.write_text(schema_line("opportunities/2024/spring/quill.yaml") + STORY + "rol: x\n")
    sound, slip = server.diagnostics([path, below])
    assert sound == []
    assert [told["message"] for told in slip] == ["Property rol is not allowed."]
    wrong = path.with_name("wrong-stage.yaml")
    wrong.write_text(path.read_text().replace("stage: lead", "stage: led"))
    ((found,),) = server.diagnostics([wrong])
    assert found["message"] == 'Value is not accepted. Valid values: "lead", "talk", "offer".'
    assert found["range"]["start"] == {"line": 3, "character": 30}


def test_a_mistake_is_marked_in_the_words_of_check(server: YamlServer, ledger: Path) -> None:
    lines = [
        "company: ''",
        "url: example.com",
        "market: {total: 1, currency: Eur}",
        "people: [{name: A, email: none}]",
        "tags: [two words]",
        "events:",
        "  - {date: 2024-02-30, stage: lead}",
        "  - {date: 2024-01-09T10:00, stage: talk, outcome: closed}",
        "  - {date: 2024-01-10, by: me}",
        "  - {date: 2024-01-10, note: Hm., reasons: [fit]}",
        "  - {date: 2024-01-10, note: Hm., reopened: Again}",
        "  - {date: 2024-01-11, stage: offer, offer: {form: verbal}}",
        "  - {date: 2024-01-12, stage: offer, offer: {bonus: 1, pending: [cash]}}",
    ]
    path = ledger / "opportunities" / "wrong.yaml"
    path.write_text(schema_line("opportunities/wrong.yaml") + "\n".join([*lines, ""]))
    none = ledger / "opportunities" / "none.yaml"
    story = "company: A\nevents:\n  - {date: 2024-01-08, note: Hm.}\n"
    none.write_text(schema_line("opportunities/none.yaml") + story)
    found, of_none = server.diagnostics([path, none])
    told = sorted((each["range"]["start"]["line"] - 1, each["message"]) for each in found)
    when = (
        "no date: write one such as 2024-01-31, or with a time and its zone"
        " 2024-01-31T13:00:00-05:00"
    )
    assert told == [
        (0, "the text is empty"),
        (1, "no link: write the whole address, beginning with https://"),
        (2, "no currency: three letters, such as USD"),
        (3, "no e-mail address"),
        (4, "no word: letters, digits and -_.+ only, at most 40"),
        (6, when),
        (7, "both a stage and an outcome: make two events of it"),
        (7, when),
        (8, "nothing happened in this event: add a 'note'"),
        (9, "'reasons' without an outcome: add 'outcome', or use 'note'"),
        (10, "'reopened' without the stage that it goes on with: add 'stage'"),
        (11, "an offer without an amount or 'pending': add 'base: ...' or 'pending: [cash]'"),
        (12, "'bonus' has an amount and is pending: keep one"),
    ]
    assert [each["message"] for each in of_none] == ["no event has a stage: add 'stage: lead'"]


def test_words_are_offered_with_their_labels_and_keys_with_their_meaning(
    server: YamlServer, ledger: Path
) -> None:
    path = ledger / "opportunities" / "begun.yaml"
    begun = f"{STORY}    \n  - date: 2024-01-10\n    outcome: \n    reasons: [fit, ]\nsegment: \n"
    path.write_text(schema_line("opportunities/begun.yaml") + begun)
    server.diagnostics([path])
    assert server.completions(path, 8, 13) == {
        "accepted": "ended by me",
        "declined": "ended by me",
        "withdrew": "ended by me",
        "rejected": "ended by company",
        "ghosted": "ended by silence",
        "closed": "ended by nobody",
    }
    assert server.completions(path, 10, 9) == {
        "startup": "Startup",
        "bigtech": "Large public company",
    }
    keys = server.completions(path, 6, 4)
    assert keys["interest"] == "my level of interest from now on"
    assert keys["reopened"] == "why it went on after an outcome"
    assert {"date", "stage", "null"} & set(keys) == set()


def test_settings_offer_the_ledger_s_stages(server: YamlServer, ledger: Path) -> None:
    path = ledger / "ledger.yaml"
    path.write_text(f"{path.read_text()}conversation: \n", encoding="utf-8")
    server.diagnostics([path])
    assert server.completions(path, 6, 14) == {
        "lead": "First contact",
        "talk": "A first talk",
        "offer": "Offer",
    }


def test_a_hover_says_what_a_key_and_its_words_mean(server: YamlServer, ledger: Path) -> None:
    path = ledger / "opportunities" / "hovered.yaml"
    fit = "  - {date: 2024-01-10, interest: high, fit: {impact: 4}}\n"
    path.write_text(schema_line("opportunities/hovered.yaml") + STORY + fit)
    server.diagnostics([path])
    source = "\n\nSource: [opportunity.schema.json]"
    assert server.hover(path, 5, 6).partition(source)[0] == (
        "the stage that was reached\n\nAllowed Values:\n\n"
        "* `talk`: A first talk\n* `lead`: First contact\n* `offer`: Offer"
    )
    assert server.hover(path, 1, 2).partition(source)[0] == "the company"
    assert server.hover(path, 6, 46).partition(source)[0] == "Building for impact"
