"""The fast reader of files beside the ordinary one: files, changes of them, and where they differ.

Where the fast reader tells something, the ordinary one has to read exactly the same, to the type of
a number and the order of a mapping, and find nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from random import Random
from typing import Any

from tests.corpus import SETTINGS, TODAY, config_of, corpus
from tests.examples import FOLDER as RULES
from tests.hostile_texts import OPPORTUNITIES, SOUND

from opledger.core.config import Config
from opledger.files.editing import in_date_order
from opledger.files.fastyaml import data_of
from opledger.files.quick import Quick, words_of
from opledger.files.quick import config as quick_config
from opledger.files.reading import parse_text, read_opportunity, read_settings
from opledger.files.resources import sample_folder
from opledger.files.source import Source
from opledger.files.splice import Document
from opledger.files.values import plain

PATH = "opportunities/2024/some-one.yaml"
TEMPLATE = """\
# yaml-language-server: $schema=../.opledger/opportunity.schema.json
company: Kestrel Labs # the small one
role: "Staff engineer: data"
source: warm
url: https://kestrel.example/jobs?id=1#top
level: {sought: staff, "offered": 'senior'}
market:
  total: 210000.5
  currency: EUR
tags: [compilers, remote]
people:
- name: A. Person
  email: a@kestrel.example
  phone: '+49 1234'
questions:
  - ask: 'What is it: a team?'
    answer: >-
      Two of them:
      a and b

      c
events:
  - date: 2024-01-08
    stage: lead
    interest: medium

  # after: the call
  - {date: 2024-01-10, stage: call, note: "They said: \\"soon\\"", fit: {impact: 3.5, growth: 5}}
  - date: 2024-02-12T13:00:00-05:00
    stage: offer
    offer: {base: 190000, equity: {value: 30000, years: 4}, currency: USD, pending: [bonus]}
    note: |
      # Offer: what it says
      - base: 190000 #1
        and more
    lesson: A text of
      two lines
  - {date: 2024-02-20, outcome: declined, reasons: [comp]}
notes: |
  Free text, in Markdown.

  | a | b: c |
extra:
  row: 17
  "other": [1.5, true, null, ~, x y, -3]
  nothing:
