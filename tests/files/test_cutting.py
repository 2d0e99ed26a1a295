"""Parts taken out by lines are those that an edit of the document takes out, or none are."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from tests.ledgers import SOUND

from opledger.files.cutting import Cutting
from opledger.files.source import Source
from opledger.files.splice import Document, Unsafe, remove_item, remove_key

NAMES = ("company", "notes", "questions", "events")


def cut(text: str, names: Sequence[str], items: Mapping[str, Sequence[int]]) -> str | None:
    """The text without these, by its lines; ``None`` where it is refused."""
    cutting = Cutting.of(text.encode())
    content = cutting.without(names, items) if cutting else None
    return None if content is None else content.decode()


def edited(text: str, names: Sequence[str], items: Mapping[str, Sequence[int]]) -> str:
    """The text without these, by edits of the document."""
    document = Document.of(Source.of("x.yaml", text))
    for name in names:
        document = remove_key(document, (name,))
    for name, places in items.items():
        for place in reversed(places):
            document = remove_item(document, (name,), place)
    return document.source.text


def test_events_and_keys_go_with_their_lines() -> None:
    text = (
        "# about it\ncompany: Kestrel  # so they say\nquestions:\n- ask: Who?\n  date: 2024-01-12\n"
        "- {ask: Why?}\nevents:\n  - {date: 2024-01-08, stage: lead}\n  - date: 2024-01-11\n"
        "    note: |\n      - One.\n      - Two.\n\nnotes: |\n  # All\n\n  of it.\n\nrole: Staff\n"
    )
    gone = (["notes"], {"events": [1], "questions": [0]})
    assert cut(text, *gone) == edited(text, *gone)
    assert cut(text, *gone) == (
        "# about it\ncompany: Kestrel  # so they say\nquestions:\n- {ask: Why?}\nevents:\n"
        "  - {date: 2024-01-08, stage: lead}\n\n\nrole: Staff\n"
    )
    assert cut(text, ["notes", "questions"], {}) == edited(text, ["notes", "questions"], {})


@pytest.mark.parametrize(
    "text",
    [
        SOUND.replace("events:", "# mine\nevents:"),
        SOUND.replace("events:\n", "events:\n  # mine\n"),
        SOUND.replace("\n", "\r\n"),
        SOUND.removesuffix("\n"),
        SOUND.replace("events:", "'events':"),
        SOUND.replace("company:", "? company\n:"),
        SOUND + "notes: |+\n  Kept.\n\n",
        "events: [{date: 2024-01-08}, {date: 2024-01-11}]\n",
        "events:\n  - &a {date: 2024-01-08}\n  - {date: 2024-01-11}\n",
        "--- {events: [1, 2]}\n",
        "- events\n- 2\n",
        "",
        "\udcff",
    ],
)
def test_what_is_not_written_as_most_are_is_not_cut(text: str) -> None:
    cutting = Cutting.of(text.encode("utf-8", "surrogateescape"))
    assert cutting is None or cutting.without([], {"events": [1]}) is None


def mostly(usual: str, *others: str) -> st.SearchStrategy[str]:
    """The usual text, or now and then another."""
    most = 9 * len(others)
    return st.integers(0, most).map(lambda n: others[n] if n < len(others) else usual)


WORD = mostly("word", "- b", "x: y", "# c", "'q'", "events:", "|", "é")
TEXT = mostly("", "\n", "\n\n", "  # c\n", "# c\n", "    # d\n")


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list in lines or in brackets, with whatever may stand beside its items."""
    indent = draw(st.sampled_from(["", "  "]))
    made = ""
    for number in range(draw(st.integers(1, 3))):
        item = draw(
            st.sampled_from(
                [
                    f"- {{n: {number}}}\n",
                    f"- n: {number}\n{indent}  note: x  # z\n",
                    f"- n: {number}\n{indent}  note: |\n{indent}    - b\n{indent}    c\n",
                    f"- n: {number}\n{indent}  note: >-\n{indent}    b\n\n{indent}    # c\n",
                    f"- 'n\n{indent}  - {number}'\n" if number else "- 'n'\n",
                    f"- - {number}\n{indent}  - b\n",
                ]
            )
        )
        made += indent + item + draw(TEXT)
    return f"\n{made}"


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A file's text with comments, blank lines and texts of lines."""
    made = draw(mostly("", "# head\n", "\n", "---\n"))
    for name in draw(st.permutations(NAMES)):
        if name in {"questions", "events"}:
            value = draw(st.sampled_from([" [1, {a: b}]\n"]) | lists())
        else:
            word = draw(WORD)
            between = draw(st.sampled_from(["", "\n", "   deep\n"]))
            lines = f"  {word}\n{between}  {draw(WORD)}\n"
            value = draw(
                st.sampled_from([f" {word}\n", f" |\n{lines}", f" >-\n{lines}", f" '{lines}'\n"])
            )
        made += f"{name}:{value}{draw(TEXT)}"
    return made + draw(mostly("", "# c", "x"))


@effort(max_examples=int(os.environ.get("OPLEDGER_CASES", "100")))
@given(texts(), st.sets(st.sampled_from(NAMES)), st.data())
def test_what_is_cut_is_what_an_edit_takes_out(
    text: str, names: set[str], data: st.DataObject
) -> None:
    cutting = Cutting.of(text.encode())
    assume(cutting is not None)
    assert cutting is not None
    items = {
        name: sorted(data.draw(st.sets(st.integers(0, len(cutting.data[name]) - 1))))
        for name in {"questions", "events"} - names
    }
    found = cutting.without(sorted(names), items)
    try:
        expected = edited(text, sorted(names), items)
    except Unsafe:
        return
    assert found in {None, expected.encode()}
