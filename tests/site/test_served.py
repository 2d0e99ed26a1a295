"""What the preview answers: the built files and nothing else, and what it adds to a page."""

from __future__ import annotations

import pytest
from tests.searches import site

from opledger.site.live import Shown
from opledger.site.served import reply

PAGE = (
    b'<!doctype html><html><head><meta http-equiv="Content-Security-Policy"'
    b" content=\"default-src 'none'; script-src 'self'\"><title>T</title></head>"
    b'<body class="x"><p>Hello</p></body></html>'
)
FILES = {
    "index.html": PAGE,
    "opportunities/kestrel.html": PAGE,
    "assets/style.css": b"a{}",
    "data/statistics.json": b"{}",
    "feed.atom": b"<feed/>",
    "card.png": b"\x89PNG",
    "odd.unknown": b"?",
    "ca\u0301 fe.html": PAGE,
}
SHOWN = Shown("7.1", FILES)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/opportunities/kestrel.html", "text/html; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/data/statistics.json", "application/json; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/card.png", "image/png"),
        ("/odd.unknown", "application/octet-stream"),
        ("/ca%CC%81%20fe.html", "text/html; charset=utf-8"),
        ("/assets/serve/reload.js", "text/javascript; charset=utf-8"),
        ("/assets/serve/serve.css", "text/css; charset=utf-8"),
    ],
)
def test_a_file_of_the_site_is_answered_with_its_type(target: str, kind: str) -> None:
    said = reply(SHOWN, target)
    assert (said.status, said.type) == (200, kind)
    name = target.removeprefix("/")
    if name in FILES and not kind.startswith("text/html"):
        assert said.body == FILES[name]


@pytest.mark.parametrize(
    "target",
    [
        "/opportunities",
        "/opportunities/",
        "/assets/",
        "/.git/config",
        "/ledger.yaml",
        "/../ledger.yaml",
        "/%2e%2e/ledger.yaml",
        "/..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "/index.html/",
        "/index.html%00",
        "/%ff",
        "/INDEX.HTML",
        "/assets/serve/trouble.html.j2",
        "/.opledger-site",
        "",
    ][:-1],
)
def test_anything_else_is_not_found(target: str) -> None:
    said = reply(SHOWN, target)
    assert (said.status, said.type) == (404, "text/html; charset=utf-8")
    assert b"Not found" in said.body
    assert b"root:" not in said.body


def test_the_site_s_own_page_for_what_is_not_found_is_used() -> None:
    said = reply(Shown("1", {"404.html": b"<p>Lost?"}), "/x")
    assert (said.status, b"<p>Lost?" in said.body) == (404, True)


def test_a_page_gets_the_script_and_may_ask_this_server_and_is_else_as_it_was() -> None:
    said = reply(SHOWN, "/").body.decode()
    script = '<script src="/assets/serve/reload.js" data-version="7.1" defer></script>\n'
    style = '<link rel="stylesheet" href="/assets/serve/serve.css">\n'
    assert "default-src 'none'; script-src 'self'; connect-src 'self'\">" in said
    kept = said.replace(script, "").replace(style, "").replace("; connect-src 'self'", "")
    assert kept.encode() == PAGE
    assert said.index(script) < said.index("</head>")


def test_what_is_wrong_stands_escaped_above_the_last_good_page() -> None:
    trouble = ("a.yaml:1:1: error[x]: <script>alert(1)</script>", "b.yaml: {{ 7 * 7 }}")
    said = reply(Shown("2", FILES, trouble), "/").body.decode()
    assert said.index('<body class="x">') < said.index('role="alert"') < said.index("<p>Hello")
    assert "error[x]: &lt;script&gt;alert(1)&lt;/script&gt;\nb.yaml: {{ 7 * 7 }}" in said
    assert "The site could not be built: 2 errors" in said
    assert "Below is the last site that could be built." in said
    assert "<script>alert" not in said


def test_before_the_first_site_every_path_says_so() -> None:
    for target in ("/", "/x.html"):
        said = reply(Shown("1"), target)
        assert (said.status, b"being built" in said.body, b"reload.js" in said.body) == (
            (503, True, True)
        )
        wrong = reply(Shown("1", trouble=("it is <wrong>",)), target)
        assert (wrong.status, b"it is &lt;wrong&gt;" in wrong.body) == (500, True)


@pytest.mark.parametrize("page", [b"", b"<p>No head or body", b"\xff<p>", b"</HEAD ><BODY\n>x"])
def test_a_page_of_my_own_templates_may_be_anything(page: bytes) -> None:
    said = reply(Shown("1", {"index.html": page}, ("wrong",)), "/").body
    assert b"reload.js" in said
    assert b'<pre dir="auto">wrong</pre>' in said


def test_every_file_of_a_real_site_is_answered() -> None:
    files = site("one")
    for name, content in files.items():
        said = reply(Shown("1", files), f"/{name}")
        assert said.status == 200
        assert said.type != "application/octet-stream"
        assert (said.body == content) == (not name.endswith(".html"))
