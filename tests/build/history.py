# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files of history, as they are sent and read."""

from uuid import UUID

from assembly.archive.found import Naming
from assembly.archive.histories import accept_history, map_history, send_history
from assembly.archive.reading.history import read_history
from assembly.archive.rules.mapping import suggested
from assembly.clock import now
from assembly.identity.rules.permissions import Actor
from tests.build.house import BY, Build

CLERK = Actor(is_administrator=True)
DOUBTFUL = b"""Nr;Titel;Tekst;Uitslag;Datum;Voor;Tegen;Onthouding;Thema
1;Bus;Gratis bus onder 18.;Goedgekeurd;2024-05-03;12;3;1;Vervoer
2;;Meer bomen op elk plein.;Verworpen;3/4/2024;3;12;;Groen
2;Park;Een park.;Goedgekeurd;;tien;;;
;;Totaal;;;;;;
"""
SOUND = b"""Nr;Titel;Tekst;Uitslag;Datum;Voor;Tegen;Onthouding;Thema
1;Bus;Gratis bus onder 18.;Goedgekeurd;2024-05-03;12;3;;Vervoer
"""


async def history_sent(build: Build, data: bytes, file: str = "raad.csv", *, by: str = BY) -> UUID:
    """The file is there with its rows; nobody said yet which column is what."""
    table = read_history(data, file)
    async with build.sessions.begin() as session:
        history_id, _ = await send_history(session, data, table, file=file, at=now(), by=by)
    return history_id


async def history_mapped(build: Build, data: bytes = DOUBTFUL, slug: str = "dorp-2024") -> UUID:
    """The file is read by its usual headings; nothing that is doubtful is answered."""
    history_id = await history_sent(build, data)
    mapping = suggested(read_history(data, "raad.csv"))
    async with build.sessions.begin() as session:
        await map_history(
            session,
            history_id,
            CLERK,
            revision=1,
            part=mapping.part,
            columns={field.value: name for field, name in mapping.columns.items()},
            naming=Naming(slug, "Dorpsraad"),
            held_on=None,
            at=now(),
        )
    return history_id


async def history_brought_in(build: Build, data: bytes = SOUND, slug: str = "dorp-2024") -> str:
    """An assembly of history with what its source says beside the words; its slug."""
    history_id = await history_mapped(build, data, slug)
    async with build.sessions.begin() as session:
        await accept_history(session, history_id, CLERK, revision=2, importer="a test", at=now())
    return slug
