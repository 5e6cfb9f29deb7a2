# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: every route of the application, asked by somebody of every role."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from assembly.assemblies.substitute import substitute
from assembly.clock import now
from assembly.identity.enrol import appoint_moderator, draw_free_codes
from assembly.resolutions.rules.lifecycle import State
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.sittings.speak import call_speaker
from assembly.voting.rules.ballot import Medium
from assembly.webhooks.announce import ping
from assembly.webhooks.rules.event import CHOSEN as WEBHOOK_EVENTS
from tests.build.amending import Amending, insert_after, replace_
from tests.build.documents import accept, read_text
from tests.build.history import history_sent
from tests.build.house import PASSWORD
from tests.build.lists import apply as apply_list
from tests.build.lists import as_csv
from tests.build.lists import send as send_list
from tests.build.log import extended
from tests.build.receiver import registered
from tests.build.sitting import DEBATE, Meeting
from tests.build.themes import HOUSING, MOBILITY, added
from tests.edges.town import Role, Town, bearer, is_problem

EVERYBODY = frozenset(Role)
SIGNED_IN = EVERYBODY - {Role.PUBLIC}
PARTICIPANTS = frozenset({Role.PARTICIPANT, Role.STRANGER})
STAFF = SIGNED_IN - PARTICIPANTS
MODERATORS = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})
OTHER_STAFF = STAFF - MODERATORS
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
ELECTORS = frozenset({Role.PARTICIPANT})
WRITERS = MODERATORS | ELECTORS

API = "/api/v1"
SEATS, CODE = f"{API}/assemblies/{{slug:str}}/seats", "/{number:int}/code"
ATTENDANCE, PROXY = f"{API}/assemblies/{{slug:str}}/attendance", "/{number:int}/proxy"
RESOLUTIONS, NUMBER = f"{API}/assemblies/{{slug:str}}/resolutions", "/{number:int}"
VOTING = f"{API}/votings/{{voting_id:uuid}}"

SITTINGS = f"{API}/assemblies/{{slug:str}}/sittings"
SITTING, HELD = SITTINGS + "/{sitting:int}", f"{API}/assemblies/{{slug}}/sittings/{{held}}"
LIVE, TO_FILL = HELD.replace("held", "live"), HELD.replace("held", "to_fill")
ON_DESK = "/assemblies/{slug:str}/desk/sittings/{sitting:int}"
MINUTES = "/assemblies/{slug:str}/sittings/{sitting:int}/minutes"

DESK_VOTING = "/assemblies/{slug:str}/desk/votings/{voting_id:uuid}"
AMENDMENT = f"{RESOLUTIONS}{NUMBER}/amendments/{{amendment:int}}"
AMENDED = f"{API}/assemblies/{{slug}}/resolutions/{{amended}}"
ON_FOLLOWED = "/assemblies/{slug}/desk/follow-up/{decided_number}"
DECIDED = f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}"
ON_CORRECTED = "/assemblies/{slug}/desk/{decided_number}/correction"
FOLLOWED = f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}/follow-up"
DISPUTED = f"{API}/assemblies/{{slug}}/resolutions/{{disputed}}"

Sent = Callable[[Town, Role], dict[str, Any]]


def inserted(words: str) -> dict[str, str]:
    return {"op": "insert_after", "provision": "p1", "text": words}


SETTLED = {"amendments": [1, 2], "provision": "p1", "start": 3, "end": 4, "prefer": 1}


@dataclass(frozen=True)
class Row:
    """Who may, and what the answer is then; `leads` are the roles that are sent elsewhere (303).

    `hidden` are those to whom it is as if it were not there (404).

    Everybody else is refused: 401 to whoever is not signed in, 403 to the others.
    """

    address: str
    allowed: frozenset[Role] = frozenset()
    status: int = 200
    sent: Sent = lambda _town, _role: {}
    leads: Mapping[Role, str] = field(default_factory=dict)
    hidden: frozenset[Role] = frozenset()


def to(path: str, roles: frozenset[Role]) -> dict[Role, str]:
    return dict.fromkeys(roles, path)


def as_json(body: Callable[[Town, Role], object]) -> Sent:
    return lambda town, role: {"json": body(town, role)}


def word(role: Role) -> str:
    """A word of its own for every role, so that one request does not stand in another's way."""
    return role.name.lower().replace("_", "-")


TEXT = {"provisions": [{"text": "Gratis bus onder 18."}]}
FRENCH = {"version": 1, "provisions": [{"id": "p1", "text": "Bus gratuit avant 18 ans."}]}
MORE_TIME = {"seconds": 3600}
REASON = {"because": "The doors were locked while people voted."}
SPARE_CODE: Sent = lambda town, _: {"json": {"code": town.hall.codes[6].shown()}}  # noqa: E731
TO_SIGN_IN = {Role.PUBLIC: "/sign-in"}

PAGES = "/assemblies/{slug:str}/resolutions/{number:int}"
DESK, DRAFTS = "/assemblies/{slug:str}/desk", "/assemblies/{slug:str}/drafts"
IMPORTS = f"{API}/assemblies/{{slug:str}}/imports"
HISTORIES, HISTORY = f"{API}/histories", f"{API}/histories/{{history_id:uuid}}"
NO_COLUMNS = {"revision": 1, "part": "csv", "columns": {}, "slug": "dorp", "name": "Dorp"}
LISTS, INVITATIONS = (
    f"{API}/assemblies/{{slug:str}}/{name}" for name in ("seat-lists", "invitations")
)
LIST = LISTS + "/{list_id:uuid}"
WEBHOOKS = f"{API}/assemblies/{{slug:str}}/webhooks"
WEBHOOK, HOOK = WEBHOOKS + "/{webhook_id:uuid}", f"{API}/assemblies/{{slug}}/webhooks/{{webhook}}"
IMPORT = IMPORTS + "/{import_id:uuid}"
THEMES, THEME = f"{API}/themes", f"{API}/themes/{{theme:str}}"
ONE = {"choice-1": "no", "tracker-1": str(uuid4())}
form_of_one: Sent = lambda *_: {"data": ONE}  # noqa: E731

