# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures of the documents: one moment of the sample assembly, as three people see it.

    .venv/bin/python -m tests.browser.pictures docs/images

A participant on a phone, the moderator on a laptop, and the hall before the projector, each in the
light and in the dark, while seven of twelve have voted on the first resolution. And what anybody
reads afterwards: the list of Caruna, what was adopted and what was not, and what a search finds. In
the end a moderator opens a voting in which two people are represented.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.assemblies.queries import require_assembly, require_seat
from assembly.clock import now
from assembly.database import open_engine, sessions_of
from assembly.identity.hashing import Hasher
from assembly.identity.rules.codes import read_code
from assembly.local.kept import Command
from assembly.local.servers import local_servers
from assembly.migrate import upgrade
from assembly.sample import EMAIL, SLUG, prepare_sample
from assembly.settings import Settings
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.schedule import Schedule
from tests.browser.conftest import chromium
from tests.browser.stage import LAPTOP, PHONE, Stage
from tests.build.house import BY, Build, Hall
from tests.build.running import Web, environ_of, free_port
from tests.build.sitting import Meeting

PROJECT = Path(__file__).parents[2]
PUBLIC = "http://127.0.0.1:8000"
"""Where `make run` is, for the code on the projector."""
VOTED = ["yes", "no", "yes", "yes", "abstain", "no", "yes"]
READER = 10
"""The seat, counted from 0, whose phone is seen: it has not voted yet."""
HANDS = (4, 9)
"""Seats that ask for the floor."""
AWAY, HOLDERS = (10, 11), (8, 9)
"""Seats that are represented in the end, and by whom."""
CARUNA = "000_51e6f999c075458b.txt"
ADOPTED = ["yes"] * 7 + ["no"] * 3 + ["abstain"]
NOT_ADOPTED = ["yes"] * 4 + ["no"] * 6 + ["abstain"] * 2
LENGTH = timedelta(minutes=5)
LOOKS = {"": "light", "-dark": "dark"}


@asynccontextmanager
async def sample(folder: Path) -> AsyncIterator[tuple[Stage, Hall]]:
    """The sample assembly with everybody in the room, on servers and in a browser of its own."""
    with local_servers(folder / "servers", durable=False) as servers:
        await asyncio.to_thread(upgrade, servers.database_url)
        settings = Settings(
            database_url=servers.database_url,
            redis_url=servers.redis_url,
            secret_key="only-for-pictures-" + "x" * 32,
            argon2_memory_kib=64,
            argon2_passes=1,
            sweep_seconds=1,
            public_url=PUBLIC,
        )
        environ = environ_of(settings, PROJECT) | {"PUBLIC_URL": PUBLIC}
        web = Web(environ, folder / "web.log", free_port())
        worker = Command(
            "worker", [sys.executable, "-m", "workers"], log=folder / "worker.log", environ=environ
        )
        engine = open_engine(settings.database_url, pool_size=5, name="pictures")
        hasher = Hasher(settings)
        try:
            web.start()
            worker.start()
            build = Build(sessions_of(engine), hasher)
            hall = await _hall(build, folder)
            while not await web.serves():
                await asyncio.sleep(0.1)
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=chromium(), args=["--no-sandbox"]
                )
                yield Stage(build, settings, web, worker, browser, folder / "web.log"), hall
                await browser.close()
        finally:
            worker.stop()
            web.stop()
            hasher.close()
            await engine.dispose()


async def _hall(build: Build, folder: Path) -> Hall:
    """The sample as the builders know a hall, with everybody present."""
    keys = await prepare_sample(build.sessions, build.hasher, folder)
    assert keys is not None
    async with build.sessions.begin() as session:
        assembly = await require_assembly(session, SLUG)
        numbers = range(1, len(keys.codes) + 1)
        seats = [(await require_seat(session, assembly.id, number)).id for number in numbers]
    codes = [code for shown in keys.codes if (code := read_code(shown)) is not None]
    hall = Hall(assembly, seats[0], EMAIL, codes, seats)
    await build.arrive(hall, range(len(seats)))
    return hall


async def sit(build: Build, hall: Hall) -> None:
    """The sitting is open, at its second item: the first resolution."""
    meeting = Meeting(build, hall)
    meeting.items = [item.id for item in await meeting.agenda()]
    await meeting.open(now() - timedelta(minutes=12))
    await meeting.begin(1, at=now() - timedelta(minutes=12))
    await meeting.begin(2, at=now() - timedelta(minutes=6))
    for seat in HANDS:
        await meeting.ask(seat)


async def vote(build: Build, hall: Hall, number: int = 1) -> Voting:
    """Five minutes to vote on this resolution, and some have."""
    at = now()
    rule = preset("simple")
    terms = Terms(Secrecy.SECRET, True, rule, schedule=Schedule(None, at + LENGTH))
    async with build.sessions.begin() as session:
        voting = await plan_voting(session, hall.assembly, number, terms, at=at, by=BY)
        voting = await open_voting(session, voting.id, at=at, by=BY)
    await build.cast_all(hall, voting, VOTED)
    return voting


