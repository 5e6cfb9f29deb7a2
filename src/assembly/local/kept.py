# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Something this program starts, watches and stops: a server, the web process, the worker."""

import os
import signal
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from assembly.local.processes import Hurry, spawn, wait_until

HURRIED_SECONDS = 1.0


def never() -> bool:
    """Nobody is in a hurry."""
    return False


class Kept(ABC):
    """One process and whatever it starts. Starting twice and stopping twice are harmless."""

    farewell: ClassVar[Sequence[tuple[signal.Signals, float]]] = ((signal.SIGTERM, 3.0),)
    """What it is told when it shall end, and the seconds it gets before the next, harder word."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def start(self) -> None:
        """It runs. Raises CannotStart, and leaves nothing running, when it does not."""

    def alive(self) -> bool:
        """Whether its process runs at this moment."""
        return self.process is not None and self.process.poll() is None

    @property
    def ending(self) -> str:
        """How its process ended, in a few words."""
        code = self.process.returncode if self.process else None
        if code is None:
            return "not started"
        return f"exit {code}" if code >= 0 else signal.Signals(-code).name

    @property
    def pid(self) -> int | None:
        """The number of its process while it runs."""
        return self.process.pid if self.process is not None and self.alive() else None

    def stop(self, hurry: Hurry = never) -> None:
        """It has ended, politely if it could; in a hurry it hears every word at once."""
        for sign, seconds in self.farewell:
            if self.process is not None and self.alive():
                self.process.send_signal(sign)
                wait_until(lambda: not self.alive() or hurry(), seconds)
        if hurry():
            wait_until(lambda: not self.alive(), HURRIED_SECONDS)
        self.kill()

    def kill(self) -> None:
        """It has ended, without having been asked (SIGKILL), and so have those of its session."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process = None


class Command(Kept):
    """One of our own programs, writing its log where it is told to."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        environ: Mapping[str, str],
        out: int | None = None,
    ) -> None:
        super().__init__(name, log)
        self.command = list(command)
        self.environ = dict(environ)
        self.out = out

    def start(self) -> None:
        """Its process runs; whether it is of use, only its health check knows."""
        if not self.alive():
            self.kill()  # what its former process may have left in its session
            self.process = spawn(self.command, log=self.log, environ=self.environ, out=self.out)
