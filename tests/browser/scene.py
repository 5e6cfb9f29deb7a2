# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An assembly in which something of everything has happened, and every page somebody may see."""

from dataclasses import dataclass, field

from assembly.clock import now
from assembly.publication.correct import correct_record
from assembly.publication.rules.correction import Correctable
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.voting.models import Voting
from assembly.voting.rules.ballot import Medium, Secrecy
from tests.browser.afterwards import Afterwards, happened
from tests.browser.stage import Stage
from tests.build.amending import Amending, delete, insert_after, replace_
from tests.build.documents import MARKDOWN, read_text
from tests.build.history import history_brought_in, history_mapped
from tests.build.house import BY, Build, Hall
from tests.build.sitting import Meeting
from tests.build.themes import EUROVOC, HOUSING, added, tagged
from tests.build.tracked import TRACKED, a_tracked
from tests.verbs.planning import annul

PUBLIC, SEAT, HOLDER, MODERATOR = "public", "seat", "holder of a proxy", "moderator"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as somebody sees it."""

    name: str
    path: str
    who: str = PUBLIC


@dataclass
class Scene:
    """The hall, who is signed in as what, and what there is to see."""

    stage: Stage
    hall: Hall
    tokens: dict[str, str | None]
    afterwards: Afterwards
    votings: dict[str, Voting] = field(default_factory=dict)
    import_id: str = ""
    projectors: dict[str, str] = field(default_factory=dict)
    item_id: str = ""
    history_id: str = ""
    history: str = ""
    tracked_id: str = ""

    def sights(self) -> list[Sight]:
        """Every page there is, each for those who may see it."""
        slug = self.hall.slug
        here, desk = f"/assemblies/{slug}", f"/assemblies/{slug}/desk"
        return [
            Sight("home", "/"),
            Sight("assembly", here),
            Sight("list", f"{here}/resolutions"),
            Sight("adopted", f"{here}/resolutions/1"),
            Sight("not adopted", f"{here}/resolutions/2"),
            Sight("a record that was corrected", f"{here}/resolutions/2/records/1"),
            Sight("a correction", f"{here}/resolutions/2/records/2"),
            Sight("under vote", f"{here}/resolutions/3"),
            Sight("with amendments", f"{here}/resolutions/6"),
            Sight("printed", f"{here}/resolutions/6/print"),
            Sight("overview of amendments", f"{here}/resolutions/6/amendments"),
            Sight("an amendment", f"{here}/resolutions/6/amendments/1"),
            Sight("amended", f"{here}/resolutions/6/amendments?view=result"),
            Sight("compared", f"{here}/resolutions/6/compare?from=1&to=2"),
            Sight("box", f"/votings/{self.votings['adopted'].id}/box"),
            Sight("check", f"/votings/{self.votings['adopted'].id}/check"),
            Sight("log", "/log"),
            Sight("search", "/search?q=bus"),
            Sight("search finds nothing", "/search?q=zeppelin"),
            Sight("themes", "/themes"),
            Sight("a theme", "/themes/mobiliteit"),
            Sight("list by theme", f"{here}/resolutions?theme=mobiliteit"),
            Sight("problems", "/problems"),
            Sight("a problem", "/problems/already-voted"),
            Sight("nothing there", "/assemblies/nowhere"),
            Sight("try a rule", "/try-a-rule"),
            Sight("sign in", "/sign-in"),
            Sight("projector", f"{here}/projector"),
            *(
                Sight(f"projector: {name}", f"/assemblies/{of}/projector")
                for name, of in self.projectors.items()
            ),
            Sight("the API", "/schema"),
            Sight("my votings", "/my-votings", SEAT),
            Sight("votings for two", "/my-votings", HOLDER),
            Sight("what to show at the door", "/my-votings/door", SEAT),
            Sight("my proposals", f"{here}/drafts", SEAT),
            Sight("a new proposal", f"{here}/drafts/new", SEAT),
            Sight("amend", f"{here}/resolutions/6/amend", SEAT),
            Sight("own amendment", f"{here}/resolutions/6/amendments/4", SEAT),
            Sight("desk", desk, MODERATOR),
            Sight("room", f"{desk}/room", MODERATOR),
            Sight("the door", f"{desk}/door", MODERATOR),
            Sight("a plan to change", f"{desk}/sittings/1/plan", MODERATOR),
            Sight("sittings", f"{desk}/sittings", MODERATOR),
            Sight("a sitting", f"{desk}/sittings/1", MODERATOR),
            Sight("a new item", f"{desk}/sittings/1/items", MODERATOR),
            Sight("an item", f"{desk}/sittings/1/items/{self.item_id}", MODERATOR),
            Sight("imports", f"{desk}/imports", MODERATOR),
            Sight("a preview", f"{desk}/imports/{self.import_id}", MODERATOR),
            Sight("files of history", "/desk/history", MODERATOR),
            Sight("a file of history", f"/desk/history/{self.history_id}", ADMINISTRATOR),
            Sight("tracked changes to settle", f"/desk/history/{self.tracked_id}", ADMINISTRATOR),
            Sight("history", f"/assemblies/{self.history}/resolutions/1"),
            Sight("a voting runs", f"{desk}/votings/{self.votings['open'].id}", MODERATOR),
            Sight(
                "a voting was annulled", f"{desk}/votings/{self.votings['annulled'].id}", MODERATOR
            ),
            Sight("hands to count", f"{desk}/votings/{self.votings['by hands'].id}", MODERATOR),
            Sight("who votes on paper", f"{desk}/votings/{self.votings['hybrid'].id}", MODERATOR),
            Sight("put to the vote", f"{desk}/6/voting", MODERATOR),
            Sight("tags", f"{desk}/6/themes", MODERATOR),
            Sight("staff", "/desk/staff", ADMINISTRATOR),
            Sight("list of themes", "/desk/themes", ADMINISTRATOR),
            Sight("a theme to keep", "/desk/themes/mobiliteit", ADMINISTRATOR),
            Sight("plan of amendments", f"{desk}/6/amendments", MODERATOR),
            *self.before_and_after(),
        ]

    def before_and_after(self) -> list[Sight]:
        """What is not of the sitting itself."""
        after, slug = self.afterwards, self.hall.slug
        here, desk = f"/assemblies/{slug}", f"/assemblies/{slug}/desk"
        minutes = f"/assemblies/{after.met}/sittings/{after.sitting}/minutes"
        return [
            Sight("join", "/join"),
            Sight("a draft that is public", f"{here}/drafts/6", MODERATOR),
            Sight("translate", f"{here}/drafts/6/translations/fr", MODERATOR),
            Sight("minutes", minutes),
            Sight("minutes as they were", f"{minutes}/versions/1"),
            Sight("what happened next", f"{here}/follow-up"),
            Sight("a dossier", f"{here}/resolutions/1/follow-up"),
            Sight("follow by mail", f"/follow-by-mail?assembly={slug}"),
            Sight("confirm a mail", f"/follow-by-mail/confirm/{after.token}"),
            Sight("what is followed", f"/follow-by-mail/mine/{after.key}"),
            Sight("receipts", "/my-receipts", SEAT),
            Sight("desks", "/desk", ADMINISTRATOR),
            Sight("found an assembly", "/desk/new", ADMINISTRATOR),
            Sight("found another", f"{desk}/clone", ADMINISTRATOR),
            Sight("people", f"{desk}/people", MODERATOR),
            Sight("a person", f"{desk}/people/1", MODERATOR),
            Sight("lists", f"{desk}/lists", MODERATOR),
            Sight("a list", f"{desk}/lists/{after.list_id}", MODERATOR),
            Sight("dossiers", f"{desk}/follow-up", MODERATOR),
            Sight("write into a dossier", f"{desk}/follow-up/1", MODERATOR),
            Sight("webhooks", f"{desk}/webhooks", MODERATOR),
            Sight("a webhook", f"{desk}/webhooks/{after.webhook_id}", MODERATOR),
            Sight("a result held back", f"{desk}/votings/{after.held.id}", MODERATOR),
            Sight("correct what was published", f"{desk}/2/correction", MODERATOR),
        ]


async def built(stage: Stage) -> Scene:
    """All of it, by the verbs."""
    build = stage.build
    hall = await build.hall(seats=6)
    votings = {
        "adopted": await build.decided(hall, yes=4, no=1, abstain=1),
        "not adopted": await build.decided(hall, yes=2, no=4),
    }
    await put_right(build, hall)
    await build.arrive(hall, range(5))
    await build.proxy(hall, 5, 1)
    votings["open"] = await build.open_voting(hall)
    votings["by name"] = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    votings["annulled"] = await annul(build, await build.open_voting(hall))
    await amended(build, hall)
    await added(build, "mobiliteit", uri=EUROVOC)
    await added(build, "wonen", HOUSING)
    for number in (1, 2, 6):
        await tagged(build, hall, number, "mobiliteit")
    await build.proposed(hall, 0, "Een bank in elk park.")
    import_id = await read_text(build, hall, MARKDOWN.encode(), "plan.md")
    item_id = await met(build, hall)
    votings["hybrid"] = await build.open_voting(hall, medium=Medium.HYBRID)
    votings["by hands"] = await build.open_voting(hall, medium=Medium.HAND)
    await build.close(votings["by hands"])
    afterwards = await happened(build, hall, stage.settings)
    await build.staff("founder@example.org", administrator=True)
    tokens: dict[str, str | None] = {
        PUBLIC: None,
        ADMINISTRATOR: await build.token_of_staff("founder@example.org"),
        SEAT: await build.token_of_seat(hall, 0),
        HOLDER: await build.token_of_seat(hall, 1),
        MODERATOR: await build.token_of_staff(hall.email),
    }
    projectors = await projected(build)
    history_id, history = await history_mapped(build), await history_brought_in(build)
    tracked_id = await history_mapped(build, a_tracked(*TRACKED), "veld-2024")
    return Scene(
        *(stage, hall, tokens, afterwards, votings, str(import_id), projectors, item_id),
        *(str(history_id), history, str(tracked_id)),
    )


async def put_right(build: Build, hall: Hall) -> None:
    """What was published of resolution 2 is corrected."""
    title, note = "De bus is gratis onder 18", "In de gedrukte lijst staat deze titel niet."
    async with build.sessions.begin() as session:
        await correct_record(
            session,
            hall.assembly,
            2,
            {Correctable.TITLE: title, Correctable.NOTE: note},
            "De titel was weggevallen.",
            corrects=1,
            at=now(),
            by=BY,
        )


async def projected(build: Build) -> dict[str, str]:
    """An assembly for each thing a hall looks at that this one does not show: its address."""
    welcome, result, item = [await build.hall(seats=3) for _ in range(3)]
    await Meeting(build, welcome).plan(place="Raadzaal")
    await Meeting(build, result).debating()
    await build.decided(result, yes=1, no=2)
    text = await build.tabled(item, "Meer bomen op elk plein.")
    await Meeting(build, item).debating(
        Planned(ItemKind.DECISION, "Groen", resolution=text.number, minutes=20)
    )
    return {"welcome": welcome.slug, "result": result.slug, "item": item.slug}


async def met(build: Build, hall: Hall) -> str:
    """A sitting that goes on: an item done, one with speakers, one to come; another is planned."""
    meeting = Meeting(build, hall)
    bus = Planned(ItemKind.DEBATE, "De bus", minutes=30, speaking_seconds=180, floor_open=True)
    last = Planned(ItemKind.DECISION, resolution=6)
    await meeting.debating(Planned(ItemKind.OPENING, "Welkom", minutes=5), bus, last)
    await meeting.begin(2)
    await meeting.ask(2)
    await meeting.next()
    await meeting.ask(1)
    await meeting.ask(4)
    await meeting.ask(3, Kind.POINT_OF_ORDER)
    await Meeting(build, hall).plan(title="Tweede zitting", place="Stadhuis")
    return str(meeting.items[0])


async def amended(build: Build, hall: Hall) -> None:
    """Resolution 6: an amendment in its text, others that wait, in conflict, or fell away."""
    amending = Amending(build, hall)
    text = await amending.table(
        "De bus is gratis onder 18.", "Vanaf 2027 geldt dit overal.", "De raad volgt dit op."
    )
    on = text.number
    for edits in (
        [replace_("p1", "De bus is gratis onder 21.")],
        [replace_("p1", "De bus is gratis onder 25.")],
    ):
        filed = await amending.file(*edits, on=on)
        await amending.admit(filed.number, on=on)
    await amending.decide(1, choices=["yes"] * 5, on=on)
    await amending.keep_up(text.id)
    edits = [delete("p2"), insert_after("p3", "Elk jaar is er een verslag.")]
    filed = await amending.file(*edits, on=on, version=2)
    await amending.admit(filed.number, on=on)
    await amending.file(
        replace_("p3", "De raad volgt dit elk jaar op."),
        on=on,
        version=2,
        seat=0,
        reason="Duidelijker.",
    )
