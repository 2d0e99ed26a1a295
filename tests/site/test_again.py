"""A site that is built again: the same bytes as a new one, and only what changed is made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from benchmarks.made import made, settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from tests.commands import call
from tests.core.figures.full import full_ledgers
from tests.files.test_filling import whole
from tests.git.repositories import git
from tests.stories import Search, an_event, an_opportunity

from opledger.core import model
from opledger.core.config import Config
from opledger.core.figures.statistics import statistics
from opledger.core.model import Ledger, Opportunity
from opledger.files.filling import NOTES_NAME
from opledger.files.folder import fill_folder
from opledger.files.reading import read_ledger
from opledger.site import build, keys
from opledger.site.build import put_private_site
from opledger.site.pages import Pages

AS_OF = "2026-01-01"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger of 30 opportunities, all of them ended or long quiet."""
    folder = tmp_path / "ledger"
    (folder / "opportunities").mkdir(parents=True)
    (folder / "ledger.yaml").write_text(settings(30))
    for each in made(30):
        (folder / "opportunities" / f"{each.id}.yaml").write_text(each.text)
    return folder


@pytest.fixture(autouse=True)
def _keys_of_few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sites, as the tests have, get keys, too."""
    if "small" not in request.node.name:
        monkeypatch.setattr(build, "WITH_KEYS", 1)


def test_a_small_site_has_no_keys_and_is_the_same(root: Path) -> None:
    built(root)
    assert not (root / "site" / NOTES_NAME).exists()
    assert built(root) == "Built 40 pages. None is new or changed."


class Rendered(list[str]):
    """The pages that were rendered, by their paths' last names."""


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Rendered:
    """What is rendered from now on, as it comes."""
    found = Rendered()
    page = Pages.page

    def render(
        pages: Pages, template: str, frame: object, view: object, *, keyed: bool = False
    ) -> bytes:
        found.append(getattr(view, "id", "") or template)
        return page(pages, template, frame, view, keyed=keyed)  # type: ignore[arg-type]

    monkeypatch.setattr(Pages, "page", render)
    return found


def built(root: Path, *more: str) -> str:
    """What ``site build`` says of the pages."""
    ended = call("--ledger", root, "site", "build", "--as-of", AS_OF, *more)
    assert (ended.code, ended.stderr) == (0, "")
    return ended.stdout.partition(" Open")[0]


def stories(rendered: Rendered) -> list[str]:
    """The opportunities whose pages were rendered."""
    return [name for name in rendered if not name.endswith(".j2")]


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "opportunities" / f"{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_after_a_note_one_page_is_made_and_written(root: Path, rendered: Rendered) -> None:
    assert built(root).startswith("Built 40 pages.")
    assert len(stories(rendered)) == 30
    rendered.clear()
    assert built(root) == "Built 40 pages. None is new or changed."
    assert stories(rendered) == []
    before = {path: path.stat().st_ino for path in (root / "site").rglob("*.html")}
    edit(root, "c000012", "notes: |\n", "notes: |\n  One more.\n")
    assert built(root) == "Built 40 pages. 1 is new or changed."
    assert stories(rendered) == ["c000012"]
    after = {path: path.stat().st_ino for path in (root / "site").rglob("*.html")}
    assert {path.stem for path in before if before[path] != after[path]} == {"c000012"}


def test_a_new_name_is_told_by_the_neighbours_too(root: Path, rendered: Rendered) -> None:
    built(root)
    rendered.clear()
    edit(root, "c000012", "company: ", "company: New ")
    built(root)
    assert len(stories(rendered)) == 3
    assert "c000012" in stories(rendered)


@pytest.mark.parametrize("name", ["opportunity.html.j2", "base.html.j2", "charts/steps.svg.j2"])
def test_another_template_makes_all_pages_anew(name: str, root: Path, rendered: Rendered) -> None:
    built(root)
    for _ in range(2):
        rendered.clear()
        ejected = call("--ledger", root, "site", "eject", name)
        path = root / "templates" / name
        path.write_text(path.read_text().replace("<", "\n<", 1))
        built(root)
        assert (ejected.code in {0, 1}, len(stories(rendered))) == (True, 30)
        assert whole(root / "site") == anew(root)


def anew(root: Path) -> dict[str, bytes]:
    """The site of a ledger, built where there was none."""
    target = root.parent / f"fresh-{len(list(root.parent.iterdir()))}"
    built(root, "--output", str(target))
    return whole(target)


def test_another_version_makes_all_pages_anew(
    root: Path, rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(root)
    for name, found in (("__version__", "99"), ("code", lambda: [("cli/x.py", b"changed")])):
        rendered.clear()
        monkeypatch.setattr(keys, name, found)
        keys._maker.cache_clear()
        built(root)
        assert len(stories(rendered)) == 30
    monkeypatch.undo()
    keys._maker.cache_clear()


def test_another_setting_makes_all_pages_anew(root: Path, rendered: Rendered) -> None:
    built(root)
    config = root / "ledger.yaml"
    config.write_text(config.read_text().replace("Recruiter", "A recruiter"))
    built(root)
    assert len(stories(rendered)) == 60


def test_on_another_day_the_pages_of_those_that_are_open_are_made(
    root: Path, rendered: Rendered
) -> None:
    built(root)
    rendered.clear()
    assert built(root, "--as-of", "2026-01-02") != "Built 40 pages. None is new or changed."
    ledger = read_ledger(root, date(2026, 1, 1)).ledger
    stood = statistics(ledger, date(2026, 1, 1)).standings
    assert sorted(stories(rendered)) == [each.opportunity.id for each in stood if each.open]
    assert 0 < len(stories(rendered)) < 10


def test_what_ended_tells_its_day_while_one_of_its_dates_is_ahead(
    root: Path, rendered: Rendered
) -> None:
    edit(root, "c000002", "events:", "next: {action: Ask again, due: 2026-01-09}\nevents:")
    built(root)
    rendered.clear()
    for day, is_made in (("2026-01-09", True), ("2026-01-10", True), ("2026-01-11", False)):
        built(root, "--as-of", day)
        assert ("c000002" in stories(rendered)) == is_made, day
        rendered.clear()
        page = (root / "site" / "opportunities" / "c000002.html").read_text()
        assert (f"As of {day}. Data:" in page) == (day == "2026-01-09")


def test_after_a_commit_the_pages_are_made_of_what_it_changed(
    root: Path, rendered: Rendered
) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "ledger.yaml", "opportunities")
    git(root, "commit", "--quiet", "-m", "Begin")
    built(root)
    edit(root, "c000012", "notes: |\n", "notes: |\n  One more.\n")
    git(root, "commit", "--quiet", "-a", "-m", "A note")
    rendered.clear()
    built(root)
    assert stories(rendered) == ["c000012"]


