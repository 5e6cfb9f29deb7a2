# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every table of the house, loaded at once: foreign keys name tables of other rooms.

Whoever opens sessions imports this, so that SQLAlchemy knows every table a key points at.
"""

from assembly.amendments.models import (
    Amendment,
    AmendmentText,
    Merge,
    Reordering,
    SettlementRow,
    SplitRequest,
    Supporter,
    Terms,
)
from assembly.archive.models import HistoryImport, Import, KeptResolution, Source, SourceFact
from assembly.assemblies.models import (
    Assembly,
    Attendance,
    Proxy,
    Seat,
    SeatList,
    Substitution,
)
from assembly.audit.models import Entry, LogCheckpoint, LogKey, LogLeaf, LogNode, LogPending
from assembly.database import Base
from assembly.follow_up.models import Dossier, EntryRow
from assembly.identity.models import Attempt, Credential, Moderator, Person, Token
from assembly.inviting.models import Invitation
from assembly.publication.models import Correction, MinutesVersion, Record
from assembly.resolutions.models import (
    Chapter,
    CitationRow,
    Origin,
    ProvisionRow,
    Resolution,
    Sponsor,
    TranslationRow,
    Version,
)
from assembly.sittings.models import AgendaItem, MinuteNote, MomentRow, Sitting, Speaker
from assembly.subscribing.models import Follow, Notice, SpreadNews, SpreadUntil, Subscriber
from assembly.themes.models import ThemeMark, ThemeRow
from assembly.voting.models import (
    Ballot,
    Elector,
    PaperCount,
    Participation,
    Result,
    RollCallBallot,
    Voting,
    VotingAmendment,
)
from assembly.webhooks.models import Webhook, WebhookDelivery, WebhookSecret

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
    Substitution,
    SeatList,
    Invitation,
    Webhook,
    WebhookSecret,
    WebhookDelivery,
    Source,
    Import,
    HistoryImport,
    Resolution,
    SourceFact,
    Version,
    ProvisionRow,
    Chapter,
    Origin,
    CitationRow,
    TranslationRow,
    Sponsor,
    KeptResolution,
    Terms,
    Amendment,
    AmendmentText,
    Supporter,
    SplitRequest,
    SettlementRow,
    Reordering,
    Merge,
    Voting,
    VotingAmendment,
    Elector,
    Participation,
    Ballot,
    RollCallBallot,
    PaperCount,
    Result,
    Record,
    Correction,
    Sitting,
    AgendaItem,
    Speaker,
    MomentRow,
    MinuteNote,
    MinutesVersion,
    Dossier,
    EntryRow,
    ThemeRow,
    ThemeMark,
    Subscriber,
    Follow,
    SpreadNews,
    SpreadUntil,
    Notice,
    Entry,
    LogPending,
    LogLeaf,
    LogNode,
    LogCheckpoint,
    LogKey,
)

METADATA = Base.metadata
