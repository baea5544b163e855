"""A data folder that holds nothing of other tests, and leaves them nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask


@pytest.fixture
def data(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], data=folder))
    return folder
