"""A small site that is built again: what tells the same is neither rendered nor compiled."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from random import Random

import jinja2
import pytest
from benchmarks.made import made, settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from tests.cached import damage
from tests.commands import call
from tests.compiled import Compiled, compiled_once
from tests.core.figures.full import full_ledgers
from tests.files.test_filling import whole
from tests.git.repositories import git
from tests.searches import SEARCHES
from tests.site.test_again import edits
from tests.stories import Search

from opledger.core.figures.statistics import statistics
from opledger.core.model import Ledger
from opledger.files.cache import Cache
from opledger.files.filling import LIST_NAME, NOTES_NAME
from opledger.git.repository import Checkout
from opledger.site import build, kept
from opledger.site.build import private_site
from opledger.site.kept import Kept, page_key
from opledger.site.pages import Pages
from opledger.site.rendering import Renderer

AS_OF = "2026-01-01"
STORY = "opportunity.html.j2"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPLEDGER_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger of 30 opportunities in a repository, all of them ended or long quiet."""
    folder = tmp_path / "ledger"
    (folder / "opportunities").mkdir(parents=True)
    (folder / "ledger.yaml").write_text(settings(30))
    for each in made(30):
        (folder / "opportunities" / f"{each.id}.yaml").write_text(each.text)
    git(folder, "init", "--quiet")
    commit(folder)
    return folder


def commit(root: Path) -> None:
    git(root, "add", "ledger.yaml", "opportunities")
    git(root, "commit", "--quiet", "--allow-empty", "-m", "What I know now")


class Work:
    """What is rendered and compiled from now on: templates by their names, as it comes."""

    def __init__(self) -> None:
        self.rendered: list[str] = []
        self.compiled: list[str] = []

    def clear(self) -> None:
        self.rendered.clear()
        self.compiled.clear()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    done = Work()
    render, generate = Renderer.render, jinja2.Environment._generate

    def rendering(renderer: Renderer, template: str, values: dict[str, object]) -> bytes:
        done.rendered.append(template)
        return render(renderer, template, values)

    def compiling(environment: jinja2.Environment, source: object, name: str, *more: object,
                  **named: object) -> str:  # fmt: skip
        done.compiled.append(name)
        code: str = generate(environment, source, name, *more, **named)  # type: ignore[arg-type]
        return code

    monkeypatch.setattr(Renderer, "render", rendering)
    monkeypatch.setattr(jinja2.Environment, "_generate", compiling)
    with compiled_once(NothingCompiled()):
        yield done


class NothingCompiled(Compiled):
    """Each build compiles its templates, as a process of its own does."""

    def __init__(self) -> None:
        super().__init__()
        self.other = self

    def dump_bytecode(self, bucket: object) -> None:
        """Nothing is remembered."""


def built(root: Path, *more: str) -> str:
    """What ``site build`` says of the pages."""
    ended = call("--ledger", root, "site", "build", "--as-of", AS_OF, *more)
    assert (ended.code, ended.stderr) == (0, "")
    return ended.stdout.partition(" Open")[0]


def anew(root: Path) -> dict[str, bytes]:
    """The site of a ledger, built by somebody who never built one."""
    target = root.parent / f"fresh-{len(list(root.parent.iterdir()))}"
    more = ("--ledger", root, "site", "build", "--as-of", AS_OF, "--output", target)
    assert call(*more, env={"OPLEDGER_CACHE": "off"}).code == 0
    return whole(target)


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "opportunities" / f"{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_what_nobody_changed_is_not_rendered_again(root: Path, work: Work) -> None:
    built(root)
    assert len(work.rendered) == 43  # with the page of what is not found, the feed and the filters
    assert len(work.compiled) == len(set(work.compiled)) == 28
    work.clear()
    assert built(root) == "Built 41 pages. None is new or changed."
    assert (work.rendered, work.compiled) == ([], [])
    assert whole(root / "site") == anew(root)


def test_what_was_built_elsewhere_or_deleted_is_there_again(root: Path, work: Work) -> None:
    built(root)
    work.clear()
    built(root, "--output", str(root.parent / "other"))
    (root / "site" / "index.html").unlink()
    (root / "site" / "opportunities" / "c000003.html").write_text("mine")
    built(root)
    assert (work.rendered, work.compiled) == ([], [])
    assert whole(root / "site") == whole(root.parent / "other") == anew(root)


def test_after_a_note_its_page_is_rendered_and_what_tells_of_commits(
    root: Path, work: Work
) -> None:
    built(root)
    work.clear()
    edit(root, "c000012", "notes: |\n", "notes: |\n  One more.\n")
    assert built(root) == "Built 41 pages. 12 are new or changed."  # at another commit, by the foot
    assert work.rendered == ["method.html.j2", STORY]
    assert whole(root / "site") == anew(root)
    work.clear()
    edit(root, "c000011", "notes: |\n", "notes: |\n  One more.\n")
    assert built(root) == "Built 41 pages. 1 is new or changed."
    assert work.rendered == [STORY]
    assert sorted(work.compiled) == [
        *("base.html.j2", "charts/label.svg.j2", "charts/mark.svg.j2", "charts/steps.svg.j2"),
        *(STORY, "parts.html.j2"),
    ]
    assert whole(root / "site") == anew(root)


