"""Browser windows that note what a page asks for and says, and measure what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

Colours = Literal["light", "dark"]
MODES: tuple[tuple[int, Colours], ...] = (
    (1200, "light"),
    (1200, "dark"),
    (375, "light"),
    (375, "dark"),
)

_UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
# What stands where it should not, in words; an empty list where all is well. The box of a text is
# as wide as measured and as high as letters are: fonts leave more room above and below.
_FAULTS = """
() => {
  const faults = [], page = document.scrollingElement;
  const said = each => each.tagName.toLowerCase() + (each.className.baseVal ?? each.className
    ? "." + (each.className.baseVal ?? each.className).replaceAll(" ", ".") : "")
    + " '" + each.textContent.trim().slice(0, 40) + "'";
  if (page.scrollWidth > page.clientWidth)
    faults.push(`the page is ${page.scrollWidth} wide in ${page.clientWidth}`);
  for (const each of document.body.querySelectorAll("*")) {
    if (each.closest("svg") || !each.clientWidth || each.closest(".skip")) continue;
    const edge = each.getBoundingClientRect();
    if (each.scrollWidth > each.clientWidth + 1 && !each.matches(".scroll, input"))
      faults.push(`${said(each)}: ${each.scrollWidth} in ${each.clientWidth}`);
    if (edge.width < 24 && edge.height > 96 && each.innerText?.trim().length > 3)
      faults.push(`${said(each)} is a column of letters`);
    if (edge.right > innerWidth + 1 && !each.closest(".scroll"))
      faults.push(`${said(each)} ends at ${edge.right}`);
  }
  for (const svg of document.querySelectorAll("svg.chart")) {
    const frame = svg.getBoundingClientRect(), boxes = [];
    if (!frame.width) continue;
    for (const text of svg.querySelectorAll("text")) {
      if (!text.textContent.trim()) continue;
      const scale = text.getScreenCTM().d, edge = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      const line = text.getScreenCTM().f + text.y.baseVal[0].value * scale;
      if (size < 10.99) faults.push(`'${text.textContent}' is ${size.toFixed(1)} px high`);
      boxes.push({text: text.textContent, left: edge.left, right: edge.right,
        top: line - 0.8 * size, bottom: line + 0.22 * size});
    }
    boxes.forEach((a, place) => {
      if (a.left < frame.left - 1 || a.right > frame.right + 1
        || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
        faults.push(`'${a.text}' is not inside the chart`);
      for (const b of boxes.slice(0, place))
        if (a.left < b.right - 1 && b.left < a.right - 1
          && a.top < b.bottom - 1 && b.top < a.bottom - 1)
          faults.push(`'${a.text}' lies on '${b.text}'`);
    });
  }
  return faults;
}
"""


@dataclass
class Window:
    """One page of a browser; ``heard`` is everything a page should not do or say."""

    page: Page
    heard: list[str] = field(default_factory=list)
    site: Path = Path()

    def __post_init__(self) -> None:
        self._opened: set[str] = set()
        self.page.on("dialog", self._dialog)
        self.page.on("console", lambda message: self.heard.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        self.page.on("request", lambda request: self._request(request.url))
        self.page.on("requestfailed", self._failed)

    def open(self, site: Path, path: str) -> Page:
        """The page at a path of a site."""
        self.site = site
        self._opened.add(site.as_uri() + "/")
        self.heard.clear()
        self.page.goto((site / path).as_uri())
        return self.page

    def unfold(self) -> None:
        """Open everything in the page that can be opened."""
        self.page.evaluate(_UNFOLD)

    def resize(self, width: int) -> None:
        """Make it so wide."""
        self.page.set_viewport_size({"width": width, "height": 900})

    def faults(self, *widths: int) -> list[str]:
        """What is clipped, overlaps, is too small or too wide at these widths; and all heard."""
        found: list[str] = []
        for width in widths:
            self.resize(width)
            found += [f"{width}: {fault}" for fault in self.page.evaluate(_FAULTS)]
        return [*found, *self.heard]

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # only that the next page was opened
            self.heard.append(f"failed: {request.url}")

    def _request(self, url: str) -> None:
        # The icon of the page before may still be asked for; no page knows another site's folder.
        if not url.startswith(tuple(self._opened)):
            self.heard.append(f"request: {url}")


class Windows:
    """The windows of one browser."""

    def __init__(self, browser: Browser) -> None:
        """None is open yet."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._windows: dict[tuple[int, Colours, bool], Window] = {}

    def window(self, width: int, colours: Colours, *, scripts: bool = True) -> Window:
        """The window of this width, in these colours; it is kept for the next who asks."""
        kind = (width, colours, scripts)
        if kind not in self._windows:
            context = self._browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=colours,
                java_script_enabled=scripts,
            )
            self._contexts.append(context)
            self._windows[kind] = Window(context.new_page())
        self._windows[kind].resize(width)  # a test may have left it at another width
        return self._windows[kind]

    def close(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()
