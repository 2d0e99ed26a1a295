"""The door to Jinja and Markdown: data is never code, and a wrong template is said to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.searches import SEARCHES

from opledger.core.failure import Failure
from opledger.files.resources import packaged_template, templates_folder
from opledger.site import markdown as prose
from opledger.site.build import private_site
from opledger.site.markdown import markdown
from opledger.site.pages import Pages


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
    with pytest.raises(Failure, match=r"page\.html\.j2:1: the template is wrong: .*'missing'"):
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


def failing(own: dict[str, str], **values: object) -> str:
    """What is said of a ledger whose templates these are, where ``page.html.j2`` is asked for."""
    pages = Pages(own={name: text.encode() for name, text in own.items()})
    with pytest.raises(Failure) as caught:
        pages.render("page.html.j2", **values)
    assert (caught.value.code, str(caught.value).count("\n")) == (1, 0)
    return str(caught.value)


@pytest.mark.parametrize(
    ("template", "line", "told"),
    [
        ("\n{% if %}", 2, "Expected an expression, got 'end of statement block'"),
        ("\n\n{% for x in y %}", 3, "Unexpected end of template."),
        ("{{ x | no_such_filter }}", 1, "No filter named 'no_such_filter'."),
        ("\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("\n{{ view.txet }}", 2, "has no attribute 'txet'"),
        ("\n\n{{ 1 / 0 }}", 3, "division by zero (ZeroDivisionError)"),
        ("{{ view.text + 1 }}", 1, "(TypeError)"),
        ("\n{{ view.text() }}", 2, "'str' object is not callable (TypeError)"),
        ("{{ [1].index(2) }}", 1, "2 is not in list (ValueError)"),
        ("\n{% include 'parst.html.j2' %}", 2, "'parst.html.j2'; did you mean 'parts"),
        ("\n{% include '../ledger.yaml' %}", 2, "there is no template '../ledger.yaml'; "),
        ("{% include '/etc/passwd' %}", 1, "there is no template '/etc/passwd'; "),
        ("\n{% include 'page.html.j2' %}", 2, "it calls or includes itself without end"),
        ("{% extends 'page.html.j2' %}", 1, "it calls or includes itself without end"),
        ("{% macro m() %}\n{{ m() }}\n{% endmacro %}{{ m() }}", 2, "itself without end"),
        ("{% from 'parts.html.j2' import nothing %}{{ nothing }}", 1, "does not export"),
    ],
)  # fmt: skip
def test_an_error_in_my_template_names_file_and_line(template: str, line: int, told: str) -> None:
    said = failing({"page.html.j2": template}, view=View("a"))
    assert said.startswith(f"templates/page.html.j2:{line}: the template is wrong: ")
    assert told in said


def test_an_error_in_a_part_of_mine_names_the_part() -> None:
    own = {"page.html.j2": "\n{% include 'mine.html.j2' %}", "mine.html.j2": "\n\n{{ 1 // 0 }}"}
    assert failing(own).startswith("templates/mine.html.j2:3: the template is wrong: ")


def test_an_error_that_comes_up_in_a_part_of_the_package_names_mine_that_called_it() -> None:
    page = "{% from 'charts/mark.svg.j2' import mark %}\n{{ mark() }}"
    assert failing({"page.html.j2": page}).startswith("templates/page.html.j2:2: ")


def test_a_template_that_is_no_utf_8_is_named_with_its_line() -> None:
    with pytest.raises(Failure, match=r"^templates/page\.html\.j2:3: .*it is no UTF-8$"):
        Pages(own={"page.html.j2": b"a\nb\n\xff"}).render("page.html.j2")


def test_an_asset_of_mine_stands_in_for_the_package_s() -> None:
    assert Pages(own={"assets/style.css": b"mine"}).assets()["assets/style.css"] == b"mine"
    assert Pages().assets()["assets/style.css"] != b"mine"


@dataclass
class Holder:
    text: str
    words: list[str]

    def _secret(self) -> str:
        return "secret"


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.__class__ }}",
        "{{ view._secret() }}",
        "{{ view['__class__'] }}",
        "{{ view|attr('__class__') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ '{0.__class__}'.format(view) }}",
        "{{ '{0.__class__}'|format(view) }}{{ view.__init__.__globals__ }}",
        "{{ view.words.append('x') }}",
        "{{ view.words.__setitem__(0, 'x') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range.__class__ }}",
        "{{ markdown.__globals__ }}",
        "{{ lipsum() }}",
        "{{ [1, 2]|random }}",
        "{% import 'os' as os %}",
        "{{ namespace.__init__ }}",
        "{{ ['__class__']|map(attribute='__class__')|join }}",
        "{% set x = view.text.__add__ %}{{ x('a') }}",
    ],
)  # fmt: skip
def test_a_template_reaches_nothing_but_its_view(template: str) -> None:
    view = Holder("a", ["b"])
    assert failing({"page.html.j2": template}, view=view).startswith("templates/page.html.j2:1: ")
    assert view.words == ["b"]


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.text|safe }}",
        "{% autoescape false %}{{ view.text }}{% endautoescape %}",
        "{{ {'a': view.text}|xmlattr }}",
        "{{ view.text|e|attr('unescape')()|safe }}",
    ],
)
def test_no_template_turns_the_escaping_off(template: str) -> None:
    failing({"page.html.j2": template}, view=View("<b>"))


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.text|e|replace('&lt;', '<') }}",
        "{{ (view.text|e).unescape() }}",
        "{{ view.text|e|striptags }}",
        "{{ '%s'|e|format(view.text) }}",
        "{{ '{}'|e ~ view.text }}",
        "{{ ['a', view.text]|join('|'|e) }}",
        "{% set x %}{{ view.text }}{% endset %}{{ x }}",
        "{% macro m(t) %}{{ t }}{% endmacro %}{{ m(view.text) }}",
        "{{ view.text|tojson }}",
        "{{ view.text|urlize }}",
        "{{ view.text|e|reverse }}",
        "{{ view.text|markdown }}",
    ],
)
def test_there_is_no_way_around_the_escaping(template: str) -> None:
    said = Pages(own={"page.html.j2": template.encode()}).render(
        "page.html.j2", view=View("<script>x</script>")
    )
    assert b"<script" not in said
    assert b"<tpircs" not in said


def growing(start: str, change: str) -> str:
    """A template that makes a value twice as large, again and again."""
    rounds = "{% for a in range(99) %}{% set n.x = " + change + " %}{% endfor %}"
    return "{% set n = namespace(x=" + start + ") %}" + rounds


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999)|map('int') %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(90) }}",
        ("{% for a in [range(9999)]*999 recursive %}{% if a is iterable %}"
        "{{ loop(a) }}{{ loop(a) }}{% endif %}{% endfor %}"),
        growing("'xx'", "n.x ~ n.x"),
        growing("'xx'", "n.x + n.x"),
        growing("[1]", "n.x + n.x"),
        growing("9", "n.x * n.x"),
        growing("'xx'", "[n.x, n.x]|join"),
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x' * 9999999999 }}",
        "{{ 9999999999 * [1] }}",
        "{{ range(9999999999) }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ '%*d' % (9999999999, 1) }}",
        "{{ '%9999999999d'|format(1) }}",
        "{{ '{:9999999999}'.format(1) }}",
        "{{ 'x'.ljust(9999999999) }}",
        "{{ 'x'|center(9999999999) }}",
        "{{ 'x\nx'|indent(9999999999) }}",
        "{{ [1]|batch(9999999999, 1)|list }}",
        "{{ 1.5|round(9999999999, 'ceil') }}",
        "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
        "{{ ('a' * 99999).replace('a', 'b' * 99999) }}",
        "{% for a in range(9999) %}{{ 'x' * 9999 }}{% endfor %}",
        "{% set n = namespace(d=0) %}{% include 'twice.html.j2' %}",
    ],
)  # fmt: skip
def test_a_template_that_would_keep_the_machine_busy_is_stopped(template: str) -> None:
    twice = "{% if n.d < 40 %}{% set n.d = n.d + 1 %}" + 2 * "{% include 'twice.html.j2' %}"
    own = {"page.html.j2": template, "twice.html.j2": twice + "{% set n.d = n.d - 1 %}{% endif %}"}
    said = failing(own)
    assert "templates/" in said.partition(": the template is wrong: ")[0]


def test_what_a_page_needs_is_allowed() -> None:
    page = (
        "{% for row in view.words recursive %}{{ loop.index }}/{{ loop.length }} {{ row }}"
        "{% if loop.first and loop.depth == 1 %}{{ loop(['x']) }}{% endif %} {% endfor %}"
        "{{ '%.2f'|format(1.234) }} {{ '{:>4}'.format(7) }} {{ 'a'.ljust(3) }}| {{ 2 * 3 }}"
        " {{ 'ab' * 2 }} {{ 'a' ~ view.text ~ 1 }} {{ view.words|join(', ') }} {{ 1.26|round(1) }}"
    )
    said = Pages(own={"page.html.j2": page.encode()}).render(
        "page.html.j2", view=Holder("t", ["a", "b"])
    )
    assert said == b"1/2 a1/1 x  2/2 b 1.23    7 a  | 6 abab at1 a, b 1.3"


# The package's own templates alone need no guards; with one of a ledger's among them, all do.


def test_the_package_s_templates_give_the_same_with_guards_and_without() -> None:
    for name in ("the sample", "labels of many scripts", "mid-search"):
        guarded = private_site(SEARCHES[name](), pages=Pages(templates_folder()))
        assert guarded == private_site(SEARCHES[name]())


@pytest.mark.parametrize("name", ["charts/label.svg.j2", "base.html.j2", "parts.html.j2"])
def test_a_page_with_a_template_of_a_ledger_s_in_it_keeps_its_bounds(name: str) -> None:
    endless = "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}"
    own = {name: endless.encode() + packaged_template(name)}
    with pytest.raises(Failure, match=r"takes more than 2,000,000 steps"):
        private_site(SEARCHES["the sample"](), pages=Pages(own=own))


def test_a_page_whose_parts_are_named_while_it_runs_keeps_its_bounds() -> None:
    own = {
        "base.html.j2": packaged_template("base.html.j2")
        .replace(b"{% block main %}", b"{% include 'e' ~ 'vil.j2' %}{% block main %}", 1),
        "evil.j2": b"{{ frame.__class__ }}",
    }  # fmt: skip
    with pytest.raises(Failure, match=r"templates/evil\.j2:1: "):
        private_site(SEARCHES["the sample"](), pages=Pages(own=own))


def test_a_template_of_a_ledger_s_that_no_page_asks_for_changes_nothing() -> None:
    pages = Pages(own={"unused.j2": b"{{ x.y.z }}"})
    assert pages.renderer._is_ours("overview.html.j2")
    assert not pages.renderer._is_ours("unused.j2")
    assert not Pages(own={"charts/label.svg.j2": b""}).renderer._is_ours("opportunity.html.j2")
    assert Pages(own={"charts/label.svg.j2": b""}).renderer._is_ours("404.html.j2")


SIGNS = st.text(alphabet="ab1 29.)(\"'->+=#:|~!\n\n\\`*_[]<&\t\r\u00a0\u2028\x85é²Ⅷ", max_size=12)


@given(SIGNS | st.text(max_size=30) | st.lists(SIGNS, max_size=4).map("\n\n".join))
def test_a_text_without_a_sign_of_markdown_is_what_the_parser_gives(text: str) -> None:
    said = markdown(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prose, "_PLAIN", re.compile("(?!)"))
        assert said == markdown(text)


@pytest.mark.parametrize("text", ["Ab c.", 'One\ntwo\n\nthree > 2, "so" it\'s.\n', "(1) 2024: yes"])
def test_most_notes_need_no_parser(text: str) -> None:
    assert prose._PLAIN.fullmatch(text)
