"""How often a stranger may ask: so often a minute from one address, and so often from all together.

A leaky bucket that is full at first (GCRA): each key remembers one instant, at which it has used up what it had. What
is over the allowance is refused and told when to come again; it uses up nothing.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock

MOST_KEYS = 20_000  # addresses remembered at a time; the one that asked longest ago is forgotten first
_ALL = ""
_MINUTE = timedelta(minutes=1)


class Allowance:
    """Counts for one process, in memory. Threads may share it."""

    def __init__(self, each_per_minute: int, all_per_minute: int) -> None:
        self._each, self._all = each_per_minute, all_per_minute
        self._spent: OrderedDict[str, datetime] = OrderedDict()  # until when a key has spent what it had
        self._lock = Lock()

    def take(self, key: str, now: datetime) -> int:
        """Return 0 and count one question; or return the seconds to wait, and count nothing."""
        with self._lock:
            wait = max(self._wait(key, self._each, now), self._wait(_ALL, self._all, now))
            if wait > timedelta():
                return max(1, ceil(wait.total_seconds()))
            self._spend(key, self._each, now)
            self._spend(_ALL, self._all, now)
            return 0

    def _wait(self, key: str, per_minute: int, now: datetime) -> timedelta:
        """Return how long until one more is due: a whole minute's worth may come at once."""
        spent = max(self._spent.get(key, now), now)
        return spent + _MINUTE / per_minute - _MINUTE - now

    def _spend(self, key: str, per_minute: int, now: datetime) -> None:
        self._spent[key] = max(self._spent.pop(key, now), now) + _MINUTE / per_minute
        while len(self._spent) > MOST_KEYS:
            self._spent.popitem(last=False)


def address_key(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the /64 network of an IPv6 address (RFC 6177)."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)
