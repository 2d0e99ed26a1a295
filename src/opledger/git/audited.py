"""What an audit found in a whole history: worked out once, and kept until there is another commit.

A commit's hash stands for all that came before it, so what was found up to one stays true under the
same program, the same rules of time zones and the same of what may pass. With another commit the
whole history is gone through again: what is found in it can go by any event there was.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgpack

from opledger.core.late import dataclass
from opledger.files.cache import NO_CACHE, Cache
from opledger.files.disk import ODD_NAMES
from opledger.git.accounts import zone_rules
from opledger.git.findings import Finding, Kind

if TYPE_CHECKING:
    from opledger.core.model import Event
    from opledger.files.readings import Told
    from opledger.git.annals import Annals
    from opledger.git.chronicle import Archive

_FORM = 1  # of the bytes; another one is another key


@dataclass(frozen=True, slots=True)
class Audited:
    """What was found, commit by commit, and the name of the ledger's time zone at the last one."""

    zone: str
    findings: tuple[Finding, ...]


def audited(
    annals: Annals,
    late_after: int | None = None,
    grace: int | None = None,
    told: Told | None = None,
    cache: Cache | None = None,
) -> Audited:
    """What is found in a history, but for signatures.

    ``late_after`` and ``grace`` are days, else as the settings of the last commit say. ``told`` is
    called after each commit that is read with how many are, of how many. It is kept in ``cache``,
    the user's if none is told.

    Raises:
        Failure: the history can't be read.
    """
    cache = (Cache.at_hand() if cache is None else cache) if annals.name else NO_CACHE
    key = f"audit-{_FORM}-{annals.name}-{annals.tip}-{late_after}-{grace}"
    content = cache.get(key)
    known = _unpacked(content, annals) if content else None
    if known is not None:
        return known
    from opledger.git.chronicle import Archive

    archive = Archive(annals)
    found = _found(archive, late_after, grace, told or _nobody)
    if archive.whole:  # what is lacking may be fetched later on
        content = _packed(found, sorted(archive.zones))
        if content is not None and _unpacked(content, annals) == found:
            cache.put(key, content)
    return found


def _found(archive: Archive, late_after: int | None, grace: int | None, told: Told) -> Audited:
    from opledger.git.audit import Auditor
    from opledger.git.soundness import Soundness

    allowed, every = archive.config.audit, len(archive.commits)
    if late_after is not None:
        allowed = replace(allowed, late_after=late_after)
    if grace is not None:
        allowed = replace(allowed, grace=grace)
    auditor, soundness = Auditor(archive, allowed), Soundness(archive)
    found: list[Finding] = []
    for done, chapter in enumerate(archive.told(), 1):
        found += auditor.take(chapter)
        soundness.take(chapter)
        told(done, every)
    return Audited(archive.config.timezone, (*found, *soundness.findings()))


def _packed(found: Audited, zones: list[str]) -> bytes | None:
    """The findings as bytes; ``None`` where one of them can't be packed."""
    from opledger.files.packing import Unpackable, table_of

    with suppress(Unpackable, OverflowError, UnicodeEncodeError, ValueError):
        told = [
            [
                each.kind.value,
                bytes.fromhex(each.commit.hash),
                each.path,
                table_of(each.event) if each.event else None,
                each.text,
            ]
            for each in found.findings
        ]
        plain = [found.zone, zones, zone_rules(zones), told]
        content: bytes = msgpack.packb(plain, unicode_errors=ODD_NAMES)
        return content
    return None


def _unpacked(content: bytes, annals: Annals) -> Audited | None:
    try:
        plain = msgpack.unpackb(content, unicode_errors=ODD_NAMES, strict_map_key=False)
        zone, zones, rules, told = plain
        if zone not in zones or rules != zone_rules(zones):
            return None
        findings = tuple(
            Finding(Kind(kind), annals.deed(name.hex()).commit, path, _event(event), text)
            for kind, name, path, event, text in told
        )
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError):
        return None
    except msgpack.UnpackException:
        return None
    return Audited(zone, findings)


def _event(table: dict[str, Any] | None) -> Event | None:
    if table is None:
        return None
    from opledger.core.model import Event
    from opledger.files.packing import record_of

    return record_of(Event, table)


def _nobody(_done: int, _every: int) -> None:
    """Nobody is told how far it is."""
