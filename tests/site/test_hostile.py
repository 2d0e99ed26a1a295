"""Whatever a ledger says is shown as text: it loads nothing, runs nothing and breaks no page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from tests.searches import figures
from tests.site.conftest import write_site
from tests.site.windows import Window
from tests.stories import an_event, an_opportunity, day
from tests.webpages import elements, faults, text, tree

from opledger.core.config import Config, Goal
from opledger.core.figures.statistics import Statistics
from opledger.core.model import Level, Market, NextAction, Offer, Person, Question
from opledger.site.build import private_site

TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg onload=alert(3)>",
    "</title><script>alert(4)</script>",
    "</textarea></style></svg><iframe srcdoc='<script>alert(5)</script>'>",
    "{{ 7 * 7 }}{% include 'base.html.j2' %}{# gone #}",
    "${alert(6)} `+alert(7)+`",
    "javascript:alert(8)",
    "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "<!-- --><![CDATA[ ]]><?php ?>",
    '" autofocus onfocus="alert(9)',
    "x" * 300,
    "W" * 300,
    "שלום <b>עולם</b>",
    "مرحبا \u2067بالعالم\u2069",  # noqa: RUF001 - meant
    "最初の連絡" * 40,
    "👩🏽‍💻" * 40,
    "Z" + "\u0301\u0323" * 40,
    "a\tb c\u2003d",
)
MARKDOWN = """\
# {0}

## [link](javascript:alert(1)) ![image](https://tracker.example/pixel.png)

<script>alert(2)</script> <img src=x onerror=alert(3)> <b onclick="alert(4)">bold</b>

[a](data:text/html;base64,PHNjcmlwdD4=) [b](vbscript:x) [c](JAVASCRIPT:alert(5))
[d](https://example.com/" onmouseover="alert(6)) [e](<https://example.com/ x>) [f](//evil.example)
[g](&#106;avascript:alert(7)) [h](java\tscript:alert(8)) [i](../../etc/passwd) [j](#main)

<https://example.com/> <javascript:alert(9)> <data:text/html,x> <a@example.com> https://plain.example

[ref]: javascript:alert(10)
[ref]

| a | b |
|---|---|
| <script>alert(11)</script> | {{ 7 * 7 }} |

```html" onclick="alert(12)
<script>alert(13)</script>
```

    {{ config }}

{0}
"""


def _story(said: str, number: int) -> Statistics:
    """A ledger that says one text wherever it can."""
    word = f"w{number}"
    config = Config(
        title=said,
        stages={"lead": said, "call": said, "offer": said},
        sources={"warm": said, "other": said},
        segments={"startup": said},
        reasons={"fit": said},
        goals={"impact": Goal(said, 1)},
    )
    notes = MARKDOWN.format(said) if number == 0 else said
    everything = an_opportunity(
        an_event(0, "lead", note=notes, lesson=said, interest="low", fit={"impact": 3.0}),
        an_event(1, "call", interest="high", confidence="low", note=said),
        an_event(2, "rejected", reasons=("fit",), note=said),
        an_event(3, "offer", reopened=said, offer=Offer(base=1, currency="USD", note=said)),
        an_event(80, note=said),
        name=word,
        company=said,
        alias=said,
        role=said,
        source="warm",
        segment="startup",
        size=said,
        location=said,
        url=said,
        level=Level(sought=said, offered=said),
        market=Market(total=1, currency="USD", source=said),
        tags=(said,),
        people=(Person(name=said, role=said, email="a@example.com", phone=said, note=said),),
        next=NextAction(action=said, due=day(5)),
        questions=(Question(ask=said, answer=said),),
        notes=notes,
    )
    others = (an_opportunity(an_event(n, "lead"), name=f"c{n}", company=said) for n in range(3))
    return figures(config, everything, *others, on=day(60))


@cache
def _site(number: int) -> Mapping[str, bytes]:
    return private_site(_story(TEXTS[number], number), None)


NUMBERS = pytest.mark.parametrize("number", range(len(TEXTS)))


@NUMBERS
def test_every_page_stays_sound(number: int) -> None:
    files = _site(number)
    pages = [path for path in files if path.endswith(".html")]
    found = {path: found for path in pages if (found := faults(files, path))}
    assert found == {}


@NUMBERS
def test_what_was_said_is_shown_as_it_was_said(number: int) -> None:
    said = " ".join(TEXTS[number].split())
    root = tree(_site(number)[f"opportunities/w{number}.html"])
    assert [text(each) for each in root.iter("title")] == [f"{said} · {said}"]
    assert [text(each) for each in root.iter("h1")] == [said]
    found = text(next(each for name, each in elements(root) if name == "main"))
    # In the heading, the role, and where else it is no Markdown.
    assert found.count(said) >= 15


def test_links_in_notes_lead_only_to_the_web_and_mail() -> None:
    root = tree(_site(0)["opportunities/w0.html"])
    notes = [each for name, each in elements(root) if each.attrib.get("class") == "prose"]
    links = {
        each.attrib["href"] for prose in notes for name, each in elements(prose) if name == "a"
    }
    assert links == {
        "https://tracker.example/pixel.png",  # a link, not an image
        "https://example.com/",
        "https://example.com/%20x",
        "mailto:a@example.com",
    }


@pytest.mark.browser
@NUMBERS
def test_nothing_runs_or_is_asked_for_and_nothing_spills(
    number: int, tmp_path: Path, window: Window
) -> None:
    folder = write_site(tmp_path, _site(number))
    found = {}
    for path in (
        "index.html",
        "opportunities.html",
        "method.html",
        "sources.html",
        "interest.html",
        "offers.html",
        f"opportunities/w{number}.html",
    ):
        window.open(folder, path)
        window.unfold()
        if heard := window.faults(1200, 375):
            found[path] = heard
    assert found == {}
