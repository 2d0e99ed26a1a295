"""The texts that hooks are made of: put in, and cut out again to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.git.hookfiles import (
    Unclear,
    around,
    is_around,
    is_made,
    was_made,
    with_attributes,
    with_lines,
    without_lines,
)

prefixes = st.sampled_from(["", "a/", "a/b/", "b/", "ü 'x/", "-/", "\udcff/"])
bodies = st.binary(max_size=40) | st.sampled_from([b"\n", b"set -e\r\n", b"echo x"])


@given(bodies, st.lists(prefixes, unique=True, max_size=4))
def test_what_was_put_into_a_script_is_cut_out_in_any_order(
    body: bytes, ledgers: list[str]
) -> None:
    script = b"#!/bin/sh\n" + body
    found: bytes | None = script
    for each in ledgers:
        found = with_lines(found, "pre-commit", each)
        assert found is not None
        assert with_lines(found, "pre-commit", each) == found
    for each in sorted(ledgers):
        assert found is not None
        found = without_lines(found, each)
    assert found == script


@given(bodies, st.lists(prefixes, unique=True, max_size=4))
def test_attributes_are_cut_out_in_any_order(body: bytes, ledgers: list[str]) -> None:
    found = body
    for each in ledgers:
        found = with_attributes(found, each)
        assert with_attributes(found, each) == found
    for each in sorted(ledgers):
        found = without_lines(found, each)
    assert found == body


@pytest.mark.parametrize(
    "first",
    [
        "#!/bin/sh",
        "#! /usr/bin/bash -eu",
        "#!/usr/bin/env dash",
        "#!/usr/bin/env -S A=1 ksh -f",
        "#!/opt/python/zsh",
        "#!sh",
    ],
)
def test_a_script_for_a_shell_takes_lines_behind_its_first(first: str) -> None:
    text = f"{first}\nexit 0\n".encode()
    found = with_lines(text, "pre-push", "")
    assert found is not None
    assert found.startswith(f"{first}\n# >>> opledger >>>\n".encode())
    assert found.endswith(b"# <<< opledger <<<\nexit 0\n")
    assert not was_made(found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "exit 0\n",
        "#!/bin/sh",
        "#!/bin/sh\r\nexit 0\r\n",
        "#!\n",
        "#!/usr/bin/env\n",
        "#!/usr/bin/env python3\n# sh\n",
        "#!/opt/sh/python sh\n",
        "#!/bin/fish\n",
        "#!/bin/tcsh\n",
        " #!/bin/sh\n",
    ],
)
def test_anything_else_takes_none(text: str) -> None:
    assert with_lines(text.encode(), "pre-push", "") is None


def test_a_hook_that_was_made_is_known_again() -> None:
    made = with_lines(None, "pre-commit", "a/")
    assert made is not None
    for hook in (made, around("pre-commit", "a/")):
        assert was_made(hook)
        assert not is_made(hook)
        assert is_made(without_lines(hook, "a/"))
    assert (is_around(made), is_around(hook)) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        b"# >>> opledger >>>\n",
        b"# <<< opledger <<<\n",
        b"# <<< opledger <<<\n# >>> opledger >>>\n",
        b"# >>> opledger >>>\n# >>> opledger >>>\n# <<< opledger <<<\n# <<< opledger <<<\n",
    ],
)
def test_marks_that_are_not_in_pairs_are_unclear(text: bytes) -> None:
    with pytest.raises(Unclear):
        without_lines(text, "")
