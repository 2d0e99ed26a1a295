"""Chart layouts: pure functions from figures to shapes; the templates draw them."""
