"""The style sheet of the charts keeps what the layouts and the readers rely on."""

from __future__ import annotations

import re
from itertools import combinations
from math import dist

import pytest
from tests.site.charts.drawing import TEMPLATES

from opledger.site.charts import bars, curve, intervals, paths, sankey, steps
from opledger.site.charts.flow import KINDS

SHEET = (TEMPLATES / "assets" / "charts.css").read_text(encoding="utf-8")
_BLOCKS = re.findall(r":root \{([^}]*--accepted[^}]*)\}", SHEET)
LIGHT, DARK = (dict(re.findall(r"--([a-z-]+): (#\w+)", block)) for block in _BLOCKS)
THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
# Machado, Oliveira & Fernandes (2009), severity 1: how colours look to colour-blind readers.
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1, max(0, part)) for part in rgb)
    white = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in white)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in SIGHTS[sight]])


@THEMES
@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize("text", ["ink", "ink-soft", "link"])
def test_text_is_read_on_its_ground(colours: dict[str, str], ground: str, text: str) -> None:
    assert contrast(colours[text], colours[ground]) >= 4.5


@THEMES
@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_the_word_on_a_level_is_read(colours: dict[str, str], level: str) -> None:
    assert contrast(colours[level], colours[f"on-{level}"]) >= 4.5


@THEMES
def test_every_outcome_stands_out_from_the_paper(colours: dict[str, str]) -> None:
    # The grey of no answer is at the limit.
    assert all(contrast(colours[kind], colours["paper"]) > 2.99 for kind in KINDS)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("colours", "least"), [(LIGHT, 25), (DARK, 22)], ids=["light", "dark"])
def test_outcomes_differ_to_every_eye(colours: dict[str, str], least: float, sight: str) -> None:
    for one, other in combinations(KINDS, 2):
        assert dist(seen(colours[one], sight), seen(colours[other], sight)) >= least, (one, other)


def test_type_is_as_large_as_the_layouts_take_it_to_be() -> None:
    upright, wide = sankey.UPRIGHT_TYPE.size, sankey.WIDE_TYPE.size
    assert {upright} == {each.TYPE.size for each in (bars, curve, intervals, paths, steps)}
    assert f".chart text {{ font-size: {upright}px" in SHEET
    assert f".chart.wide text {{ font-size: {wide}px" in SHEET
    assert f".stage .count {{ font-size: {sankey.UPRIGHT_HEAD.count_size}px" in SHEET
    assert f".wide .stage .count {{ font-size: {sankey.WIDE_COUNT.size}px" in SHEET


def test_type_is_11_px_or_more_on_the_narrowest_page_of_each_form() -> None:
    # 320 and 704 px, less the margins of the page.
    assert sankey.UPRIGHT_TYPE.size * (320 - 32) / 343 >= 11
    assert sankey.WIDE_TYPE.size * (704 - 48) / 860 >= 11


def test_the_sheet_stays_small() -> None:
    assert len(SHEET.encode()) < 6500
