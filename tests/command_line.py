"""The command line in a process of its own, forked from one that has imported it: hundreds of tests ask for it.

What a command sees is what a person's would: its own working directory, environment, streams and exit code.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn, TextIO

import typer.main

import tcgraph
import tcgraph.http.start
from tcgraph.cli import main
from tcgraph.cli.app import app
from tcgraph.diagnostics.check import run_check
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.followup.wording.parsing import load_pipeline
from tcgraph.project import open_project
from tcgraph.publish.project_graph import project_check
from tcgraph.queries import read_queries
from tcgraph.server.worker import die_with_parent
from tests.conftest import PATIENCE, ROOT

_OTHERS = ("openpyxl", "spacy")
"""What takes long to import, where it is installed."""
_PARSING = frozenset({"--draft", "review"})
"""Arguments of commands that parse sentences."""


class Started:
    """A command that was started, with as much of :class:`subprocess.Popen` as tests ask for.

    Attributes:
        pid: of its process.
        stdout: what it writes to standard output, where that is a pipe.
        stderr: what it writes to standard error, where that is a pipe.
        returncode: its exit code, negative for the signal that ended it; None while it runs.
    """

    def __init__(self, told: socket.socket, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self._told = told
        self.pid = int(told.recv(20))
        self.stdout, self.stderr = stdout, stderr
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, if it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float = PATIENCE) -> int:
        """Its exit code, once it has ended; or :class:`subprocess.TimeoutExpired`."""
        if self.returncode is None:
            self._told.settimeout(timeout)
            try:
                self.returncode = int(self._told.recv(20))
            except (TimeoutError, BlockingIOError) as error:
                raise subprocess.TimeoutExpired("tcgraph", timeout) from error
            self._told.close()
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float = PATIENCE) -> tuple[str, str]:
        """What else it writes until it has ended; or :class:`subprocess.TimeoutExpired`."""
        readers = ThreadPoolExecutor(2)
        told, said = readers.submit(_rest, self.stdout), readers.submit(_rest, self.stderr)
        readers.shutdown(wait=False)  # one that does not end in time would be waited for
        self.wait(timeout)
        return told.result(), said.result()


def start(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Started:
    """Start ``tcgraph``, without standard input; arguments as in :func:`run`."""
    outs, errs = os.pipe(), os.pipe()
    with Path(os.devnull).open() as nothing:
        told = _ask(arguments, folder, environment, (nothing.fileno(), outs[1], errs[1]))
    for _, written in (outs, errs):
        os.close(written)
    return Started(told, os.fdopen(outs[0]), os.fdopen(errs[0]))


def run(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    seconds: float = PATIENCE,
    *,
    given: bytes = b"",
) -> subprocess.CompletedProcess[str]:
    """Run ``tcgraph`` once.

    Args:
        arguments: of the command line.
        folder: the working directory.
        environment: all of it.
        seconds: how long it may take.
        given: its standard input.

    Returns:
        Exit code, and what it wrote to standard output and standard error.
    """
    with TemporaryFile() as asked, TemporaryFile() as told, TemporaryFile() as said:
        asked.write(given)
        asked.seek(0)
        streams = (asked.fileno(), told.fileno(), said.fileno())
        process = Started(_ask(arguments, folder, environment, streams))
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        told.seek(0)
        said.seek(0)
        return subprocess.CompletedProcess([*arguments], code, told.read().decode(), said.read().decode())


def _rest(stream: TextIO | None) -> str:
    if stream is None or stream.closed:
        return ""
    with stream:
        return stream.read()


def _ask(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], streams: tuple[int, ...]
) -> socket.socket:
    """Have a command started; where its process's number and then its exit code are told."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        asked = json.dumps([[*arguments], str(folder), {**environment}])
        socket.send_fds(_server(), [asked.encode()], [theirs.fileno(), *streams])
    return ours


@cache
def _server() -> socket.socket:
    """Where the process that forks is asked; it ends when nobody can ask any more."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, "-m", "tests.command_line", str(theirs.fileno())],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PYTHONPATH": "src", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
    return ours


def _serve(control: socket.socket) -> None:
    """Fork for each question that comes; the child runs the command that it asks for."""
    for name in (*_OTHERS, *(module.name for module in pkgutil.walk_packages(tcgraph.__path__, "tcgraph."))):
        with contextlib.suppress(ImportError):  # of an extra that is not installed
            if not name.endswith("__main__"):
                importlib.import_module(name)
    made = typer.main.get_command(app)  # of every command, where a process of its own makes the one it is asked for
    typer.main.get_command = lambda typer_instance: made
    tcgraph.http.start._QUIET = 10 * PATIENCE  # a server reads ahead for whoever asks later; of a test, nobody does
    read_queries(ROOT / "queries")  # what they parse to is kept by their text
    check = project_check(open_project(ROOT))
    # So is what rules in SPARQL come to, which takes as long as to judge a small project by them.
    run_check(replace(check, files=[one for one in check.files if "ontology" in one.path.parts]), TermEngine())
    gc.collect()
    gc.freeze()
    running: dict[int, socket.socket] = {}
    parses = False

    def reap(*_: object) -> None:
        while running:
            ended, status = os.waitpid(-1, os.WNOHANG)
            if not ended:
                return
            with running.pop(ended) as told, contextlib.suppress(OSError):  # nobody wants to know
                told.send(b"%d" % os.waitstatus_to_exitcode(status))

    signal.signal(signal.SIGCHLD, reap)
    while True:
        asked, descriptors, _, _ = socket.recv_fds(control, 1 << 20, 4)
        if not asked:
            return
        arguments, folder, environment = json.loads(asked)
        if not parses and _PARSING.intersection(arguments):
            parses = True
            for language in ("en", "fr"):
                load_pipeline(language)  # which takes longer than all the rest of a draft
        told, *streams = descriptors
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        child = os.fork()
        if not child:
            break
        running[child] = socket.socket(fileno=told)
        running[child].send(b"%d" % child)
        for stream in streams:
            os.close(stream)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    for other in (control, *running.values()):
        other.close()
    os.close(told)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    die_with_parent()  # a run of tests that is killed leaves no server behind
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [str(Path(sys.executable).with_name("tcgraph")), *arguments]
    _end(_code_of(main))


def _code_of(command: Callable[[], object]) -> int:
    """The exit code that Python would end with."""
    try:
        command()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """End without taking apart what was imported, which takes longer than starting Python does."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # shut already
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
