"""What views offer to templates is written down, and is what templates get."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from docs import make_templates
from docs.make_templates import PAGE, classes_of, with_views
from tests.commands import call
from tests.git.repositories import LEDGER, committed, git

from opledger.files.resources import sample_folder, template_names
from opledger.site.contract import CHARTS, FRAME, PARTS, VIEWS
from opledger.site.pages import Pages
from opledger.site.views.frame import Frame

OWN_FILES = {"report.html.j2", "feed.atom.j2"}  # without the frame of a page


@pytest.fixture(scope="module", autouse=True)
def resolved_once() -> Iterator[None]:
    """What a name stands for in a module is looked up once; it parses the module each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make_templates, "_resolved", cache(make_templates._resolved))
        yield


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of one commit."""
    committed(tmp_path / "ledger")
    return tmp_path / "ledger"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of one commit that has something for every page."""
    root = tmp_path_factory.mktemp("full")
    for name in ("ledger.yaml", "opportunities"):
        copy = shutil.copytree if (sample_folder() / name).is_dir() else shutil.copy
        copy(sample_folder() / name, root / name)
    settings = (root / "ledger.yaml").read_text()
    settings = re.sub(r"^publish:.*\n(?:[ #].*\n)*", "", settings, flags=re.MULTILINE)
    (root / "ledger.yaml").write_text(settings + "publish: {address: 'https://example.org/'}\n")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "All of it")
    return root


