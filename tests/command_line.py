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
import select
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NoReturn

import tcgraph
from tcgraph.cli import main
from tcgraph.followup.parsing import can_parse
from tests.conftest import PATIENCE

_OTHERS = ("openpyxl", "spacy")
"""What takes long to import, where it is installed."""
_ONE = threading.Lock()


def run(
    arguments: list[str], folder: Path, environment: dict[str, str], seconds: float = PATIENCE
) -> subprocess.CompletedProcess[str]:
    """Run ``tcgraph`` once.

    Args:
        arguments: of the command line.
        folder: the working directory.
        environment: all of it.
        seconds: how long it may take.

    Returns:
        Exit code, and what it wrote to standard output and standard error.
    """
    with _ONE, NamedTemporaryFile() as told, NamedTemporaryFile() as said:
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps([arguments, str(folder), environment, [told.name, said.name]]) + "\n")
        server.stdin.flush()
        if not select.select([server.stdout], [], [], seconds)[0]:
            server.kill()
            _server.cache_clear()
            raise subprocess.TimeoutExpired(arguments, seconds)
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess(arguments, code, told.read().decode(), said.read().decode())


@cache
def _server() -> subprocess.Popen[str]:
    """It ends when its input does: with the process that asks it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.command_line"],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONPATH": "src", "NO_COLOR": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _serve() -> None:
    """Fork for each line that comes; the child runs the command that it asks for."""
    for name in (*_OTHERS, *(module.name for module in pkgutil.walk_packages(tcgraph.__path__, "tcgraph."))):
        with contextlib.suppress(ImportError):  # of an extra that is not installed
            if not name.endswith("__main__"):
                importlib.import_module(name)
    can_parse("en")  # loads the pipeline that each draft of a table needs
    gc.collect()
    gc.freeze()
    with os.fdopen(os.dup(0)) as asked, os.fdopen(os.dup(1), "w") as answers:
        for line in asked:
            request = json.loads(line)
            child = os.fork()
            if not child:
                break
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
        else:
            return
    arguments, folder, environment, streams = request
    for number, path in enumerate(["/dev/null", *streams]):
        os.dup2(os.open(path, os.O_RDWR), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["tcgraph", *arguments]
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
    _serve()