async def take(stage: Stage, hall: Hall, folder: Path) -> None:
    """The three faces, each in the light and in the dark."""
    here = f"/assemblies/{hall.slug}"
    faces: dict[str, tuple[str, str | None, dict[str, Any]]] = {
        "phone": (
            "/my-votings",
            await stage.build.token_of_seat(hall, READER),
            {"viewport": {"width": 390, "height": 920}, "device_scale_factor": 1.5},
        ),
        "console": (
            f"{here}/desk/sittings/1",
            await stage.build.token_of_staff(hall.email),
            {"viewport": {"width": 1280, "height": 900}},
        ),
        "projector": (
            f"{here}/projector",
            None,
            {"viewport": {"width": 1280, "height": 720}},
        ),
    }
    for name, (path, token, screen) in faces.items():
        for suffix, look in LOOKS.items():
            async with stage.page(path, token, color_scheme=look, **screen) as page:
                await page.wait_for_timeout(1500)
                await page.screenshot(path=folder / f"{name}{suffix}.png")


async def decide(build: Build, hall: Hall) -> None:
    """History is there; the second resolution of the sample is adopted, the fourth is not."""
    data = (PROJECT / "data" / "caruna-2025" / CARUNA).read_bytes()
    naming = Naming(slug="caruna-2025", name="Caruna")
    async with build.sessions.begin() as session:
        await bring_in(
            session, data, file=CARUNA, naming=naming, importer="assembly import", at=now()
        )
    for number, choices in ((2, ADOPTED), (4, NOT_ADOPTED)):
        terms = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))
        async with build.sessions.begin() as session:
            voting = await plan_voting(session, hall.assembly, number, terms, at=now(), by=BY)
            voting = await open_voting(session, voting.id, at=now(), by=BY)
        await build.cast_all(hall, voting, choices)
        await build.close(voting)
        await build.count(voting)
        await build.publish(voting)


async def read(stage: Stage, hall: Hall, folder: Path) -> None:
    """What anybody reads, on a laptop and on a phone; the phone is in the dark."""
    sample = f"/assemblies/{hall.slug}/resolutions"
    sights = {
        "list": "/assemblies/caruna-2025/resolutions",
        "caruna": "/assemblies/caruna-2025",
        "adopted": f"{sample}/2",
        "not-adopted": f"{sample}/4",
        "search": "/search?q=zorg",
    }
    screens: dict[str, dict[str, Any]] = {
        "": {**LAPTOP, "color_scheme": "light"},
        "-phone": {**PHONE, "color_scheme": "dark", "device_scale_factor": 1.5},
    }
    for name, path in sights.items():
        for suffix, screen in screens.items():
            async with stage.page(path, None, **screen) as page:
                whole = name.endswith("adopted")
                await page.screenshot(path=folder / f"outcome-{name}{suffix}.png", full_page=whole)


async def lead(stage: Stage, hall: Hall, folder: Path) -> None:
    """A moderator's pages around a voting in which two people are represented."""
    build, desk = stage.build, f"/assemblies/{hall.slug}/desk"
    await build.leave(hall, AWAY)
    for giver, holder in zip(AWAY, HOLDERS, strict=True):
        await build.proxy(hall, giver, holder)
    number = (await build.tabled(hall, "Elke wijk krijgt een huis dat elke avond open is.")).number
    token = await build.token_of_staff(hall.email)
    async with stage.page(f"{desk}/room", token, **LAPTOP) as page:
        await page.screenshot(path=folder / "room.png")
    async with stage.page(f"{desk}/{number}/voting", token, **LAPTOP) as page:
        await page.locator("select[name=rule]").select_option("two_thirds")
        await page.locator("main form button").last.click()
        await page.wait_for_load_state()
        await page.screenshot(path=folder / "before-opening.png")
    voting = await vote(build, hall, number)
    for name, path in (("open-voting", f"votings/{voting.id}"), ("sitting", "sittings/1")):
        async with stage.page(f"{desk}/{path}", token, **LAPTOP) as page:
            await page.wait_for_timeout(1500)
            await page.screenshot(path=folder / f"{name}.png")
    await cast_for_two(stage, await build.token_of_seat(hall, HOLDERS[0]), folder)


async def cast_for_two(stage: Stage, token: str, folder: Path) -> None:
    """Choose for oneself and for another, confirm once, and get a receipt each."""
    screen = {"viewport": {"width": 390, "height": 920}, "device_scale_factor": 1.5}
    async with stage.page("/my-votings", token, **screen) as page:
        form = page.locator("form.together")
        await form.scroll_into_view_if_needed()
        for place in range(2):
            await form.locator("fieldset[data-number]").nth(place).locator(".pick").first.click()
        await page.screenshot(path=folder / "for-several.png")
        await form.locator(".decide button").click()
        sure = page.locator("button.sure")
        await sure.wait_for()
        await page.screenshot(path=folder / "confirm.png")
        await sure.click()
        await page.locator(".tracker").nth(1).wait_for()
        await page.screenshot(path=folder / "receipts.png")


async def main(folder: Path) -> None:
    """Everything, from empty servers to the files."""
    with tempfile.TemporaryDirectory() as temporary:
        async with sample(Path(temporary)) as (stage, hall):
            await sit(stage.build, hall)
            await vote(stage.build, hall)
            await take(stage, hall, folder)
            await decide(stage.build, hall)
            await read(stage, hall, folder)
            await lead(stage, hall, folder)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
