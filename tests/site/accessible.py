"""What the accessibility rules of axe find broken in a page, at two widths and in both colours.

A page is opened once. In the light every rule looks at every element. In the dark, where everything
stands as it does in the light, which is held too, only the rules about colours can find more. They
are nine tenths of the work, so there one text speaks for all that have the same element, class and
colours all the way up; of a chart, where texts lie on shapes, each speaks for itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from axe_playwright_python.base import AXE_SCRIPT
from tests.site.windows import MODES, Window

Broken: TypeAlias = dict[str, dict[str, list[str]]]

COLOUR_RULES = ("color-contrast", "link-in-text-block")
# The place of every element, and whether it is seen: what the other rules go by, with the markup.
_STANDING = """
() => [...document.querySelectorAll("*")].map(each => {
  const box = each.getBoundingClientRect(), look = getComputedStyle(each);
  return [box.x, box.y, box.width, box.height, look.display, look.visibility, look.opacity];
}).join("|")
"""
_RUN = """
async rules => {
  const options = {resultTypes: ["violations"], ...(rules && {runOnly: rules})};
  const broken = (await axe.run(rules ? speakers() : document, options)).violations;
  return broken.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 120))]);

  function speakers() {
    const looks = new Map(), found = new Map();
    const look = each => {
      if (!each) return "";
      if (!looks.has(each)) {
        const css = getComputedStyle(each);
        looks.set(each, [look(each.parentElement), each.tagName, each.getAttribute("class"),
          css.color, css.backgroundColor, css.backgroundImage, css.opacity, css.textShadow,
          css.fontSize, css.fontWeight, css.textDecoration, css.display, css.visibility].join());
      }
      return looks.get(each);
    };
    for (const each of document.body.querySelectorAll("*")) {
      const says = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
      if (each.closest("svg") || each.matches("input, button, select, textarea")) {
        found.set(each, each);
      } else if (says && !found.has(look(each))) found.set(look(each), each);
    }
    return [...found.values()];
  }
}
"""


def violations(window: Window, folder: Path, paths: Iterable[str]) -> Broken:
    """The rules that are broken, and where, by page and mode."""
    found = {}
    for path in paths:
        page = window.open(folder, path)
        window.unfold()
        page.evaluate(AXE_SCRIPT)
        standing: dict[int, str] = {}
        for width, colours in MODES:
            window.resize(width)
            page.emulate_media(color_scheme=colours)
            stands = page.evaluate(_STANDING)
            known = standing.setdefault(width, stands) == stands and colours == "dark"
            broken = dict(page.evaluate(_RUN, COLOUR_RULES if known else None))
            if broken:
                found[f"{path}, {width} wide, {colours}"] = broken
        page.emulate_media(color_scheme="light")
    return found
