"""Calendar files, read back by another library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.calendars import Reader, lines, reader
from tests.stories import an_event, an_opportunity, day

from opledger.core.config import Config
from opledger.core.figures.schedule import Entry, schedule
from opledger.core.model import Event, NextAction, Offer, Opportunity
from opledger.exchange.ics import Wishes, calendar
from opledger.files.diagnostics import printable

BERLIN = Config(title="Winter, search", timezone="Europe/Berlin")
TODAY = day(60)  # the first of March 2024
USUAL = Wishes()


@pytest.fixture(scope="module")
def read() -> Iterator[Reader]:
    """ical.js."""
    with reader() as one:
        yield one


def at(moment: datetime, stage: str | None = "onsite", zone: str = "Europe/Berlin") -> Event:
    """A stage at a moment."""
    there = moment.astimezone(ZoneInfo(zone))
    return Event(date=there.date(), time=moment, stage=stage)


def made(
    *opportunities: Opportunity, config: Config = BERLIN, on: date = TODAY, wishes: Wishes = USUAL
) -> bytes:
    """The calendar of all that these have, as of a day."""
    entries = schedule(opportunities, config, on)
    content = calendar(entries, config, on, wishes)
    assert content == calendar(entries, config, on, wishes)
    assert lines(content)[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    return content


def instant(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type, misc]


KESTREL = an_opportunity(
    an_event(0, "lead"),
    an_event(50, "offer", offer=Offer(base=190_000, deadline=day(63))),
    replace(at(instant(2024, 3, 6, 12)), note="With Ann; at nine, sharp\nRing twice."),
    company="Kestrel; Labs, \\Ltd",
    role="Staff engineer",
    next=NextAction(action="Send references", due=day(57)),
)
QUILL = an_opportunity(an_event(64, "call"), name="quill")


def test_a_calendar_says_what_when_and_with_whom_and_no_more(read: Reader) -> None:
    found = read(made(KESTREL, QUILL, wishes=Wishes(alarm=30)))
    sequence = (TODAY - date(2000, 1, 1)).days
    same = {
        "text": "Staff engineer",
        "sequence": sequence,
        "made": instant(2024, 2, 29, 23).timestamp(),
        "class": "PRIVATE",
        "busy": "TRANSPARENT",
        "alarm": None,
    }
    noon = int(instant(2024, 3, 6, 12).timestamp())
    who = "Kestrel; Labs, \\Ltd"
    assert found == {
        "name": "Winter, search",
        "zones": ["Europe/Berlin"],
        "others": 0,
        "events": [
            {
                **same,
                "uid": "kestrel/lead/1@opledger",
                "title": f"{who}: First contact",
                "start": "2024-01-01",
                "end": "2024-01-02",
            },
            {
                **same,
                "uid": "kestrel/offer/1@opledger",
                "title": f"{who}: Offer",
                "start": "2024-02-20",
                "end": "2024-02-21",
            },
            {
                **same,
                "uid": "kestrel/next@opledger",
                "title": f"{who}: Send references",
                "start": "2024-02-27",
                "end": "2024-02-28",
            },
            {
                **same,
                "uid": "kestrel/answer@opledger",
                "title": f"{who}: Answer the offer",
                "start": "2024-03-04",
                "end": "2024-03-05",
            },
            {
                **same,
                "uid": "quill/call/1@opledger",
                "title": "Quill: Recruiter or hiring-manager call",
                "text": None,
                "start": "2024-03-05",
                "end": "2024-03-06",
            },
            {
                **same,
                "uid": "kestrel/onsite/1@opledger",
                "title": f"{who}: On-site",
                "start": {"at": noon, "shown": "2024-03-06T13:00:00", "zone": "Europe/Berlin"},
                "end": {"at": noon + 3600, "shown": "2024-03-06T14:00:00", "zone": "Europe/Berlin"},
                "busy": "OPAQUE",
                "alarm": -1800,
            },
        ],
    }


def test_notes_are_in_it_only_if_they_were_asked_for(read: Reader) -> None:
    note = replace(at(instant(2024, 3, 7, 8), None), note="Ann rings about the salary.")
    about = replace(KESTREL, events=(*KESTREL.events, note))
    private = made(about).decode()
    assert not any(word in private for word in ("Ann", "salary", "Ring", "190"))
    titles = [each["title"] for each in read(made(about))["events"]]
    assert titles[-1] == "Kestrel; Labs, \\Ltd: Note"
    *_, onsite, last = read(made(about, wishes=Wishes(notes=True)))["events"]
    assert onsite["text"] == "Staff engineer\nWith Ann; at nine, sharp\nRing twice."
    assert last["title"] == "Kestrel; Labs, \\Ltd: Ann rings about the salary."


def uids(read: Reader, *events: Event) -> dict[str, str]:
    """The UID of each stage at a time, by what the clock shows there."""
    found = read(made(an_opportunity(an_event(0, "lead"), *events)))["events"]
    return {each["start"]["shown"]: each["uid"] for each in found if "at" in each["start"]}


def test_what_is_moved_or_told_more_of_keeps_its_uid(read: Reader) -> None:
    first, second = at(instant(2024, 3, 6, 12)), at(instant(2024, 3, 8, 12))
    assert uids(read, first, second) == {
        "2024-03-06T13:00:00": "kestrel/onsite/1@opledger",
        "2024-03-08T13:00:00": "kestrel/onsite/2@opledger",
    }
    moved = at(instant(2024, 3, 11, 7))
    for between in ((), (an_event(66, note="They move it."),), (an_event(66, "screen"),)):
        assert uids(read, first, *between, moved) == {
            "2024-03-06T13:00:00": "kestrel/onsite/1@opledger",
            "2024-03-11T08:00:00": "kestrel/onsite/2@opledger",
        }


def test_an_entry_without_a_stage_keeps_its_uid_once_its_day_has_come() -> None:
    dinner = replace(at(instant(2024, 3, 6, 18), None), note="Dinner")
    about = an_opportunity(an_event(0, "lead"), an_event(65, note="Prepare"), dinner)
    for on in (60, 65, 66):
        found = schedule((about,), BERLIN, day(on))
        assert [entry.key for entry in found if entry.time] == ["2024-03-06/2"]


def test_a_later_file_holds_against_an_earlier_one(read: Reader) -> None:
    one, other = (read(made(QUILL, on=day(number)))["events"][0] for number in (60, 61))
    assert (other["sequence"] - one["sequence"], other["made"] - one["made"]) == (1, 86400)
    assert one["uid"] == other["uid"]
    for early in (date.min, date(1999, 1, 1)):
        assert read(made(QUILL, on=early))["events"][0]["sequence"] == 0
    assert len(read(made(QUILL, on=date.max))["events"]) == 1


def test_in_the_hour_that_comes_twice_the_time_is_utc(read: Reader) -> None:
    twice = [instant(2024, 10, 27, 0, 30), instant(2024, 10, 27, 1, 30)]
    before, ends_in_it = instant(2024, 10, 26, 22, 30), instant(2024, 10, 26, 23, 30)
    moments = [before, ends_in_it, *twice, instant(2024, 10, 27, 2, 30)]
    found = read(made(an_opportunity(*map(at, moments))))["events"]
    assert [(each["start"]["at"], each["start"]["zone"]) for each in found] == [
        (int(moments[0].timestamp()), "Europe/Berlin"),
        (int(moments[1].timestamp()), "UTC"),
        (int(moments[2].timestamp()), "UTC"),
        (int(moments[3].timestamp()), "UTC"),
        (int(moments[4].timestamp()), "Europe/Berlin"),
    ]
    assert all(each["end"]["at"] - each["start"]["at"] == 3600 for each in found)


def test_a_ledger_in_utc_needs_no_zone_and_an_empty_one_is_a_calendar(read: Reader) -> None:
    found = read(made(an_opportunity(at(instant(2024, 3, 6, 12))), config=Config()))
    assert (found["zones"], found["events"][0]["start"]["shown"]) == ([], "2024-03-06T12:00:00Z")
    assert read(made())["events"] == []


@pytest.mark.parametrize("year", [1990, 2007, 2037, 2038, 2039, 2100])
def test_times_of_any_year_are_read_back(read: Reader, year: int) -> None:
    zone = "America/New_York"
    moment = instant(year, 7, 6, 12, 30)
    event = replace(at(moment, zone=zone))
    content = made(an_opportunity(event), config=replace(BERLIN, timezone=zone))
    [found] = read(content)["events"]
    assert found["start"]["zone"] == zone
    assert found["start"]["at"] == int(moment.timestamp())


ODD = (
    *("Africa/Casablanca", "Africa/El_Aaiun", "Africa/Cairo", "America/Nuuk", "America/Asuncion"),
    *("America/St_Johns", "America/Havana", "America/Santiago", "Antarctica/Troll", "Asia/Gaza"),
    *("Asia/Kathmandu", "Asia/Kolkata", "Asia/Tehran", "Asia/Beirut", "Australia/Lord_Howe"),
    *("Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati"),
    *("America/New_York", "America/Los_Angeles", "Etc/GMT-14", "Pacific/Norfolk", "EST5EDT"),
)
ZONES = sorted({*ODD, *sorted(available_timezones() - {"Factory", "localtime"})[::20]})


def changes(zone: ZoneInfo, begin: datetime, days: int) -> list[datetime]:
    """The hours within which the zone's clock was changed."""
    hours = [begin + timedelta(hours=6 * n) for n in range(4 * days)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hours[n] for n in range(len(hours) - 1) if offsets[n] != offsets[n + 1]]


