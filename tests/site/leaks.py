"""Ways in which a build could leak what is private, planted one at a time.

A leak of the ``ledger`` spoils what passes the allow-list, one of the ``files`` the pages and data
that are made of it, one of the ``folder`` how they are put on the disk.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from opledger.core.config import Config
from opledger.core.model import Event, Ledger, Opportunity
from opledger.core.publishing import PublicLedger, public, taken_over
from opledger.site.build import public_site

Files = dict[str, bytes]
INDEX, DATA = "index.html", "data/statistics.json"


@dataclass(frozen=True, slots=True)
class Secret:
    """Everything that a build could know: the ledger, its day, its last commit, its folder."""

    ledger: Ledger
    as_of: date
    commit: str
    message: str
    author: str
    committed: datetime
    folder: Path

    @property
    def first(self) -> Opportunity:
        """The first one that has begun, in the order of the ledger."""
        return taken_over(self.ledger, self.as_of)[0][0][0]

    @property
    def matched(self) -> dict[str, Opportunity]:
        """The private opportunity behind each public id."""
        pairs = sorted(
            taken_over(self.ledger, self.as_of)[0],
            key=lambda pair: (pair[1].events[0].date, repr(pair[1])),
        )
        shown = public(self.ledger, self.as_of).ledger.opportunities
        return {kept.id: each for kept, (each, _) in zip(shown, pairs, strict=True)}


def clean(secret: Secret) -> Files:
    """The public site without any leak."""
    return dict(public_site(public(secret.ledger, secret.as_of)).files)


@dataclass(frozen=True, slots=True)
class Leak:
    """One planted leak: its name, and what it does instead."""

    name: str
    build: Callable[[Secret], Files] = clean
    spoil: Callable[[Secret, Path], None] = lambda *_: None


# Leaks of the ledger.


def _ledger(name: str, change: Callable[[PublicLedger, Secret], PublicLedger]) -> Leak:
    def build(secret: Secret) -> Files:
        return dict(public_site(change(public(secret.ledger, secret.as_of), secret)).files)

    return Leak(name, build)


def _each(name: str, change: Callable[[Opportunity, Opportunity], Opportunity]) -> Leak:
    """One that spoils every opportunity, with the private one at hand."""

    def spoilt(shown: PublicLedger, secret: Secret) -> PublicLedger:
        behind = secret.matched
        every = tuple(change(each, behind[each.id]) for each in shown.ledger.opportunities)
        return replace(shown, ledger=replace(shown.ledger, opportunities=every))

    return _ledger(name, spoilt)


def _config(name: str, **change: Callable[[Config], Any]) -> Leak:
    def spoilt(shown: PublicLedger, secret: Secret) -> PublicLedger:
        values = {key: make(secret.ledger.config) for key, make in change.items()}
        config = replace(shown.ledger.config, **values)
        return replace(shown, ledger=replace(shown.ledger, config=config))

    return _ledger(name, spoilt)


def _ordered(name: str, key: Callable[[Opportunity], Any]) -> Leak:
    """Numbers given in an order of something private."""

    def spoilt(shown: PublicLedger, secret: Secret) -> PublicLedger:
        behind = secret.matched
        every = sorted(shown.ledger.opportunities, key=lambda each: key(behind[each.id]))
        ids = [each.id for each in shown.ledger.opportunities]
        numbered = tuple(replace(each, id=n) for each, n in zip(every, ids, strict=True))
        return replace(shown, ledger=replace(shown.ledger, opportunities=numbered))

    return _ledger(name, spoilt)


def _events(
    name: str, change: Callable[[tuple[Event, ...], tuple[Event, ...]], tuple[Event, ...]]
) -> Leak:
    return _each(name, lambda shown, own: replace(shown, events=change(shown.events, own.events)))


def _beside(shown: tuple[Event, ...], own: tuple[Event, ...], **names: str) -> tuple[Event, ...]:
    """The public events, each with something of the first private one that has it."""
    values = {
        name: next((getattr(event, of) for event in own if getattr(event, of)), None)
        for name, of in names.items()
    }
    return (replace(shown[0], **values), *shown[1:])  # type: ignore[arg-type]


def _exactly(shown: tuple[Event, ...], own: tuple[Event, ...]) -> tuple[Event, ...]:
    day = next(event.date for event in own if event.stage)
    return tuple(replace(event, note=f"On {day}") for event in shown)


def _due(shown: tuple[Event, ...], own: tuple[Event, ...]) -> tuple[Event, ...]:
    days = [str(event.offer.deadline) for event in own if event.offer]
    return (replace(shown[0], note=f"Until {days}"), *shown[1:])


def _also(shown: PublicLedger, secret: Secret) -> PublicLedger:
    """Those too that had not begun."""
    begun = {each.id for each in secret.matched.values()}
    day = shown.ledger.opportunities[0].events[0].date
    stage = shown.ledger.config.stage_order[0]
    more = tuple(
        Opportunity(id=f"n{n}", company="Not begun", events=(Event(date=day, stage=stage),))
        for n, each in enumerate(
            each for each in secret.ledger.opportunities if each.id not in begun
        )
    )
    every = (*shown.ledger.opportunities, *more)
    return replace(shown, ledger=replace(shown.ledger, opportunities=every))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


_LEDGER = [
    _config("the ledger's title as the site's", title=lambda own: own.title),
    _config("words that nothing public uses", sources=lambda own: own.sources),
    _config("the zone in the settings", title=lambda own: f"Job search in {own.timezone}"),
    _each("a company's first letter", lambda shown, own: replace(shown, company=own.company[:1])),
    _each("the length of a name", lambda s, own: replace(s, company="█" * len(own.company))),
    _each("a role that is not listed", lambda shown, own: replace(shown, role=own.role)),
    _each("a link", lambda shown, own: replace(shown, url=own.url)),
    _each("people", lambda shown, own: replace(shown, people=own.people)),
    _each("what comes next as a note", lambda s, own: replace(s, notes=str(own.next))),
    _each("how many tags", lambda s, own: replace(s, tags=("tag",) * len(own.tags))),
    _each(
        "what an importer kept", lambda s, own: replace(s, notes=json.dumps(own.extra, default=str))
    ),
    _each("a slug of the company as id", lambda s, own: replace(s, id=_slug(own.company))),
    _each("the private id as id", lambda shown, own: replace(shown, id=own.id)),
    _each(
        "a hash of the private id as id",
        lambda s, own: replace(s, id=hashlib.sha1(own.id.encode()).hexdigest()[:10]),  # noqa: S324
    ),
    _each("the file's name", lambda s, own: replace(s, notes=f"{own.id}.yaml")),
    _each("where a benchmark is from", lambda s, own: replace(s, market=own.market)),
    _ordered("in order of the private ids", lambda own: own.id),
    _ordered("in order of the companies", lambda own: own.company),
    _ordered("in order of the days within a month", lambda own: own.events[0].date),
    _ordered("in order of how many people", lambda own: (len(own.people), own.id)),
    _events("notes of events", lambda shown, own: _beside(shown, own, note="note")),
    _events("why it was reopened", lambda shown, own: _beside(shown, own, reopened="reopened")),
    _events("lessons", lambda shown, own: _beside(shown, own, lesson="lesson")),
    _events("private levels", lambda shown, own: _beside(shown, own, note="interest")),
    _events("times of the day", lambda shown, own: _beside(shown, own, time="time")),
    _events("exact days where months", _exactly),
    _events(
        "one event for each private one",
        lambda shown, own: (*shown, *(replace(shown[-1], outcome=None, note="·") for _ in own)),
    ),
    _events("when an answer is due", _due),
    _ledger("those that had not begun", _also),
    _ledger(
        "the exact day where the month",
        lambda shown, secret: replace(
            shown, as_of=secret.as_of, scope=replace(shown.scope, days=True)
        ),
    ),
]


# Leaks of the pages.


def _files(name: str, change: Callable[[Files, Secret], Files]) -> Leak:
    return Leak(name, lambda secret: change(clean(secret), secret))


def _into(
    name: str, before: str, value: Callable[[Secret], object], form: str = "{}", path: str = INDEX
) -> Leak:
    """One that puts a text before another in a page."""

    def change(files: Files, secret: Secret) -> Files:
        page = files[path].decode()
        assert before in page, (name, before)
        put = form.format(value(secret))
        return {**files, path: page.replace(before, put + before, 1).encode()}

    return _files(name, change)


def _json(name: str, key: str, value: Callable[[Secret], object]) -> Leak:
    def change(files: Files, secret: Secret) -> Files:
        document = json.loads(files[DATA])
        document[key] = value(secret)
        return {**files, DATA: json.dumps(document).encode()}

    return _files(name, change)


def _more(name: str, path: Callable[[Secret], str], content: Callable[[Secret], str]) -> Leak:
    return _files(name, lambda files, s: {**files, path(s): content(s).encode()})


def _company(secret: Secret) -> str:
    return secret.first.company


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _pay(secret: Secret) -> float:
    return sum(e.offer.base or 0 for o in secret.ledger.opportunities for e in o.events if e.offer)


def _notes(secret: Secret) -> int:
    return sum(bool(e.note) for o in secret.ledger.opportunities for e in o.events)


def _texts(secret: Secret) -> int:
    return sum(len(each.notes or "") for each in secret.ledger.opportunities)


def _silent(secret: Secret) -> int:
    return max((secret.as_of - each.events[-1].date).days for each in secret.ledger.opportunities)


def _reversed_keys(files: Files, secret: Secret) -> Files:
    """The rows of the data in the order of the files."""
    if "data/opportunities.json" not in files:
        return files
    document = json.loads(files["data/opportunities.json"])
    order = {id_: own.id for id_, own in secret.matched.items()}
    document["opportunities"].sort(key=lambda row: order[row["id"]])
    return {**files, "data/opportunities.json": json.dumps(document).encode()}


_HEAD, _FOOT, _MAIN, _H1 = "</head>", "</footer>", "</main>", "</h1>"
_META = '<meta name="{}" content="{{}}">'
_FILES = [
    _into("the title of a page", "</title>", lambda s: s.ledger.config.title),
    _into("a description", _HEAD, lambda s: s.ledger.config.title, _META.format("description")),
    _into("a generator with the commit", _HEAD, lambda s: s.commit, _META.format("generator")),
    _into("a short commit at the foot", _FOOT, lambda s: s.commit[:10]),
    _into("a commit's message", _FOOT, lambda s: s.message),
    _into("a commit's author", _HEAD, lambda s: s.author, _META.format("author")),
    _into("when it was committed", _FOOT, lambda s: s.committed.isoformat(), "<time>{}</time>"),
    _into("a comment with the folder", _HEAD, lambda s: s.folder.name, "<!-- {} -->"),
    _into(
        "a comment with how many files", _HEAD, lambda s: len(s.ledger.opportunities), "<!--{}-->"
    ),
    _into("the title of a drawing", _MAIN, _company, "<svg><title>{}</title></svg>"),
    _into("the description of a drawing", _MAIN, _company, "<svg><desc>{}</desc></svg>"),
    _into("words for a picture", _MAIN, _company, '<img alt="{}">'),
    _into("a class for each company", _MAIN, lambda s: _slug(_company(s)), '<b class="c-{}"></b>'),
    _into("a hashed class", _MAIN, lambda s: _sha(_company(s))[:8], '<b class="h{}"></b>'),
    _into("a hash of the hash", _MAIN, lambda s: _sha(_sha(_company(s)))[:8], '<b id="i{}"></b>'),
    _into("rot13", _MAIN, lambda s: codecs.encode(_company(s), "rot13")),
    _into("backwards", _MAIN, lambda s: _company(s)[::-1]),
    _into("base64", _MAIN, lambda s: base64.b64encode(f"of {_company(s)}".encode()).decode()),
    _into(
        "a cipher of its own",
        _MAIN,
        lambda s: "".join(chr(ord(c) + 3) for c in _company(s) if c.isalnum()),
    ),
    _into("initials", _MAIN, lambda s: "".join(part[0] for part in _company(s).split())),
    _into("a rounded amount", _MAIN, lambda s: round(_pay(s), -4)),
    _into(
        "an amount as a width", _MAIN, lambda s: round(_pay(s) / 7_919, 2), '<svg width="{}"></svg>'
    ),
    _into("blanks as many as a note is long", _MAIN, lambda s: " " * _texts(s)),
    _into("a line for each note", _MAIN, lambda s: "\n" * _notes(s)),
    _into("blank at an end for each person", _H1, lambda s: " " * len(s.first.people)),
    _into("how many notes", _FOOT, _notes),
    _into(
        "how many events, the private ones too",
        _FOOT,
        lambda s: sum(len(o.events) for o in s.ledger.opportunities),
    ),
    _into("a key to sort by", _MAIN, lambda s: f"{_silent(s):04}", '<b data-sort="{}"></b>'),
    _into("silent days", _MAIN, lambda s: f"{_silent(s)} days"),
    _into(
        "a flag of the quiet", _MAIN, lambda s: ("quiet", "")[_silent(s) % 2], '<b class="{}"></b>'
    ),
    _into("whether a note is even", _MAIN, lambda s: _texts(s) % 2),
    _into("the zone", _FOOT, lambda s: s.ledger.config.timezone),
    _into(
        "a query against caches",
        _HEAD,
        lambda s: _sha(repr(s.ledger))[:6],
        '<link href="style.css?{}">',
    ),
    _into(
        "a colour",
        _MAIN,
        lambda s: _sha(_company(s))[:6],
        '<i class="k{}"></i>',
    ),
    _into(
        "the folder on the page of what is not found", _MAIN, lambda s: s.folder, path="404.html"
    ),
    _into("a style sheet", "}", lambda s: _slug(_company(s)), "/*{}*/", path="assets/style.css"),
    _into(
        "a script", "var ", lambda s: len(s.ledger.opportunities), "/*{}*/", path="assets/table.js"
    ),
    _json("a key of the data", "known_at", lambda s: s.commit),
    _json("a number of the data", "mean", lambda s: _pay(s) / 3),
    _json("an escaped text of the data", "title", lambda s: s.ledger.config.title),
    _json("how much is private", "left_out", lambda s: len(s.ledger.opportunities)),
    _files("the rows in the order of the files", _reversed_keys),
    _more(
        "a page by its company's name",
        lambda s: f"opportunities/{_slug(_company(s))}.html",
        lambda _: "",
    ),
    _more("a page that leads on from the old id", lambda s: f"o/{s.first.id}.html", lambda _: "1"),
    _more(
        "a sitemap with the day of the commit",
        lambda _: "map.xml",
        lambda s: f"<lastmod>{s.committed:%F}",
    ),
    _more("a feed by hashed ids", lambda _: "f.atom", lambda s: f"<id>urn:{_sha(s.first.id)}</id>"),
    _more("a feed's author", lambda _: "f.atom", lambda s: f"<author>{s.author}</author>"),
    _more(
        "a feed's moment", lambda _: "f.atom", lambda s: f"<updated>{s.committed:%FT%TZ}</updated>"
    ),
    _more(
        "robots kept from old pages", lambda _: "robots.txt", lambda s: f"Disallow: /{s.first.id}"
    ),
    _more("what a picture says of itself", lambda _: "a.png", lambda s: f"tEXtAuthor\0{s.author}"),
    _more("a column of a table", lambda _: "data/x.csv", lambda s: f"id,company\n1,{_company(s)}"),
    _more(
        "order of a table's columns",
        lambda _: "data/y.csv",
        lambda s: ",".join(sorted(("a", "b"), key=lambda c: _sha(c + _company(s)))),
    ),
    _more(
        "an archive of the sources", lambda _: "ledger.zip", lambda s: _sha(repr(s.ledger.config))
    ),
]


# Leaks of the folder.


def _folder(name: str, spoil: Callable[[Secret, Path], None]) -> Leak:
    return Leak(name, spoil=spoil)


def _times(secret: Secret, folder: Path) -> None:
    moment = secret.committed.timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))


def _one_time(secret: Secret, folder: Path) -> None:
    day = datetime.combine(secret.first.events[0].date, datetime.min.time(), UTC).timestamp()
    os.utime(folder / INDEX, (day, day))


def _stale(secret: Secret, folder: Path) -> None:
    (folder / "history.html").write_text(f"{secret.first.id}: {secret.message}")


def _mode(secret: Secret, folder: Path) -> None:
    (folder / INDEX).chmod(0o600 + len(_company(secret)) % 8 * 8)


def _empty_folder(secret: Secret, folder: Path) -> None:
    (folder / secret.first.id).mkdir()


def _backup(secret: Secret, folder: Path) -> None:
    shutil.copyfile(folder / INDEX, folder / f"index.html.{secret.commit[:7]}~")


_FOLDER = [
    _folder("times of the ledger's files", _times),
    _folder("a page as old as an event", _one_time),
    _folder("a page of an earlier, private build", _stale),
    _folder("modes of the ledger's files", _mode),
    _folder("an empty folder", _empty_folder),
    _folder("a copy for safety", _backup),
]

LEAKS = (*_LEDGER, *_FILES, *_FOLDER)
