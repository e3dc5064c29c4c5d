"""The front's side of its processes: start the keeper, have it fork workers, and speak with each asynchronously."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, cast

from tcgraph.errors import EngineError
from tcgraph.server.frames import Header, is_whole, pack, unpack


class ProcessEnded(EngineError):
    """A process has ended without an answer."""


_COMPLETE_SECONDS = 60.0
"""How long a fork waits for a store that is being loaded."""


class ForkServer:
    """The process that holds the store.

    Args:
        dump: N-Quads to load; None starts with an empty store.
        write: whether it will be asked to try updates.
    """

    def __init__(self, dump: Path | None, *, write: bool = False) -> None:
        self._dump = dump
        self._mode = "write" if write else "read"
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        # One thread: requests to the keeper alternate with its answers.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keeper")
        self._complete = asyncio.Event()

    async def start(self) -> int:
        """Start the process and wait until the store is loaded.

        Returns:
            How many quads it holds.

        Raises:
            EngineError: it did not start.
        """
        ours, theirs = socket.socketpair()
        # -P: a json.py where the server was started, or where its state is kept, is nothing to import.
        arguments = [sys.executable, "-P", "-m", "tcgraph.server.fork_server", str(theirs.fileno()), self._mode]
        if self._dump is not None:
            arguments.append(str(self._dump))
        # In this thread, not the executor's: the child is told to end with the thread that started it.
        self._process = subprocess.Popen(  # noqa: S603 -- this interpreter and a module of ours
            arguments, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, env=_environment()
        )
        theirs.close()
        self._control = ours
        return int((await self._in_thread(_receive))[0]["quads"])

    def open(self) -> None:
        """Say that the store is complete: what was published, and every change since. Only then is it forked."""
        self._complete.set()

    async def fork(self, memory: int, *, trial: bool = False) -> WorkerProcess:
        """Fork a worker.

        Args:
            memory: bytes that it may use beyond what it inherits.
            trial: whether it is to try an update instead of answering questions.

        Raises:
            EngineError: the keeper has ended, or does not come back.
        """
        # Before there is a task to be shielded: who leaves while waiting leaves nothing behind.
        await self._until_complete()
        forking = asyncio.ensure_future(self._fork({"do": "fork", "memory": memory, "trial": trial}))
        try:
            return await asyncio.shield(forking)
        except asyncio.CancelledError:
            # The keeper may be at it already; a worker that comes when nobody waits for it any more is ended.
            forking.add_done_callback(_unwanted)
            raise

    async def _until_complete(self) -> None:
        """Wait for a store that is complete; where there is one, the caller goes on in the same turn of the loop.

        A worker forked between two changes of a journal that is being applied would see half of it.
        """
        try:
            async with asyncio.timeout(_COMPLETE_SECONDS):
                # Asked again after each wait: the keeper may have ended between the event and this coroutine's turn.
                while not self._complete.is_set():
                    await self._complete.wait()
        except TimeoutError:
            raise ProcessEnded("The process that holds the graph has ended and does not come back.") from None

    async def _fork(self, request: Header) -> WorkerProcess:
        # Again, since a task begins a turn later: by then there may be another process, still without the journal's
        # changes, and an update tried in it would be made on half of the graph.
        await self._until_complete()
        ours, theirs = socket.socketpair()
        try:
            reply, descriptors = await self._in_thread(_request, request, theirs)
        except EngineError:
            ours.close()
            raise
        worker = WorkerProcess(int(reply["pid"]), descriptors[0] if descriptors else None)
        ours.setblocking(False)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)
        return worker

    async def apply(self, change: bytes) -> int:
        """Apply a change to the store that later workers inherit; returns how many quads it then holds."""
        file = _scratch()
        file.write(change)
        file.seek(0)
        reply, _ = await self._in_thread(_request, {"do": "apply"}, file)
        return int(reply["quads"])

    def kill(self) -> None:
        """End the process; who watches it starts it again, with everything that is on the disk."""
        if self._process is not None:
            self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process's number, for who watches it."""
        return self._process.pid if self._process else None

    def reset(self) -> None:
        """Be ready to start once more after :meth:`close`."""
        self._process = None
        self._complete.clear()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keeper")

    def close(self) -> None:
        """End the process, and with it its workers."""
        control, self._control = self._control, None
        if control is not None:
            # Whoever waits for an answer is told; closed by the thread that uses it, after its last use.
            with contextlib.suppress(OSError):
                control.shutdown(socket.SHUT_RDWR)
            self._thread.submit(control.close)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._thread.shutdown(wait=False)

    async def _in_thread(self, call: Any, *arguments: Any) -> tuple[Header, list[int]]:
        # The socket of this moment: a request that outlives its keeper must not speak to the next one.
        result: tuple[Header, list[int]] = await asyncio.get_running_loop().run_in_executor(
            self._thread, call, self._control, *arguments
        )
        return result


