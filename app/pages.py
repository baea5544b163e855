"""Every blueprint."""

from flask import Flask

import app.accounts.views as accounts


def register(app: Flask) -> None:
    for blueprint in (accounts.bp,):
        app.register_blueprint(blueprint)
