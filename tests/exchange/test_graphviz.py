"""The graph for Graphviz, drawn by Graphviz itself."""

from __future__ import annotations

import subprocess
from xml.etree import ElementTree as ET

import pytest
from tests.commands import call
from tests.exchange.flows import HOSTILE, amounts, three_stages
from tests.programs import program

from opledger.exchange.graphviz import dot


def drawn(text: str) -> dict[str, list[str]]:
    """The texts of each node and edge of the picture by its name; dot complains of nothing."""
    ended = subprocess.run(
        [program("dot"), "-Tsvg"], input=text.encode(), capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    space = "{http://www.w3.org/2000/svg}"
    return {
        str(group.findtext(f"{space}title")): [
            "".join(each.itertext()) for each in group.iter(f"{space}text")
        ]
        for group in ET.fromstring(ended.stdout).iter(f"{space}g")  # noqa: S314 - made just now
        if group.get("class") in {"node", "edge"}
    }


@pytest.mark.parametrize("place", range(0, len(HOSTILE), 3))
def test_every_label_is_drawn_as_it_reads(place: int) -> None:
    labels = [HOSTILE[(place + n) % len(HOSTILE)] for n in range(3)]
    rows, config = three_stages(labels)
    told = drawn(dot(rows, config))
    counts = [int(texts[0]) for name, texts in told.items() if "->" in name]
    assert sorted(counts) == amounts(rows)
    for n, (label, row) in enumerate(zip(labels, rows, strict=True)):
        shown, count = told[f"s{n}"]
        wanted = " ".join(label.replace("\u202e", "\\u202e").split())
        assert " ".join(shown.split()) in {wanted, f"{wanted} ({row.stage})"}
        assert int(count) == row.reached


def test_the_sample() -> None:
    shown = call("--ledger", "ledger", "export", "dot")
    told = drawn(shown.stdout)
    assert told["s0"] == ["Recruiter or hiring-manager call", "39"]
    assert told["e6"] == ["they said no", "18"]
    assert told["s0->s1"] == ["22"]


def test_of_nothing_there_is_no_flow() -> None:
    for form in ("dot", "mermaid", "sankeymatic"):
        refused = call("--ledger", "ledger", "export", form, "--as-of", "2020-01-01")
        assert (refused.code, refused.stdout) == (1, "")
        told = "opledger: there is no flow: no opportunity had begun by 2020-01-01\n"
        assert refused.stderr == told
