"""What the privacy officer can ask: which cases are due, and what one of them still holds."""