def moments(zone: ZoneInfo) -> list[datetime]:
    """Moments on all days of the year, and every half hour around each change of the clock."""
    begin = instant(2025, 1, 1)
    found = [begin + timedelta(days=73 * n, hours=5 * n) for n in range(6)]
    for change in changes(zone, begin, 365):
        found += [change + timedelta(minutes=30 * n) for n in range(-6, 18)]
    return found


def wrong_times(read: Reader, name: str) -> list[tuple[str, str, int]]:
    """The moments that are read back as others, or not shown as the zone's clock shows them."""
    zone = ZoneInfo(name)
    config = replace(BERLIN, timezone=name)
    every = moments(zone)
    about = an_opportunity(*(at(each, zone=name) for each in every))
    found = read(made(about, config=config))["events"]
    assert len(found) == len(every)
    wrong = []
    for moment, each in zip(sorted(every), found, strict=True):
        there = moment.astimezone(zone)
        start, end = each["start"], each["end"]
        shown = f"{there:%Y-%m-%dT%H:%M:%S}" if start["zone"] != "UTC" else start["shown"]
        span = (start["at"], end["at"], start["shown"])
        at_ = int(moment.timestamp())
        if span != (at_, at_ + 3600, shown):
            wrong.append((name, moment.isoformat(), start["at"] - at_))
    return wrong


