"""The reports of ``stats`` on the terminal: each prints one part of the figures."""
