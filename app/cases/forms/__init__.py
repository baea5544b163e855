"""Shapes of what people enter about cases, a file for each page."""
