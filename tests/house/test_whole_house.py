# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `make run` promises, by the real thing: up, Caruna in, a rehearsal through, down, up."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

READY = re.compile(r"Assembly is ready: (http://127\.0\.0\.1:\d+)")
PATIENCE = 240.0


class House:
    """One `assembly up` in a folder of its own, and what it said."""

    def __init__(self, var: Path, port: int) -> None:
        self.said = var.parent / "said.txt"
        self.environ = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"}
        } | {"ASSEMBLY_VAR": str(var), "PORT": str(port), "ARGON2_MEMORY_KIB": "64"}
        with self.said.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assembly", "up"],
                env=self.environ,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def url(self) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if found := READY.search(self.said.read_text()):
                return found.group(1)
            time.sleep(0.1)
        pytest.fail(self.said.read_text())

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=120)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def house(tmp_path: Path, port: int) -> Iterator[House]:
    house = House(tmp_path / "var", port)
    yield house
    if house.process.poll() is None:
        house.end()


def items(url: str) -> list[dict[str, object]]:
    with urllib.request.urlopen(f"{url}/api/v1/assemblies/caruna-2025/resolutions") as answer:
        found: list[dict[str, object]] = json.load(answer)["items"]
    return found


def test_up_with_caruna_a_rehearsal_through_and_a_second_run_that_finds_it_all(
    house: House, tmp_path: Path, port: int
) -> None:
    url = house.url()
    outcomes = [item["outcome"] for item in items(url)]
    assert (len(outcomes), outcomes.count("adopted"), outcomes.count("not_adopted")) == (44, 30, 14)
    keys = json.loads((tmp_path / "var" / "keys.json").read_text())
    said = house.said.read_text()
    assert keys["password"] in said
    assert all(code in said for code in keys["codes"])
    logs = "".join(path.read_text() for path in (tmp_path / "var" / "logs").glob("*.jsonl"))
    assert keys["password"] not in logs
    assert not any(code in logs for code in keys["codes"])

    rehearsal = subprocess.run(
        [sys.executable, "-m", "assembly", "rehearse", "--participants", "12", "--url", url],
        env=house.environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert rehearsal.returncode == 0, rehearsal.stdout + rehearsal.stderr
    assert "promises held" in rehearsal.stdout

    assert house.end() == 0
    assert "Stopped. Data stays in" in house.said.read_text()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{url}/health/live", timeout=2)

    again = House(tmp_path / "var", port)
    try:
        assert len(items(again.url())) == 44
        assert "was there already, unchanged" in again.said.read_text()
        assert keys["password"] in again.said.read_text()
    finally:
        assert again.end() == 0
