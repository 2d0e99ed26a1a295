"""Sites of templates that were compiled before are those of templates compiled now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import jinja2
import pytest
from tests.compiled import Compiled, compiled_once
from tests.searches import SEARCHES, sample

from opledger.core.config import Publish
from opledger.core.failure import Failure
from opledger.core.model import Ledger
from opledger.core.publishing import PublicLedger, public
from opledger.core.vocabulary import PublicField
from opledger.site.build import private_site, public_site
from opledger.site.pages import Pages

NAME = "page.html.j2"


@pytest.fixture(autouse=True)
def compilations(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str | None]]:
    """The templates that were compiled, with nothing known before."""
    found: list[str | None] = []
    compile_now = jinja2.Environment._generate

    def generate(environment: jinja2.Environment, source: object, name: str | None, *more: object,
                 **named: object) -> str:  # fmt: skip
        found.append(name)
        made: str = compile_now(environment, source, name, *more, **named)  # type: ignore[arg-type]
        return made

    monkeypatch.setattr(jinja2.Environment, "_generate", generate)
    with compiled_once(Compiled()):
        yield found


def shown(few: int | None) -> PublicLedger:
    figured = sample()
    publish = Publish(fields=frozenset(PublicField), few=few, address="https://example.org/a")
    config = replace(figured.config, publish=publish)
    every = tuple(each.opportunity for each in figured.standings)
    return public(Ledger(config, every), figured.as_of)


def test_every_site_is_the_same(compilations: list[str | None]) -> None:
    def built() -> list[dict[str, bytes]]:
        return [private_site(sample()), *(dict(public_site(shown(few)).files) for few in (None, 5))]

    expected = built()
    private_site(SEARCHES["labels of many scripts"]())
    assert built() == expected
    assert len(compilations) == len(set(compilations)) > 10


def rendered(text: str, **values: object) -> str:
    return Pages(own={NAME: text.encode()}).render(NAME, **values).decode()


def test_a_template_that_was_changed_is_compiled_anew() -> None:
    assert [rendered(text) for text in ("One", "Two", "One")] == ["One", "Two", "One"]


def test_what_goes_wrong_is_said_with_its_line_again() -> None:
    said = []
    for _ in range(2):
        with pytest.raises(Failure) as failed:
            rendered("a\n{{ view.gone }}", view=object())
        said.append(str(failed.value))
    assert said[0] == said[1]
    assert said[0].startswith("templates/page.html.j2:2: the template is wrong: ")


def test_a_template_that_is_none_is_refused_again() -> None:
    for _ in range(2):
        with pytest.raises(Failure, match=r"templates/page\.html\.j2:2: the template is wrong"):
            rendered("a\n{% if")
        with pytest.raises(Failure, match="there is no 'autoescape' block"):
            rendered("{% autoescape false %}{% endautoescape %}")
