"""What an editor names, and how things are named to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from opledger.editor.wire import file_of, uri_of


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("file:///a/b.yaml", "/a/b.yaml"),
        ("file:///a%20b/%C3%A9%F0%9F%A6%8A.yaml", "/a b/é🦊.yaml"),
        ("file:///a/é 🦊.yaml", "/a/é 🦊.yaml"),
        ("file:///a;b/c;d.yaml", "/a;b/c;d.yaml"),
        ("file:///a/%2e%2e/b.yaml", "/b.yaml"),
        ("file:///a/100%2525.yaml", "/a/100%25.yaml"),
        ("file:///a/%E9.yaml", "/a/\udce9.yaml"),
        ("FILE://localhost/a/b.yaml", "/a/b.yaml"),
        ("file:///c:/a.yaml", "/c:/a.yaml"),
        ("untitled:Untitled-1", None),
        ("git:/a/b.yaml?%7B%7D", None),
        ("http://example.com/a.yaml", None),
        ("file:b.yaml", None),
        ("file://", None),
        ("file://[", None),
        ("", None),
        ("/a/b.yaml", None),
    ],
)
def test_an_editor_names_a_file_by_its_address(uri: str, file: str | None) -> None:
    assert file_of(uri) == (None if file is None else Path(file))


def test_a_name_that_is_no_text_is_a_name_all_the_same(tmp_path: Path) -> None:
    for name in (b"\xe9.yaml", "é 🦊#?%;.yaml".encode(), b"a\\b.yaml"):
        file = tmp_path / os.fsdecode(name)
        assert file_of(uri_of(file)) == file