"""
# What changes put into files: what means something to YAML, to a parser or to a rule.
SIGNS = (
    *":-?#&*!|>%@`'\"[]{},.\\~=<+/0123459axeoN_",
    *(" ", "  ", "\n", "\n\n", "\n  ", "\n    ", "\t", "\r\n", "\r", "\u00e9", "\u00a0", "\u200b"),
    *(
        ": ",
        ":\n",
        "- ",
        "\n- ",
        "? ",
        " #",
        " # ",
        "#a: b\n",
        "\n# c: d\n",
        "\n#\n",
        "''",
        '"',
        '\\"',
    ),
    *("&a ", "*a", "!!str ", "! ", "<<: ", "---\n", "\n---\n", "...\n", "%YAML 1.2\n", "\ufeff"),
    *(
        "|\n",
        ">\n",
        "|-\n",
        ">+\n",
        "|2\n",
        ">1-\n",
        "\\n",
        "\\\n",
        "\\x41",
        "\\u00e9",
        "\\e",
        "\\ud800",
    ),
    *(
        "{",
        "}",
        "{}",
        "[]",
        "[,",
        "a: b",
        "{a, b}",
        "{a: b, a: c}",
        "[a: b]",
        "'a': b",
        '"a":b',
        "a:b",
    ),
    *(
        "null",
        "~",
        "true",
        "NO",
        "on",
        "12:30",
        "0x1F",
        "0o17",
        "++1",
        ".5",
        "5.",
        "1e3",
        "190.000",
        "1_0",
    ),
    *(
        "0.1e-400",
        ".inf",
        ".nan",
        "-0",
        "-0.0",
        "007",
        "9" * 20,
        "0" * 40,
        "2024-13-01",
        "2024-01-09",
    ),
    *(
        "company",
        "company: x\n",
        "events:\n",
        "  - date: 2024-01-08\n",
        "    note: x\n",
        "role:",
        "extra:\n",
    ),
    *(
        "\u202e",
        "\x00",
        "\x85",
        "\u2028",
        "\U0001f600",
        "\u200d",
        " " * 50,
        "- - - ",
        "<<<<<<< a\n",
        "x" * 200,
    ),
)


@cache
def files() -> tuple[str, ...]:
    """Every file that changes begin with."""
    texts = [case.text for case in corpus()]
    texts += [
        t.decode("utf-8", "replace") if isinstance(t, bytes) else t
        for t, _ in OPPORTUNITIES.values()
    ]
    texts += [SOUND, TEMPLATE]
    for folder in (sample_folder(), RULES):
        texts += [
            path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*.yaml"))
        ]
    return tuple(text for text in texts if len(text) < 20_000)


def changed(random: Random, text: str) -> str:
    """The text with one small change: a sign, a line or a part put in, taken out or moved."""
    at = random.randrange(len(text) + 1)
    lines = text.split("\n")
    line = random.randrange(len(lines))
    match random.randrange(9):
        case 0 | 1:
            return f"{text[:at]}{random.choice(SIGNS)}{text[at:]}"
        case 2:
            return text[:at] + text[at + random.choice((1, 1, 1, 2, 5)) :]
        case 3:
            return text[:at] + text[at : at + random.choice((1, 3, 10, 40))] + text[at:]
        case 4:
            lines.insert(line, lines[random.randrange(len(lines))])
        case 5:
            lines.insert(line, lines.pop(random.randrange(len(lines))))
        case 6:
            lines[line] = " " * random.randrange(7) + lines[line].lstrip()
        case 7:
            lines[line] += random.choice(SIGNS)
        case _:
            del lines[line]
    return "\n".join(lines)


_WORDS = (
    "a",
    "b",
    "note",
    "x y",
    "key",
    "12",
    "1.5",
    "true",
    "null",
    "a#b",
    "c: d",
    "it's",
    '"q"',
    "é",
    "-",
    "e:",
    "# h",
    "",
    " z",
    "two  blanks",
    "http://x.y/z",
)


def styled(random: Random) -> str:
    """A mapping of some texts, lists and mappings, each written in one of YAML's many styles."""
    text = "".join(_comment(random) for _ in range(random.randrange(2)))
    text += _mapping(random, 0, 0)
    return text if random.random() < 0.9 else text.rstrip("\n")


def _comment(random: Random) -> str:
    return " " * random.randrange(4) + random.choice(
        ("# a comment\n", "# with: colon\n", "#tight\n", "\n", "#\n", "# 'q: \n")
    )


def _mapping(random: Random, indent: int, depth: int) -> str:
    lines = []
    for _ in range(random.randrange(1, 5)):
        if random.random() < 0.2:
            lines.append(_comment(random))
        key = random.choice(("a", "b", "key", "'a'", '"b"', "c d", "x-y", "note", "e:f"))
        lines.append(
            " " * indent
            + key
            + random.choice((":", ":", ":", " :"))
            + _value(random, indent, depth)
        )
    return "".join(lines)


