# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log: JSON lines that never hold a code, a password, a token, a tracker or a choice."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import structlog

from assembly.logs import configure
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import PASSWORD, Build
from tests.edges.town import bearer, work

API = "/api/v1"
WRONG = "the-wrong-password-of-somebody"


class Log:
    """What went to standard output since the last look."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        self.text = ""

    def begin(self) -> None:
        """From now on, as the web process and the worker do; only within a test."""
        configure("info")

    def read(self) -> list[dict[str, Any]]:
        """Every line, which is one JSON object; nothing is written to standard error."""
        captured = self._capture.readouterr()
        assert captured.err == ""
        self.text += captured.out
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def log(capfd: pytest.CaptureFixture[str]) -> Iterator[Log]:
    """To be begun by the test; afterwards logging is as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("sqlalchemy.engine", "asyncio")}
    yield Log(capfd)
    root.handlers[:], root.level = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def assert_silent(log: Log, secrets: list[str]) -> None:
    """None of the secrets in any form, and no choice anywhere."""
    lines = log.read()
    assert lines, "nothing was logged, so nothing was tested"
    for secret in secrets:
        for form in {secret, secret.replace("-", "")}:
            assert form.lower() not in log.text.lower()
    choices = [line for line in lines if re.search(r"\b(yes|abstain)\b|['\"]no['\"]", str(line))]
    assert choices == []


async def walk(client: httpx.AsyncClient, build: Build, secrecy: Secrecy) -> list[str]:
    """Everything a secret passes through, well and badly; the secrets that passed."""
    hall = await build.hall(seats=4)
    secrets = [code.shown() for code in hall.codes] + [PASSWORD, WRONG]
    secrets += [code.secret for code in hall.codes]
    tokens = []
    for typed in (
        *({"code": code.shown()} for code in hall.codes),
        {"email": hall.email, "password": PASSWORD},
        {"email": hall.email, "password": WRONG},
        {"email": hall.email, "password": WRONG, "code": hall.codes[0].shown()},
        {"code": "K7QM-3XR-9TW"},
        {"code": hall.codes[0].shown() + "-and-more"},
    ):
        answer = await client.post(f"{API}/sign-in", json=typed)
        if answer.status_code == 200:
            tokens.append(answer.json()["token"])
    form = await client.post("/sign-in", data={"code": hall.codes[0].shown()})
    assert (len(tokens), form.status_code) == (5, 303)
    moderator = bearer(tokens[-1])
    await client.get(f"{API}/me", headers=bearer("Tok-of-nobody"))
    cookie = {"Cookie": f"__Host-assembly={tokens[0]}"}
    await client.get(f"{API}/me?token={tokens[0]}", headers=cookie)
    reissued = await client.post(f"{API}/assemblies/{hall.slug}/seats/4/code", headers=moderator)
    secrets += [*tokens, "Tok-of-nobody", reissued.json()["code"], "K7QM-3XR-9TW"]

    voting = await build.planned(hall, secrecy=secrecy)
    here = f"{API}/votings/{voting.id}"
    trackers = [str(uuid4()) for _ in range(6)]
    assert (await client.post(f"{here}/opening", headers=moderator)).status_code == 200
    statuses = []
    for token, body in (
        (tokens[0], {"choice": "yes", "tracker": trackers[0]}),
        (tokens[0], {"choice": "yes", "tracker": trackers[0]}),
        (tokens[0], {"choice": "no", "tracker": trackers[1]}),
        (tokens[1], {"choice": "abstain", "tracker": trackers[0]}),
        (tokens[1], {"choice": "abstain", "tracker": trackers[2]}),
        (tokens[2], {"choice": "jawohl", "tracker": trackers[3]}),
        (tokens[2], {"choice": "yes", "tracker": "not-one-but-secret"}),
        (tokens[2], {"choice": "no", "because": "I said no-because"}),
        (tokens[4], {"choice": "no", "tracker": trackers[4]}),
    ):
        answer = await client.post(f"{here}/ballots", json=body, headers=bearer(token))
        statuses.append(answer.status_code)
    second = 409 if secrecy is Secrecy.SECRET else 201
    assert statuses == [201, 200, second, 409, 201, 422, 422, 422, 403]
    page = await client.post(
        f"/votings/{voting.id}/ballot",
        data={"choice": "no", "tracker": trackers[5]},
        headers=bearer(tokens[2]),
    )
    assert page.status_code == 200
    assert (await client.post(f"{here}/closing", headers=moderator)).status_code == 200
    late = await client.post(
        f"{here}/ballots", json={"choice": "no", "tracker": trackers[4]}, headers=bearer(tokens[0])
    )
    assert late.status_code == 409
    return [*secrets, *trackers, "jawohl", "not-one-but-secret", "no-because"]


