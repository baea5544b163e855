"""Bears workers fast: it has imported the program once, and each worker is a fork of it.

Run as a process of its own. „start“ answers with the process id of a new `flask worker`;
„kill ID“ kills it as hard as possible, „stop ID“ asks it to end; both answer with how it ended.
"""

import os
import signal
import sys


def main() -> None:
    from app import from_environment, scheduler  # noqa: F401 - imported before the first fork

    for line in sys.stdin:
        verb, _, process = line.strip().partition(" ")
        answer = _start(from_environment) if verb == "start" else _end(verb, int(process))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _start(from_environment) -> int:
    process = os.fork()
    if process:
        return process
    from flask.cli import ScriptInfo

    app = from_environment()
    app.cli.main(args=["worker"], obj=ScriptInfo(create_app=lambda: app))
    return 0


def _end(verb: str, process: int) -> int:
    os.kill(process, signal.SIGKILL if verb == "kill" else signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    main()
