"""The text for SankeyMATIC, read by a strict reader of its documented lines."""

from __future__ import annotations

import re

import pytest
from tests.commands import call
from tests.exchange.flows import HOSTILE, amounts, balanced, three_stages

from opledger.exchange.sankeymatic import sankeymatic

# Its manual: a line is blank, a comment, a node (":Name #colour") or a flow ("A [n] B #colour"); a
# name holds nothing that looks like an amount or a colour. Settings and moves are lines as well.
_COMMENT = re.compile(r"//|'")
_NODE = re.compile(r":(?P<name>[^\[\]#]+?) #(?:[0-9a-f]{3}|[0-9a-f]{6})")
_FLOW = re.compile(r"(?P<source>[^\[\]#\\]+?) \[(?P<amount>[0-9]+)\] (?P<target>[^\[\]#\\]+)")
_SETTING = re.compile(r"(?:\w+\s*){1,2} (?:#?[\w.-]+|'.*')")
_MOVE = re.compile(r"move .+ -?\d(?:.\d+)?, -?\d(?:.\d+)?")


def read(text: str) -> tuple[list[tuple[str, str, int]], list[str]]:
    """The flows of a text, and the nodes that have a colour; any other line is a mistake."""
    flows, nodes = [], []
    for line in text.splitlines():
        assert not _COMMENT.match(line), line
        assert not _SETTING.fullmatch(line), line
        assert not _MOVE.fullmatch(line), line
        node = _NODE.fullmatch(line)
        flow = _FLOW.fullmatch(line)
        assert bool(node) != bool(flow), line
        if node:
            nodes.append(node["name"])
        elif flow:
            flows.append((flow["source"], flow["target"], int(flow["amount"])))
    return flows, nodes


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_stays_a_name_whatever_it_holds(label: str, place: int) -> None:
    labels = ["Start", "Middle", "1, 2"]
    labels[place] = label
    rows, config = three_stages(labels)
    flows, nodes = read(sankeymatic(rows, config))
    assert sorted(count for _, _, count in flows) == amounts(rows)
    assert balanced(flows)
    named = {name for source, target, _ in flows for name in (source, target)}
    assert len(named) == 3 + sum(
        any(column) for column in zip(*(r.ends for r in rows), strict=True)
    )
    assert set(nodes) < named


def test_stages_of_one_label_are_told_apart() -> None:
    rows, config = three_stages(["Talk", "Talk", "Talk"])
    flows, _ = read(sankeymatic(rows, config))
    assert flows[0][:2] == ("Talk", "Talk (b)")
    assert balanced(flows)


def test_the_sample() -> None:
    shown = call("--ledger", "ledger", "export", "sankeymatic")
    assert (shown.code, shown.stderr) == (0, "")
    flows, nodes = read(shown.stdout)
    assert flows[0] == ("Recruiter or hiring-manager call", "Technical screen", 22)
    assert flows[-2:] == [("Offer", "accepted", 1), ("Offer", "I ended it", 3)]
    assert nodes == ["accepted", "I ended it", "they said no", "no answer", "nobody ended it"]
    assert sum(count for _, target, count in flows if target in nodes) == 39
