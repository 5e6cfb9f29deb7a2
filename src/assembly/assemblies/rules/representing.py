# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may stand in for whom: not for oneself, in no chain, for at most so many (RULES)."""

from assembly.errors import InvalidRequest, ProxyChain, ProxyLimitReached

MOST_PROXIES = 100
"""The largest number that an assembly may allow each holder; 0 allows no proxies."""


def require_two(giver: int, holder: int) -> None:
    """Nothing, or `InvalidRequest`: nobody stands in for themselves."""
    if giver == holder:
        raise InvalidRequest(
            "A seat cannot stand in for itself.",
            errors=[{"pointer": "/holder", "detail": "another seat than the one that gives"}],
        )


def require_no_chain(
    giver: int, holder: int, *, giver_holds: int, holder_gave_to: int | None
) -> None:
    """Nothing, or `ProxyChain`: a proxy is never handed on, in either direction."""
    if giver_holds:
        raise ProxyChain(
            f"Seat {giver} holds a proxy itself, so it cannot give its own.", seat=giver
        )
    if holder_gave_to is not None:
        raise ProxyChain(
            f"Seat {holder} has given its own proxy, so it cannot hold one.", seat=holder
        )


def require_room(holder: int, held: int, limit: int) -> None:
    """Nothing, or `ProxyLimitReached` when one more than `held` would exceed the limit."""
    if held >= limit:
        raise ProxyLimitReached(
            f"Seat {holder} can stand in for {limit} at most in this assembly.",
            seat=holder,
            limit=limit,
        )


def require_sound_limit(limit: int) -> None:
    """Nothing, or `InvalidRequest`."""
    if not 0 <= limit <= MOST_PROXIES:
        raise InvalidRequest(
            "This many proxies cannot be allowed.",
            errors=[{"pointer": "/proxies_per_holder", "detail": f"0 to {MOST_PROXIES}"}],
        )
