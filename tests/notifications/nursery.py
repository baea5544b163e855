"""Bears workers fast: it has imported the program once, and each worker is a fork of it.

Run as a process of its own. „start“ answers with the process id of a new `flask worker`; one that
starts doomed has been asked to end before it does anything.
„kill ID“ kills it as hard as possible, „stop ID“ asks it to end; both answer with how it ended.
"""

import os
import signal
import sys
import time

#: Seconds that a worker may take to end.
PATIENCE = 30


def main() -> None:
    from app import from_environment, scheduler  # noqa: F401 - imported before the first fork

    from_environment()  # and with it all that an app is made of

    for line in sys.stdin:
        verb, _, process = line.strip().partition(" ")
        doomed = verb == "start-doomed"
        answer = _end(verb, int(process)) if process else _start(from_environment, doomed=doomed)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _start(from_environment, *, doomed: bool) -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK if doomed else signal.SIG_UNBLOCK, {signal.SIGTERM})
    process = os.fork()
    if process:
        return process
    if doomed:
        os.kill(os.getpid(), signal.SIGTERM)
    from flask.cli import ScriptInfo

    app = from_environment()
    app.cli.main(args=["worker"], obj=ScriptInfo(create_app=lambda: app))
    return 0


def _end(verb: str, process: int) -> int:
    os.kill(process, signal.SIGKILL if verb == "kill" else signal.SIGTERM)
    for _ in range(PATIENCE * 100):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    return _end("kill", process)  # a worker that doesn't end is told by how it ended


if __name__ == "__main__":
    main()
