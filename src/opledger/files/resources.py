"""The one door to what comes with the package: templates, the sample ledger, import presets.

A wheel holds the first two in the package's ``_data`` folder; a checkout, at its top level. The
presets lie among the modules that read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from opledger.core.failure import Failure

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent
_PRESETS = _PACKAGE / "exchange" / "presets"
_NOT_OF_A_SITE = {"ci", "serve"}  # workflows, and what the preview adds to pages


def templates_folder() -> Path:
    """The folder of the Jinja templates and their assets."""
    return _folder("templates")


def template_names() -> tuple[str, ...]:
    """The names of the templates and assets that a site is made of: paths with ``/``, in order."""
    folder = templates_folder()
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    return tuple(sorted(each for each in names if each.partition("/")[0] not in _NOT_OF_A_SITE))


def packaged_template(name: str) -> bytes:
    """A file of the package's templates, by its path there."""
    return (templates_folder() / name).read_bytes()


def code() -> Iterator[tuple[str, bytes]]:
    """Every module of the package by its path there, in order, with its text."""
    for path in sorted(_PACKAGE.rglob("*.py")):
        yield path.relative_to(_PACKAGE).as_posix(), path.read_bytes()


def preset_names() -> tuple[str, ...]:
    """The names of the mappings that come with the package, in order."""
    return tuple(sorted(path.stem for path in _PRESETS.glob("*.yaml")))


def packaged_preset(name: str) -> str:
    """The text of a mapping that comes with the package, by its name."""
    return (_PRESETS / f"{name}.yaml").read_text(encoding="utf-8")


def sample_folder() -> Path:
    """The folder of the sample ledger."""
    return _folder("ledger")


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / "_data" / name, _CHECKOUT / name):
        if folder.is_dir():
            return folder
    message = f"this installation of opledger is incomplete: no '{name}'; install it again"
    raise Failure(message)
