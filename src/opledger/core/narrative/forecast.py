"""What is to be expected of the open ones, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.narrative.words import likely, plural

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.forecast import Expected, Forecast


def expected(forecast: Forecast, config: Config) -> list[str]:
    """What is to be expected, with all open ones and without the quiet ones; what is thin."""
    every, lively = forecast.every, forecast.lively
    if not every.open:
        return ["Nothing is open before an offer: there is nothing to forecast."]
    many = plural(every.open, "opportunity is", "opportunities are")
    sentences = [f"{many} open before an offer. To expect of them: {_text(every)}."]
    quiet = every.open - lively.open
    if quiet and lively.open:
        sentences.append(f"As if the {quiet} quiet of them had ended: {_text(lively)}.")
    elif quiet:
        sentences.append("All of them are quiet: as if they had ended, no offer is to be expected.")
    if forecast.thin:
        stages = " and ".join(config.label("stages", stage) for stage in forecast.thin)
        sentences.append(
            f"Fewer than {config.few} were decided at {stages}: the record says little there."
        )
    return sentences


def _text(each: Expected) -> str:
    if each.low == each.high:
        span = plural(each.low, "offer")
    else:
        span = f"{each.low} to {each.high} offers"
    return f"{span} (90 %), {each.mean:.1f} on average; at least one: {likely(each.any)}"
