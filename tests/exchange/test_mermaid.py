"""The Mermaid diagrams, drawn by Mermaid itself in Chromium."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.commands import call
from tests.exchange.flows import HOSTILE, amounts, three_stages
from tests.programs import node_package

from opledger.core.failure import Failure
from opledger.exchange.mermaid import mermaid_flowchart, mermaid_sankey

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
_DRAW = """async ([name, text]) => {
    const { svg } = await mermaid.render(name, text);
    const holder = document.createElement("div");
    holder.innerHTML = svg;
    document.body.append(holder);
    const texts = (kind) => [...holder.querySelectorAll(kind)].map((each) => each.textContent);
    return {
        nodes: texts("g.node .nodeLabel"),
        edges: texts("g.edgeLabel .edgeLabel p"),
        labels: texts("g.node-labels text"),
        links: holder.querySelectorAll("g.links path").length,
        scripts: holder.querySelectorAll("script, iframe, a").length,
        theme: mermaid.mermaidAPI.getConfig().theme,
    };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page with Mermaid, set up as hosts of Markdown do."""
    opened = browser.new_page()
    opened.set_content("<!doctype html><title>flows</title><body></body>")
    opened.add_script_tag(path=node_package("mermaid") / "dist" / "mermaid.min.js")
    opened.evaluate("mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' })")
    yield opened
    opened.close()


def drawn(page: Page, text: str) -> dict[str, Any]:
    """What the diagram shows; Mermaid raises where it can't read the text."""
    name = f"d{page.evaluate('document.body.children.length')}"
    told: dict[str, Any] = page.evaluate(_DRAW, [name, text])
    return told


def test_a_flowchart_shows_every_label_and_count(page: Page) -> None:
    for place in range(0, len(HOSTILE), 3):
        labels = [HOSTILE[(place + n) % len(HOSTILE)] for n in range(3)]
        rows, config = three_stages(labels)
        told = drawn(page, mermaid_flowchart(rows, config))
        wanted = [" ".join(label.replace("\u202e", "\\u202e").split()) for label in labels]
        for label, row, shown in zip(wanted, rows, told["nodes"], strict=False):
            assert shown in {f"{label}: {row.reached}", f"{label} ({row.stage}): {row.reached}"}
        assert sorted(map(int, told["edges"])) == amounts(rows)
        assert (told["scripts"], told["theme"]) == (0, "default")


def test_a_sankey_shows_every_label_it_takes(page: Page) -> None:
    taken = [
        *("a,b", "end", "' another", "// a comment", "Screen: first; second?", 'The "first" call'),
        *("sankey-beta", "they said no", "x" * 90),
    ]
    for place in range(0, len(taken), 3):
        labels = taken[place : place + 3]
        rows, config = three_stages(labels)
        told = drawn(page, mermaid_sankey(rows, config))
        shown = Counter(text.rpartition("\n")[0] for text in told["labels"])
        assert set(labels) <= shown.keys()
        assert told["links"] == len(amounts(rows))
        assert told["scripts"] == 0
        assert set(shown.values()) == {1}
        assert len(shown) == 3 + sum(any(c) for c in zip(*(r.ends for r in rows), strict=True))


@pytest.mark.parametrize("label", ["Büro", "100 %", "a #35; b", "<b>", "%%{init: {}}%%", r"a\nb"])
def test_a_sankey_refuses_what_it_would_not_draw(label: str) -> None:
    rows, config = three_stages(["Start", label, "End"])
    with pytest.raises(Failure, match="leave --as sankey out") as refused:
        mermaid_sankey(rows, config)
    assert f"not '{label}'" in str(refused.value)


def test_the_sample(page: Page) -> None:
    shown = call("--ledger", "ledger", "export", "mermaid")
    told = drawn(page, shown.stdout)
    assert told["nodes"][:2] == ["Recruiter or hiring-manager call: 39", "Technical screen: 22"]
    assert told["edges"][:4] == ["22", "5", "9", "3"]
    sankey = drawn(page, call("--ledger", "ledger", "export", "mermaid", "--as", "sankey").stdout)
    assert "they said no\n18" in sankey["labels"]
