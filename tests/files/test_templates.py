"""A ledger's own templates: read as carefully as its records, and never written over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.examples import as_nobody
from tests.ledgers import lines, read, write

from opledger.core.failure import Failure
from opledger.files.disk import MAX_BYTES
from opledger.files.resources import packaged_template, template_names, templates_folder
from opledger.files.templates import eject, own_templates


def test_a_ledger_without_templates_has_none(tmp_path: Path) -> None:
    assert own_templates(write(tmp_path, {})) == {}


def test_templates_and_the_assets_of_the_package_count_and_nothing_else_is_looked_at(
    tmp_path: Path,
) -> None:
    counting = {
        "templates/overview.html.j2": b"mine",
        "templates/charts/sankey.svg.j2": b"mine",
        "templates/of/my/own.html.j2": b"mine",
        "templates/assets/style.css": b"mine",
    }
    others = {
        "templates/README.md": b"x" * (MAX_BYTES + 1),
        "templates/assets/other.css": b"",
        "templates/style.css": b"",
        "templates/.overview.html.j2.swp": b"",
        "templates/.git/x.j2": b"",
    }
    write(tmp_path, counting | others)
    names = {name.removeprefix("templates/"): content for name, content in counting.items()}
    assert own_templates(tmp_path) == names


@pytest.mark.parametrize("name", ["overview.html.j2", "assets", "a/b.html.j2", "note.txt", ""])
@pytest.mark.parametrize("target", ["/etc/passwd", "/etc", "nowhere"])
def test_a_link_is_refused_and_never_followed(name: str, target: str, tmp_path: Path) -> None:
    write(tmp_path, {})
    path = tmp_path / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    with pytest.raises(Failure) as caught:
        own_templates(tmp_path)
    assert str(caught.value) == f"can't read {path}: it is a link; put the file itself there"


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    write(tmp_path / "templates", {})
    os.mkfifo(tmp_path / "templates" / "base.html.j2")
    with pytest.raises(Failure, match=r"base\.html\.j2: not a regular file$"):
        own_templates(tmp_path)


def test_a_large_one_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"templates/base.html.j2": b"x" * (MAX_BYTES + 1)})
    with pytest.raises(Failure, match=r"base\.html\.j2: it is larger than 256 KiB$"):
        own_templates(tmp_path)


def test_a_heap_of_them_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {f"templates/{n}.j2": b"" for n in range(501)})
    with pytest.raises(Failure, match="holds more than 500 templates: move some away"):
        own_templates(tmp_path)


def test_one_that_can_t_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"templates/base.html.j2": b""})
    monkeypatch.chdir(tmp_path)
    Path("templates/base.html.j2").chmod(0)
    with as_nobody(tmp_path), pytest.raises(Failure) as caught:
        own_templates(Path())
    assert str(caught.value) == "can't read templates/base.html.j2: permission denied"


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"templates": b"mine"})
    with pytest.raises(Failure, match="not a directory"):
        own_templates(tmp_path)


def test_the_check_and_the_reading_do_not_mind_the_folder(tmp_path: Path) -> None:
    reading = read(tmp_path, {"templates/opportunities/x.yaml": "[", "templates/x.j2": "{% if"})
    assert lines(reading) == []


@pytest.mark.parametrize("name", template_names())
def test_every_template_can_be_ejected_as_it_is(name: str, tmp_path: Path) -> None:
    path = eject(write(tmp_path, {}), name)
    assert path == tmp_path / "templates" / name
    assert path.read_bytes() == packaged_template(name)
    assert own_templates(tmp_path) == {name: packaged_template(name)}


def test_the_names_are_those_of_a_site(tmp_path: Path) -> None:
    names = template_names()
    assert {"base.html.j2", "charts/sankey.svg.j2", "assets/style.css"} <= set(names)
    assert all((templates_folder() / name).is_file() for name in names)
    assert not [name for name in names if name.startswith(("ci/", "serve/"))]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    write(tmp_path, {"templates/base.html.j2": b"mine"})
    with pytest.raises(Failure, match="exists already: nothing was written to it"):
        eject(tmp_path, "base.html.j2")
    assert (tmp_path / "templates" / "base.html.j2").read_bytes() == b"mine"


@pytest.mark.parametrize("folder", ["templates", "templates/assets"])
def test_nothing_is_written_through_a_link(folder: str, tmp_path: Path) -> None:
    write(tmp_path / "ledger", {})
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "ledger" / folder
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Failure, match="is no folder, or a link to one: nothing was written"):
        eject(tmp_path / "ledger", "assets/style.css")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("overveiw.html.j2", "did you mean 'overview.html.j2'?"),
        ("style.css", "did you mean 'assets/style.css'?"),
        ("../ledger.yaml", "'opledger site eject' lists them"),
        ("/etc/passwd", "'opledger site eject' lists them"),
        ("", "'opledger site eject' lists them"),
    ],
)
def test_an_unknown_name_is_said_with_the_nearest(name: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        eject(write(tmp_path, {}), name)
    assert str(caught.value) == f"no template '{name}': {told}"
    assert not (tmp_path / "templates").exists()
