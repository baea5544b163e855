"""What others wrote is carried along unchanged, named, licensed, and asks for nothing from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "app/static/vendor", ROOT / "tests/vendor")
ROW = re.compile(r"^\| `(?P<file>[^`]+)` \| `(?P<sum>[0-9a-f]{64})` \|$", re.MULTILINE)
#: The name of the SVG language, which nothing ever loads.
NAMESPACE = "http://www.w3.org/"


def listed(folder: Path) -> dict[str, str]:
    return {row["file"]: row["sum"] for row in ROW.finditer((folder / "VENDOR.md").read_text("utf-8"))}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_file_of_others_is_listed_with_its_checksum(folder: Path) -> None:
    present = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "VENDOR.md"
    }

    assert present == listed(folder)


@pytest.mark.parametrize(
    "package", [path for path in FOLDERS[0].iterdir() if path.is_dir()], ids=lambda package: package.name
)
def test_every_package_of_others_brings_its_licence(package: Path) -> None:
    assert list(package.glob("LICENSE*"))


def test_the_look_loads_nothing_from_another_host() -> None:
    texts = [
        path
        for path in (ROOT / "app/static").rglob("*")
        if path.suffix in {".css", ".svg"} and re.search(r"(https?:)?//[a-z0-9]", path.read_text("utf-8"))
    ]

    foreign = [
        address
        for path in texts
        for address in re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"')]*", path.read_text("utf-8"))
        if not address.startswith(NAMESPACE)
    ]

    assert foreign == []


def test_no_template_of_the_frame_carries_inline_code() -> None:
    templates = (ROOT / "app/templates").rglob("*.html")
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|\|\s*safe\b", re.IGNORECASE
    )

    found = [str(path.relative_to(ROOT)) for path in templates if inline.search(path.read_text("utf-8"))]

    assert found == []
