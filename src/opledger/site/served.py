"""What is answered to a request for a path: a file of the site, with what serving adds to a page.

Only what was built is ever answered, from memory: there is no folder to look into.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from opledger.core.late import dataclass
from opledger.files.resources import packaged_template
from opledger.site.pages import Pages

if TYPE_CHECKING:
    from opledger.site.live import Shown

CHANGES = "assets/serve/changes"
_OWN = {"assets/serve/reload.js": "serve/reload.js", "assets/serve/serve.css": "serve/serve.css"}
_HTML = "text/html; charset=utf-8"
_TYPES = {
    "html": _HTML,
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "ico": "image/x-icon",
    "webmanifest": "application/manifest+json; charset=utf-8",
}
_POLICY = re.compile(
    r'(<meta http-equiv="Content-Security-Policy" content="[^"]*)(")', re.IGNORECASE
)
_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: a status, a content type and the bytes."""

    status: int
    type: str
    body: bytes


def reply(shown: Shown, target: str) -> Reply:
    """The answer to a request for this target, as it stands in the request."""
    path = _path(target)
    if path in _OWN:
        return Reply(200, _type(path), packaged_template(_OWN[path]))
    if path in shown.files:
        body = shown.files[path]
        return Reply(200, _type(path), _live(body, shown) if _type(path) == _HTML else body)
    if not shown.files:
        title = "The site could not be built" if shown.trouble else "The site is being built"
        text = "It is shown here as soon as it can be."
        return Reply(500 if shown.trouble else 503, _HTML, _live(_page(title, text), shown))
    missing = shown.files.get("404.html") or _page("Not found", "There is no such page.")
    return Reply(404, _HTML, _live(missing, shown))


def refusal(status: int, title: str, text: str) -> Reply:
    """A page that says why a request is not answered."""
    return Reply(status, _HTML, _page(title, text))


def _path(target: str) -> str:
    """The path of a file as it is asked for; empty for what can be none."""
    path = target.partition("?")[0].partition("#")[0]
    try:
        name = unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return ""
    name = name.removeprefix("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def _type(path: str) -> str:
    return _TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")


def _page(title: str, text: str) -> bytes:
    return _pages().render("serve/page.html.j2", title=title, text=text)


def _live(page: bytes, shown: Shown) -> bytes:
    """A page that loads itself again after a change, with what is wrong above it."""
    text = page.decode("utf-8", "replace")
    text = _POLICY.sub(r"\1; connect-src 'self'\2", text, count=1)
    added = (
        '<link rel="stylesheet" href="/assets/serve/serve.css">\n'
        f'<script src="/assets/serve/reload.js" data-version="{shown.version}" defer></script>\n'
    )
    text = _inserted(text, _HEAD, added, before=True)
    if shown.trouble:
        text = _inserted(text, _BODY, _trouble(shown), before=False)
    return text.encode()


def _trouble(shown: Shown) -> str:
    after = "Below is the last site that could be built." if shown.files else ""
    many = len(shown.trouble)
    title = "The site could not be built" + (f": {many} errors" if many > 1 else "")
    values = {"title": title, "lines": "\n".join(shown.trouble), "after": after}
    return _pages().render("serve/trouble.html.j2", **values).decode()


def _inserted(text: str, mark: re.Pattern[str], added: str, *, before: bool) -> str:
    """The text with something at its first mark; where it has none, at its beginning."""
    found = mark.search(text)
    at = (found.start() if before else found.end()) if found else 0
    return text[:at] + added + text[at:]


@cache
def _pages() -> Pages:
    """The package's own templates: an error in the ledger's must not hide itself."""
    return Pages()