def _request(
    control: socket.socket | None, request: Header, sent: socket.socket | IO[bytes]
) -> tuple[Header, list[int]]:
    """Ask the keeper, and close what is sent with the question, which the caller no longer touches.

    Nobody else may: when the caller is cancelled, this thread goes on, and by then another connection may have the
    number of a descriptor that was closed.
    """
    with sent:
        if control is None:
            raise ProcessEnded("The process that holds the graph has ended.")
        try:
            socket.send_fds(control, [json.dumps(request).encode()], [sent.fileno()])
        except OSError as error:
            raise ProcessEnded("The process that holds the graph has ended.") from error
    return _receive(control)


def _unwanted(forking: asyncio.Future[WorkerProcess]) -> None:
    if not forking.cancelled() and forking.exception() is None:
        forking.result().kill()


def _receive(control: socket.socket) -> tuple[Header, list[int]]:
    try:
        line, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
    except OSError as error:
        raise ProcessEnded("The process that holds the graph has ended.") from error
    if not line:
        raise ProcessEnded("The process that holds the graph has ended; see its message above.")
    reply: Header = json.loads(line)
    if "error" in reply:
        raise EngineError(str(reply["error"]))
    return reply, descriptors


class WorkerProcess(asyncio.Protocol):
    """A forked worker: one question at a time.

    Args:
        pid: its process number.
        handle: its pidfd, so that no signal ever reaches a stranger with a reused number.
    """

    def __init__(self, pid: int, handle: int | None) -> None:
        self.pid = pid
        self._handle = handle
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._answer: asyncio.Future[tuple[Header, bytes]] | None = None
        self.gone = False
        self.low = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See :class:`asyncio.Protocol`."""
        # Not an isinstance check: uvloop's transports are no subclass of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """See :class:`asyncio.Protocol`."""
        if self._buffer or not is_whole(data):
            self._buffer += data
            if not is_whole(self._buffer):
                return
            message = unpack(self._buffer)
            self._buffer.clear()
        else:
            message = unpack(data)
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(message)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """See :class:`asyncio.Protocol`."""
        self.gone = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ProcessEnded("The worker has ended."))
        self._release()

    def ask(self, header: Header, body: bytes) -> asyncio.Future[tuple[Header, bytes]]:
        """Send a question; the future gives its answer or raises :class:`ProcessEnded`."""
        loop = asyncio.get_running_loop()
        self._answer = answer = loop.create_future()
        if self.gone or self._transport is None:
            answer.set_exception(ProcessEnded("The worker has ended."))
        else:
            self._transport.write(pack(header, body))
        return answer

    def processor_seconds(self) -> float:
        """How much processor time it has used; where the kernel does not tell, the time of day."""
        try:
            with open(f"/proc/{self.pid}/schedstat", "rb") as file:  # noqa: PTH123 -- asked often; a Path takes longer
                return int(file.read().split()[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return time.monotonic()

    def lower(self, nice: int | None = None) -> None:
        """Give way to others from now on, and keep off one processor, where there are several: it is for short work.

        Priority is not enough for that: who wakes up on a processor that is taken may wait for the next tick of the
        clock (4 ms at 250 Hz), several times in one request. An ordinary process cannot take either back.

        Args:
            nice: how far to give way, as ``nice(2)`` has it; None is to everybody at all times (``SCHED_IDLE``).
        """
        self.low = True
        if self.gone:
            return  # its number may be another process's by now
        with contextlib.suppress(OSError):
            if not hasattr(os, "sched_setaffinity"):
                os.setpriority(os.PRIO_PROCESS, self.pid, 19 if nice is None else nice)
                return
            if nice is None:
                os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self.pid, nice)
            processors = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(self.pid, processors[1:] or processors)

    def stop(self) -> None:
        """Let it do nothing until :meth:`resume`; its time limit goes on."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once."""
        self._signal(signal.SIGKILL)
        if self._transport is not None:
            self._transport.abort()
        self._release()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(OSError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, number)
            elif not self.gone:
                os.kill(self.pid, number)

    def _release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _scratch() -> IO[bytes]:
    """A file without a name: not on a disk, which may be full, where the system and its filters let us."""
    try:
        return os.fdopen(os.memfd_create("change"), "r+b")
    except (AttributeError, OSError):
        return tempfile.TemporaryFile()


def _environment() -> dict[str, str]:
    """The keeper's environment: what Python needs to start, no secrets."""
    kept = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ}
