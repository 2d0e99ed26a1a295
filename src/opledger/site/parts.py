"""What a site is put together from, cut into parts that several processes can share in.

A part is the figures as data with the pages that need most of the same, which one process so works
out once; other data; a page for the whole search; or some pages of opportunities. None needs what
comes of another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.files.filling import Place
    from opledger.site.stories import Stories

_AT_ONCE = 50  # pages of opportunities


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that will be: its path, its template, its title, and what makes its view.

    ``listed`` pages stand in the menu. ``by_figures`` says that its figures are those of the data.
    """

    path: str
    template: str
    title: str
    view: Callable[[], object]
    listed: bool = True
    by_figures: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a site, by their numbers from 0; ``data`` make files beside the pages.

    The first of the data are the figures.
    """

    data: Sequence[Callable[[], dict[str, bytes]]]
    planned: Sequence[Planned]
    stories: Stories

    @property
    def count(self) -> int:
        """How many parts there are."""
        return self._first_story - (-len(self.stories.order) // _AT_ONCE)

    @property
    def pages(self) -> int:
        """How many pages there are in all of them."""
        return len(self.planned) + len(self.stories.order)

    def pages_to(self, part: int) -> int:
        """How many pages there are in this part and those before it."""
        alone = min(max(part + 1 - len(self.data), 0), len(self._alone))
        stories = max(part + 1 - self._first_story, 0) * _AT_ONCE
        return len(self._by_figures) + alone + min(stories, len(self.stories.order))

    def put(self, part: int, place: Place) -> None:
        """Put the files of a part there.

        Raises:
            Failure: a template is wrong.
        """
        if part < len(self.data):
            for name, content in self.data[part]().items():
                place.put(name, content)
            for page in self._by_figures if part == 0 else ():
                self._put_page(page, place)
        elif part < self._first_story:
            self._put_page(self._alone[part - len(self.data)], place)
        else:
            first = (part - self._first_story) * _AT_ONCE
            for index in range(first, min(first + _AT_ONCE, len(self.stories.order))):
                self.stories.put(index, place)

    def _put_page(self, page: Planned, place: Place) -> None:
        made = self.stories.page(page.template, page.path, page.title, page.view())
        place.put(page.path, made)

    @property
    def _by_figures(self) -> list[Planned]:
        return [page for page in self.planned if page.by_figures]

    @property
    def _alone(self) -> list[Planned]:
        return [page for page in self.planned if not page.by_figures]

    @property
    def _first_story(self) -> int:
        return len(self.data) + len(self._alone)