TABLE: dict[tuple[str, str], Row] = {
    # who one is
    ("POST", f"{API}/sign-in"): Row(f"{API}/sign-in", EVERYBODY, sent=SPARE_CODE),
    ("POST", f"{API}/sign-out"): Row(f"{API}/sign-out", SIGNED_IN, 204),
    ("GET", f"{API}/me"): Row(f"{API}/me", SIGNED_IN),
    ("DELETE", f"{API}/staff/{{person_id:uuid}}"): Row(
        f"{API}/staff/{uuid4()}", ADMINISTRATORS, 404
    ),
    ("POST", f"{API}/staff"): Row(
        f"{API}/staff",
        ADMINISTRATORS,
        201,
        as_json(
            lambda _, role: {
                "name": "New",
                "email": f"new-{word(role)}@example.org",
                "password": PASSWORD,
            }
        ),
    ),
    # assemblies and seats
    ("GET", f"{API}/assemblies"): Row(f"{API}/assemblies", EVERYBODY),
    ("POST", f"{API}/assemblies"): Row(
        f"{API}/assemblies",
        STAFF,
        201,
        as_json(lambda _, role: {"slug": f"by-{word(role)}", "name": "New"}),
    ),
    ("GET", f"{API}/assemblies/{{slug:str}}"): Row(f"{API}/assemblies/{{slug}}", EVERYBODY),
    ("PATCH", f"{API}/assemblies/{{slug:str}}"): Row(
        f"{API}/assemblies/{{slug}}",
        MODERATORS,
        sent=as_json(lambda _, role: {"proxies_per_holder": 2 + list(Role).index(role)}),
    ),
    ("GET", SEATS): Row(f"{API}/assemblies/{{slug}}/seats", MODERATORS),
    ("POST", SEATS): Row(
        f"{API}/assemblies/{{slug}}/seats",
        MODERATORS,
        201,
        as_json(lambda _, role: {"seats": [{"number": 100 + list(Role).index(role)}]}),
    ),
    ("POST", SEATS + CODE): Row(f"{API}/assemblies/{{slug}}/seats/{{seat}}/code", MODERATORS, 201),
    ("DELETE", SEATS + CODE): Row(
        f"{API}/assemblies/{{slug}}/seats/{{seat}}/code", MODERATORS, 204
    ),
    ("PATCH", SEATS + NUMBER): Row(
        f"{API}/assemblies/{{slug}}/seats/{{seat}}",
        MODERATORS,
        sent=as_json(lambda *_: {"weight": "1.0", "college": None}),
    ),
    # preparing and inviting
    ("POST", f"{API}/assemblies/{{slug:str}}/clones"): Row(
        f"{API}/assemblies/{{slug}}/clones",
        MODERATORS,
        201,
        as_json(lambda _, role: {"slug": f"clone-by-{word(role)}", "name": "Clone"}),
    ),
    ("DELETE", SEATS + NUMBER + "/sign-ins"): Row(
        f"{API}/assemblies/{{slug}}/seats/{{seat}}/sign-ins", MODERATORS, 204
    ),
    ("DELETE", SEATS + NUMBER + "/person"): Row(
        f"{API}/assemblies/{{slug}}/seats/{{substituted}}/person",
        MODERATORS,
        409,  # somebody sits there for a while
    ),
    ("PUT", f"{API}/assemblies/{{slug:str}}/roll-call-names"): Row(
        f"{API}/assemblies/{{slug}}/roll-call-names",
        MODERATORS,
        sent=as_json(lambda *_: {"names": "pseudonyms"}),
    ),
    ("PUT", SEATS + NUMBER + "/substitution"): Row(
        f"{API}/assemblies/{{slug}}/seats/{{substituted}}/substitution",
        MODERATORS,
        409,  # somebody sits there already
        as_json(lambda *_: {"name": "Vera"}),
    ),
    ("DELETE", SEATS + NUMBER + "/substitution"): Row(
        f"{API}/assemblies/{{slug}}/seats/{{seat}}/substitution", MODERATORS, 204
    ),
    ("POST", LISTS): Row(
        f"{API}/assemblies/{{slug}}/seat-lists?file=a.csv",
        MODERATORS,
        201,
        lambda _, role: {"content": f"nr;naam\n90;{word(role)}".encode()},
    ),
    ("GET", LISTS): Row(f"{API}/assemblies/{{slug}}/seat-lists", MODERATORS),
    ("GET", LIST): Row(f"{API}/assemblies/{{slug}}/seat-lists/{{list}}", MODERATORS),
    ("POST", LIST + "/comparison"): Row(
        f"{API}/assemblies/{{slug}}/seat-lists/{{list}}/comparison", MODERATORS
    ),
    ("POST", LIST + "/application"): Row(
        f"{API}/assemblies/{{slug}}/seat-lists/{{applied_list}}/application",
        MODERATORS,
        sent=as_json(lambda *_: {"roll": "0" * 64}),
    ),
    ("POST", LIST + "/undoing"): Row(
        f"{API}/assemblies/{{slug}}/seat-lists/{{undone_list}}/undoing", MODERATORS
    ),
    ("POST", LIST + "/rejection"): Row(
        f"{API}/assemblies/{{slug}}/seat-lists/{{rejected_list}}/rejection", MODERATORS
    ),
    ("GET", INVITATIONS): Row(f"{API}/assemblies/{{slug}}/invitations", MODERATORS),
    ("POST", INVITATIONS + "/cards"): Row(
        f"{API}/assemblies/{{slug}}/invitations/cards",
        MODERATORS,
        sent=as_json(lambda town, _: {"seats": [town.places["seat"]]}),
    ),
    ("POST", INVITATIONS + "/letters"): Row(
        f"{API}/assemblies/{{slug}}/invitations/letters",
        MODERATORS,
        409,  # there is no mail server
        as_json(lambda *_: {"which": "all"}),
    ),
    ("DELETE", INVITATIONS + "/letters"): Row(
        f"{API}/assemblies/{{slug}}/invitations/letters", MODERATORS, 204
    ),
    # who is told
    ("GET", WEBHOOKS): Row(f"{API}/assemblies/{{slug}}/webhooks", MODERATORS),
    ("POST", WEBHOOKS): Row(
        f"{API}/assemblies/{{slug}}/webhooks",
        MODERATORS,
        201,
        as_json(
            lambda _, role: {
                "url": f"https://example.org/{word(role)}",
                "events": ["record.published"],
            }
        ),
    ),
    ("PATCH", WEBHOOK): Row(
        HOOK,
        MODERATORS,
        sent=lambda *_: {
            "json": {"events": list(WEBHOOK_EVENTS)},
            "headers": {"If-Match": '"1"'},
        },
    ),
    ("DELETE", WEBHOOK): Row(
        f"{API}/assemblies/{{slug}}/webhooks/{uuid4()}",
        MODERATORS,
        404,  # there is none with this id
    ),
    ("POST", f"{WEBHOOK}/secrets"): Row(f"{HOOK}/secrets", MODERATORS, 201),
    ("POST", f"{WEBHOOK}/enabling"): Row(f"{HOOK}/enabling", MODERATORS),
    ("GET", f"{WEBHOOK}/deliveries"): Row(f"{HOOK}/deliveries", MODERATORS),
    ("POST", f"{WEBHOOK}/pings"): Row(f"{HOOK}/pings", MODERATORS, 202),
    ("POST", f"{WEBHOOK}/deliveries/{{event_id:uuid}}/attempts"): Row(
        f"{HOOK}/deliveries/{{webhook_event}}/attempts", MODERATORS, 202
    ),
    ("GET", f"{DESK}/webhooks"): Row(
        "/assemblies/{slug}/desk/webhooks", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/webhooks"): Row("/assemblies/{slug}/desk/webhooks", MODERATORS, 422),
    ("GET", f"{DESK}/webhooks/{{webhook_id:uuid}}"): Row(
        "/assemblies/{slug}/desk/webhooks/{webhook}", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/webhooks/{{webhook_id:uuid}}/events"): Row(
        "/assemblies/{slug}/desk/webhooks/{webhook}/events",
        sent=lambda *_: {"data": {"event": list(WEBHOOK_EVENTS), "revision": "1"}},
        leads=to("/assemblies/{slug}/desk/webhooks/{webhook}", MODERATORS),
    ),
    ("POST", f"{DESK}/webhooks/{{webhook_id:uuid}}/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/webhooks/{webhook}/ping",
        leads=to("/assemblies/{slug}/desk/webhooks/{webhook}", MODERATORS),
    ),
    ("GET", "/join"): Row("/join", EVERYBODY),
    ("GET", "/desk/new"): Row("/desk/new", STAFF, leads=TO_SIGN_IN),
    ("POST", "/desk/new"): Row("/desk/new", STAFF, 422),
    ("GET", f"{DESK}/clone"): Row("/assemblies/{slug}/desk/clone", MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/clone"): Row("/assemblies/{slug}/desk/clone", MODERATORS, 422),
    ("GET", f"{DESK}/people"): Row("/assemblies/{slug}/desk/people", MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/people"): Row("/assemblies/{slug}/desk/people", MODERATORS, 422),
    ("POST", f"{DESK}/invitations/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/invitations/cancelling",
        leads=to("/assemblies/{slug}/desk/people#invite", MODERATORS),
    ),
    ("GET", f"{DESK}/people/{{number:int}}"): Row(
        "/assemblies/{slug}/desk/people/{seat}", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/people/{{number:int}}/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/people/{seat}/sign-out",
        leads=to("/assemblies/{slug}/desk/people/{seat}", MODERATORS),
    ),
    ("POST", f"{DESK}/people/{{number:int}}/forgetting"): Row(
        "/assemblies/{slug}/desk/people/{seat}/forgetting",
        MODERATORS,
        422,  # nobody ticked that they are sure
    ),
    ("POST", f"{DESK}/roll-call-names"): Row(
        "/assemblies/{slug}/desk/roll-call-names",
        leads=to("/assemblies/{slug}/desk/people#forgotten", MODERATORS),
    ),
    ("GET", f"{DESK}/lists"): Row("/assemblies/{slug}/desk/lists", MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/lists"): Row(
        "/assemblies/{slug}/desk/lists", MODERATORS, 422, lambda *_: {"files": {"file": b""}}
    ),
    ("GET", f"{DESK}/lists/{{list_id:uuid}}"): Row(
        "/assemblies/{slug}/desk/lists/{list}", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/lists/{{list_id:uuid}}/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/lists/{list}/comparison",
        leads=to("/assemblies/{slug}/desk/lists/{list}", MODERATORS),
    ),
    # the room
    ("GET", ATTENDANCE): Row(f"{API}/assemblies/{{slug}}/attendance", MODERATORS),
    ("POST", ATTENDANCE): Row(
        f"{API}/assemblies/{{slug}}/attendance",
        MODERATORS,
        sent=as_json(lambda _, role: {"arrived": [1 + list(Role).index(role)]}),
    ),
    ("POST", f"{ATTENDANCE}/check-ins"): Row(
        f"{API}/assemblies/{{slug}}/attendance/check-ins",
        MODERATORS,
        sent=as_json(lambda *_: {"typed": "1"}),
    ),
    ("POST", f"{ATTENDANCE}/check-ins/withdrawal"): Row(
        f"{API}/assemblies/{{slug}}/attendance/check-ins/withdrawal",
        MODERATORS,
        sent=as_json(lambda *_: {"number": 1, "since": "2026-11-23T20:00:00Z"}),
    ),
    ("GET", f"{API}/assemblies/{{slug:str}}/check-in-code"): Row(
        f"{API}/assemblies/{{slug}}/check-in-code", ELECTORS
    ),
    ("PUT", SEATS + PROXY): Row(
        f"{API}/assemblies/{{slug}}/seats/1/proxy",
        MODERATORS | ELECTORS,
        sent=as_json(lambda _, role: {"holder": 2 + list(Role).index(role)}),
    ),
    ("DELETE", SEATS + PROXY): Row(
        f"{API}/assemblies/{{slug}}/seats/1/proxy", MODERATORS | ELECTORS, 204
    ),
    # resolutions
    ("GET", RESOLUTIONS): Row(f"{API}/assemblies/{{slug}}/resolutions", EVERYBODY),
    ("POST", RESOLUTIONS): Row(
        f"{API}/assemblies/{{slug}}/resolutions", WRITERS, 201, as_json(lambda *_: TEXT)
    ),
    ("GET", f"{API}/assemblies/{{slug:str}}/drafts"): Row(
        f"{API}/assemblies/{{slug}}/drafts", WRITERS
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/submission"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{proposal}}/submission", WRITERS
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/return"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{submitted}}/return",
        MODERATORS,
        sent=as_json(lambda *_: REASON),
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/sponsors"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}/sponsors",
        WRITERS,
        sent=as_json(lambda *_: {"seat": 1}),
    ),
    ("DELETE", f"{RESOLUTIONS}{NUMBER}/sponsors/{{ordinal:int}}"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{sponsored}}/sponsors/1", WRITERS, 204
    ),
    ("GET", f"{RESOLUTIONS}{NUMBER}/versions"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}/versions", EVERYBODY
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/versions"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}/versions",
        MODERATORS,
        201,
        sent=lambda *_: {
            "json": TEXT | {"because": "As it stands already."},
            "headers": {"If-Match": '"1"'},
        },
    ),
    ("GET", f"{RESOLUTIONS}{NUMBER}/versions/{{first:int}}/compare/{{second:int}}"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}/versions/1/compare/1", EVERYBODY
    ),
    ("GET", f"{RESOLUTIONS}{NUMBER}/versions/{{ordinal:int}}"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}/versions/1", EVERYBODY
    ),
    ("GET", f"{RESOLUTIONS}{NUMBER}/translations/{{language:str}}"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{sponsored}}/translations/fr", EVERYBODY
    ),
    ("PUT", f"{RESOLUTIONS}{NUMBER}/translations/{{language:str}}"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{to_translate}}/translations/fr",
        MODERATORS,
        sent=lambda *_: {"json": FRENCH, "headers": {"If-None-Match": "*"}},
    ),
    ("GET", RESOLUTIONS + NUMBER): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}", EVERYBODY
    ),
    ("PUT", RESOLUTIONS + NUMBER): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{draft}}",
        MODERATORS,
        sent=lambda *_: {"json": TEXT, "headers": {"If-Match": '"1"'}},
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/tabling"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{to_table}}/tabling", MODERATORS
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/withdrawal"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{to_withdraw}}/withdrawal", MODERATORS
    ),
    # amendments
    ("GET", f"{RESOLUTIONS}{NUMBER}/amendments"): Row(f"{AMENDED}/amendments", EVERYBODY),
    ("POST", f"{RESOLUTIONS}{NUMBER}/amendments"): Row(
        f"{AMENDED}/amendments",
        WRITERS,
        201,
        as_json(lambda _, role: {"version": 1, "edits": [inserted(f"Door {word(role)}.")]}),
    ),
    ("GET", AMENDMENT): Row(f"{AMENDED}/amendments/1", EVERYBODY),
    ("PUT", AMENDMENT): Row(
        f"{AMENDED}/amendments/2",
        MODERATORS,
        sent=lambda *_: {
            "json": {"version": 1, "edits": [inserted("Anders.")]},
            "headers": {"If-Match": '"1"'},
        },
    ),
    ("POST", f"{AMENDMENT}/withdrawal"): Row(f"{AMENDED}/amendments/3/withdrawal", MODERATORS),
    ("PUT", f"{AMENDMENT}/support"): Row(f"{AMENDED}/amendments/1/support", ELECTORS),
    ("DELETE", f"{AMENDMENT}/support"): Row(f"{AMENDED}/amendments/1/support", ELECTORS),
    ("POST", f"{AMENDMENT}/splitting"): Row(f"{AMENDED}/amendments/1/splitting", WRITERS),
    ("POST", f"{AMENDMENT}/admission"): Row(f"{AMENDED}/amendments/4/admission", MODERATORS),
    ("POST", f"{AMENDMENT}/rejection"): Row(
        f"{AMENDED}/amendments/5/rejection", MODERATORS, sent=as_json(lambda *_: REASON)
    ),
    ("POST", f"{AMENDMENT}/taking-over"): Row(f"{AMENDED}/amendments/6/taking-over", MODERATORS),
    ("GET", f"{RESOLUTIONS}{NUMBER}/amendment-plan"): Row(f"{DISPUTED}/amendment-plan", EVERYBODY),
    ("GET", f"{RESOLUTIONS}{NUMBER}/amended-text"): Row(f"{AMENDED}/amended-text", EVERYBODY),
    ("PUT", f"{RESOLUTIONS}{NUMBER}/amendment-terms"): Row(
        f"{DISPUTED}/amendment-terms",
        MODERATORS,
        sent=as_json(lambda _, role: {"supporters_needed": 1 + list(Role).index(role)}),
    ),
    ("PUT", f"{RESOLUTIONS}{NUMBER}/amendment-order"): Row(
        f"{DISPUTED}/amendment-order",
        MODERATORS,
        204,
        as_json(lambda _, role: {"amendments": [2, 1], "because": f"Om {word(role)} te eren."}),
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/settlements"): Row(
        f"{DISPUTED}/settlements", MODERATORS, 201, as_json(lambda *_: SETTLED)
    ),
    # votings
    ("GET", f"{API}/assemblies/{{slug:str}}/votings"): Row(
        f"{API}/assemblies/{{slug}}/votings", EVERYBODY
    ),
    ("POST", f"{API}/assemblies/{{slug:str}}/votings"): Row(
        f"{API}/assemblies/{{slug}}/votings",
        MODERATORS,
        201,
        as_json(
            lambda town, role: {
                "resolution": town.places[
                    "for_administrator" if role is Role.ADMINISTRATOR else "for_moderator"
                ]
            }
        ),
    ),
    ("GET", VOTING): Row(f"{API}/votings/{{open}}", EVERYBODY),
    ("POST", f"{VOTING}/opening"): Row(f"{API}/votings/{{planned}}/opening", MODERATORS),
    ("PUT", f"{VOTING}/schedule"): Row(
        f"{API}/votings/{{to_schedule}}/schedule", MODERATORS, sent=as_json(lambda *_: {})
    ),
    ("POST", f"{VOTING}/extension"): Row(
        f"{API}/votings/{{to_extend}}/extension", MODERATORS, sent=as_json(lambda *_: MORE_TIME)
    ),
    ("POST", f"{VOTING}/annulment"): Row(
        f"{API}/votings/{{to_annul}}/annulment", MODERATORS, sent=as_json(lambda *_: REASON)
    ),
    ("POST", f"{VOTING}/preview"): Row(f"{API}/votings/{{held_back}}/preview", MODERATORS),
    ("PUT", f"{VOTING}/publication"): Row(
        f"{API}/votings/{{held_back}}/publication",
        MODERATORS,
        sent=as_json(lambda *_: {"publish_at": None, **REASON}),
    ),
    ("POST", f"{VOTING}/publication"): Row(f"{API}/votings/{{to_release}}/publication", MODERATORS),
    ("POST", f"{VOTING}/closing"): Row(f"{API}/votings/{{to_close}}/closing", MODERATORS),
    ("POST", f"{VOTING}/ballots"): Row(
        f"{API}/votings/{{open}}/ballots", ELECTORS, 201, as_json(lambda *_: {"choice": "yes"})
    ),
    ("POST", f"{VOTING}/ballots/together"): Row(
        f"{API}/votings/{{open_for_several}}/ballots/together",
        ELECTORS,
        201,
        as_json(lambda *_: {"ballots": [{"choice": "yes"}]}),
    ),
    ("GET", f"{VOTING}/result"): Row(f"{API}/votings/{{decided}}/result", EVERYBODY),
    ("GET", f"{VOTING}/box"): Row(f"{API}/votings/{{decided}}/box", EVERYBODY),
    # what changes
    ("GET", f"{API}/events/{{slug:str}}"): Row(f"{API}/events/{{slug}}?limit=1", EVERYBODY),
    ("GET", f"{VOTING}/roll"): Row(f"{API}/votings/{{decided}}/roll", EVERYBODY),
    ("GET", f"{VOTING}/bundle"): Row(f"{API}/votings/{{decided}}/bundle", EVERYBODY),
    ("POST", f"{VOTING}/paper-voters"): Row(
        f"{API}/votings/{{hybrid}}/paper-voters",
        MODERATORS,
        sent=as_json(lambda *_: {"seats": [1]}),
    ),
    ("POST", f"{VOTING}/paper-count"): Row(
        f"{API}/votings/{{by_hands}}/paper-count",
        MODERATORS,
        sent=as_json(lambda *_: {"lines": [{"yes": 2, "no": 1, "papers": 3}]}),
    ),
    # files of what was published
    ("GET", f"{RESOLUTIONS}{NUMBER}/export/{{form:str}}"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}/export/csv", EVERYBODY
    ),
    ("GET", f"{API}/assemblies/{{slug:str}}/export/{{form:str}}"): Row(
        f"{API}/assemblies/{{slug}}/export/xlsx", EVERYBODY
    ),
    ("GET", f"{API}/export/{{form:str}}"): Row(f"{API}/export/json", EVERYBODY),
    ("GET", f"{API}/export/schema"): Row(f"{API}/export/schema", EVERYBODY),
    ("GET", "/feed.atom"): Row("/feed.atom", EVERYBODY),
    ("GET", "/feed.json"): Row("/feed.json", EVERYBODY),
    ("GET", "/assemblies/{slug:str}/feed.atom"): Row("/assemblies/{slug}/feed.atom", EVERYBODY),
    ("GET", "/assemblies/{slug:str}/feed.json"): Row("/assemblies/{slug}/feed.json", EVERYBODY),
    ("GET", "/catalogue"): Row("/catalogue", EVERYBODY),
    ("GET", "/catalogue.ttl"): Row("/catalogue.ttl", EVERYBODY),
    ("GET", "/catalogue.jsonld"): Row("/catalogue.jsonld", EVERYBODY),
    # sittings
    ("GET", SITTINGS): Row(f"{API}/assemblies/{{slug}}/sittings", EVERYBODY),
    ("POST", SITTINGS): Row(
        f"{API}/assemblies/{{slug}}/sittings",
        MODERATORS,
        201,
        as_json(lambda *_: {"title": "Tweede zitting"}),
    ),
    ("GET", SITTINGS + ".ics"): Row(f"{API}/assemblies/{{slug}}/sittings.ics", EVERYBODY),
    ("GET", SITTING): Row(LIVE, EVERYBODY),
    ("GET", f"{SITTING}/sitting.ics"): Row(f"{LIVE}/sitting.ics", EVERYBODY),
    ("PUT", SITTING): Row(
        f"{API}/assemblies/{{slug}}/sittings/{{to_change}}",
        MODERATORS,
        sent=lambda *_: {"json": {"title": "Anders"}, "headers": {"If-Match": '"1"'}},
    ),
    ("POST", f"{SITTING}/opening"): Row(f"{LIVE}/opening", MODERATORS),
    ("POST", f"{SITTING}/suspension"): Row(f"{LIVE}/suspension", MODERATORS),
    ("POST", f"{SITTING}/resumption"): Row(f"{LIVE}/resumption", MODERATORS),
    ("POST", f"{SITTING}/closing"): Row(f"{HELD}/closing", MODERATORS),
    ("POST", f"{SITTING}/cancellation"): Row(
        f"{API}/assemblies/{{slug}}/sittings/{{to_cancel}}/cancellation",
        MODERATORS,
        sent=as_json(lambda *_: REASON),
    ),
    ("PUT", f"{SITTING}/agenda"): Row(
        f"{TO_FILL}/agenda",
        MODERATORS,
        sent=lambda *_: {
            "json": {"items": [{"kind": "opening", "title": "Welkom"}]},
            "headers": {"If-Match": '"1"'},
        },
    ),
    ("POST", f"{SITTING}/agenda"): Row(
        f"{TO_FILL}/agenda", MODERATORS, 201, as_json(lambda *_: {"kind": "other", "title": "Iets"})
    ),
    ("POST", f"{SITTING}/agenda/{{item:uuid}}/beginning"): Row(
        f"{LIVE}/agenda/{{current}}/beginning", MODERATORS
    ),
    ("POST", f"{SITTING}/agenda/{{item:uuid}}/ending"): Row(
        f"{LIVE}/agenda/{{done}}/ending", MODERATORS
    ),
    ("POST", f"{SITTING}/agenda/{{item:uuid}}/passing-over"): Row(
        f"{LIVE}/agenda/{{to_pass}}/passing-over", MODERATORS
    ),
    ("GET", f"{SITTING}/floor"): Row(f"{LIVE}/floor", WRITERS),
    ("POST", f"{SITTING}/floor"): Row(
        f"{LIVE}/floor",
        WRITERS,
        201,
        as_json(lambda _, role: {"seat": 2 + list(Role).index(role)} if role in MODERATORS else {}),
    ),
    ("DELETE", f"{SITTING}/floor/{{speaker:uuid}}"): Row(f"{LIVE}/floor/{{hand}}", WRITERS),
    ("POST", f"{SITTING}/floor/next"): Row(
        f"{LIVE}/floor/next", MODERATORS, sent=as_json(lambda *_: {"after": None})
    ),
    ("POST", f"{SITTING}/floor/opening"): Row(f"{LIVE}/floor/opening", MODERATORS),
    ("POST", f"{SITTING}/floor/closing"): Row(f"{LIVE}/floor/closing", MODERATORS),
    **{
        ("POST", f"{SITTING}/floor/{{speaker:uuid}}/{step}"): Row(
            f"{LIVE}/floor/{{speaking}}/{step}", MODERATORS
        )
        for step in ("calling", "pause", "continuation", "ending")
    },
    ("POST", f"{SITTING}/notes"): Row(
        f"{LIVE}/notes", MODERATORS, 201, as_json(lambda *_: {"text": "De voorzitter dankt."})
    ),
    ("GET", f"{SITTING}/minutes"): Row(f"{HELD}/minutes", EVERYBODY),
    ("GET", f"{SITTING}/minutes.md"): Row(f"{HELD}/minutes.md?language=fr", EVERYBODY),
    ("POST", f"{SITTING}/minutes/publication"): Row(f"{HELD}/minutes/publication", MODERATORS),
    ("GET", f"{SITTING}/minutes/preview"): Row(f"{HELD}/minutes/preview", MODERATORS),
    ("GET", f"{SITTING}/minutes/versions"): Row(f"{HELD}/minutes/versions", EVERYBODY),
    ("GET", f"{SITTING}/minutes/versions/{{version:int}}"): Row(
        f"{HELD}/minutes/versions/1", EVERYBODY
    ),
    ("POST", f"{SITTING}/minutes/versions"): Row(
        f"{HELD}/minutes/versions",
        MODERATORS,
        409,  # there is nothing to add
        as_json(lambda *_: REASON | {"after": 1}),
    ),
    ("GET", f"{MINUTES}/versions/{{version:int}}"): Row(
        "/assemblies/{slug}/sittings/{held}/minutes/versions/1", EVERYBODY
    ),
    ("GET", MINUTES): Row("/assemblies/{slug}/sittings/{held}/minutes", EVERYBODY),
    ("POST", f"{MINUTES}/{{step:str}}"): Row(
        "/assemblies/{slug}/sittings/{held}/minutes/note",
        sent=lambda *_: {"data": {"text": "Een nota."}},
        leads=to("/assemblies/{slug}/sittings/{held}/minutes", MODERATORS),
    ),
    # running it
    ("GET", "/health/live"): Row("/health/live", EVERYBODY),
    ("GET", "/health/ready"): Row("/health/ready", EVERYBODY),
    ("GET", "/metrics"): Row("/metrics", EVERYBODY),
    # pages for everybody
    ("GET", "/"): Row("/", EVERYBODY),
    ("GET", "/assemblies/{slug:str}"): Row("/assemblies/{slug}", EVERYBODY),
    ("GET", "/assemblies/{slug:str}/resolutions"): Row("/assemblies/{slug}/resolutions", EVERYBODY),
    ("GET", "/assemblies/{slug:str}/resolutions/{number:int}"): Row(
        "/assemblies/{slug}/resolutions/{decided_number}", EVERYBODY
    ),
    ("GET", "/assemblies/{slug:str}/resolutions/{number:int}/print"): Row(
        "/assemblies/{slug}/resolutions/{tabled}/print", EVERYBODY
    ),
    ("GET", "/assemblies/{slug:str}/resolutions/{number:int}/print.txt"): Row(
        "/assemblies/{slug}/resolutions/{tabled}/print.txt", EVERYBODY
    ),
    ("GET", f"{PAGES}/compare"): Row("/assemblies/{slug}/resolutions/{tabled}/compare", EVERYBODY),
    # pages about amendments
    ("GET", f"{PAGES}/amendments"): Row(
        "/assemblies/{slug}/resolutions/{amended}/amendments", EVERYBODY
    ),
    ("GET", f"{PAGES}/amendments/{{amendment:int}}"): Row(
        "/assemblies/{slug}/resolutions/{amended}/amendments/1", EVERYBODY
    ),
    ("POST", f"{PAGES}/amendments/{{amendment:int}}/{{step:str}}"): Row(
        "/assemblies/{slug}/resolutions/{amended}/amendments/1/splitting",
        leads=to("/assemblies/{slug}/resolutions/{amended}/amendments/1", WRITERS),
    ),
    ("GET", f"{PAGES}/amend"): Row(
        "/assemblies/{slug}/resolutions/{amended}/amend", WRITERS, leads=TO_SIGN_IN
    ),
    ("POST", f"{PAGES}/amend"): Row(
        "/assemblies/{slug}/resolutions/{amended}/amend",
        WRITERS,
        sent=lambda *_: {"data": {"text": "Gratis bus onder 21.", "version": "1"}},
    ),
    ("GET", f"{DESK}/{{number:int}}/amendments"): Row(
        "/assemblies/{slug}/desk/{amended}/amendments", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/{{number:int}}/amendments/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/{amended}/amendments/admission",
        sent=lambda *_: {"data": {"amendment": "1"}},
        leads=to("/assemblies/{slug}/desk/{amended}/amendments#admission", MODERATORS),
    ),
    # pages for writing
    ("GET", DRAFTS): Row("/assemblies/{slug}/drafts", WRITERS, leads=TO_SIGN_IN),
    ("GET", f"{DRAFTS}/new"): Row("/assemblies/{slug}/drafts/new", WRITERS, leads=TO_SIGN_IN),
    ("POST", DRAFTS): Row(
        "/assemblies/{slug}/drafts", WRITERS, 422, lambda *_: {"data": {"text": " "}}
    ),
    ("GET", f"{DRAFTS}/{{number:int}}"): Row(
        "/assemblies/{slug}/drafts/{own_draft}", WRITERS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DRAFTS}/{{number:int}}"): Row(
        "/assemblies/{slug}/drafts/{own_draft}",
        sent=lambda *_: {"data": {"text": "Gratis bus onder 18.", "revision": "1"}},
        leads=to("/assemblies/{slug}/drafts/{own_draft}", WRITERS),
    ),
    ("POST", f"{DRAFTS}/{{number:int}}/{{step:str}}"): Row(
        "/assemblies/{slug}/drafts/{proposal}/submission",
        leads=to("/assemblies/{slug}/drafts/{proposal}", WRITERS),
    ),
    ("GET", f"{DRAFTS}/{{number:int}}/translations/{{language:str}}"): Row(
        "/assemblies/{slug}/drafts/{own_draft}/translations/fr", WRITERS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DRAFTS}/{{number:int}}/translations/{{language:str}}"): Row(
        "/assemblies/{slug}/drafts/{own_draft}/translations/fr",
        WRITERS,
        422,
        lambda *_: {"data": {"version": "1", "edition": "0"}},
    ),
    ("GET", "/assemblies/{slug:str}/projector"): Row("/assemblies/{slug}/projector", EVERYBODY),
    ("GET", "/assemblies/{slug:str}/projector/now"): Row(
        "/assemblies/{slug}/projector/now", EVERYBODY
    ),
    ("GET", "/log"): Row("/log", EVERYBODY),
    ("GET", "/try-a-rule"): Row("/try-a-rule", EVERYBODY),
    ("POST", DESK_VOTING + "/preview"): Row(
        "/assemblies/{slug}/desk/votings/{held_back}/preview", MODERATORS
    ),
    ("POST", DESK_VOTING + "/hour"): Row(
        "/assemblies/{slug}/desk/votings/{held_back}/hour",
        leads=to("/assemblies/{slug}/desk/votings/{held_back}", MODERATORS),
        sent=lambda *_: {"data": {"publish_at": "", "why": REASON["because"]}},
    ),
    ("POST", DESK_VOTING + "/publication"): Row(
        "/assemblies/{slug}/desk/votings/{held_back}/publication", MODERATORS
    ),
    ("GET", "/votings/{voting_id:uuid}/box"): Row("/votings/{decided}/box", EVERYBODY),
    ("GET", "/votings/{voting_id:uuid}/check"): Row("/votings/{decided}/check", EVERYBODY),
    ("GET", f"{API}/log/checkpoint"): Row(f"{API}/log/checkpoint", EVERYBODY),
    ("GET", f"{API}/log/checkpoints/{{size:int}}"): Row(
        f"{API}/log/checkpoints/{{log_size}}", EVERYBODY
    ),
    ("GET", f"{API}/log/consistency"): Row(
        f"{API}/log/consistency?before=0&size={{log_size}}", EVERYBODY
    ),
    ("GET", f"{API}/log/leaves"): Row(f"{API}/log/leaves", EVERYBODY),
    ("GET", f"{API}/log/leaves/{{index:int}}"): Row(
        f"{API}/log/leaves/0?size={{log_size}}", EVERYBODY
    ),
    ("GET", f"{API}/log/keys"): Row(f"{API}/log/keys", EVERYBODY),
    ("GET", "/.well-known/jwks.json"): Row("/.well-known/jwks.json", EVERYBODY),
    ("GET", "/search"): Row("/search?q=bus", EVERYBODY),
    ("GET", "/problems"): Row("/problems", EVERYBODY),
    ("GET", "/problems/{slug:str}"): Row("/problems/already-voted", EVERYBODY),
    ("GET", "/static/{name:path}"): Row("/static/assembly.css", EVERYBODY),
    ("GET", "/sign-in"): Row(
        "/sign-in",
        frozenset({Role.PUBLIC}),
        leads=to("/my-votings", PARTICIPANTS) | to("/desk", STAFF),
    ),
    ("POST", "/sign-in"): Row(
        "/sign-in",
        sent=lambda town, _: {"data": {"code": town.hall.codes[6].shown()}},
        leads=to("/my-votings", EVERYBODY),
    ),
    ("POST", "/sign-out"): Row("/sign-out", leads=to("/", EVERYBODY)),
    # pages for those in the hall
    ("GET", "/my-votings"): Row("/my-votings", PARTICIPANTS, leads=to("/desk", STAFF) | TO_SIGN_IN),
    ("GET", "/my-votings/now"): Row("/my-votings/now", PARTICIPANTS),
    ("GET", "/my-votings/sitting"): Row("/my-votings/sitting", PARTICIPANTS),
    ("GET", "/my-votings/door"): Row(
        "/my-votings/door", PARTICIPANTS, leads=to("/desk", STAFF) | TO_SIGN_IN
    ),
    ("GET", "/my-votings/door/now"): Row("/my-votings/door/now", PARTICIPANTS),
    ("POST", "/assemblies/{slug:str}/sittings/{sitting:int}/floor/{step:str}"): Row(
        "/assemblies/{slug}/sittings/{live}/floor/asking",
        sent=lambda *_: {"data": {"kind": "point_of_order"}},
        leads=to("/my-votings#sitting", ELECTORS),
    ),
    ("GET", "/my-receipts"): Row(
        "/my-receipts", PARTICIPANTS, leads=to("/desk", STAFF) | TO_SIGN_IN
    ),
    ("POST", "/votings/{voting_id:uuid}/choice"): Row(
        "/votings/{open}/choice",
        ELECTORS,
        sent=lambda *_: {"data": {"choice": "no", "tracker": str(uuid4())}},
    ),
    ("POST", "/votings/{voting_id:uuid}/ballot"): Row(
        "/votings/{open_for_pages}/ballot",
        ELECTORS,
        sent=lambda *_: {"data": {"choice": "no", "tracker": str(uuid4())}},
    ),
    ("POST", "/votings/{voting_id:uuid}/choices"): Row(
        "/votings/{open_for_choices}/choices", ELECTORS, sent=form_of_one
    ),
    ("POST", "/votings/{voting_id:uuid}/ballots"): Row(
        "/votings/{open_for_all}/ballots", ELECTORS, sent=form_of_one
    ),
    # pages for the desk
    ("GET", f"{DESK}/{{number:int}}/voting"): Row(
        "/assemblies/{slug}/desk/{tabled}/voting", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/{{number:int}}/voting"): Row(
        "/assemblies/{slug}/desk/{tabled}/voting", MODERATORS
    ),
    ("GET", f"{DESK}/votings/{{voting_id:uuid}}"): Row(
        "/assemblies/{slug}/desk/votings/{open}", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/votings/{{voting_id:uuid}}/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/votings/{to_extend}/extension",
        sent=lambda *_: {"data": {"minutes": "5"}},
        leads=to("/assemblies/{slug}/desk/votings/{to_extend}", MODERATORS),
    ),
    ("GET", f"{DESK}/votings/{{voting_id:uuid}}/parts/{{part:str}}"): Row(
        "/assemblies/{slug}/desk/votings/{open}/parts/state", MODERATORS
    ),
    ("POST", f"{DESK}/votings/{{voting_id:uuid}}/paper-voters"): Row(
        "/assemblies/{slug}/desk/votings/{hybrid}/paper-voters",
        sent=lambda *_: {"data": {"seats": "5", "sure": "1"}},
        leads=to("/assemblies/{slug}/desk/votings/{hybrid}#papers", MODERATORS),
    ),
    ("POST", f"{DESK}/votings/{{voting_id:uuid}}/paper-count"): Row(
        "/assemblies/{slug}/desk/votings/{open}/paper-count", MODERATORS, 409
    ),
    ("GET", f"{DESK}/health"): Row("/assemblies/{slug}/desk/health", MODERATORS),
    ("GET", f"{DESK}/sittings"): Row(
        "/assemblies/{slug}/desk/sittings", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/sittings"): Row(
        "/assemblies/{slug}/desk/sittings",
        MODERATORS,
        422,
        sent=lambda *_: {"data": {"title": ""}},
    ),
    ("GET", ON_DESK): Row("/assemblies/{slug}/desk/sittings/{live}", MODERATORS, leads=TO_SIGN_IN),
    ("GET", f"{ON_DESK}/parts/{{part:str}}"): Row(
        "/assemblies/{slug}/desk/sittings/{live}/parts/floor", MODERATORS
    ),
    ("POST", f"{ON_DESK}/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/sittings/{live}/open-list",
        leads=to("/assemblies/{slug}/desk/sittings/{live}#floor", MODERATORS),
    ),
    ("GET", f"{ON_DESK}/plan"): Row(
        "/assemblies/{slug}/desk/sittings/{live}/plan", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{ON_DESK}/plan"): Row(
        "/assemblies/{slug}/desk/sittings/{live}/plan",
        MODERATORS,
        422,
        sent=lambda *_: {"data": {"title": ""}},
    ),
    ("GET", f"{ON_DESK}/items"): Row(
        "/assemblies/{slug}/desk/sittings/{live}/items", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{ON_DESK}/items"): Row(
        "/assemblies/{slug}/desk/sittings/{to_change}/items",
        sent=lambda *_: {"data": {"kind": "other", "title": "Rondvraag"}},
        leads=to("/assemblies/{slug}/desk/sittings/{to_change}#agenda", MODERATORS),
    ),
    ("GET", f"{ON_DESK}/items/{{item:uuid}}"): Row(
        "/assemblies/{slug}/desk/sittings/{live}/items/{current}", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{ON_DESK}/items/{{item:uuid}}"): Row(
        "/assemblies/{slug}/desk/sittings/{live}/items/{current}",
        MODERATORS,
        422,
        sent=lambda *_: {"data": {"kind": "party"}},
    ),
    ("GET", f"{DESK}/door"): Row("/assemblies/{slug}/desk/door", MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/door"): Row(
        "/assemblies/{slug}/desk/door",
        MODERATORS,
        404,
        sent=lambda *_: {"data": {"typed": "99999"}},
    ),
    ("POST", f"{DESK}/door/undoing"): Row(
        "/assemblies/{slug}/desk/door/undoing",
        leads=to("/assemblies/{slug}/desk/door", MODERATORS),
    ),
    ("GET", f"{DESK}/room"): Row("/assemblies/{slug}/desk/room", MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/room/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/room/attendance",
        sent=lambda *_: {"data": {"arrived": "all"}},
        leads=to("/assemblies/{slug}/desk/room#seats", MODERATORS),
    ),
    ("GET", "/desk"): Row(
        "/desk",
        leads={
            Role.MODERATOR: "/assemblies/{slug}/desk",
            Role.OTHER_MODERATOR: "/assemblies/{other_slug}/desk",
            Role.STAFF: "/desk/new",
            Role.ADMINISTRATOR: "/desk/new",
        }
        | TO_SIGN_IN,
    ),
    # documents of proposals
    ("POST", IMPORTS): Row(
        f"{API}/assemblies/{{slug}}/imports?file=a.txt",
        MODERATORS,
        202,
        lambda _, role: {"content": f"- Meer bomen, zegt {word(role)}.".encode()},
    ),
    ("GET", IMPORT): Row(f"{API}/assemblies/{{slug}}/imports/{{import}}", MODERATORS),
    ("POST", IMPORT + "/acceptance"): Row(
        f"{API}/assemblies/{{slug}}/imports/{{import}}/acceptance",
        MODERATORS,
        sent=as_json(lambda *_: {}),
    ),
    ("POST", IMPORT + "/undoing"): Row(
        f"{API}/assemblies/{{slug}}/imports/{{to_undo}}/undoing", MODERATORS
    ),
    ("POST", IMPORT + "/rejection"): Row(
        f"{API}/assemblies/{{slug}}/imports/{{to_reject}}/rejection", MODERATORS
    ),
    ("GET", f"{DESK}/imports"): Row(
        "/assemblies/{slug}/desk/imports", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/imports"): Row(
        "/assemblies/{slug}/desk/imports",
        leads=to("/assemblies/{slug}/desk/imports/{import}", MODERATORS),
        sent=lambda *_: {"files": {"file": ("a.txt", b"- Meer bomen.\n- Meer gras.")}},
    ),
    ("GET", f"{DESK}/imports/{{import_id:uuid}}"): Row(
        "/assemblies/{slug}/desk/imports/{import}", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/imports/{{import_id:uuid}}/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/imports/{to_reject}/rejection",
        leads=to("/assemblies/{slug}/desk/imports/{to_reject}", MODERATORS),
        sent=lambda *_: {"data": {"item": "1"}},
    ),
    # files of history
    ("POST", HISTORIES): Row(
        f"{API}/histories?file=a.csv",
        STAFF,
        201,
        lambda _, role: {"content": f"nr;tekst;uitslag\n1;Bomen, {word(role)};Ja".encode()},
    ),
    ("GET", HISTORY): Row(f"{API}/histories/{{history}}", MODERATORS, hidden=OTHER_STAFF),
    ("PUT", HISTORY + "/mapping"): Row(
        f"{API}/histories/{{history}}/mapping",
        MODERATORS,
        422,
        as_json(lambda *_: NO_COLUMNS),
        hidden=OTHER_STAFF,
    ),
    ("POST", HISTORY + "/answers"): Row(
        f"{API}/histories/{{history}}/answers",
        MODERATORS,
        409,
        as_json(lambda *_: {"revision": 1, "answers": [{"question": "a", "reply": None}]}),
        hidden=OTHER_STAFF,
    ),
    ("POST", HISTORY + "/acceptance"): Row(
        f"{API}/histories/{{history}}/acceptance",
        MODERATORS,
        409,
        as_json(lambda *_: {"revision": 1}),
        hidden=OTHER_STAFF,
    ),
    ("POST", HISTORY + "/rejection"): Row(
        f"{API}/histories/{{thrown}}/rejection", MODERATORS, hidden=OTHER_STAFF
    ),
    ("GET", "/desk/history"): Row("/desk/history", STAFF, leads=TO_SIGN_IN),
    ("POST", "/desk/history"): Row("/desk/history", STAFF, 422),
    ("GET", "/desk/history/{history_id:uuid}"): Row(
        "/desk/history/{history}", MODERATORS, leads=TO_SIGN_IN, hidden=OTHER_STAFF
    ),
    ("POST", "/desk/history/{history_id:uuid}/{step:str}"): Row(
        "/desk/history/{thrown}/rejection",
        leads=to("/desk/history", MODERATORS),
        hidden=OTHER_STAFF,
    ),
    # what happened next
    ("GET", f"{API}/assemblies/{{slug:str}}/follow-up"): Row(
        f"{API}/assemblies/{{slug}}/follow-up", EVERYBODY
    ),
    ("GET", f"{RESOLUTIONS}{NUMBER}/follow-up"): Row(FOLLOWED, EVERYBODY),
    ("POST", f"{RESOLUTIONS}{NUMBER}/follow-up/entries"): Row(
        f"{FOLLOWED}/entries",
        MODERATORS,
        201,
        as_json(lambda *_: {"kind": "addressee", "text": "Gemeenteraad"}),
    ),
    **{
        ("GET", f"{place}/follow-up{feed}"): Row(f"{at}/follow-up{feed}", EVERYBODY)
        for place, at in (
            ("/assemblies/{slug:str}", "/assemblies/{slug}"),
            (PAGES, "/assemblies/{slug}/resolutions/{decided_number}"),
        )
        for feed in ("", "/feed.atom", "/feed.json")
    },
    ("GET", f"{DESK}/follow-up"): Row(
        "/assemblies/{slug}/desk/follow-up", MODERATORS, leads=TO_SIGN_IN
    ),
    ("GET", f"{DESK}/follow-up/{{number:int}}"): Row(ON_FOLLOWED, MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/follow-up/{{number:int}}"): Row(
        ON_FOLLOWED,
        leads=to(ON_FOLLOWED, MODERATORS),
        sent=lambda *_: {"data": {"kind": "addressee", "text": "Gemeenteraad"}},
    ),
    # corrections
    ("GET", f"{RESOLUTIONS}{NUMBER}/records"): Row(f"{DECIDED}/records", EVERYBODY),
    ("GET", f"{RESOLUTIONS}{NUMBER}/records/{{version:int}}"): Row(
        f"{DECIDED}/records/1", EVERYBODY
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/corrections"): Row(
        f"{DECIDED}/corrections",
        MODERATORS,
        201,
        as_json(
            lambda *_: {"corrects": 1, "because": "Een letter was fout.", "note": "Lees: bussen."}
        ),
    ),
    ("GET", f"{PAGES}/records/{{version:int}}"): Row(
        "/assemblies/{slug}/resolutions/{decided_number}/records/1", EVERYBODY
    ),
    ("GET", f"{DESK}/{{number:int}}/correction"): Row(ON_CORRECTED, MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/{{number:int}}/correction"): Row(
        ON_CORRECTED,
        leads=to("/assemblies/{slug}/resolutions/{decided_number}", MODERATORS),
        sent=lambda *_: {
            "data": {
                "step": "publish",
                "corrects": "1",
                "note": "Lees: bussen.",
                "because": "Een letter was fout.",
            }
        },
    ),
    # search
    ("GET", f"{API}/search"): Row(f"{API}/search?q=bus&outcome=adopted", EVERYBODY),
    # themes
    ("GET", THEMES): Row(THEMES, EVERYBODY),
    ("POST", THEMES): Row(
        THEMES,
        ADMINISTRATORS,
        201,
        as_json(lambda _, role: {"slug": f"by-{word(role)}", "labels": MOBILITY}),
    ),
    ("GET", THEME): Row(f"{THEMES}/{{theme}}", EVERYBODY),
    ("PUT", THEME): Row(
        f"{THEMES}/{{theme}}",
        ADMINISTRATORS,
        sent=as_json(lambda *_: {"labels": HOUSING, "uri": None, "revision": 1}),
    ),
    ("DELETE", THEME): Row(f"{THEMES}/{{unused_theme}}", ADMINISTRATORS, 204),
    ("POST", f"{THEME}/merger"): Row(
        f"{THEMES}/{{merged_theme}}/merger",
        ADMINISTRATORS,
        sent=as_json(lambda *_: {"into": "mobiliteit"}),
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/themes"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}/themes",
        MODERATORS,
        204,
        as_json(lambda *_: {"add": ["mobiliteit"]}),
    ),
    ("GET", "/themes"): Row("/themes", EVERYBODY),
    **{
        ("GET", f"/themes/{{theme:str}}{feed}"): Row(f"/themes/{{theme}}{feed}", EVERYBODY)
        for feed in ("", "/feed.atom", "/feed.json")
    },
    # following by mail: this installation has no mail server, and the links are nobody's
    ("POST", f"{API}/subscriptions"): Row(
        f"{API}/subscriptions",
        EVERYBODY,
        409,
        as_json(lambda *_: {"email": "jan@example.org", "language": "nl", "theme": "mobiliteit"}),
    ),
    ("GET", "/follow-by-mail"): Row("/follow-by-mail?theme=mobiliteit", EVERYBODY, 409),
    ("POST", "/follow-by-mail"): Row("/follow-by-mail", EVERYBODY, 409),
    **{
        (method, f"/follow-by-mail/{link}"): Row("/follow-by-mail/mine/none", EVERYBODY, 404)
        for method in ("GET", "POST")
        for link in ("confirm/{token:str}", "mine/{key:str}")
    },
    ("GET", f"{DESK}/{{number:int}}/themes"): Row(
        "/assemblies/{slug}/desk/{decided_number}/themes", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/{{number:int}}/themes"): Row(
        "/assemblies/{slug}/desk/{decided_number}/themes",
        leads=to("/assemblies/{slug}/desk#r{decided_number}", MODERATORS),
        sent=lambda *_: {"data": {"theme": "mobiliteit"}},
    ),
    ("GET", "/desk/staff"): Row("/desk/staff", ADMINISTRATORS, leads=TO_SIGN_IN),
    ("POST", "/desk/staff/{person_id:uuid}/forgetting"): Row(
        f"/desk/staff/{uuid4()}/forgetting", ADMINISTRATORS, 404
    ),
    ("GET", "/desk/themes"): Row("/desk/themes", ADMINISTRATORS, leads=TO_SIGN_IN),
    ("POST", "/desk/themes"): Row("/desk/themes", ADMINISTRATORS, 422),
    ("GET", "/desk/themes/{theme:str}"): Row(
        "/desk/themes/{theme}", ADMINISTRATORS, leads=TO_SIGN_IN
    ),
    ("POST", "/desk/themes/{theme:str}/{step:str}"): Row(
        "/desk/themes/{theme}/words",
        ADMINISTRATORS,
        422,
    ),
    ("GET", "/assemblies/{slug:str}/desk"): Row(
        "/assemblies/{slug}/desk", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", "/assemblies/{slug:str}/desk/{number:int}/{step:str}"): Row(
        "/assemblies/{slug}/desk/{on_desk}/tabling",
        leads=to("/assemblies/{slug}/desk#r{on_desk}", MODERATORS),
    ),
}

