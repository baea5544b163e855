"""The verbs of lending: agree, ask, answer, come back; each side writes within its own walls."""
