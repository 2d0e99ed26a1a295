"""Rules about texts that have a form: currencies, links, e-mail addresses and time zones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TypeGuard
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from opledger.core.currencies import CURRENCIES
from opledger.core.late import pattern
from opledger.core.nearest import nearest
from opledger.files.diagnostics import Finding
from opledger.files.nodes import Node, Scalar
from opledger.files.rules.context import Context
from opledger.files.rules.rule import rule
from opledger.files.shapes import Shape, Text

_EMAIL = pattern(r"[^\s@<>,;]+@[^\s@<>,;]+")
_OF_THE_MACHINE = frozenset({"localtime", "posixrules", "Factory"})
_AREA = pattern(r"[A-Z][a-z]+/[A-Z][A-Za-z_-]+")
SCHEMES = ("https", "http", "mailto")


@rule("bad-currency")
def bad_currency(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A currency is none of ISO 4217's three-letter codes, such as ``USD`` or ``EUR``."""
    if _has_form(node, shape, "currency") and not is_currency(node.text):
        upper = node.text.upper()
        hint = f"did you mean '{upper}'?" if upper in CURRENCIES else "three letters, such as USD"
        yield context.finding(node, f"'{node.text[:40]}' is no currency", hint)


@rule("bad-url")
def bad_url(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A link is no web or mail address.

    Only ``https:``, ``http:`` and ``mailto:`` are taken: other links can run code in a page.
    """
    if _has_form(node, shape, "url") and not is_link(node.text):
        hint = "write the whole address, beginning with https://"
        yield context.finding(node, f"'{node.text[:60]}' is no link", hint)


@rule("bad-email")
def bad_email(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """An e-mail address is none: a name, ``@`` and a domain, no blanks."""
    if _has_form(node, shape, "email") and not is_email(node.text):
        yield context.finding(node, f"'{node.text[:60]}' is no e-mail address")


@rule("bad-timezone")
def bad_timezone(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """The ledger's time zone is none of the IANA names, such as ``Europe/Berlin``."""
    if _has_form(node, shape, "timezone") and not is_timezone(node.text):
        close = nearest(node.text, sorted(available_timezones()))
        hint = f"did you mean '{close}'?" if close else "write Area/City, such as Europe/Berlin"
        yield context.finding(node, f"'{node.text[:60]}' is no time zone", hint)


def _has_form(node: Node, shape: Shape, form: str) -> TypeGuard[Scalar]:
    return isinstance(shape, Text) and shape.form == form and isinstance(node, Scalar)


def is_timezone(text: str) -> bool:
    """Whether a text is the name of a zone; the list of all is slow to make, so it comes last."""
    with suppress(ValueError, OSError, ZoneInfoNotFoundError):
        if text == "UTC" or _AREA.fullmatch(text):
            return ZoneInfo(text).key == text
    return text in available_timezones() and text not in _OF_THE_MACHINE


def is_currency(text: str) -> bool:
    """Whether a text is a currency's code."""
    return text in CURRENCIES


def is_link(text: str) -> bool:
    """Whether a text is an address that a page may link to."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    if text != text.strip() or any(c.isspace() for c in text) or parts.scheme not in SCHEMES:
        return False
    return bool(parts.path) if parts.scheme == "mailto" else bool(host)


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address."""
    return bool(_EMAIL.fullmatch(text))


# What a text of each form must be, as the rules above ask it.
FORMS: Mapping[str, Callable[[str], bool]] = {
    "currency": is_currency,
    "url": is_link,
    "email": is_email,
    "timezone": is_timezone,
}
FORM_RULES = (bad_currency, bad_url, bad_email, bad_timezone)
