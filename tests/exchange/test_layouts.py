"""The layouts in which people keep a log, each mapped by the language alone."""

from __future__ import annotations

from tests.exchange.logs import import_log


def test_one_row_an_application_with_a_column_for_each_date() -> None:
    imported = import_log(
        """\
        Employer,Job,Applied,Talked,Closed,Result
        Northwind Kites,Engineer,2024-01-05,2024-01-11,2024-01-20,Rejected
        Blue Fjord,Analyst,2024-01-06,,,
        """,
        """
        fields: {company: Employer, role: Job}
        events:
          - {stage: applied, date: Applied}
          - {stage: call, date: Talked}
          - {status: Result, date: Closed}
        statuses: {rejected: rejected}
        """,
    )
    assert imported.told == {
        "northwind-kites": "applied 01-05, call 01-11, rejected 01-20",
        "blue-fjord": "applied 01-06",
    }
    assert not imported.bad


def test_one_status_and_one_date() -> None:
    imported = import_log(
        """\
        Firm;Status;When
        Northwind Kites;Interviewing;5.1.2024
        Blue Fjord;Rejected;7.1.2024
        """,
        """
        dates: '%d.%m.%Y'
        fields: {company: Firm}
        events: [{status: Status, date: When}]
        statuses:
          Interviewing: [applied, interview]
          Rejected: rejected
        """,
    )
    assert imported.told == {
        "northwind-kites": "applied 01-05, interview 01-05",
        "blue-fjord": "applied 01-07, rejected 01-07",
    }
    assert imported.plan.repairs == {"began without a stage: first stage added on the same day": 1}


def test_one_row_an_event() -> None:
    imported = import_log(
        """\
        Company,Role,Date,What,Site
        Blue Fjord,Cook,2024-01-20,No thanks,
        blue fjord ,Cook,2024-01-05,Sent,Jobs4U
        Northwind Kites,Cook,2024-01-06,Sent,Jobs4U
        Blue Fjord,Cook,2024-01-12,Phone,Other
        """,
        """
        group: [Company, Role]
        fields: {company: Company, role: Role}
        events: [{status: What, date: Date}]
        statuses: {Sent: applied, Phone: call, No thanks: rejected}
        """,
    )
    assert imported.told == {
        "blue-fjord": "applied 01-05, call 01-12, rejected 01-20",
        "northwind-kites": "applied 01-06",
    }
    blue = imported.plan.new[0].opportunity
    assert blue.extra["Site"] == ["Jobs4U", "Other"]
    assert blue.extra["import"] == {
        "map": "map",
        "key": "Blue Fjord | Cook",
        "events": ["2024-01-05 applied", "2024-01-12 call", "2024-01-20 rejected"],
    }


def test_a_nested_list_of_status_events() -> None:
    imported = import_log(
        """\
        {"jobs": {"list": [
          {"company": {"name": "Blue Fjord", "size": "11-50"}, "state": "gone", "log": [
            {"state": "applied", "at": "2024-01-05T23:30:00Z"},
            {"state": "on site 2", "at": "2024-01-09T12:00:00Z", "with": "Ida"}]}]}}
        """,
        """
        records: jobs.list
        fields: {company: company.name, size: company.size}
        events: [{each: log, status: state, date: at, note: with}]
        statuses: {applied: applied, '/^on site/': interview}
        ledger: {timezone: Europe/Oslo, stages: {applied: A, interview: I}}
        """,
        "log.json",
    )
    assert imported.told == {"blue-fjord": "applied 01-06, interview 01-09"}
    assert imported.only.events[1].note == "Ida"
    assert imported.only.size == "11-50"
    assert imported.only.extra["state"] == "gone"
    assert "log" not in imported.only.extra
    assert "company" not in imported.only.extra


def test_a_nested_mapping_and_a_text_of_events() -> None:
    imported = import_log(
        """\
        {"k1": {"firm": "Blue Fjord", "days": {"applied": "2024-01-05", "call": "2024-01-07"}},
         "k2": {"firm": "Northwind", "log": "2024-02-01 applied; 2024-02-03 rejected"}}
        """,
        """
        fields: {company: firm}
        events:
          - {each: days, status: '@key', date: '.'}
          - each: {column: log, split: ;}
            date: {column: '.', pattern: '^(\\S+)'}
            status: {column: '.', pattern: '^\\S+ (.*)$'}
        statuses: {applied: applied, call: call, rejected: rejected}
        """,
        "log.json",
    )
    assert imported.told == {
        "blue-fjord": "applied 01-05, call 01-07",
        "northwind": "applied 02-01, rejected 02-03",
    }
    first = imported.plan.new[0].opportunity
    assert first.extra["import"] == {
        "map": "map",
        "key": "k1",
        "events": ["2024-01-05 applied", "2024-01-07 call"],
    }


def test_yes_or_no_columns_say_a_stage_was_reached() -> None:
    imported = import_log(
        """\
        Company,Applied,Call?,Interview?,Interview on
        Blue Fjord,2024-01-05,yes,1,2024-01-20
        Northwind,2024-01-05,no,0,
        Harbour Nine,2024-01-05,Y,x,
        """,
        """
        fields: {company: Company}
        events:
          - {stage: applied, date: Applied}
          - {when: {Call?: [yes, y, 1]}, stage: call, date: {after: previous}}
          - when: {Interview?: [yes, 1, x]}
            stage: interview
            date: [Interview on, {after: previous, plus: 7}]
        """,
    )
    assert imported.told == {
        "blue-fjord": "applied 01-05, call 01-05, interview 01-20",
        "northwind": "applied 01-05",
        "harbour-nine": "applied 01-05, call 01-05, interview 01-12",
    }


