"""Where a ledger may be pushed to."""

from __future__ import annotations

import pytest

from opledger.core.config import Config
from opledger.git.remotes import may_be_pushed, shown_address


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("https://git.example.org/me/search", "https://git.example.org/me/search.git"),
        ("https://git.example.org/me/search.git/", "https://me:secret@GIT.example.org/me/search"),
        ("git@git.example.org:me/search.git", "git@git.example.org:me/search"),
        ("ssh://git@git.example.org/me/search", "ssh://git@git.example.org/me/search.git"),
        ("/srv/search.git", "file:///srv/search"),
        ("/srv/search.git/", "/srv/x/../search.git"),
    ],
)
def test_an_address_that_leads_to_an_allowed_place_is_allowed(allowed: str, url: str) -> None:
    assert may_be_pushed(Config(allowed_remotes=(allowed,)), url)
    assert may_be_pushed(Config(allowed_remotes=(url,)), allowed)


@pytest.mark.parametrize(
    "url",
    [
        "https://git.example.org/me/search2",
        "https://git.example.org.evil.example/me/search",
        "http://git.example.org/me/search",
        "https://evil.example/https://git.example.org/me/search",
        "git@git.example.org:me/search",
        "/me/search",
        "",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    allowed = Config(allowed_remotes=("https://git.example.org/me/search",))
    assert not may_be_pushed(allowed, url)
    assert not may_be_pushed(Config(), url)
    assert may_be_pushed(Config(private=False), url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@git.example.org/x", "https://git.example.org/x"),
        ("https://me:sec@ret@git.example.org/x", "https://git.example.org/x"),
        ("HTTPS://token@git.example.org/@x", "HTTPS://git.example.org/@x"),
        ("helper::https://me:secret@git.example.org/x", "helper::https://git.example.org/x"),
        ("ssh://git:secret@git.example.org/x", "ssh://git@git.example.org/x"),
        ("git@git.example.org:x", "git@git.example.org:x"),
        ("/srv/a@b", "/srv/a@b"),
    ],
)
def test_a_password_is_never_printed(url: str, shown: str) -> None:
    assert shown_address(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "https://me:sec@ret@git.example.org/x",
        "ssh://git:secret@git.example.org/x.git/",
        "ssh://git.example.org:2222/x",
        "git@git.example.org:x",
        "/srv/it's",
        "../x.git",
    ],
)
def test_the_address_that_is_shown_is_the_one_to_allow(url: str) -> None:
    assert may_be_pushed(Config(allowed_remotes=(shown_address(url),)), url)
