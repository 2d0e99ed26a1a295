"""The door to Jinja and Markdown: data is never code, and a wrong template is said to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from opledger.core.failure import Failure
from opledger.site.pages import Pages, markdown


@dataclass
class View:
    text: str


def render(folder: Path, template: str, text: str = "") -> str:
    (folder / "page.html.j2").write_text(template, encoding="utf-8")
    return Pages(folder).render("page.html.j2", view=View(text)).decode()


def test_text_is_escaped_in_any_template(tmp_path: Path) -> None:
    said = render(tmp_path, '<p title="{{ view.text }}">{{ view.text }}</p>', "<b>\"'&")
    assert said == '<p title="&lt;b&gt;&#34;&#39;&amp;">&lt;b&gt;&#34;&#39;&amp;</p>'


def test_data_is_no_template(tmp_path: Path) -> None:
    text = "{{ 7 * 7 }}{% include 'page.html.j2' %}{# gone #}"
    assert render(tmp_path, "{{ view.text }}", text) == text.replace("'", "&#39;")


def test_a_view_without_what_a_template_asks_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"page\.html\.j2: the template is wrong: .*'missing'"):
        render(tmp_path, "{{ view.missing }}")


def test_a_template_with_a_slip_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"page\.html\.j2:2: the template is wrong: "):
        render(tmp_path, "\n{% if view.text %}")


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"gone\.html\.j2: the template is wrong"):
        Pages(tmp_path).render("gone.html.j2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some *text* & `code`.", "<p>Some <em>text</em> &amp; <code>code</code>.</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("[a](https://x.example/)", '<p><a href="https://x.example/">a</a></p>\n'),
        ("[a](mailto:a@x.example)", '<p><a href="mailto:a@x.example">a</a></p>\n'),
        ("<https://x.example>", '<p><a href="https://x.example">https://x.example</a></p>\n'),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
        ("<script>a</script>", "<p>&lt;script&gt;a&lt;/script&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](JaVaScRiPt:alert(1))", "<p>[a](JaVaScRiPt:alert(1))</p>\n"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
        ("[a](file:///etc/passwd)", "<p>[a](file:///etc/passwd)</p>\n"),
        ("[a](other.html)", "<p>[a](other.html)</p>\n"),
        ("[a](//x.example/)", "<p>[a](//x.example/)</p>\n"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>\n"),
        ("[a]: javascript:x\n\n[a]", "<p>[a]: javascript:x</p>\n<p>[a]</p>\n"),
        ("{{ 7 * 7 }}", "<p>{{ 7 * 7 }}</p>\n"),
        ("", ""),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_an_image_is_a_link_at_most() -> None:
    said = markdown("![a](https://x.example/pixel.png)")
    assert said == '<p>!<a href="https://x.example/pixel.png">a</a></p>\n'


def test_a_table_is_one() -> None:
    assert "<td>1</td>" in markdown("| a |\n|---|\n| 1 |\n")


def test_a_head_without_words_is_no_head() -> None:
    said = "".join(markdown("| | a |\n|---|---|\n| b | c |\n").split())
    assert said == (
        "<table><thead><tr><td></td><th>a</th></tr></thead>"
        "<tbody><tr><td>b</td><td>c</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("below", "text", "levels"),
    [
        (2, "# a\n## b\n# c", "343"),
        (2, "## a\n# b\n### c", "334"),
        (3, "###### a\n# b", "44"),
        (3, "# a\n## b\n### c\n#### d\n##### e", "45666"),
        (2, "a\n=\n\nb\n-", "34"),
    ],
)
def test_headings_leave_out_no_level(below: int, text: str, levels: str) -> None:
    said = markdown(text, below)
    assert [line[2] for line in said.splitlines() if line.startswith("<h")] == list(levels)
    assert [line[-2] for line in said.splitlines() if line.startswith("<h")] == list(levels)