BY_SOMEBODY_ELSE = {
    ("POST", f"{API}/assemblies/{{slug:str}}/clones"),
    ("POST", f"{API}/sign-out"),
    ("POST", "/sign-out"),
    ("POST", f"{API}/assemblies"),
}

DESCRIPTIONS = "/schema"
"""What stands below describes the API to everybody; a test of its own asks for it."""


def operations(app: Litestar) -> Iterator[tuple[str, str]]:
    """Method and path of everything the application answers to; OPTIONS it answers by itself."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path} is no plain HTTP: say who may"
        for handler in route.route_handlers:
            for method in handler.http_methods - {"OPTIONS"}:
                yield str(method), route.path


def test_the_table_holds_every_route_there_is_and_no_other(app: Litestar) -> None:
    routes = {
        (method, path) for method, path in operations(app) if not path.startswith(DESCRIPTIONS)
    }
    assert sorted(routes - TABLE.keys()) == [], "say in TABLE who may use these"
    assert sorted(TABLE.keys() - routes) == [], "these are gone: take them out of TABLE"


def test_what_describes_the_api_can_only_be_read(app: Litestar) -> None:
    described = [method for method, path in operations(app) if path.startswith(DESCRIPTIONS)]
    assert set(described) == {"GET"}


@pytest.fixture(scope="module", autouse=True)
async def _further_places(town: Town) -> None:
    town.places["open_for_pages"] = (await town.build.open_voting(town.hall)).id
    town.places["open_for_several"] = (await town.build.open_voting(town.hall)).id
    town.places["open_for_all"] = (await town.build.open_voting(town.hall)).id
    town.places["open_for_choices"] = (await town.build.open_voting(town.hall)).id
    town.places["to_schedule"] = (await town.build.planned(town.hall)).id
    town.places["to_extend"] = (await town.build.open_voting(town.hall)).id
    town.places["to_annul"] = (await town.build.open_voting(town.hall)).id
    hybrid = await town.build.open_voting(town.hall, medium=Medium.HYBRID)
    by_hands = await town.build.open_voting(town.hall, medium=Medium.HAND)
    for place, text in (
        ("import", b"- Meer bomen.\n- Meer gras."),
        ("to_undo", b"- Minder lawaai."),
        ("to_reject", b"- Niets."),
    ):
        town.places[place] = await read_text(town.build, town.hall, text)
    await accept(town.build, town.hall, town.places["to_undo"])
    for place in ("history", "thrown"):
        data = f"nr;tekst;uitslag\n1;{place};Goedgekeurd".encode()
        by = f"person:{town.hall.moderator_id}"
        town.places[place] = await history_sent(town.build, data, by=by)
    await town.build.close(by_hands)
    town.places |= {"hybrid": hybrid.id, "by_hands": by_hands.id}
    for place, number in (
        ("list", 90),
        ("applied_list", 95),
        ("undone_list", 96),
        ("rejected_list", 97),
    ):
        person = as_csv(("nr", "naam"), (number, "Iemand"))
        town.places[place] = await send_list(town.build, town.hall, person)
        if place in {"applied_list", "undone_list"}:
            await apply_list(town.build, town.hall, town.places[place])
    async with town.build.sessions.begin() as session:
        (code,) = await draw_free_codes(session, 1)
        by = "system:test"
        await substitute(session, town.hall.assembly, 6, "Vera", code, "-", at=now(), by=by)
    town.places["substituted"] = 6
    hook = await registered(town.build, town.hall, "https://example.org/")
    async with town.build.sessions.begin() as session:
        event = await ping(session, town.hall.assembly.id, hook.id, at=now())
    town.places |= {"webhook": hook.id, "webhook_event": event.event_id}
    for place, slug in (
        ("theme", "mobiliteit"),
        ("merged_theme", "bus"),
        ("unused_theme", "lucht"),
    ):
        await added(town.build, slug)
        town.places[place] = slug
    own_draft, proposal, submitted, sponsored = [
        await town.build.proposed(town.hall) for _ in range(4)
    ]
    for proposed in (submitted, sponsored):
        await town.build.move(town.hall, proposed, State.SUBMITTED)
    await town.build.move(town.hall, sponsored, State.TABLED)
    amending = Amending(town.build, town.hall)
    amended, disputed = [await amending.table("Gratis bus onder 18.") for _ in range(2)]
    for item in range(1, 7):
        row = await amending.file(insert_after("p1", f"Punt {item}."), on=amended.number)
        if item in {1, 6}:
            await amending.admit(row.number, on=amended.number)
    for age in (21, 25):
        edit = replace_("p1", f"Gratis bus onder {age}.")
        row = await amending.file(edit, on=disputed.number)
        await amending.admit(row.number, on=disputed.number)
    town.places |= {"amended": amended.number, "disputed": disputed.number}
    await _meet(town)
    town.places["log_size"] = await extended(town.build)
    await town.build.translate(town.hall, sponsored, "fr", "Bus gratuit avant 18 ans.")
    town.places |= {
        "own_draft": own_draft.number,
        "proposal": proposal.number,
        "submitted": submitted.number,
        "to_translate": (await town.build.tabled(town.hall)).number,
        "sponsored": sponsored.number,
    }


async def _meet(town: Town) -> None:
    """A sitting that goes on, with somebody speaking and a hand up; three that are planned."""
    live = Meeting(town.build, town.hall)
    await live.debating(Planned(ItemKind.OPENING, "Welkom"), DEBATE, DEBATE)
    await live.begin(2)
    speaking = await live.ask(8)
    hand = await live.ask(1, Kind.POINT_OF_ORDER)
    await live.do(call_speaker, speaking.id)
    numbers = [(await Meeting(town.build, town.hall).plan()).number for _ in range(3)]
    town.places |= dict(zip(("to_change", "to_cancel", "to_fill"), numbers, strict=True))
    town.places |= dict(zip(("done", "current", "to_pass"), live.items, strict=True))
    town.places |= {"live": live.number, "speaking": speaking.id, "hand": hand.id}


@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
@pytest.mark.parametrize(
    "operation", [pytest.param(operation, id=" ".join(operation)) for operation in TABLE]
)
async def test_every_role_gets_what_the_table_says_and_a_refusal_changes_nothing(
    town: Town, operation: tuple[str, str], role: Role
) -> None:
    (method, path), row = operation, TABLE[operation]
    sent = row.sent(town, role)
    if operation in BY_SOMEBODY_ELSE and role is not Role.PUBLIC:
        sent["headers"] = await _another(town, role)
    welcome = role in row.leads or role in row.allowed
    before = None if welcome and method != "GET" else await town.kept()
    answer = await town.ask(role, method, row.address, **sent)
    if role in row.leads:
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == town.address(row.leads[role])
    elif role in row.allowed:
        assert answer.status_code == row.status, answer.text
    elif role in row.hidden:
        assert answer.status_code == 404, answer.text
    else:
        status = 401 if role is Role.PUBLIC else 403
        assert answer.status_code == status, answer.text
        if path.startswith(API):
            is_problem(answer, status, "not-signed-in" if status == 401 else "not-permitted")
    assert before is None or await town.kept() == before, "reading and being refused write nothing"


async def _another(town: Town, role: Role) -> dict[str, str]:
    """The headers of somebody else in this role: signing out and founding leave their mark."""
    if role in PARTICIPANTS:
        hall = town.hall if role is Role.PARTICIPANT else town.other
        return bearer(await town.build.token_of_seat(hall, 0))
    email = f"{uuid4().hex}@example.org"
    person_id = await town.build.staff(email, administrator=role is Role.ADMINISTRATOR)
    if role in {Role.MODERATOR, Role.OTHER_MODERATOR}:
        hall = town.hall if role is Role.MODERATOR else town.other
        async with town.build.sessions.begin() as session:
            await appoint_moderator(
                session, hall.assembly.id, person_id, at=now(), by="system:test"
            )
    return bearer(await town.build.token_of_staff(email))


@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
async def test_a_draft_and_its_words_are_for_moderators_alone(town: Town, role: Role) -> None:
    secret = await town.build.draft(town.hall, "Een zin die nog niemand mag lezen.")
    addresses = [
        f"{API}/assemblies/{{slug}}/resolutions?q=niemand+mag",
        f"{API}/assemblies/{{slug}}/resolutions?limit=500",
        f"{API}/assemblies/{{slug}}/resolutions/{secret.number}",
    ]
    answers = [await town.ask(role, "GET", address) for address in addresses]
    seen = ["nog niemand mag lezen" in answer.text for answer in answers]
    assert seen == [role in MODERATORS] * 3
    if role not in MODERATORS:
        is_problem(answers[2], 404, "resolution-not-found")
    if role is not Role.MODERATOR:
        pages = ["", "/resolutions", "/resolutions?q=niemand+mag", f"/resolutions/{secret.number}"]
        for page in pages:
            shown = await town.ask(role, "GET", f"/assemblies/{{slug}}{page}")
            assert "nog niemand mag lezen" not in shown.text


@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
async def test_only_a_participant_of_the_assembly_is_told_about_themselves(
    town: Town, role: Role
) -> None:
    answer = await town.ask(role, "GET", f"{API}/votings/{{open}}")
    told = answer.json()["me"]
    assert (told is not None) == (role is Role.PARTICIPANT)
    if told is not None:
        assert told.keys() == {"entitled", "voted", "may_cast_for", "represented_by"}


@pytest.mark.parametrize(
    ("role", "said"),
    [
        pytest.param(Role.PARTICIPANT, ("participant", True, 1, 0), id="a participant"),
        pytest.param(Role.MODERATOR, ("staff", False, None, 1), id="a moderator"),
        pytest.param(Role.STAFF, ("staff", False, None, 0), id="staff without an assembly"),
        pytest.param(Role.ADMINISTRATOR, ("administrator", False, None, 0), id="an administrator"),
    ],
)
async def test_everybody_can_ask_who_they_are(
    town: Town, role: Role, said: tuple[str, bool, int | None, int]
) -> None:
    me = (await town.ask(role, "GET", f"{API}/me")).json()
    sits_here = me["assembly"] == town.hall.slug
    assert (me["role"], sits_here, me["seat"], len(me["moderates"])) == said
