"""The currencies, against the list that pycountry keeps of ISO 4217."""

from __future__ import annotations

import pycountry

from opledger.core.currencies import CURRENCIES

METALS = {"XAG", "XAU", "XPD", "XPT"}
BOND_UNITS = {"XBA", "XBB", "XBC", "XBD"}
UNITS_OF_ACCOUNT = {"XAD", "XDR", "XSU", "XUA"}
NO_CURRENCY = {"XTS", "XXX"}  # for tests, and for transactions without one
# Bulgaria took the euro in 2026; a ledger of 2025 has salaries in leva.
LEFT_ISO_LATELY = {"BGN"}


def test_the_list_is_iso_4217_without_what_nobody_is_paid_in() -> None:
    known = {currency.alpha_3 for currency in pycountry.currencies}
    unpaid = METALS | BOND_UNITS | UNITS_OF_ACCOUNT | NO_CURRENCY
    assert known - CURRENCIES <= unpaid
    assert CURRENCIES - known <= LEFT_ISO_LATELY
    assert not CURRENCIES & unpaid


def test_the_codes_of_recent_years_are_in_it() -> None:
    assert {"XCG", "ZWG", "SLE", "VED"} <= CURRENCIES
