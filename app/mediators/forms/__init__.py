"""Shapes of what people enter about the pool, a file for each page."""
