"""Values as text that is the same in each run, for what is kept by what it was made from."""

from __future__ import annotations

from dataclasses import fields, is_dataclass


def canonical(value: object) -> str:
    """Every field of a record, and a set in order: Python's own text has one by chance."""
    if is_dataclass(value) and not isinstance(value, type):
        stated = (f"{each.name}={canonical(getattr(value, each.name))}" for each in fields(value))
        return f"{type(value).__name__}({', '.join(stated)})"
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(canonical, value)))}}}"
    if isinstance(value, dict):
        items = (f"{canonical(key)}: {canonical(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(canonical, value))})"
    return repr(value)
