"""The reports: the figures as headings, sentences and tables, wherever they are shown."""
