# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where events may be sent: https to public addresses, and nowhere inside our own network."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from assembly.errors import UnsoundAddress

LONGEST = 500
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.?")
PRINTED = re.compile(r"[\x21-\x7e]+")
HERE = frozenset({"localhost", "127.0.0.1", "::1"})

_TRANSLATED = ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48")
"""IPv4 behind NAT64 (RFC 6052, RFC 8215)."""
_COMPATIBLE = ip_network("::/96")
_SPECIAL = ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24")
"""Protocol assignments and 6to4 relays: global to some versions of Python and not to others."""

IP = IPv4Address | IPv6Address


def sound_address(words: str, *, local: bool) -> str:
    """The address as it was given, or `UnsoundAddress`.

    https, and with `local` also http to this machine. No name and password in it, no fragment, and
    no number of a machine that is not public. Names are looked up only when something is sent.
    """
    try:
        parts = urlsplit(words)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise UnsoundAddress("This is not an address of the web.") from None
    here = local and host in HERE
    if len(words) > LONGEST or not PRINTED.fullmatch(words) or "\\" in words:
        raise UnsoundAddress("An address has at most 500 characters, and no spaces.")
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise UnsoundAddress("The address must begin with https://.")
    if "@" in parts.netloc or "#" in words:
        raise UnsoundAddress("The address holds no name, no password and no fragment.")
    number = _number(host)
    if number is None and not HOST.fullmatch(host):
        raise UnsoundAddress("The address names no machine.")
    if not here and (host in HERE or (number is not None and not is_public(number))):
        raise UnsoundAddress("The address leads into a network that is not public.")
    return words


def may_connect(number: str, *, local: bool) -> bool:
    """Whether something may be sent to the machine with this number; `local` allows this one."""
    found = _number(number)
    return found is not None and (is_public(found) or (local and found.is_loopback))


def is_public(number: IP) -> bool:
    """Whether everybody reaches it. IPv4 that is wrapped in IPv6 is judged as what it leads to."""
    if isinstance(number, IPv6Address):
        wrapped = _wrapped(number)
        if wrapped is not None:
            return is_public(wrapped)
    if any(number in network for network in _SPECIAL):
        return False
    return number.is_global and not (
        number.is_multicast
        or number.is_reserved
        or number.is_private
        or number.is_loopback
        or number.is_link_local
        or number.is_unspecified
    )


def _wrapped(number: IPv6Address) -> IPv4Address | None:
    if number.ipv4_mapped is not None:
        return number.ipv4_mapped
    if number.sixtofour is not None:
        return number.sixtofour
    if number.teredo is not None:
        return number.teredo[1]
    if number in _COMPATIBLE or any(number in network for network in _TRANSLATED):
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return None


def _number(host: str) -> IP | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
