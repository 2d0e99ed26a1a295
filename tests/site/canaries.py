"""A ledger with a word of its own in every place, and all the ways in which one may come through.

A word is six letters that occur nowhere else: lower case, slugs and shortened texts hold it too.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.stories import an_event, day

from opledger.core.config import Config, Goal, Publish
from opledger.core.model import (
    Ledger,
    Level,
    Market,
    NextAction,
    Offer,
    Opportunity,
    Person,
    Question,
)
from opledger.core.vocabulary import PublicField

F = PublicField
AS_OF = day(70)
WORDS = (
    *("title", "company", "alias", "role", "source", "source_label", "segment", "segment_label"),
    *("size", "location", "url", "sought", "offered", "market", "tag", "person", "person_role"),
    *("email", "phone", "person_note", "next", "ask", "answer", "notes", "note", "lesson"),
    *("reopened", "reason", "reason_label", "offer_note", "extra_key", "extra", "id", "folder"),
    *("interest", "confidence", "goal", "goal_label", "unused", "unused_label", "remote"),
    *("ahead", "not_begun", "message", "author", "author_email", "stage", "stage_label"),
)
ZONE = "Asia/Kathmandu"


def _word(number: int) -> str:
    consonants = "bdfgklmprtvz"
    places = [number % 12, number // 12 % 12, (number * 7 + 5) % 12, (number * 5 + 3) % 12]
    return "qx" + "".join(consonants[place] for place in places)


CANARY = {name: _word(number) for number, name in enumerate(WORDS)}

# Which of them a listed field shows; stages are always shown.
SHOWN: dict[PublicField, set[str]] = {
    F.ALIAS: {"alias"},
    F.COMPANY: {"company"},
    F.ROLE: {"role"},
    F.SOURCE: {"source", "source_label"},
    F.SEGMENT: {"segment", "segment_label"},
    F.SIZE: {"size"},
    F.LOCATION: {"location"},
    F.LEVEL: {"sought", "offered"},
    F.TAGS: {"tag"},
    F.REASONS: {"reason", "reason_label"},
    F.FIT: {"goal", "goal_label"},
    F.NOTES: {"notes", "note", "reopened"},
    F.LESSONS: {"lesson"},
    F.QUESTIONS: {"ask", "answer"},
    F.INTEREST: {"interest"},
    F.CONFIDENCE: {"confidence"},
}
ALWAYS = {"stage", "stage_label"}


def full(fields: Iterable[PublicField], few: int | None = None, **publish: object) -> Ledger:
    """A ledger that says all it can, with this allow-list."""
    c = CANARY
    config = Config(
        title=f"My {c['title']}",
        timezone=ZONE,
        stages={"lead": "First", c["stage"]: f"Talk {c['stage_label']}", "offer": "Offer"},
        interest=("low", c["interest"], "high"),
        confidence=("low", c["confidence"], "high"),
        sources={c["source"]: c["source_label"], c["unused"]: c["unused_label"], "warm": "Warm"},
        segments={c["segment"]: c["segment_label"], "startup": "Startup"},
        reasons={c["reason"]: c["reason_label"], "comp": "Pay"},
        goals={c["goal"]: Goal(c["goal_label"], 3.0), "growth": Goal("Growth", 2.0)},
        currency="EUR",
        allowed_remotes=(f"git@example.com:{c['remote']}.git",),
        publish=replace(
            Publish(fields=frozenset({F.STAGES, F.OUTCOME, *fields}), few=few),
            **publish,  # type: ignore[arg-type]
        ),
    )
    return Ledger(config, (*_opportunities(), _not_begun()))


def _opportunities() -> Iterator[Opportunity]:
    c = CANARY
    events = (
        an_event(0, "", note=f"Heard of {c['note']}."),
        replace(
            an_event(3, "lead"), time=datetime(2024, 1, 4, 9, 41, tzinfo=ZoneInfo(ZONE)), nth=1
        ),
        an_event(9, c["stage"], interest=c["interest"], confidence=c["confidence"]),
        an_event(15, "", lesson=f"Learned {c['lesson']}.", fit={c["goal"]: 4.0}),
        an_event(20, "rejected", reasons=(c["reason"],)),
        an_event(34, "offer", reopened=f"They {c['reopened']}.", offer=_offer()),
        an_event(41, "", note="A note that nobody sees."),
        an_event(200, c["stage"], note=f"Soon {c['ahead']}."),
    )
    full = Opportunity(
        id=c["id"],
        path=f"opportunities/{c['folder']}/{c['id']}.yaml",
        company=f"Co {c['company']}",
        alias=f"An {c['alias']}",
        role=f"Head of {c['role']}",
        source=c["source"],
        segment=c["segment"],
        size=c["size"],
        location=f"City {c['location']}",
        url=f"https://example.com/{c['url']}",
        level=Level(sought=c["sought"], offered=c["offered"]),
        market=Market(total=411_370, currency="EUR", source=f"From {c['market']}"),
        tags=(c["tag"],),
        people=(
            Person(
                name=f"Ann {c['person']}",
                role=c["person_role"],
                email=f"{c['email']}@example.com",
                phone=f"+1 555 {c['phone']}",
                note=c["person_note"],
            ),
        ),
        next=NextAction(action=f"Send {c['next']}", due=day(90)),
        questions=(Question(ask=f"Why {c['ask']}?", answer=f"So {c['answer']}", date=day(11)),),
        events=events,
        notes=f"About {c['notes']}",
        extra={c["extra_key"]: c["extra"]},
    )
    yield full
    for n in range(4):
        rest = (an_event(4 + n, "lead", note="Hello."), an_event(8 + 5 * n, c["stage"]))
        end = (an_event(30 + n, "rejected"),) if n % 2 else ()
        yield Opportunity(
            id=f"{'zyxw'[n]}-other",
            company=f"Other {'klmn'[n] * (n + 3)}",
            source="warm",
            role=f"Role {n}" if n else None,
            path=f"opportunities/{'zyxw'[n]}-other.yaml",
            events=(*rest, *end),
        )


def _offer() -> Offer:
    return Offer(
        base=187_310.0, currency="EUR", deadline=day(60), note=f"Off {CANARY['offer_note']}"
    )


def _not_begun() -> Opportunity:
    name = CANARY["not_begun"]
    return Opportunity(id=name, company=name, events=(an_event(300, "lead"),))


def forms(value: str) -> dict[str, bytes]:
    """A text in many encodings, by their names; all are looked for in lower case."""
    raw = value.encode()
    plain = {
        "itself": raw,
        "reversed": value[::-1].encode(),
        "rot13": codecs.encode(value, "rot13").encode(),
        "entities": "".join(f"&#{ord(sign)};" for sign in value).encode(),
        "hex entities": "".join(f"&#x{ord(sign):x};" for sign in value).encode(),
        "escaped": html.escape(value).encode(),
        "percent": "".join(f"%{byte:02x}" for byte in raw).encode(),
        "quoted": quote(value).encode(),
        "hex": raw.hex().encode(),
        "JSON": "".join(f"\\u{ord(sign):04x}" for sign in value).encode(),
        "utf-16le": value.encode("utf-16le"),
        "utf-16be": value.encode("utf-16be"),
        "base32": base64.b32encode(raw)[:8],
        "punycode": value.encode("punycode").rstrip(b"-"),
        "slug": "-".join(value.split()).encode(),
        "decimal": ",".join(str(byte) for byte in raw).encode(),
    }
    found = {name: form.lower() for name, form in plain.items()}
    for shift in range(3):
        shifted = base64.b64encode(b"\0" * shift + raw)
        # Only the signs that no neighbour has a part in.
        found[f"base64 at {shift}"] = shifted[(0, 2, 3)[shift] : len(raw) * 4 // 3 - 1].lower()
    return found


def digests(value: str | bytes) -> dict[str, bytes]:
    """Usual hashes of a text or a file; eight digits of one are enough to tell it."""
    raw = value.encode() if isinstance(value, str) else value
    made = {name: hashlib.new(name, raw).digest() for name in ("md5", "sha1", "sha256", "sha512")}
    short = {f"{name} in hex": digest.hex()[:8].encode() for name, digest in made.items()}
    return short | {
        f"{name} in base64": base64.b64encode(digest)[:8].lower() for name, digest in made.items()
    }


@dataclass(frozen=True, slots=True)
class Sighting:
    """A canary in a file, or in a file's name: in which encoding."""

    canary: str
    form: str
    path: str


def sightings(files: Mapping[str, bytes], canaries: Mapping[str, str]) -> list[Sighting]:
    """Every canary that comes through, in any encoding."""
    places = {
        path: path.encode().lower() + b"\n" + content.lower() for path, content in files.items()
    }
    whole = b"\0".join(places.values())
    found = []
    for name, value in canaries.items():
        for form, sought in (forms(value) | digests(value)).items():
            if sought in whole:
                paths = [path for path, content in places.items() if sought in content]
                found += [Sighting(name, form, path) for path in paths]
    return found