@pytest.mark.parametrize("secrecy", [pytest.param(kind, id=kind.value) for kind in Secrecy])
async def test_no_secret_that_passes_through_stays_in_the_log(
    client, build, settings, log, secrecy
):
    log.begin()
    secrets = await walk(client, build, secrecy)
    await work(settings)
    assert_silent(log, secrets)
    events = {line["event"] for line in log.read()}
    assert {"request", "counted"} <= events


async def test_every_line_says_what_when_and_how_grave(client, build, log):
    log.begin()
    hall = await build.hall(seats=1)
    token = await build.token_of_seat(hall, 0)
    await client.get(f"{API}/assemblies/{hall.slug}?q=words-of-a-search", headers=bearer(token))
    (line,) = log.read()
    assert line.keys() == {"event", "level", "timestamp", "method", "route", "status", "ms"}
    assert (line["event"], line["level"], line["status"]) == ("request", "info", 200)
    assert line["route"].partition(":")[0].rstrip("}") == f"{API}/assemblies/{{slug"
    assert line["timestamp"].endswith(("Z", "+00:00"))
    assert "words-of-a-search" not in log.text


@pytest.mark.parametrize("secrecy", [pytest.param(kind, id=kind.value) for kind in Secrecy])
async def test_a_fault_of_ours_says_where_and_not_with_what(client, build, log, secrecy):
    """The table of ballots is away, so the statement with tracker and choice fails."""
    log.begin()
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall, secrecy=secrecy)
    token, tracker = await build.token_of_seat(hall, 0), str(uuid4())
    table = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    async with away(build, table):
        answer = await client.post(
            f"{API}/votings/{voting.id}/ballots",
            json={"choice": "abstain", "tracker": tracker},
            headers=bearer(token),
        )
        page = await client.post(
            f"/votings/{voting.id}/ballot",
            data={"choice": "abstain", "tracker": tracker},
            headers=bearer(token),
        )
    assert (answer.status_code, page.status_code) == (500, 500)
    assert_silent(log, [tracker, token, hall.codes[0].shown()])
    faults = [line for line in log.read() if line["level"] == "error"]
    assert len(faults) >= 2
    for fault in faults:
        assert fault["event"] == "fault"
        assert fault["problem"].endswith("Error")
        assert all(re.fullmatch(r"[\w.]+:\d+:\w+", frame) for frame in fault["at"])


async def test_a_fault_while_signing_in_says_nothing_of_the_code(client, build, log):
    log.begin()
    hall = await build.hall(seats=1)
    code = hall.codes[0]
    async with away(build, "tokens"):
        answers = [
            await client.post(f"{API}/sign-in", json={"code": code.shown()}),
            await client.post("/sign-in", data={"code": code.shown()}),
            await client.post(f"{API}/sign-in", json={"email": hall.email, "password": PASSWORD}),
        ]
    assert {answer.status_code for answer in answers} == {500}
    assert_silent(log, [code.shown(), code.secret, PASSWORD, hall.email])


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        pytest.param(
            "ALTER TABLE results ADD CONSTRAINT none_fits CHECK (turnout < 0) NOT VALID",
            "ALTER TABLE results DROP CONSTRAINT none_fits",
            id="the result is refused by the database, which tells the whole row",
        ),
        pytest.param(
            "ALTER TABLE records RENAME TO records_away",
            "ALTER TABLE records_away RENAME TO records",
            id="the record's table is away",
        ),
    ],
)
async def test_a_fault_of_the_worker_says_nothing_of_the_outcome(
    build, settings, log, broken, mended
):
    """Counting or publishing fails after the tally is known: the log is no place to learn it."""
    log.begin()
    hall = await build.hall(seats=4)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "yes", "no"])
    await build.close(voting)
    await execute(build, broken)
    try:
        await work(settings, ring=voting.id)
    finally:
        await execute(build, mended)
    assert_silent(log, ["adopted", "majority_met", "Goedgekeurd", "Failing row", "'counted'"])
    said = [line for line in log.read() if line["level"] in {"warning", "error"}]
    assert said, "a job that fails is said"
    await work(settings)
    assert await build.publish(voting) is None, "the sweep did it once the table was mended"


class away:  # noqa: N801 - reads as words: `async with away(build, "ballots")`
    """For a while the table has another name, so that every statement about it fails."""

    def __init__(self, build: Build, table: str) -> None:
        self._build, self._table = build, table

    async def __aenter__(self) -> None:
        await execute(self._build, f"ALTER TABLE {self._table} RENAME TO {self._table}_away")

    async def __aexit__(self, *_: object) -> None:
        await execute(self._build, f"ALTER TABLE {self._table}_away RENAME TO {self._table}")


async def execute(build: Build, sql: str) -> None:
    async with build.sessions.begin() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(sql)
