"""Reading takes anything: it never fails, says every fault in its place, and writes nothing."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.ledgers import SETTINGS, SOUND, TODAY, lines, write

from opledger.files.reading import read_ledger
from opledger.files.readings import Reading
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.shapes import Choice, Day, Items, Number, Record, Shape, Table, Word

_RECORD = "opportunities/any.yaml"
_BREAKS = ("\r\n", "\r", "\n")
_SIGNS = st.sampled_from(
    [b"\t", b":", b" ", b"-", b"[", b"{", b"'", b'"', b"#", b"&", b"\0", b"\n"]
)
_WORDS = st.sampled_from(["low", "lead", "offer", "rejected", "me", "2024-01-09", "USD", "~", ""])
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | _WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4) | _WORDS, inner, max_size=3)
    ),
    max_leaves=6,
)


def _state(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
    }


def _assert_in_file(reading: Reading, root: Path) -> None:
    for found in reading.diagnostics:
        text = (root / found.path).read_bytes().decode("utf-8", errors="replace")
        for sign in _BREAKS[:2]:
            text = text.replace(sign, "\n")
        rows = text.split("\n")
        assert 1 <= found.at.line <= len(rows)
        assert 1 <= found.at.column <= len(rows[found.at.line - 1]) + 1


def _read_and_hold(files: dict[str, str | bytes]) -> Reading:
    """Read a ledger twice, with everything that holds whatever the files are."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), files)
        before = _state(root)
        reading = read_ledger(root, TODAY)
        # Compared as text, as a NaN kept in `extra` is not equal to itself.
        assert repr(read_ledger(root, TODAY)) == repr(reading)
        assert _state(root) == before
        _assert_in_file(reading, root)
    orders = [found.order for found in reading.diagnostics]
    assert orders == sorted(orders)
    assert len(set(reading.diagnostics)) == len(reading.diagnostics)
    assert all("\n" not in line and "\x1b" not in line for line in lines(reading))
    faulty = {found.path for found in reading.errors}
    read = {opportunity.path for opportunity in reading.ledger.opportunities}
    assert not faulty & read
    assert faulty | read | {"ledger.yaml"} == {*files, "ledger.yaml"}
    return reading


@given(st.binary(max_size=200), st.binary(max_size=60))
def test_random_bytes(record: bytes, config: bytes) -> None:
    _read_and_hold({_RECORD: record, "ledger.yaml": config, "opportunities/sound.yaml": SOUND})


@given(st.text(max_size=200))
def test_random_text(text: str) -> None:
    _read_and_hold({_RECORD: text.encode("utf-8", errors="surrogatepass")})


@st.composite
def _mutated(draw: st.DrawFn, text: str) -> bytes:
    """A sound file after some slips of the hand, in bytes or whole lines."""
    content = text.encode()
    for _ in range(draw(st.integers(1, 4))):
        parts: list[bytes] = (
            content.splitlines(keepends=True)
            if draw(st.booleans())
            else [content[n : n + 1] for n in range(len(content))]
        )
        first = draw(st.integers(0, max(len(parts) - 1, 0)))
        second = draw(st.integers(0, max(len(parts) - 1, 0)))
        match draw(st.sampled_from(["delete", "insert", "double", "swap"])):
            case "delete":
                del parts[first : first + 1]
            case "insert":
                parts.insert(first, draw(_SIGNS | st.binary(min_size=1, max_size=2)))
            case "double":
                parts[first:first] = parts[second : second + 1]
            case "swap" if parts:
                parts[first], parts[second] = parts[second], parts[first]
        content = b"".join(parts)
    return content


@given(_mutated(SOUND))
def test_an_opportunity_after_slips_of_the_hand(content: bytes) -> None:
    _read_and_hold({_RECORD: content, "ledger.yaml": SETTINGS, "opportunities/sound.yaml": SOUND})


@given(_mutated(SETTINGS))
def test_a_ledger_yaml_after_slips_of_the_hand(content: bytes) -> None:
    reading = _read_and_hold({"ledger.yaml": content})
    config = reading.ledger.config
    assert config.rank(config.conversation_stage) >= 0
    assert config.rank(config.offer_stage) >= 0


def _values(shape: Shape) -> st.SearchStrategy[Any]:
    """Values near a shape: most follow it, some break it."""
    match shape:
        case Record():
            fits: st.SearchStrategy[Any] = st.fixed_dictionaries(
                {}, optional={name: _values(wanted.of) for name, wanted in shape.fields.items()}
            )
        case Items():
            fits = st.lists(_values(shape.of), max_size=4)
        case Table():
            fits = st.dictionaries(_WORDS, _values(shape.of), max_size=4)
        case Choice():
            fits = st.sampled_from(shape.words)
        case Day():
            fits = st.dates().map(str) | st.sampled_from(["2024-01-09", "2024-01-09T10:00:00Z"])
        case Number():
            fits = st.integers(-1, 9) | st.floats()
        case Word():
            fits = st.sampled_from(["low", "high", "lead", "call", "offer", "inbound"])
        case _:
            fits = st.sampled_from(["Aldgrove", "USD", "https://example.com", "a@example.com"])
    return st.one_of(fits, fits, fits, _ANY) if not isinstance(shape, Record) else fits | fits


@given(_values(OPPORTUNITY))
def test_an_opportunity_of_any_values(values: dict[str, Any]) -> None:
    _read_and_hold({_RECORD: json.dumps(values)})


@given(_values(LEDGER))
def test_a_ledger_yaml_of_any_values(values: dict[str, Any]) -> None:
    reading = _read_and_hold({"ledger.yaml": json.dumps(values), "opportunities/s.yaml": SOUND})
    config = reading.ledger.config
    assert config.rank(config.conversation_stage) >= 0
    assert config.zone.key == config.timezone
