"""A case on its way to another municipality, as each side may see it."""
