"""What the page of offers shows of a search."""

from __future__ import annotations

from tests.searches import figures, sample
from tests.stories import an_event, an_opportunity, told

from opledger.core.config import Config
from opledger.core.model import Equity, Market, Offer, Opportunity
from opledger.core.scope import Scope
from opledger.core.vocabulary import OfferForm, OfferPart
from opledger.site.views.offers import Offers, offers


def offered(offer: Offer | None, name: str = "kestrel", **more: object) -> Opportunity:
    return an_opportunity(an_event(0, "lead"), an_event(9, "offer", offer=offer), name=name, **more)


def page(*opportunities: Opportunity) -> Offers:
    found = offers(figures(Config(), *opportunities))
    assert found
    return found


def test_the_sample() -> None:
    view = offers(sample())
    assert view
    assert view.headline == "4 offers, 1 accepted"
    assert view.lead == (
        "Highest first year: 448,000 USD (Osterlane)."
        " 3 of 4 have parts that are unknown or not agreed."
    )
    [priced] = view.priced
    assert (priced.currency, priced.has_market, priced.has_unknown, priced.more) == (
        "USD",
        True,
        True,
        0,
    )
    assert [row.title for row in priced.chart.rows] == [
        "Osterlane: 448,000",
        "Meridian Inference: at least 280,000",
        "Larkmoor Devices: at least 242,000",
        "Halyard Contracts: at least 140,000",
    ]
    assert [(piece.kind, piece.title) for piece in priced.chart.rows[3].pieces] == [
        ("equity", "Shares a year 140,000"),
        ("unknown", "base, bonus, sign-on still unknown"),
    ]
    assert " ".join(line.text for line in priced.chart.rows[3].note).startswith(
        "verbal, I declined"
    )


def test_currencies_stand_apart_and_nothing_is_converted() -> None:
    view = page(
        offered(Offer(base=100_000, currency="USD")),
        offered(Offer(base=90_000, currency="EUR"), "aldgrove"),
        offered(Offer(base=80_000), "tallow"),
    )
    assert [(each.currency, len(each.chart.rows)) for each in view.priced] == [
        ("EUR", 1),
        ("USD", 1),
        ("No currency stated", 1),
    ]
    assert view.lead.startswith(
        "Highest first year: at least 90,000 EUR (Aldgrove);"
        " at least 100,000 USD (Kestrel); at least 80,000 (Tallow)."
    )


def test_a_pending_amount_is_drawn_loose_and_a_total_told_fills_the_rest() -> None:
    pending = Offer(base=100, bonus=20, pending=(OfferPart.BONUS,), form=OfferForm.VERBAL)
    whole = Offer(base=100, total=180)
    [priced] = page(offered(pending), offered(whole, "tallow")).priced
    pieces = {
        row.title: [(piece.kind, piece.loose) for piece in row.pieces] for row in priced.chart.rows
    }
    assert pieces == {
        "Tallow: 180": [("base", False), ("total", False)],
        "Kestrel: at least 100": [("base", False), ("bonus", True), ("unknown", True)],
    }


def test_a_benchmark_in_another_currency_is_no_mark() -> None:
    usd = Offer(base=100, bonus=0, sign_on=0, equity=Equity(value=0), currency="USD")
    [priced] = page(offered(usd, market=Market(total=120, currency="EUR"))).priced
    assert (priced.has_market, priced.has_unknown) == (False, False)
    [priced] = page(offered(usd, market=Market(total=120, currency="USD"))).priced
    assert priced.has_market


def test_offers_without_amounts_are_said_to_have_none() -> None:
    view = page(offered(None), offered(Offer(form=OfferForm.VERBAL), "tallow"))
    assert (view.headline, view.lead, view.priced) == (
        "2 offers, 2 still open",
        "Nothing is said of the amounts.",
        (),
    )
    assert [(row.named.id, row.when, row.form, row.now) for row in view.bare] == [
        ("kestrel", "2024-01-10", "nothing stated", "open"),
        ("tallow", "2024-01-10", "verbal", "open"),
    ]
    assert view.report.parts == ()


def test_what_is_known_of_an_offer_stands_in_the_sheet_and_the_rest_in_a_list() -> None:
    view = page(offered(Offer(base=100_000)), offered(None, "tallow"))
    assert [part.heading for part in view.report.parts] == ["Kestrel"]
    assert [row.named.company for row in view.bare] == ["Tallow"]
    many = page(*(offered(None, f"c{n}") for n in range(70)))
    assert (len(many.bare), many.more) == (60, 10)


def test_a_single_offer_is_told_without_counts() -> None:
    assert page(told("lead offer accepted")).headline == "1 offer, accepted"
    assert page(told("lead offer declined")).headline == "1 offer, none accepted"


def test_many_offers_are_drawn_up_to_a_dozen() -> None:
    [priced] = page(*(offered(Offer(base=n + 1), f"c{n}") for n in range(15))).priced
    assert (len(priced.chart.rows), priced.more) == (12, 3)


def test_without_an_offer_there_is_no_page() -> None:
    assert offers(figures(Config(), told("lead call"))) is None
    assert offers(sample(), Scope(public=True, singly=False)) is None


def test_of_hundreds_of_offers_the_first_are_told_one_by_one() -> None:
    made = [offered(Offer(base=1000 + n, currency="USD"), f"o{n}") for n in range(130)]
    view = page(*made, offered(None, "bare"))
    assert (view.further, view.more, len(view.bare)) == (10, 0, 1)
    assert [part.heading for part in view.report.parts[:2]] == ["O129", "O128"]
    titles = [part.heading for part in view.report.parts]
    assert ("O10" in titles, "O9" in titles) == (True, False)
    assert page(*made[:120]).further == 0
