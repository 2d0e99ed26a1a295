"""What is to be expected of the open ones, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.narrative.words import likely, plural, series

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.forecast import Expected, Forecast


def expected(forecast: Forecast, config: Config) -> list[str]:
    """What is to be expected, with all open ones and without the quiet ones.

    Where the record is thin at a stage on the way, no number and no chance is told.
    """
    every, lively = forecast.every, forecast.lively
    if not every.open:
        return ["Nothing is open before an offer: there is nothing to forecast."]
    many = plural(every.open, "opportunity is", "opportunities are")
    quiet = every.open - lively.open
    if forecast.thin:
        stages = series(config.label("stages", stage) for stage in forecast.thin)
        told = f", {quiet} of them quiet" if quiet else ""
        so_far = f"too few to say, as fewer than {config.few} were decided at {stages} so far"
        return [f"{many} open before an offer{told}. What will come of that: {so_far}."]
    sentences = [f"{many} open before an offer. To expect of them: {_text(every)}."]
    if quiet and lively.open:
        those = "one that is" if quiet == 1 else f"{quiet} that are"
        sentences.append(f"As if the {those} quiet had ended: {_text(lively)}.")
    elif quiet:
        sentences.append("All of them are quiet: as if they had ended, no offer is to be expected.")
    return sentences


def _text(each: Expected) -> str:
    if each.low == each.high:
        span = plural(each.low, "offer")
    else:
        span = f"{each.low} to {each.high} offers"
    return f"{span} (90 %), {each.mean:.1f} on average; at least one: {likely(each.any)}"