def test_after_a_commit_three_pages_are_rendered(root: Path, work: Work) -> None:
    built(root)
    edit(root, "c000012", "notes: |\n", "notes: |\n  One more.\n")
    commit(root)
    work.clear()
    built(root)
    assert work.rendered == ["history.html.j2", "method.html.j2", STORY]
    assert whole(root / "site") == anew(root)


def test_a_template_of_mine_is_taken_at_once(root: Path, work: Work) -> None:
    built(root)
    work.clear()
    assert call("--ledger", root, "site", "eject", "404.html.j2").code == 0
    built(root)
    assert 0 < len(work.rendered) < 20  # a copy says the same, but for the foot
    work.clear()
    built(root)
    assert work.rendered == []
    path = root / "templates" / "404.html.j2"
    path.write_text(path.read_text().replace("<", "\n<", 1))
    built(root)
    assert len(work.rendered) == 43
    assert whole(root / "site") == anew(root)


def test_pages_of_another_version_of_jinja_are_rendered_anew(
    root: Path, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(root)
    work.clear()
    monkeypatch.setattr(kept, "_libraries", lambda: "jinja2 99")
    built(root)
    assert len(work.rendered) == 43


def test_a_damaged_cache_changes_nothing(root: Path) -> None:
    built(root)
    expected = anew(root)
    for seed in range(8):
        assert damage(root.parent / "cache", Random(seed)) > 0  # noqa: S311 - the same each time
        built(root)
        assert whole(root / "site") == expected


def test_of_a_larger_site_only_pages_that_have_no_key_are_kept(
    root: Path, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "WITH_KEYS", 30)
    built(root)
    assert len(Kept(Cache.at_hand(), root)._known) == 13
    work.clear()
    edit(root, "c000012", "notes: |\n", "notes: |\n  One more.\n")
    built(root)
    assert work.rendered == ["method.html.j2", STORY]
    assert whole(root / "site") == anew(root) | {
        name: (root / "site" / name).read_bytes() for name in (LIST_NAME, NOTES_NAME)
    }


def test_a_public_or_large_site_keeps_no_pages(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = root / "ledger.yaml"
    fields = "publish: {fields: [company, stages, outcome, dates]}\n"
    config.write_text(config.read_text() + fields)
    built(root, "--public", "--accept-names")
    monkeypatch.setattr(kept, "MOST", 30)
    built(root)
    assert Kept(Cache.at_hand(), root)._known == {}
    monkeypatch.setattr(kept, "MOST", 31)
    built(root)
    assert len(Kept(Cache.at_hand(), root)._known) == 43


def test_of_each_ledger_the_last_site_is_kept(root: Path) -> None:
    """So it does not grow with every edit."""
    for number in range(3):
        edit(root, "c000012", "notes: |\n", f"notes: |\n  Number {number}.\n")
        built(root)
    assert len(Kept(Cache.at_hand(), root)._known) == 43
    assert Kept(Cache.at_hand(), root / "opportunities")._known == {}


def test_a_ledger_in_a_folder_with_an_odd_name_keeps_its_pages(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    key = page_key("", "x", {})
    one = Kept(Cache.at_hand(), folder)
    one.put(key, b"page")
    one.save()
    assert Kept(Cache.at_hand(), folder).get(key) == b"page"


# A key tells everything that a template is given, and the same in every process.

PLAIN = (str, int, float, bool, type(None), Enum)


def hidden(value: object) -> Iterator[object]:
    """What a value holds that its text does not tell, or tells otherwise in each process."""
    if is_dataclass(value):
        yield from (field for field in fields(value) if not field.repr)
        for field in fields(value):
            yield from hidden(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from hidden(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (*hidden(key), *hidden(each))
    elif not isinstance(value, PLAIN):
        yield value


@pytest.mark.parametrize("name", SEARCHES)
def test_the_text_of_what_a_template_is_given_tells_all_of_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_to: list[tuple[str, object]] = []

    def render(_: Renderer, name: str, values: object) -> bytes:
        given_to.append((name, values))
        return b""

    monkeypatch.setattr(Renderer, "render", render)
    private_site(SEARCHES[name]())
    assert len(given_to) > 3
    assert [(name, list(hidden(values))) for name, values in given_to if any(hidden(values))] == []


@effort(max_examples=int(os.environ.get("OPLEDGER_CASES", "12")))
@given(full_ledgers(), st.randoms(use_true_random=False))
def test_after_any_edits_the_site_is_as_if_nothing_were_kept(
    tmp_path_factory: pytest.TempPathFactory, search: Search, random: Random
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    for edited in (search, *edits(search, random)):
        figured = statistics(Ledger(edited.config, edited.opportunities), edited.as_of)
        checkout = random.choice((None, Checkout(random.randbytes(20).hex(), clean=True)))
        pages = Pages(kept=Kept(Cache(folder), folder))
        files = private_site(figured, checkout, pages=pages)
        pages.keep()
        assert files == private_site(figured, checkout)


def test_a_foot_of_mine_and_the_sign_that_stands_for_it_come_out_as_they_are(root: Path) -> None:
    edit(root, "c000012", "notes: |\n", "notes: |\n  \ue000 and \ue000.\n")
    built(root)
    assert whole(root / "site") == anew(root)
    assert call("--ledger", root, "site", "eject", "base.html.j2").code == 0
    path = root / "templates" / "base.html.j2"
    path.write_text(path.read_text().replace("{{ frame.foot }}", "{{ frame.foot|length }}"))
    for _ in range(2):
        built(root)
        assert whole(root / "site") == anew(root)
        commit(root)
