# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly up` with small programs in place of web and worker; processes and signals are real."""

import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

import assembly
from assembly.local import checks
from assembly.local.errors import CannotStart
from assembly.local.processes import wait_until

DRIVER = """
import os, sys
from pathlib import Path
from assembly.local import House, Step, up

def python(name):
    return [sys.executable, str(Path(sys.argv[1]) / name)]

house = House(
    steps=[Step("Bringing in", python("step.py"))],
    web=python("web.py"),
    worker=python("worker.py"),
    welcome=lambda environ: f"Enter with {len(environ['SECRET_KEY'])} letters.",
    ready_seconds=float(os.environ.get("SECONDS", "20")),
)
sys.exit(up(os.environ, house))
"""

WEB = """
import http.server, os, sys

class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(os.environ.get("STATUS", "200")))
        self.end_headers()
        self.wfile.write(b'{"worker": "away"}')

port = int(sys.argv[sys.argv.index("--port") + 1])
print('{"event": "web listens"}', flush=True)
http.server.HTTPServer(("127.0.0.1", port), Ready).serve_forever()
"""

WORKER = 'import time\nprint(\'{"event": "worker works"}\', flush=True)\ntime.sleep(600)\n'
STEP = "import sys\nprint('44 resolutions')\nprint('why', file=sys.stderr)\n"

Begin = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def begin(tmp_path: Path, port: int) -> Iterator[Begin]:
    """Runs `up` in a folder of its own, by default with servers that are somebody else's."""
    for name, text in (("web.py", WEB), ("worker.py", WORKER), ("step.py", STEP)):
        (tmp_path / name).write_text(text)
    begun: list[subprocess.Popen[str]] = []

    def run(**environ: str) -> "subprocess.Popen[str]":
        elsewhere = {"DATABASE_URL": "postgresql://elsewhere", "REDIS_URL": "redis://elsewhere"}
        process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(Path(assembly.__file__).parents[1]),
                "PYTHONWARNINGS": "error",
                "PORT": str(port),
                **elsewhere,
                **environ,
            },
        )
        begun.append(process)
        return process

    yield run
    for process in begun:
        process.kill()
        process.communicate()


def until(process: "subprocess.Popen[str]", words: str) -> list[str]:
    """What was told, up to the line with these words."""
    assert process.stdout is not None
    told = []
    for line in process.stdout:
        told.append(line.rstrip("\n"))
        if words in line:
            return told
    raise AssertionError(f"never told {words!r}: {told} {process.communicate()[1]}")


