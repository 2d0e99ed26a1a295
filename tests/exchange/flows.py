"""Funnels with hostile labels, and what every drawing of one must show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.stories import all_stood

from opledger.core.config import Config
from opledger.core.figures.funnel import FunnelRow, funnel

STORIES = ("a", "a b", "a b rejected", "a b c", "a b c accepted", "a ghosted", "a c declined") * 2
# What some format takes for a quote, a comment, an amount, a colour, a directive, a tag or a link.
HOSTILE = (
    'The "first" [9] call',
    "// a comment",
    "' another",
    ":node #ff0000",
    "move me 1, 2",
    "call #fff",
    "a\\nb \\N \\G",
    "100 % & <b>bold</b> <script>alert(1)</script>",
    "%%{init: {'theme': 'dark'}}%%",
    "```mermaid",
    "click s0 href",
    "style: x#35;",
    "end",
    "subgraph",
    "`markdown` **bold** &quot; &#34; #quot;",
    "tab\tand\nnew line",
    "{record|<port>}",
    "Büro, 面接 🎉",
    "\u202etxet",
    "they said no",
    "still open",
    "graph; A-->B",
    "a,b",
)


def three_stages(labels: Sequence[str]) -> tuple[tuple[FunnelRow, ...], Config]:
    """A funnel of three stages with these labels, and its settings."""
    config = Config(stages=dict(zip("abc", labels, strict=True)), conversation="a", offer="c")
    return funnel(all_stood(*STORIES, config=config), config), config


def balanced(links: Iterable[tuple[str, str, int]]) -> bool:
    """Whether as much flows into each node between as flows out of it."""
    into, out = Counter[str](), Counter[str]()
    for source, target, count in links:
        out[source] += count
        into[target] += count
    between = into.keys() & out.keys()
    return bool(out) and all(into[node] == out[node] for node in between)


def amounts(rows: Sequence[FunnelRow]) -> list[int]:
    """Every count that flows somewhere, in order of size: what any drawing has."""
    onward = [row.reached for row in rows[1:]]
    return sorted(count for count in (*onward, *(n for row in rows for n in row.ends)) if count)
