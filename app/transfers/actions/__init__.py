"""The verbs: hand a case over, take it, stand in for somebody."""
