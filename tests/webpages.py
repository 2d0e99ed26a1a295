"""A site's pages as trees, and what is wrong with them as HTML, as links and for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from posixpath import dirname, join, normpath
from typing import TypeAlias
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib

Tree: TypeAlias = "Element[str]"
_KINDS_OF_LINKS = {"alternate", "canonical", "icon", "stylesheet"}
_REFERENCES = ("href", "src", "action", "data", "poster", "srcset", "xlink:href")
_IDS = ("aria-labelledby", "aria-describedby", "for")


def tree(page: bytes) -> Tree:
    """The page, parsed strictly.

    Raises:
        html5lib.html5parser.ParseError: the standard calls something in it an error.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Tree = parser.parse(page, transport_encoding="utf-8")
    return root


def elements(root: Tree) -> Iterator[tuple[str, Tree]]:
    """Every element with its name; those of drawings too."""
    for each in root.iter():
        if isinstance(each.tag, str):
            yield each.tag.rpartition("}")[2], each


def text(element: Tree) -> str:
    """All text in an element, blanks as one."""
    return " ".join("".join(element.itertext()).split())


def faults(files: Mapping[str, bytes], path: str) -> list[str]:
    """What is wrong with a page of a site, in words."""
    root = tree(files[path])
    return [
        *_faults_of_ids(root),
        *_faults_of_links(root, files, path),
        *_faults_of_code(root),
        *_faults_of_head(root),
        *_faults_of_headings(root),
        *_faults_of_tables(root),
        *_faults_of_charts(root),
    ]


def ids(root: Tree) -> list[str]:
    """Every id, in order."""
    return [each.attrib["id"] for _, each in elements(root) if "id" in each.attrib]


@cache
def _known_ids(page: bytes) -> frozenset[str]:
    return frozenset(ids(tree(page)))


def _faults_of_ids(root: Tree) -> Iterator[str]:
    for name, count in Counter(ids(root)).items():
        if count > 1 or not name:
            yield f"{count} elements have the id '{name}'"
    known = set(ids(root))
    for name, each in elements(root):
        for attribute in _IDS:
            for wanted in each.attrib.get(attribute, "").split():
                if wanted not in known:
                    yield f"{name}: {attribute} names '{wanted}', which is not there"


def _faults_of_links(root: Tree, files: Mapping[str, bytes], path: str) -> Iterator[str]:
    for name, each in elements(root):
        for attribute in _REFERENCES:
            link = each.attrib.get(attribute)
            if link is None:
                continue
            parts = urlsplit(link)
            if parts.scheme:
                if name != "a" or parts.scheme not in {"http", "https", "mailto"}:
                    yield f"{name} leads to {link}"
                continue
            target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
            if link.startswith("/") or target not in files:
                yield f"{name} leads to {link}, which is not there"
            elif parts.fragment and parts.fragment not in _known_ids(files[target]):
                yield f"{name} leads to {link}, a place that is not there"


def _faults_of_code(root: Tree) -> Iterator[str]:
    for name, each in elements(root):
        if name == "style" or (name == "script" and ("src" not in each.attrib or text(each))):
            yield f"{name} stands in the page"
        if name in {"iframe", "object", "embed", "base", "form", "img", "link", "meta"}:
            known = name == "link" and each.attrib["rel"] in _KINDS_OF_LINKS
            if not known and not (name == "meta" and "content" in each.attrib | {"content": ""}):
                yield f"{name} stands in the page"
        for attribute in each.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"{name} has {attribute}"


def _faults_of_head(root: Tree) -> Iterator[str]:
    metas = {
        each.attrib.get("name") or each.attrib.get("http-equiv"): each.attrib.get("content", "")
        for name, each in elements(root)
        if name == "meta"
    }
    said = metas.get("Content-Security-Policy", "").split(";")
    policy = dict(part.split(maxsplit=1) for part in said if part)
    for rule, value in {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }.items():
        if policy.pop(rule, None) != value:
            yield f"the policy does not say {rule} {value}"
    if policy:
        yield f"the policy also says {policy}"
    if metas.get("robots") != "noindex, nofollow":
        yield "robots are not sent away"
    if metas.get("referrer") != "no-referrer":
        yield "links tell where they stand"
    if root.attrib.get("lang") != "en":
        yield "the language is not said"
    if not text(next(each for name, each in elements(root) if name == "title")):
        yield "the title is empty"
    foot = next(each for name, each in elements(root) if name == "footer")
    if "Private." not in text(foot):
        yield "it is not said that the page is private"


def _faults_of_headings(root: Tree) -> Iterator[str]:
    levels = [int(name[1]) for name, _ in elements(root) if name in {f"h{n}" for n in range(1, 7)}]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"the headings are {levels}"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"an h{level} follows an h{before}"
    for name, each in elements(root):
        if name in {"h1", "h2", "h3", "a", "button", "summary"} and not text(each):
            yield f"{name} is empty"


def _faults_of_tables(root: Tree) -> Iterator[str]:
    for _, table in filter(lambda each: each[0] == "table", elements(root)):
        heads = [each for name, each in elements(table) if name == "th"]
        if not heads:
            yield "a table has no heads"
        if _in_notes(root, table):
            continue  # Markdown's tables have no scope, nor need one with a single row of heads
        for head in heads:
            if not text(head):
                yield "a head is empty"
            if head.attrib.get("scope") not in {"col", "row"}:
                yield f"'{text(head)}' does not say what it heads"
        widths = {
            sum(int(cell.attrib.get("colspan", 1)) for _, cell in elements(row)
                if cell.tag in {"td", "th"})
            for name, row in elements(table) if name == "tr"
        }  # fmt: skip
        if len(widths) != 1:
            yield f"the rows of a table have {sorted(widths)} cells"


def _in_notes(root: Tree, table: Tree) -> bool:
    return any(
        table in set(each.iter())
        for name, each in elements(root)
        if name == "div" and each.attrib.get("class") == "prose"
    )


def _faults_of_charts(root: Tree) -> Iterator[str]:
    for name, each in elements(root):
        if name != "svg":
            continue
        if each.attrib.get("aria-hidden") == "true":
            continue
        if each.attrib.get("role") != "img":
            yield "a chart is not said to be one"
        inside = set(ids(each))
        for attribute in ("aria-labelledby", "aria-describedby"):
            if each.attrib.get(attribute, "") not in inside:
                yield f"a chart's {attribute} is not in it"
        for part in ("title", "desc"):
            found = [child for kind, child in elements(each) if kind == part]
            if not found or not text(found[0]):
                yield f"a chart has no {part}"
