# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people do with a phone, at the desk and before a projector, on the English pages.

Everything is done as people do it, by pressing what stands there; every wait is for something to
be seen, and lasts as long as it has to.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from playwright.async_api import Locator, Page, expect

from assembly.voting.models import Voting
from tests.browser.stage import LAPTOP, PATIENCE, PHONE, Stage
from tests.build.house import PASSWORD, Build, Hall
from tests.verbs.reading import one, rows

expect.set_options(timeout=PATIENCE * 1000)

CHOICES = {"yes": "Yes, in favour", "no": "No, against", "abstain": "I abstain"}
IN_THE_BOX = "Your ballot is in the box"
SURE = "Confirm and cast"


@dataclass
class Phone:
    """A participant's page. `window.same` is set on it: a page that was loaded anew has lost it."""

    page: Page
    stage: Stage

    async def join(self, code: str, prefix: str = "/en", line: str = "live") -> None:
        """From the link of a QR code to the first screen: opened, and one button."""
        await self.page.goto(f"{self.stage.url}{prefix}/join#{code}")
        await self.page.locator("#continue").click()
        await self.arrived(line)

    async def beside(self) -> "Phone":
        """The same person in a second tab."""
        other = Phone(await self.page.context.new_page(), self.stage)
        await other.page.goto(f"{self.stage.url}/en/my-votings")
        await other.arrived()
        return other

    async def arrived(self, line: str = "live") -> None:
        """The first screen is there, and says whether it hears what happens."""
        await expect(self.page.locator(".whoami")).to_be_visible()
        await expect(self.page.locator("#line")).to_have_class(f"note line {line}")
        await self.page.evaluate("window.same = true")

    @property
    def ballot(self) -> Locator:
        """The paper of the first voting that is open."""
        return self.page.locator("#ballots > section[data-voting]").first

    @property
    def receipt(self) -> Locator:
        """The number on the panel after casting."""
        return self.page.locator(".panel .tracker")

    async def choose(self, choice: str) -> None:
        """A choice is made and repeated; nothing is sent."""
        await self.ballot.get_by_role("button", name=CHOICES[choice]).click()
        await expect(self.ballot.locator(".chosen")).to_have_text(CHOICES[choice])

    async def confirm(self) -> None:
        """The one confirmation."""
        await self.ballot.get_by_role("button", name=SURE).click()

    async def cast(self, choice: str) -> str:
        """The ballot is in the box; its receipt, as the phone shows it."""
        await self.choose(choice)
        await self.confirm()
        return await self.received()

    async def received(self) -> str:
        """The receipt, once it is there."""
        await expect(self.ballot.get_by_role("heading", name=IN_THE_BOX)).to_be_visible()
        return await self.number()

    async def number(self) -> str:
        """The receipt as it stands in the database."""
        return "-".join(await self.receipt.locator("span").all_inner_texts())

    async def go_on(self) -> None:
        """The receipt was read; the page shows what is open."""
        await self.page.get_by_role("button", name="Back to my votings").click()
        await expect(self.page.locator(".panel")).to_have_count(0)

    async def is_same(self) -> bool:
        """Whether the page was never loaded anew."""
        return bool(await self.page.evaluate("window.same === true"))


@dataclass
class Desk:
    """A moderator's page."""

    page: Page
    stage: Stage
    slug: str

    @property
    def here(self) -> str:
        """The address of the desk."""
        return f"{self.stage.url}/en/assemblies/{self.slug}/desk"

    async def sign_in(self, email: str) -> None:
        """With a password, from the first page."""
        await self.page.goto(f"{self.stage.url}/en/sign-in")
        await self.page.get_by_text("I run an assembly").click()
        await self.page.get_by_label("E-mail").fill(email)
        await self.page.get_by_label("Password").fill(PASSWORD)
        await self.press("Sign in")
        await self.heading("Desk")

    async def press(self, name: str, within: Locator | None = None) -> None:
        """The button with this name; what follows a colon is only heard, not seen."""
        place = within or self.page.locator("main")
        heard = re.compile(f"^{re.escape(name).replace(':', ' ?:')}$")
        await place.get_by_role("button", name=heard).click()

    async def follow(self, name: str) -> None:
        """The link with this name."""
        await self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()

    async def heading(self, name: str) -> None:
        """A page with this heading is there."""
        await expect(self.page.get_by_role("heading", name=name).first).to_be_visible()

    async def close(self, told: str) -> None:
        """From the page of a voting: asked once, with so many having voted, and closed."""
        await self.press("Close the voting")
        asked = self.page.get_by_role("alert").filter(has_text="Close this voting?")
        await expect(asked).to_contain_text(told)
        await self.press("Close the voting", asked)
        await expect(asked).to_have_count(0)


@asynccontextmanager
async def phones(
    stage: Stage, hall: Hall, *seats: int, prefix: str = "/en", **kind: Any
) -> AsyncIterator[list[Phone]]:
    """A phone for each of these seats, each a browser of its own, joined by its code."""
    async with AsyncExitStack() as stack:
        found = []
        for seat in seats:
            context = await stack.enter_async_context(stage.context(**{**PHONE, **kind}))
            phone = Phone(await context.new_page(), stage)
            await phone.join(hall.codes[seat].shown(), prefix)
            found.append(phone)
        yield found


@asynccontextmanager
async def desk(stage: Stage, hall: Hall, **kind: Any) -> AsyncIterator[Desk]:
    """The moderator of a hall, signed in."""
    async with stage.context(**{**LAPTOP, **kind}) as context:
        found = Desk(await context.new_page(), stage, hall.slug)
        await found.sign_in(hall.email)
        yield found


async def box(build: Build, voting: Voting) -> list[tuple[str, str]]:
    """Every ballot, tracker and choice; as many of the roll are marked as having voted."""
    of = {"id": voting.id}
    found = await rows(build, "SELECT tracker, choice FROM ballots WHERE voting_id = :id", **of)
    marked = await one(build, "SELECT count(*) FROM participations WHERE voting_id = :id", **of)
    assert marked == len(found)
    return [(str(tracker), str(choice)) for tracker, choice in found]


async def until(question: Callable[[], Awaitable[object]], what: str) -> None:
    """It came to hold, or the test fails."""
    end = monotonic() + PATIENCE
    while not await question():
        assert monotonic() < end, what
        await asyncio.sleep(0.05)