@pytest.mark.parametrize("name", ZONES)
def test_every_time_is_the_same_moment_in_every_zone(read: Reader, name: str) -> None:
    assert wrong_times(read, name) == []


SKIPPED = {
    "a day that was left out": ("Pacific/Apia", instant(2011, 12, 30, 10)),
    "a change in the night to a new year": ("Asia/Dhaka", instant(2009, 12, 31, 17)),
    "clocks that went back for good": ("Europe/Moscow", instant(2014, 10, 25, 22)),
}


@pytest.mark.parametrize(("name", "change"), SKIPPED.values(), ids=SKIPPED)
def test_around_what_happens_once_times_are_right(
    read: Reader, name: str, change: datetime
) -> None:
    every = [change + timedelta(minutes=30 * n) for n in range(-60, 60)]
    about = an_opportunity(*(at(each, zone=name) for each in every))
    found = read(made(about, config=replace(BERLIN, timezone=name)))["events"]
    assert [each["start"]["at"] for each in found] == [int(each.timestamp()) for each in every]


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=120).filter(str.strip)
NOTES = st.lists(st.one_of(TEXTS, st.sampled_from(["\n", "\r\n", "\\n", ";", ",", "\\", ":", '"'])))


def one_line(text: str) -> str:
    return printable(" ".join(text.split()))


@given(TEXTS, TEXTS, NOTES.map("".join), st.integers(0, 2**33))
@settings(max_examples=100)
def test_any_text_comes_back_as_it_was(
    read: Reader, company: str, title: str, note: str, seconds: int
) -> None:
    moment = datetime.fromtimestamp(seconds, timezone(timedelta(hours=3)))
    config = replace(BERLIN, title=title)
    about = an_opportunity(replace(at(moment), note=note), company=company, role=title)
    found = read(made(about, config=config, wishes=Wishes(notes=True)))
    [event] = found["events"]
    assert found["name"] == one_line(title)
    assert event["title"] == f"{one_line(company)}: On-site"
    told = (printable(line) for text in (title, note) for line in text.strip().splitlines())
    assert event["text"] == "\n".join(told)
    assert event["start"]["at"] == seconds


def keys(entries: Sequence[Entry]) -> list[str]:
    return [f"{entry.opportunity.id}/{entry.key}" for entry in entries]


def test_no_two_entries_have_the_same_uid(read: Reader) -> None:
    events = [an_event(n, stage) for n in (70, 71) for stage in ("call", "call", "onsite", "")]
    about = an_opportunity(*events, next=NextAction(due=day(70)))
    entries = schedule((about, replace(about, id="other")), BERLIN, TODAY)
    assert len(keys(entries)) == len(set(keys(entries))) == 18
