# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every table of the house, loaded at once: foreign keys name tables of other rooms.

Whoever opens sessions imports this, so that SQLAlchemy knows every table a key points at.
"""

from assembly.archive.models import Source
from assembly.assemblies.models import Assembly, Attendance, Proxy, Seat
from assembly.audit.models import Entry
from assembly.database import Base
from assembly.identity.models import Attempt, Credential, Moderator, Person, Token
from assembly.publication.models import Record
from assembly.resolutions.models import ProvisionRow, Resolution, Version
from assembly.voting.models import (
    Ballot,
    Elector,
    PaperCount,
    Participation,
    Result,
    RollCallBallot,
    Voting,
)

TABLES = (
    Person,
    Credential,
    Token,
    Attempt,
    Moderator,
    Assembly,
    Seat,
    Attendance,
    Proxy,
    Source,
    Resolution,
    Version,
    ProvisionRow,
    Voting,
    Elector,
    Participation,
    Ballot,
    RollCallBallot,
    PaperCount,
    Result,
    Record,
    Entry,
)

METADATA = Base.metadata
