# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""While things run: notice what dies, start it again, and stop everything when asked to."""

import io
import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self, TextIO

from assembly.local.errors import CannotStart, Stopped
from assembly.local.kept import Kept

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
CALM_SECONDS = 60.0
SECOND_THOUGHT_SECONDS = 0.5


class Teller:
    """Short lines with the time since the beginning; nobody listening is no reason to fail."""

    def __init__(self, out: TextIO) -> None:
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors="replace")  # a terminal may know fewer letters than we do
        self._out = out
        self._began = time.monotonic()

    def __call__(self, text: str) -> None:
        """One line with the seconds since the beginning."""
        self.line(f"{time.monotonic() - self._began:6.1f} s  {text}")

    def line(self, text: str) -> None:
        """The text as it is."""
        try:
            self._out.write(f"{text}\n")
            self._out.flush()
        except OSError:
            with suppress(OSError):  # what is buffered has to go somewhere
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())


class StopSign:
    """SIGINT, SIGTERM and SIGHUP are remembered here; a second Ctrl-C means: at once."""

    def __init__(self) -> None:
        self._asked_at: float | None = None
        self._forced = False
        self._parent = os.getppid()
        self._made = "MAKELEVEL" in os.environ
        self._parent_listens = self._made and _catches_interrupt(self._parent)
        self._heard: list[signal.Signals] = []

    def __enter__(self) -> Self:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if sign is signal.SIGHUP and signal.getsignal(sign) is signal.SIG_IGN:
                continue  # nohup
            signal.signal(sign, self._hear)
            self._heard.append(sign)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for sign in self._heard:  # what comes now comes too late to change how this ends
            signal.signal(sign, signal.SIG_IGN)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
        elif number == signal.SIGINT and now > self._asked_at + SECOND_THOUGHT_SECONDS:
            self._forced = True

    def asked(self) -> bool:
        """Whether it is time to stop, also because the `make` that started us is stopping.

        `make` hands SIGTERM on, but not SIGINT; it catches SIGINT once and no longer afterwards.
        """
        if self._asked_at is None and self._made:
            gone = os.getppid() != self._parent
            if gone or (self._parent_listens and not _catches_interrupt(self._parent)):
                self._asked_at = time.monotonic()
        return self._asked_at is not None

    def hurry(self) -> bool:
        """Whether somebody insisted."""
        return self._forced

    def check(self) -> None:
        """Raises Stopped when it is time to stop."""
        if self.asked():
            raise Stopped


def _catches_interrupt(pid: int) -> bool:
    """Whether the process has a handler of its own for SIGINT; False where that cannot be seen."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return False
    caught = next((line.split()[1] for line in lines if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)


class Keeper:
    """Looks after one thing: what dies is started again, after a pause that grows."""

    def __init__(
        self, kept: Kept, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.kept = kept
        self.deaths = 0
        self._tell = tell
        self._clock = clock
        self._since = clock()
        self._due: float | None = None

    def look(self) -> None:
        """Once every tick. Never raises for something that does not start: it tries again."""
        now = self._clock()
        if self.kept.alive():
            if now - self._since > CALM_SECONDS:
                self.deaths = 0
        elif self._due is None:
            pause = min(FIRST_PAUSE_SECONDS * 2**self.deaths, LONGEST_PAUSE_SECONDS)
            self.deaths += 1
            self._due = now + pause
            ending = self.kept.ending
            self._tell(f"{self.kept.name} ended ({ending}) and starts again in {pause:g} s.")
        elif now >= self._due:
            self._due = None
            self._since = now
            try:
                self.kept.start()
            except (CannotStart, OSError) as error:
                self._tell(str(error))
            else:
                self._tell(f"{self.kept.name} runs again.")


def stop_all(kept: Sequence[Kept], sign: StopSign) -> None:
    """All have ended, the last started first, each with whatever it started itself."""
    with ExitStack() as ends:
        for one in kept:
            ends.callback(one.stop, sign.hurry)
