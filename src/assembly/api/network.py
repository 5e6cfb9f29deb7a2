# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From which network somebody asks: the proxies that are ours are believed, and nobody else."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from litestar.connection import ASGIConnection

from assembly.settings import Network

HOUSEHOLD = 64
"""Bits of an IPv6 address that tell one connection to the internet from another."""


def network_of(request: ASGIConnection[Any, Any, Any, Any], trusted: Sequence[Network]) -> str:
    """Whom a limit is counted for: an IPv4 address, or the first 64 bits of an IPv6 address.

    The one that reached us, unless it is a trusted proxy; then the last address in
    `X-Forwarded-For` that is none. What was written before that one is anybody's claim.
    """
    peer = request.client.host if request.client else ""
    hops = ",".join(request.headers.getall("x-forwarded-for", [])).split(",")
    found = _address(peer)
    for hop in reversed(hops):
        if found is None or not any(found in one for one in trusted):
            break
        before = _address(hop)
        if before is None:
            break
        found = before
    if found is None:
        return peer
    if isinstance(found, IPv6Address):
        return str(ip_network((found, HOUSEHOLD), strict=False))
    return str(found)


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """The address, without a port; an IPv4 one that is written as IPv6 is IPv4."""
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
