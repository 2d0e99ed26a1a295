"""Views become HTML, and what was rendered before from the same values is not rendered again.

Templates are rendered by :mod:`opledger.site.rendering`, which is loaded when the first page needs
it: Jinja, and the compiling of templates, are a third of what a small site takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from re import ASCII
from typing import TYPE_CHECKING

from opledger.core.late import pattern
from opledger.files.resources import templates_folder
from opledger.files.templates import SUFFIX
from opledger.site.kept import page_key

if TYPE_CHECKING:
    from opledger.site.kept import Kept
    from opledger.site.rendering import Renderer
    from opledger.site.views.frame import Frame

_FOOT = "\ue000"  # stands for the foot
_PLAIN = pattern(r"[\w ,:-]+", ASCII)  # a foot that is the same in HTML
ASSETS = ("style.css", "charts.css", "table.js", "icon.svg")


class Pages:
    """Renders pages from the package's templates, and the ledger's own in their stead."""

    def __init__(
        self,
        folder: Path | None = None,
        own: Mapping[str, bytes] | None = None,
        kept: Kept | None = None,
    ) -> None:
        """``folder`` holds the package's templates, unless another is named.

        ``own`` are the ledger's, as :func:`opledger.files.templates.own_templates` reads them;
        ``kept`` are pages that were rendered before, if any are to be.
        """
        self._folder = folder or templates_folder()
        self._own = own or {}
        self._trusted = folder is None
        self._kept = kept

    def __reduce__(self) -> tuple[type[Pages], tuple[Path | None, Mapping[str, bytes]]]:
        """What it is made of, so that another process has the same, but for what is kept."""
        return Pages, (self._folder if not self._trusted else None, self._own)

    @cached_property
    def digest(self) -> str:
        """Of all templates: another one after any of them was changed."""
        digest = blake2b(digest_size=16)
        files = (path for path in self._folder.rglob("*") if path.is_file())
        packaged = {path.relative_to(self._folder).as_posix(): path.read_bytes() for path in files}
        own = sorted(self._own.items() - packaged.items())  # one that only was copied is the same
        for name, content in (*sorted(packaged.items()), *own):
            digest.update(f"{name} {len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()

    def render(self, template: str, **values: object) -> bytes:
        """A template with its values, as UTF-8.

        Raises:
            Failure: the template is wrong; its file and line are named.
        """
        if self._kept is None:
            return self.renderer.render(template, values)
        key = page_key(self.digest, template, values)
        content = self._kept.get(key)
        if content is None:
            content = self.renderer.render(template, values)
            self._kept.put(key, content)
        return content

    def keep(self) -> None:
        """Keep what was rendered for the next time, where it is to be kept."""
        if self._kept is not None:
            self._kept.save()

    @cached_property
    def renderer(self) -> Renderer:
        """What renders that which is not kept."""
        from opledger.site.rendering import Renderer  # noqa: PLC0415 - slow to load

        return Renderer(self._folder, self._own, trusted=self._trusted)

    def page(self, template: str, frame: Frame, view: object, *, keyed: bool = False) -> bytes:
        """A page: the view in its frame; one that is ``keyed`` in its own folder is not kept.

        The foot tells the commit, and whether anything was changed since: another one after nearly
        each edit. So it is put into a page that is kept without it. A template of the ledger's own
        may do anything with it.
        """
        own = not self._trusted or any(name.endswith(SUFFIX) for name in self._own)
        if keyed:
            return self.renderer.render(template, {"frame": frame, "view": view})
        if self._kept is None or own or not _PLAIN.fullmatch(frame.foot):
            return self.render(template, frame=frame, view=view)
        page = self.render(template, frame=replace(frame, foot=_FOOT), view=view)
        before, _, after = page.rpartition(_FOOT.encode())  # nothing of the ledger comes behind it
        return b"".join((before, frame.foot.encode(), after))

    def assets(self) -> dict[str, bytes]:
        """The style sheets, the script and the icon, by their paths in the site."""
        names = [f"assets/{name}" for name in ASSETS]
        return {
            name: self._own[name] if name in self._own else (self._folder / name).read_bytes()
            for name in names
        }