@pytest.fixture(scope="module")
def counted(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same ledger, of which only large counts may be told."""
    root = shutil.copytree(full, tmp_path_factory.mktemp("counted") / "ledger")
    settings = (root / "ledger.yaml").read_text()
    limits = "publish: {fields: [stages, outcome, source], few: 3, "
    (root / "ledger.yaml").write_text(settings.replace("publish: {", limits))
    return root


# A search that goes on, on a day when somebody is waited for.
ON_THE_WAY = ("--as-of", "2024-02-16")


def test_the_document_is_made_of_the_contract() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_views(page) == page, "'make docs' writes it anew"


def test_every_template_is_in_the_contract_or_named_as_a_part() -> None:
    told = [name for name in template_names() if name.endswith(".j2")]
    assert sorted([*VIEWS, *PARTS]) == [name for name in told if not name.startswith(CHARTS)]


def test_each_page_is_given_the_view_that_is_written_down(
    full: Path, counted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, set[type]] = {}
    page = Pages.page

    def recorded(
        self: Pages, template: str, frame: Frame, view: object, *, keyed: bool = False
    ) -> bytes:
        given.setdefault(template, set()).add(type(view))
        assert type(frame) is FRAME
        return page(self, template, frame, view, keyed=keyed)

    monkeypatch.setattr(Pages, "page", recorded)
    build = ("site", "build", "--output", tmp_path / "out", "--ledger", full)
    assert call(*build, *ON_THE_WAY).code == 0
    of_counts = ("site", "build", "--public", "--output", tmp_path / "public", "--ledger", counted)
    assert call(*of_counts, *ON_THE_WAY).code == 0
    assert given.pop("404.html.j2") == {type(None)}
    assert given == {name: {VIEWS[name]} for name in given}
    assert set(given) == set(VIEWS) - OWN_FILES


def test_templates_of_mine_get_every_field_that_is_written_down(
    full: Path, counted: Path, tmp_path: Path
) -> None:
    ledger = shutil.copytree(full, tmp_path / "ledger")
    of_counts = shutil.copytree(counted, tmp_path / "counted")
    (ledger / "templates").mkdir()
    expected = set()
    for template, view in VIEWS.items():
        names = [f"view.{each.name}" for each in fields(view)]
        if template not in OWN_FILES:
            names += [f"frame.{each.name}" for each in fields(FRAME)]
        given = "{% set given = [" + ", ".join(names) + "] %}"
        text = f"{given}{template}: {{{{ given|length }}}} values"
        (ledger / "templates" / template).write_text(text)
        expected.add(f"{template}: {len(names)} values")
    shutil.copytree(ledger / "templates", of_counts / "templates")
    built = call("site", "build", *ON_THE_WAY, "--ledger", ledger)
    public = call("site", "build", "--public", *ON_THE_WAY, "--ledger", of_counts)
    reported = call("report", "--format", "html", "--ledger", ledger)
    assert (built.code, built.stderr, reported.stderr) == (0, "", "")
    assert (public.code, public.stderr) == (0, "")
    made = [*ledger.glob("site/**/*.*"), *of_counts.glob("public/**/*.*")]
    found = [path.read_text() for path in made if path.suffix != ".png"]
    assert expected - {*found, reported.stdout.rstrip("\n")} == set()


def test_every_class_that_a_view_leads_to_says_what_it_is() -> None:
    for view in (FRAME, *VIEWS.values()):
        for each in classes_of(view):
            assert each.__doc__
            assert not each.__doc__.startswith(f"{each.__name__}("), "a docstring of its own"


def test_what_a_view_is_given_in_the_sample_fits_the_types_that_are_written_down() -> None:
    overview = {each.__name__ for each in classes_of(VIEWS["overview.html.j2"])}
    assert {"Sankey", "Node", "Ribbon", "Label", "Share", "Named"} <= overview


def test_a_ledger_s_own_template_makes_the_page(ledger: Path) -> None:
    (ledger / "templates").mkdir()
    mine = ledger / "templates" / "method.html.j2"
    mine.write_text('{% extends "base.html.j2" %}{% block main %}As I say.{% endblock %}')
    assert call("site", "build", "--ledger", ledger).code == 0
    said = (ledger / "site" / "method.html").read_text()
    assert "As I say." in said
    assert "Content-Security-Policy" in said
    mine.unlink()
    assert call("site", "build", "--ledger", ledger).code == 0
    assert "As I say." not in (ledger / "site" / "method.html").read_text()


def test_mine_can_build_on_the_package_s_own(ledger: Path) -> None:
    (ledger / "templates").mkdir()
    mine = ledger / "templates" / "method.html.j2"
    mine.write_text(
        '{% extends "packaged/method.html.j2" %}'
        "{% block main %}{{ super() }}<p>As of {{ view.as_of }}.</p>{% endblock %}"
    )
    assert call("site", "build", "--ledger", ledger).code == 0
    said = (ledger / "site" / "method.html").read_text()
    assert "<p>As of 2024-03-01.</p>" in said
    assert "Content-Security-Policy" in said
    assert said.count("<h1") == 1


def test_a_broken_template_is_one_line_and_the_old_site_stays(ledger: Path) -> None:
    assert call("site", "build", "--ledger", ledger).code == 0
    (ledger / "templates").mkdir()
    (ledger / "templates" / "method.html.j2").write_text("<p>\n{{ view.txet }}")
    ended = call("site", "build", "--ledger", ledger)
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr == (
        "opledger: templates/method.html.j2:2: the template is wrong:"
        " 'opledger.site.views.method.Method object' has no attribute 'txet'\n"
    )
    assert (ledger / "site" / "method.html").is_file()


def test_templates_are_taken_as_they_are_now_also_for_an_earlier_commit(ledger: Path) -> None:
    (ledger / "templates").mkdir()
    (ledger / "templates" / "method.html.j2").write_text("Now.")
    assert call("site", "build", "--at", "HEAD", "--ledger", ledger).code == 0
    assert (ledger / "site" / "method.html").read_text() == "Now."


def test_the_history_and_the_check_do_not_mind_templates(tmp_path: Path) -> None:
    committed(tmp_path, LEDGER | {"templates/base.html.j2": b"{% if", "templates/x.yaml": b"["})
    for command in ("check", "log", "audit"):
        ended = call(command, "--ledger", tmp_path)
        assert (command, ended.code, ended.stderr) == (command, 0, "")
    assert "templates" not in call("log", "--ledger", tmp_path).stdout


def test_eject_lists_copies_and_never_writes_over(ledger: Path) -> None:
    listed = call("site", "eject", "--ledger", ledger)
    assert listed.stdout.splitlines() == list(template_names())
    path = ledger / "templates" / "overview.html.j2"
    copied = call("site", "eject", "overview.html.j2", "--ledger", ledger)
    assert (copied.code, copied.stderr) == (0, "")
    assert copied.stdout == f"Copied to {path}. docs/templates.md says what it is given.\n"
    again = call("site", "eject", "overview.html.j2", "--ledger", ledger)
    assert again.code == 1
    assert again.stderr == f"opledger: {path} exists already: nothing was written to it\n"
    unknown = call("site", "eject", "overveiw.html.j2", "--ledger", ledger)
    assert unknown.code == 2
    assert unknown.stderr == (
        "opledger: no template 'overveiw.html.j2': did you mean 'overview.html.j2'?\n"
    )


def test_a_site_of_ejected_templates_is_the_same_to_the_byte(ledger: Path) -> None:
    def built() -> dict[str, bytes]:
        assert call("site", "build", "--ledger", ledger).code == 0
        files = [path for path in (ledger / "site").rglob("*") if path.is_file()]
        return {str(path): path.read_bytes() for path in files}

    before = built()
    for name in template_names():
        assert call("site", "eject", name, "--ledger", ledger).code == 0
    assert built() == before
