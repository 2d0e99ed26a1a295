"""What a template is given: typed views, filled from the figures; never a record."""