def running(folder: Path) -> list[psutil.Process]:
    """Every process that works in the folder or names it, except the test itself."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join([*process.cmdline(), process.cwd()])
        except psutil.Error:
            continue
        if str(folder) in words and process.pid != os.getpid():
            found.append(process)
    return found


def named(folder: Path, word: str) -> list[psutil.Process]:
    return [one for one in running(folder) if word in " ".join(one.cmdline())]


# ── the whole way ─────────────────────────────────────────────────────────────
def test_it_says_where_it_is_and_how_to_enter(begin: Begin, port: int) -> None:
    told = until(begin(), "Enter with")
    assert f"Assembly is ready: http://127.0.0.1:{port}" in told
    assert told[-1] == "Enter with 64 letters."
    assert any(line.endswith("44 resolutions") for line in told)
    assert all(line.isprintable() for line in told)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_and_counts_as_success(
    begin: Begin, tmp_path: Path, sign: signal.Signals
) -> None:
    process = begin()
    until(process, "Assembly is ready")
    process.send_signal(sign)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.endswith("Stopped. Data stays in var/.\n")
    assert err == ""
    assert running(tmp_path) == []


def test_with_servers_of_its_own_the_second_run_finds_the_first_ones_data(
    begin: Begin, tmp_path: Path
) -> None:
    secrets = set()
    for _ in range(2):
        process = begin(DATABASE_URL="", REDIS_URL="")
        until(process, "Assembly is ready")
        assert {"postgres", "valkey-server"} <= {one.name() for one in running(tmp_path)}
        process.terminate()
        process.communicate(timeout=60)
        assert running(tmp_path) == []
        secrets.add((tmp_path / "var/secret").read_text())
    assert len(secrets) == 1
    assert stat.S_IMODE((tmp_path / "var/secret").stat().st_mode) == 0o600
    assert (tmp_path / "var/logs/worker.jsonl.1").read_text() == '{"event": "worker works"}\n'


def test_kill_9_leaves_nothing_and_the_next_run_begins(begin: Begin, tmp_path: Path) -> None:
    process = begin(DATABASE_URL="", REDIS_URL="")
    until(process, "Assembly is ready")
    process.kill()
    process.communicate()
    until(begin(DATABASE_URL="", REDIS_URL=""), "Assembly is ready")
    assert len(named(tmp_path, "/web.py")) == 1


def test_a_web_process_that_ignores_the_first_word_is_ended(begin: Begin, tmp_path: Path) -> None:
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    (tmp_path / "web.py").write_text(deaf + WEB)
    process = begin()
    until(process, "Assembly is ready")
    process.terminate()
    process.communicate(timeout=60)
    assert running(tmp_path) == []


def test_a_second_ctrl_c_ends_it_at_once(begin: Begin, tmp_path: Path) -> None:
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    for name, text in (("web.py", WEB), ("worker.py", WORKER)):
        (tmp_path / name).write_text(deaf + text)
    process = begin()
    until(process, "Assembly is ready")
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.8)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert time.monotonic() - began < 30
    assert running(tmp_path) == []


# ── what dies ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_dies_is_started_again_and_said(begin: Begin, tmp_path: Path, name: str) -> None:
    process = begin()
    until(process, "Enter with")
    (victim,) = named(tmp_path, f"/{name}.py")
    victim.kill()
    assert f"{name} ended (SIGKILL)" in until(process, "starts again")[-1]
    assert wait_until(lambda: [victim] != named(tmp_path, f"/{name}.py") != [], 60)


def test_a_program_that_ends_at_once_is_given_up_with_its_last_words(
    begin: Begin, tmp_path: Path
) -> None:
    (tmp_path / "worker.py").write_text("raise SystemExit('no such queue')")
    process = begin(STATUS="503")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "   no such queue" in out
    assert err == "worker ends as soon as it starts; the end of what was logged is above.\n"
    assert running(tmp_path) == []


def test_not_becoming_ready_says_which_check_is_not_content(begin: Begin, tmp_path: Path) -> None:
    out, err = begin(STATUS="503", SECONDS="8").communicate(timeout=60)
    assert 'Not ready after 8 s (503: {"worker": "away"})' in err
    assert '{"event": "worker works"}' in out
    assert running(tmp_path) == []


def test_a_step_that_fails_ends_it_with_what_it_said(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "step.py").write_text("raise SystemExit('line 7: no outcome')")
    process = begin()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "line 7: no outcome" in out
    assert err.startswith("Bringing in: failed with 1")
    assert "ready" not in out


def test_a_signal_during_a_step_ends_the_step_too(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "step.py").write_text("import time\nprint('begun', flush=True)\ntime.sleep(600)")
    process = begin()
    until(process, "begun")
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert running(tmp_path) == []


# ── what is refused before anything starts ────────────────────────────────────
def refused(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_a_port_in_use(begin: Begin, port: int, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        sentence = refused(begin())
    assert sentence.startswith(f"Port {port} cannot be used (Address already in use)")
    assert f"PORT={port + 1} make run" in sentence
    assert not (tmp_path / "var/postgres").exists()


@pytest.mark.parametrize("word", ["eighty", "0", "65536", "-1", "8000.0"])
def test_a_port_that_is_none(begin: Begin, word: str) -> None:
    assert refused(begin(PORT=word)).startswith(f"PORT is {word!r}")


def test_a_port_this_account_may_not_use_is_refused_in_one_sentence() -> None:
    """As root, for a moment as somebody else; a machine may also give every port to everybody."""
    before = os.geteuid()
    first_for_all = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    reserved = int(first_for_all.read_text()) > 81 if first_for_all.exists() else True
    try:
        if before == 0:
            os.seteuid(pwd.getpwnam("nobody").pw_uid)
        if reserved:
            with pytest.raises(CannotStart, match="above 1023"):
                checks.require_free(81)
        else:
            checks.require_free(81)
    finally:
        os.seteuid(before)


def test_a_data_folder_that_cannot_be_written_to(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = refused(begin(ASSEMBLY_VAR="file/var"))
    assert sentence.startswith("The data folder file/var/ cannot be written to (Not a directory)")


def test_a_second_run_in_the_same_folder(begin: Begin, port: int) -> None:
    first = begin()
    until(first, "Assembly is ready")
    sentence = refused(begin())
    assert sentence == (
        f"Assembly is running in var/ already (process {first.pid}, http://127.0.0.1:{port}).\n"
    )


def test_a_listener_that_goes_away_does_not_stop_it(begin: Begin, tmp_path: Path) -> None:
    process = begin()
    until(process, "Assembly is ready")
    assert process.stdout is not None
    process.stdout.close()
    for victim in named(tmp_path, "/worker.py"):
        victim.kill()
    time.sleep(1.5)
    assert named(tmp_path, "/worker.py")
    process.terminate()
    assert process.wait(10) == 0
    assert running(tmp_path) == []
