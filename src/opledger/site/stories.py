"""The page of each opportunity, one by one: so that several processes can share in them.

Most of a large site are these pages, and after an edit nearly all of them are what they were. So
each has a key, by which one that was made from the same is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.site.keys import story_key
from opledger.site.views.opportunity import opportunity_page

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.scope import Scope
    from opledger.core.standing import Standing
    from opledger.files.filling import Place
    from opledger.site.pages import Pages
    from opledger.site.views.frame import Frame
    from opledger.site.views.history import ChangeRow

TEMPLATE = "opportunity.html.j2"


@dataclass(frozen=True, slots=True)
class Stories:
    """The opportunities in the order of the list, and what else their pages are made from.

    ``framed`` gives the frame for a path, a title and a foot. ``ground`` is the part of the keys
    that all have in common (:func:`.keys.ground`); without one the pages have no keys.
    """

    order: tuple[Standing, ...]
    config: Config
    scope: Scope
    changes: Mapping[str, tuple[ChangeRow, ...]]
    framed: Callable[[str, str, str | None], Frame]
    pages: Pages
    ground: str = ""

    def path(self, index: int) -> str:
        """Where a page is, from the site's top."""
        return f"opportunities/{self.order[index].opportunity.id}.html"

    def put(self, index: int, place: Place) -> None:
        """Put a page there, or keep the one that was made from the same.

        Raises:
            Failure: the template is wrong.
        """
        each, path = self.order[index], self.path(index)
        before = self.order[index - 1] if index else None
        after = self.order[index + 1] if index + 1 < len(self.order) else None
        made = self.changes.get(each.opportunity.id, ())
        key = story_key(self.ground, each, self.config, (before, after), made)
        if key and place.keep(path, key):
            return
        view = opportunity_page(each, self.config, self.scope, (before, after), made)
        foot = None if self.scope.public else foot_of(each)
        framed = self.framed(path, each.opportunity.company, foot)
        place.put(path, self.pages.page(TEMPLATE, framed, view, keyed=bool(key)), key)

    def page(self, template: str, path: str, title: str, view: object) -> bytes:
        """Any other page of the site.

        Raises:
            Failure: the template is wrong.
        """
        return self.pages.page(template, self.framed(path, title, None), view)


def foot_of(each: Standing) -> str:
    """What stands at the foot of an opportunity's page: the day, where that matters to it.

    Neither the commit nor how many there are: else each of them would make every page another.
    """
    return "" if each.settled else f"As of {each.as_of}"
