# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly up`, which is `make run`: everything on one machine, from nothing to a ready address.

The order: what can be refused is refused first; then PostgreSQL, Valkey, the steps (migrations,
what is brought in), the worker, the web process; then it waits until `/health/ready` says so.
They stop in the opposite order.
"""

import http.client
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Never, TextIO

from assembly.local import checks
from assembly.local.errors import CannotStart, Stopped
from assembly.local.kept import Command, Kept
from assembly.local.logs import fresh, last_lines
from assembly.local.postgres import LocalPostgres
from assembly.local.steps import Environment, Step, take
from assembly.local.supervise import Keeper, StopSign, Teller, stop_all
from assembly.local.valkey import LocalValkey

TICK = 0.1
READY_SECONDS = 60.0
HOPELESS_DEATHS = 3
ASSEMBLY = (sys.executable, "-m", "assembly")


@dataclass(frozen=True, slots=True)
class House:
    """What is brought up. `web` gets `--port PORT`; `welcome` says how to enter."""

    steps: Sequence[Step] = ()
    web: Sequence[str] = (*ASSEMBLY, "web")
    worker: Sequence[str] = (*ASSEMBLY, "work")
    welcome: Callable[[Environment], str] = lambda _environ: ""
    ready_seconds: float = READY_SECONDS


@dataclass(slots=True)
class _Rising:
    """One run of `up`."""

    house: House
    environ: dict[str, str]
    port: int
    folder: Path
    sign: StopSign
    tell: Teller
    keepers: list[Keeper] = field(default_factory=list)

    @property
    def kept(self) -> list[Kept]:
        return [keeper.kept for keeper in self.keepers]

    def servers(self) -> None:
        """DATABASE_URL and REDIS_URL lead to servers that answer, or to somebody else's."""
        if not self.environ.get("DATABASE_URL"):
            postgres = LocalPostgres(self.folder / "postgres")
            self._start(postgres)
            self.environ["DATABASE_URL"] = postgres.database_url
        if not self.environ.get("REDIS_URL"):
            valkey = LocalValkey(self.folder / "valkey")
            self._start(valkey)
            self.environ["REDIS_URL"] = valkey.redis_url

    def _start(self, kept: Kept) -> None:
        self.sign.check()
        self.keepers.append(Keeper(kept, self.tell))
        self.tell(f"Starting {kept.name}")
        kept.start()

    def steps(self) -> None:
        """Everything that is done once is done."""
        log = self._log("steps.jsonl")
        for step in self.house.steps:
            take(step, self.environ, log, self.sign, self.tell)

    def doors(self) -> None:
        """Web and worker run, and every check of the web process is content."""
        web = [*self.house.web, "--port", str(self.port)]
        for name, command in (("worker", self.house.worker), ("web", web)):
            log = self._log(f"{name}.jsonl")
            self._start(Command(name, command, log=log, environ=self.environ))
        self.tell("Waiting until everything is ready")
        until = time.monotonic() + self.house.ready_seconds
        while why_not := unready(self.port):
            self.watch()
            for keeper in self.keepers:
                if keeper.deaths >= HOPELESS_DEATHS:
                    self._give_up(f"{keeper.kept.name} ends as soon as it starts", [keeper.kept])
            if time.monotonic() > until:
                seconds = self.house.ready_seconds
                self._give_up(f"Not ready after {seconds:g} s ({why_not})", self.kept)

    def watch(self) -> None:
        """One tick: raises Stopped when asked to stop, starts again what died."""
        self.sign.check()
        for keeper in self.keepers:
            keeper.look()
        time.sleep(TICK)

    def _log(self, name: str) -> Path:
        folder = self.folder / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        return fresh(folder / name)

    def _give_up(self, why: str, logs_of: Sequence[Kept]) -> Never:
        for kept in logs_of:
            self.tell.line(f"── the end of {kept.log}")
            for line in last_lines(kept.log):
                self.tell.line(f"   {line}")
        raise CannotStart(f"{why}; the end of what was logged is above.")


def up(environ: Environment, house: House, *, out: TextIO | None = None) -> int:
    """Everything ran until somebody asked to stop, and nothing runs any more.

    0 after a stop that was asked for, 1 when something failed on the way, 2 when it could not
    even begin; in both cases one sentence on stderr says why.
    """
    tell = Teller(out or sys.stdout)
    with StopSign() as sign:
        try:
            port = checks.port_of(environ)
            folder = checks.data_folder(environ)
            with checks.claim(folder, f"http://{checks.HOST}:{port}") as killed:
                checks.require_free(port, patience=checks.PATIENCE_SECONDS if killed else 0.0)
                rising = _Rising(
                    house, _environment(environ, port, folder), port, folder, sign, tell
                )
                return _run(rising)
        except CannotStart as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 2


def _run(rising: _Rising) -> int:
    tell = rising.tell
    try:
        rising.servers()
        rising.steps()
        rising.doors()
        tell.line(f"Assembly is ready: http://{checks.HOST}:{rising.port}")
        if words := rising.house.welcome(rising.environ):
            tell.line(words)
        while True:
            rising.watch()
    except Stopped:
        tell("Stopping")
        return 0
    except (CannotStart, OSError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    finally:
        stop_all(rising.kept, rising.sign)
        tell.line(f"Stopped. Data stays in {checks.shown(rising.folder)}.")


def _environment(environ: Environment, port: int, folder: Path) -> dict[str, str]:
    """What every program of this run is given; the two URLs follow once the servers run."""
    return {
        **environ,
        "ASSEMBLY_VAR": str(folder),
        "PORT": str(port),
        "PUBLIC_URL": environ.get("PUBLIC_URL") or f"http://{checks.HOST}:{port}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "SECRET_KEY": checks.secret_key(environ, folder),
    }


def unready(port: int) -> str:
    """Empty once `/health/ready` answers 200 and not `degraded`: every part is there; else why."""
    line = http.client.HTTPConnection(checks.HOST, port, timeout=2.0)
    try:
        line.request("GET", "/health/ready")
        answer = line.getresponse()
        body = answer.read(400).decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return "the web process does not answer"
    finally:
        line.close()
    able = answer.status == http.HTTPStatus.OK and '"degraded"' not in body
    return "" if able else f"{answer.status}: {body}"