def _value(random: Random, indent: int, depth: int) -> str:
    more = indent + random.choice((1, 2, 2, 2, 4))
    kind = random.randrange(9 if depth < 4 else 6)
    tail = random.choice(("\n", "\n", "\n", " # c\n", " # c: d\n", "  \n", " #t\n"))
    word = random.choice(_WORDS)
    if kind == 0:
        return f" {word}{tail}"
    if kind == 1:
        quoted = word.replace("'", "''")
        broken = quoted.replace(" ", "\n" + " " * more) if random.random() < 0.3 else quoted
        return f" '{broken}'{tail}"
    if kind == 2:
        return ' "' + word.replace("\\", "\\\\").replace('"', '\\"') + f'"{tail}'
    if kind == 3:
        lines = [
            random.choice((*_WORDS, "- i", "", "  deeper", "# k: v"))
            for _ in range(random.randrange(4))
        ]
        head = random.choice(("|", ">", "|-", ">-", "|+", ">+", f"|{more - indent}", "| # c"))
        return f" {head}\n" + "".join(
            f"{' ' * more}{each}".rstrip(" " * random.randrange(2)) + "\n" for each in lines
        )
    if kind == 4:
        return f" {_flow(random, depth)}{tail}"
    if kind == 5:
        return f" {word}\n{' ' * more}{random.choice(_WORDS)}\n"
    if kind == 6:
        return f"{tail}{_mapping(random, more, depth + 1)}"
    dash = indent + random.choice((0, 2, 2, 3))
    items = []
    for _ in range(random.randrange(1, 4)):
        inner = (
            _mapping(random, dash + 2, depth + 1).lstrip(" ")
            if random.random() < 0.6
            else _value(random, dash, depth + 1).lstrip(" ")
        )
        items.append(f"{' ' * dash}- {inner}")
    return "\n" + "".join(items)


def _flow(random: Random, depth: int) -> str:
    gap = random.choice((" ", " ", "", "\n" + " " * 8))
    items = []
    for _ in range(random.randrange(4)):
        word = random.choice(
            ("a", "b", "1", "'c'", '"d"', "x y", "", "e:f", "g#h", "true", '"i: j"')
        )
        if depth < 3 and random.random() < 0.2:
            word = _flow(random, depth + 1)
        items.append(word)
    if random.random() < 0.5:
        return "[" + f",{gap}".join(items) + "]"
    sign = random.choice((": ", ": ", ":", " : "))
    return (
        "{"
        + f",{gap}".join(
            f"{random.choice(('k', 'a', 'b', chr(34) + 'q' + chr(34)))}{sign}{each}"
            for each in items
        )
        + "}"
    )


def differs(content: bytes) -> tuple[int, str]:
    """How often something was read fast of a file (data, record, settings), and what differs."""
    quick = 0
    found = data_of(content)
    record = _reader().record(PATH, content)
    settings = quick_config(content)
    if found is None and record is None and settings is None:
        return 0, ""
    if found is None:
        return 0, "a record without data"
    source = Source.of(PATH, content.decode("utf-8"))
    tree, wrong = parse_text(source)
    if wrong:
        return 0, f"{found!r} where the ordinary reader finds {wrong}"
    said = None if tree is None else plain(tree)
    if difference := different(found or None, said):
        return 0, difference
    if record is not None:
        quick += 1
        ordinary, wrong = read_opportunity(source, CONFIG, TODAY)
        if wrong or (difference := different(record, ordinary)):
            return quick, f"record: {wrong or difference}"
        document = Document.of(source)
        if ordinary is None or in_date_order(document, ordinary) is not document:
            return quick, "events that are not in date order"
    if settings is not None:
        quick += 1
        usual, wrong = read_settings(source)
        if wrong or (difference := different(settings, usual)):
            return quick, f"settings: {wrong or difference}"
    return 1, ""


def settings_of(text: str) -> Config:
    """The settings that the ordinary reader reads."""
    return read_settings(Source.of("ledger.yaml", text))[0]


def different(one: object, other: object) -> str:
    """What is not exactly the same in two values: types, orders and what is not compared count."""
    if type(one) is not type(other):
        return f"{one!r} is no {type(other).__name__}: {other!r}"
    if is_dataclass(one):
        pairs: Iterator[tuple[Any, Any]] = (
            (getattr(one, each.name), getattr(other, each.name)) for each in fields(one)
        )
        return next(filter(None, (different(*pair) for pair in pairs)), "")
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if list(one) != list(other):
            return f"keys {list(one)} and {list(other)}"
        return next(filter(None, (different(one[key], other[key]) for key in one)), "")
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other):
            return f"{one!r} and {other!r}"
        return next(filter(None, map(different, one, other)), "")
    return "" if repr(one) == repr(other) else f"{one!r} and {other!r}"


CONFIG = config_of(SETTINGS)


@cache
def _reader() -> Quick:
    return Quick(CONFIG, words_of(CONFIG), TODAY)
