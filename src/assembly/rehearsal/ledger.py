# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rehearsal knows by itself, without asking: who cast what, and what it was told. Pure.

Only a rehearsal keeps a seat beside a choice; it may, because it is every elector at once.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from assembly.rehearsal.documents import told
from assembly.rehearsal.report import Row
from assembly.voting.rules.ballot import Choice, Secrecy
from assembly.voting.rules.outcome import Ground
from assembly.voting.rules.tally import Tally, tally_of


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot that was acknowledged."""

    tracker: str
    choice: Choice


@dataclass(slots=True)
class Trouble:
    """One kind of deliberate trouble: the answers it may get, and those it got."""

    allowed: tuple[str, ...]
    seen: Counter[str] = field(default_factory=Counter)

    def row(self, about: str, promised: str) -> Row:
        """As promised when every answer is an allowed one, and there was one."""
        total = self.seen.total()
        expected = f"{total} × {' or '.join(self.allowed)}"
        ok = total > 0 and set(self.seen) <= set(self.allowed)
        return Row(about, promised, expected, _listed(self.seen), ok)


@dataclass(slots=True)
class Troubles:
    """The deliberate troubles of one part of the sitting."""

    about: str
    _kinds: dict[str, Trouble] = field(default_factory=dict)

    def note(self, promised: str, seen: str, *allowed: str) -> None:
        """One more answer to this kind of trouble."""
        self._kinds.setdefault(promised, Trouble(allowed)).seen[seen] += 1

    def rows(self) -> list[Row]:
        """One row a kind, in the order of the alphabet: in a hall nothing comes in any order."""
        return [
            trouble.row(self.about, promised) for promised, trouble in sorted(self._kinds.items())
        ]


@dataclass(frozen=True, slots=True)
class Heard:
    """How long the phones of a hall took: to join; and from the opening to hear it, and to cast."""

    joining: float
    last_heard: float
    last_cast: float


@dataclass(slots=True)
class Ledger:
    """One voting as the rehearsal saw it happen.

    `receipts` holds each seat's last acknowledged ballot; `sound` how many electors should have
    one. `expected` is what the text, the roll and the end of the voting must be. `amendments` are
    those it is about, each of which `asked` for edits; none where it is about the text.
    """

    about: str
    number: int
    secrecy: Secrecy
    ground: Ground
    roll_digest: str
    text_digest: str
    amendments: tuple[int, ...] = ()
    asked: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    voting_id: str | None = None
    sound: int = 0
    receipts: dict[int, Cast] = field(default_factory=dict)
    odd: Counter[str] = field(default_factory=Counter)
    troubles: Troubles = field(init=False)
    seconds: list[float] = field(default_factory=list)
    casting_seconds: float = 0.0
    cast_meanwhile: int = 0
    published_after: float | None = None
    read_before: int = 0
    told_before: list[str] = field(default_factory=list)
    phones: Heard | None = None

    def __post_init__(self) -> None:
        self.troubles = Troubles(self.about)

    @property
    def is_secret(self) -> bool:
        """Whether names stay apart from choices."""
        return self.secrecy is Secrecy.SECRET

    def tally(self) -> Tally:
        """What the acknowledged ballots add up to."""
        return tally_of(Counter(cast.choice for cast in self.receipts.values()))

    def acknowledged(self, seat: int, tracker: str, choice: Choice) -> None:
        """The server gave this seat a receipt for this ballot."""
        self.receipts[seat] = Cast(tracker, choice)

    def has_read(self, path: str, document: Any) -> None:
        """One more answer from before publication; what it told is kept by address and place."""
        self.read_before += 1
        self.told_before += [f"{path}: {place}" for place in told(document)]


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} × {label}" for label, count in sorted(counts.items())) or "nothing"