def test_furthest_stage_and_outcome() -> None:
    imported = import_log(
        """\
        Company,Applied,Last,Got to,Ended,Days
        Blue Fjord,2024-01-05,2024-02-01,Interview,Turned down,
        Northwind,2024-01-05,,None,Silence,40
        """,
        """
        empty: none
        fields: {company: Company}
        events:
          - {stage: applied, date: Applied}
          - {status: Got to, date: [Last, Applied]}
          - {status: Ended, date: [Last, {column: Applied, plus: Days}]}
        statuses: {Interview: interview, Turned down: rejected, Silence: ghosted}
        """,
    )
    assert imported.told == {
        "blue-fjord": "applied 01-05, interview 02-01, rejected 02-01",
        "northwind": "applied 01-05, ghosted 02-14",
    }


def test_a_status_that_says_several_things() -> None:
    imported = import_log(
        """\
        Company,Sent,Status,Talked,Closed
        Blue Fjord,2024-01-05,Inter + Rejec,2024-01-09,2024-01-20
        Northwind,2024-01-05,Rejected after 2nd interview,,2024-01-21
        """,
        """
        fields: {company: Company}
        events:
          - {stage: applied, date: Sent}
          - {status: Status, date: Closed}
        statuses:
          Inter + Rejec: [{stage: interview, date: Talked}, {outcome: rejected, reasons: [fit]}]
          /^rejected after .* interview/: [interview, rejected]
        """,
    )
    assert imported.told == {
        "blue-fjord": "applied 01-05, interview 01-09, rejected 01-20",
        "northwind": "applied 01-05, interview 01-21, rejected 01-21",
    }
    assert imported.plan.new[0].opportunity.events[2].reasons == ("fit",)


def test_rows_that_never_were_opportunities_are_skipped_by_reason() -> None:
    imported = import_log(
        """\
        Company,Sent,Status,Score
        Blue Fjord,,Wishlist,1
        Northwind,2024-01-05,Sent,9
        Harbour Nine,,Maybe,2
        Old Mill,,Sent,1
        ,,,
        """,
        """
        skip:
          - {when: [{Status: /^wish/}, {Score: {below: 2}}], reason: never applied}
        fields: {company: Company}
        events: [{status: Status, date: Sent}]
        statuses: {Sent: applied, otherwise: skip}
        """,
    )
    assert imported.told == {"northwind": "applied 01-05"}
    assert imported.plan.skipped == {
        "never applied": 2,
        "status 'Maybe' stands for no event": 1,
        "empty row": 1,
    }


def test_a_row_of_every_field() -> None:
    imported = import_log(
        """\
        Co,Title,Via,Kind,Link,Pay,Words,Who,Mail,Sent,Offer,Money,-
        Blue Fjord,Cook,Ida,Health care,https://b.eu,55k,"a; b",Ida,i@x.eu,05.01.,01.02.,"€60,000",x
        """,
        """
        dates: {format: '%d.%m.', since: 2024-01-01}
        fields:
          company: Co
          role: Title
          source: {column: Via, words: {Ida: warm, otherwise: application}}
          segment: {column: Kind, word: true}
          url: Link
          market: {total: Pay, currency: {constant: EUR}}
          tags: {column: Words, split: ;}
          people: {name: Who, email: Mail}
          level: {sought: {constant: senior}}
          notes: {columns: [Title, Via], join: ' via '}
        events:
          - {stage: applied, date: Sent, by: {constant: me}, interest: {constant: high}}
          - {stage: offer, date: Offer, offer: {base: Money, form: {constant: written}}}
        ignore: '-'
        """,
    )
    record = imported.only
    assert (record.source, record.segment, record.tags) == ("warm", "health-care", ("a", "b"))
    assert record.market is not None
    assert (record.market.total, record.market.currency) == (55000, "EUR")
    assert record.people[0].email == "i@x.eu"
    assert record.notes == "Cook via Ida"
    assert record.events[1].offer is not None
    assert record.events[1].offer.base == 60000
    assert record.extra == {
        "import": {
            "map": "map",
            "key": "Blue Fjord | Cook | 2024-01-05",
            "events": [f"{event.date} {event.stage}" for event in record.events],
        },
        "Kind": "Health care",
    }


def test_what_no_field_takes_is_left_under_extra_and_counted() -> None:
    imported = import_log(
        """\
        Company,Link,Mail,Words,Sent
        Blue Fjord,javascript:alert(1),not an address,"good pay, far",2024-01-05
        """,
        """
        fields:
          {company: Company, url: Link, people: {email: Mail}, tags: {column: Words, split: ','}}
        events: [{stage: applied, date: Sent}]
        """,
    )
    assert imported.plan.aside == {"url": 1, "people.email": 1, "tags": 1}
    assert imported.only.url is None
    assert imported.only.tags == ("far",)
    assert imported.only.extra["Link"] == "javascript:alert(1)"
    assert imported.only.extra["Words"] == "good pay, far"
