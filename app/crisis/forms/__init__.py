"""Shapes of what is logged, decided and kept around events."""
