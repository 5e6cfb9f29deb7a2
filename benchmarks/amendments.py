# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What 300 amendments to a hundred pages cost: conflicts, order, the consolidated text, redlines.

A text of 3,500 provisions of Dutch words. Most amendments change a few words of a few provisions;
some insert, delete, move or split; a fifth of them are about the same ten provisions. The promise
is a second, and no worse than 2.5 times as long for twice as many.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from time import perf_counter

from assembly.resolutions.rules.align import edits_of
from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.conflicts import claims_of, find_conflicts
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.order import opponents, voting_order
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.words import tokens_of
from benchmarks import amended_pages
from benchmarks.rig import Rig

PROVISIONS = 3_500
SIZES = (75, 150, 300, 600)
PROMISED = 300
SECONDS = 1.0
GROWTH = 2.5
DUTCH = """
de het een van en in op voor met door aan bij tot wie elke gemeente burger bus tram trein zorg wonen
school middelen jaar maand raad besluit steun plan overleg ruimte stad dorp gratis veilig samen
lokaal sociaal betaalbaar duurzaam groen jong oud moet kan zal krijgt vraagt eist voorziet
"""
WORDS = DUTCH.split()


class Lots:
    """The same numbers on every machine and every day (Numerical Recipes' generator)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, end: int) -> int:
        """From 0 up to, not including, `end`."""
        self.state = (self.state * 1_664_525 + 1_013_904_223) % 2**32
        return (self.state >> 8) * end >> 24

    def words(self, fewest: int, most: int) -> list[str]:
        """So many of the words above."""
        return [
            WORDS[self.below(len(WORDS))] for _ in range(fewest + self.below(most - fewest + 1))
        ]

    def sentence(self) -> str:
        """A sentence of 8 to 20 words."""
        return " ".join(self.words(8, 20)).capitalize() + "."


def text(lots: Lots) -> list[Provision]:
    """Paragraphs and items of one to three sentences: about a hundred pages."""
    return [
        Provision(
            Kind.ITEM if at % 3 else Kind.PARAGRAPH,
            f"{at}." if at % 3 else "",
            " ".join(lots.sentence() for _ in range(1 + lots.below(3))),
            id=f"p{at + 1}",
        )
        for at in range(PROVISIONS)
    ]


def reworded(lots: Lots, provision: Provision) -> Provision:
    """A few words of it are others, or go, or come in."""
    words = provision.text.split(" ")
    for _ in range(1 + lots.below(3)):
        at, size = lots.below(len(words)), lots.below(3)
        words[at : at + size] = lots.words(0 if size else 1, 2)
    return replace(provision, text=" ".join(words) or lots.sentence())


def amended(lots: Lots, provisions: list[Provision]) -> list[Provision]:
    """The text as the authors of one amendment would have it."""
    wanted = list(provisions)
    crowded = lots.below(5) == 0
    for _ in range(1 + lots.below(3)):
        at = lots.below(10 if crowded else len(wanted) - 1)
        match lots.below(12):
            case 0:
                wanted.insert(at, replace(wanted[at], text=lots.sentence(), id=""))
            case 1:
                del wanted[at]
            case 2:
                wanted.insert(lots.below(len(wanted)), wanted.pop(at))
            case 3 if ". " in wanted[at].text:
                first, _, rest = wanted[at].text.partition(". ")
                halves = [f"{first}.", rest]
                wanted[at : at + 1] = [
                    replace(wanted[at], text=halves[0]),
                    replace(wanted[at], text=halves[1], id=""),
                ]
            case _:
                wanted[at] = reworded(lots, wanted[at])
    return wanted


def amendments(lots: Lots, base: Base) -> Iterator[tuple[str, list[Change]]]:
    """Without end, by number."""
    number = 0
    while True:
        edits = edits_between(base.provisions, amended(lots, list(base.provisions)))
        if edits:
            number += 1
            yield f"A{number}", find_changes(base, edits)


def timed(work: Callable[[], object], times: int = 7) -> float:
    """Seconds, the best of a few."""
    found = []
    for _ in range(times):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


def tell(name: str, seconds: float, baseline: float | None = SECONDS, **detail: object) -> None:
    line = {"name": name, "value": round(seconds, 4), "unit": "s", "baseline": baseline}
    line["ratio"] = round(seconds / baseline, 3) if baseline else None
    print(json.dumps(line | {"detail": detail}))


async def main(rig: Rig) -> None:
    """Prints its lines. Each measurement begins with a text whose words nobody has looked at."""
    await amended_pages.main(rig)
    lots = Lots(2026)
    provisions = text(lots)
    made = dict(islice(amendments(lots, Base(provisions)), SIZES[-1]))
    graphs: dict[int, float] = {}
    texts: dict[int, float] = {}
    for size in SIZES:
        some = {name: made[name] for name in list(made)[:size]}

        def graph(some: dict[str, list[Change]] = some) -> dict[str, list[str]]:
            base = Base(provisions)
            conflicts = find_conflicts(base, claims_of(some))
            voting_order(base, some)
            return opponents(base, some, conflicts)

        opposed = sum(map(len, graph().values())) // 2
        graphs[size] = timed(graph)
        consolidated = timed(lambda some=some: merge(Base(provisions), some))  # type: ignore[misc]
        texts[size] = consolidated
        promised = SECONDS if size == PROMISED else None
        detail = {"amendments": size, "provisions": PROVISIONS, "pairs_in_conflict": opposed}
        tell(f"conflicts and order of {size} amendments", graphs[size], promised, **detail)
        tell(f"consolidated text of {size} amendments", consolidated, promised, **detail)
    for what, taken in (("conflicts and order", graphs), ("consolidated text", texts)):
        growth = round(taken[600] / taken[300], 2)
        print(
            json.dumps(
                {
                    "name": f"600 amendments against 300: {what}",
                    "value": growth,
                    "unit": "times",
                    "baseline": GROWTH,
                    "ratio": round(growth / GROWTH, 3),
                    "detail": {"of": what},
                }
            )
        )
    await whole_texts(lots, provisions, made)


async def whole_texts(
    lots: Lots, provisions: list[Provision], made: dict[str, list[Change]]
) -> None:
    """One amendment found in a typed text, and two whole versions compared."""
    one = amended(lots, provisions)
    bare = [replace(provision, id="") for provision in one]
    detail = {"provisions": PROVISIONS}

    def by_name() -> None:
        find_changes(Base(provisions), edits_between(provisions, one))

    def typed() -> None:
        find_changes(Base(provisions), edits_of(provisions, bare))

    tell("changes of one amendment", timed(by_name), None, **detail)
    tell("changes of one typed text", timed(typed), None, **detail)
    version = merge(Base(provisions), made).provisions

    def versions() -> None:
        find_changes(Base(provisions), edits_between(provisions, version))

    words = sum(len(tokens_of(provision.text)) for provision in provisions)
    detail |= {"amendments": len(made), "words": words}
    tell("redline of two whole versions", timed(versions), None, **detail)
