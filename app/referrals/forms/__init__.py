"""Shapes of what people enter while mediators are sought and at work."""
