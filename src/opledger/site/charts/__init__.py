"""Charts as layouts: pure functions from numbers to geometry, drawn by the templates."""