def _deleted(site: Path) -> None:
    (site / "opportunities" / "c000003.html").unlink()


def _edited(site: Path) -> None:
    (site / "opportunities" / "c000003.html").write_text("mine")


def _swapped(site: Path) -> None:
    one, two = (site / "opportunities" / f"c00000{n}.html" for n in (3, 4))
    one.write_bytes(two.read_bytes())


@pytest.mark.parametrize("spoil", [_deleted, _edited, _swapped])
def test_what_was_changed_by_hand_is_made_anew(
    spoil: object, root: Path, rendered: Rendered
) -> None:
    built(root)
    expected = whole(root / "site")
    rendered.clear()
    spoil(root / "site")  # type: ignore[operator]
    built(root)
    assert stories(rendered) == ["c000003"]
    assert whole(root / "site") == expected


def test_where_i_changed_the_keys_all_pages_are_made_anew(root: Path, rendered: Rendered) -> None:
    built(root)
    expected = whole(root / "site")
    rendered.clear()
    notes = root / "site" / NOTES_NAME
    lines = notes.read_text().splitlines(keepends=True)
    notes.write_text("".join(line for line in lines if "c000003" not in line))
    built(root)
    assert len(stories(rendered)) == 30
    assert whole(root / "site") == expected


def test_a_public_site_has_no_keys(root: Path) -> None:
    config = root / "ledger.yaml"
    fields = "publish: {fields: [company, stages, outcome, dates]}\n"
    config.write_text(config.read_text() + fields)
    built(root, "--public", "--accept-names")
    assert sorted(path.name for path in (root / "public").iterdir() if path.name[0] == ".") == [
        ".opledger-site"
    ]
    assert built(root, "--public", "--accept-names").endswith(" None is new or changed.")


def test_pages_made_of_a_time_of_day_go_by_the_zone() -> None:
    """What the zone's rules say today is in the key: they are the system's, and may change."""
    noon = datetime(2024, 1, 1, 12, tzinfo=ZoneInfo("UTC"))
    about = an_opportunity(replace(an_event(0, "lead"), time=noon))
    search = Search(Config(), (about,), about.events[0].date)
    (each,) = search.figures().standings
    here = keys.story_key("x", each, search.config, (None, None), ())
    there = keys.story_key(
        "x", each, replace(search.config, timezone="Asia/Tokyo"), (None, None), ()
    )
    assert here != there


def test_a_record_s_text_tells_everything_of_it() -> None:
    """Keys are made of it; where a record lies, and an event in it, is on no page."""
    records = [each for each in vars(model).values() if isinstance(each, type)]
    hidden = {
        (record.__name__, field.name)
        for record in records
        if is_dataclass(record)
        for field in fields(record)
        if not field.repr
    }
    assert hidden == {("Event", "nth"), ("Opportunity", "path")}


# Whatever is edited, in whatever order.


def edits(search: Search, random: Random) -> Iterator[Search]:
    """The search after some edits."""
    for _ in range(3):
        every = list(search.opportunities)
        if not every:
            return
        place = random.randrange(len(every))
        match random.randrange(6):
            case 0 if len(every) > 1:
                del every[place]
            case 1:
                every.append(replace(every[place], id=f"{every[place].id}-c"))
            case 2:
                every[place] = _noted(every[place])
            case 3:
                every[place] = replace(every[place], company="Another & Sons", notes="*So* it is.")
            case 4:
                days = random.choice((-30, -1, 1, 1, 40))
                search = replace(search, as_of=search.as_of + timedelta(days=days))
        unique = {each.id: each for each in every}
        search = replace(search, opportunities=tuple(unique[name] for name in sorted(unique)))
        yield search


def _noted(each: Opportunity) -> Opportunity:
    last = each.events[-1]
    return replace(each, events=(*each.events[:-1], replace(last, note=f"{last.note} More.")))


def put(search: Search, target: Path) -> dict[str, bytes]:
    figured = statistics(Ledger(search.config, search.opportunities), search.as_of)
    fill_folder(target, lambda place: put_private_site(place, figured))
    return whole(target)


@effort(max_examples=int(os.environ.get("OPLEDGER_CASES", "12")))
@given(full_ledgers(), st.randoms(use_true_random=False))
def test_after_any_edits_the_site_is_as_if_made_anew(
    tmp_path_factory: pytest.TempPathFactory, search: Search, random: Random
) -> None:
    folder = tmp_path_factory.mktemp("again")
    put(search, folder / "site")
    for number, edited in enumerate(edits(search, random)):
        assert put(edited, folder / "site") == put(edited, folder / f"fresh-{number}")
