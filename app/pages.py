"""Every blueprint."""

from flask import Flask

import app.accounts.views as accounts
import app.notifications.views as notifications
import app.oversight.views as oversight


def register(app: Flask) -> None:
    for blueprint in (accounts.bp, notifications.bp, notifications.health, oversight.bp):
        app.register_blueprint(blueprint)
