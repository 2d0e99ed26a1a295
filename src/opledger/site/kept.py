"""Pages of a site as they were rendered last, by what they were rendered from.

They lie in the user's cache, one entry for all pages of a ledger: data, not the code that a
template is compiled to. So a site that is built again loads and compiles only the templates of
pages that tell something else.

Opportunities' pages, where there are many, go by what lies in the site's own folder instead
(:mod:`opledger.site.keys`); and the lists of thousands would be megabytes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgpack

from opledger.files.cache import Cache, digest

MOST = 1000  # opportunities: more are shared by several processes
_FORM = 1  # of the bytes; another one is another key
_LIBRARIES = ("jinja2", "markupsafe", "markdown_it")  # by which pages are rendered


class Kept:
    """The pages of one site; those that were used or put since are kept by :meth:`save`."""

    def __init__(self, cache: Cache, root: Path) -> None:
        """``root`` is the ledger's folder; of each, the site that was built last is kept."""
        self._cache = cache
        self._key = f"pages-{_FORM}-{digest(os.fsencode(root.resolve())).hex()}"
        self._known = self._read()
        self._used: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> bytes | None:
        """The page with this key; ``None`` where there is none."""
        content = self._known.get(key)
        if content is not None:
            self._used[key] = content
        return content

    def put(self, key: bytes, content: bytes) -> None:
        """A page that was rendered anew."""
        self._used[key] = content

    def save(self) -> None:
        """Keep these pages and no others for the next time, if they are not what was kept."""
        if self._used.keys() != self._known.keys():
            self._cache.put(self._key, msgpack.packb(self._used))
            self._known = dict(self._used)

    def _read(self) -> Mapping[bytes, bytes]:
        content = self._cache.get(self._key)
        return msgpack.unpackb(content) if content else {}


def page_key(templates: str, name: str, values: Mapping[str, object]) -> bytes:
    """The key of a page: equal where the same template is given the same values.

    ``templates`` stands for all templates. The cache itself stands for the program.
    """
    told = (templates, _libraries(), name, repr(values))
    return digest(*(each.encode("utf-8", "surrogatepass") for each in told))


@cache
def _libraries() -> str:
    """What stands for the libraries that pages are rendered by."""
    looks = []
    for name in _LIBRARIES:
        found = find_spec(name)
        origin = found.origin if found else None
        about = Path(origin).stat() if origin else None
        looks.append(f"{origin}:{about and (about.st_mtime_ns, about.st_size)}")
    return "\n".join(looks)
