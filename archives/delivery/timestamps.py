"""A client of time-stamp services (RFC 3161 over HTTP)."""

import asyncio
from urllib.request import Request, urlopen

from asn1crypto.tsp import TimeStampReq, TimeStampResp
from pyhanko.sign.timestamps import TimeStamper

PATIENCE = 20  # seconds
LONGEST = 1 << 20  # bytes of an answer


class HttpTimeStamper(TimeStamper):
    """Asks one service. OSError when it does not answer, or refuses."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # pyHanko's
        self._url = url

    async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
        """Return the service's answer, unchecked."""
        return await asyncio.to_thread(self._ask, req.dump())

    def _ask(self, body: bytes) -> TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        asked = Request(self._url, body, headers)  # noqa: S310 -- the settings admit http and https only
        with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 -- as above
            try:
                found = TimeStampResp.load(answer.read(LONGEST), strict=True)
                found["time_stamp_token"].untag()  # it is read only when it is asked for
            except (ValueError, TypeError) as fault:
                raise OSError(f"{self._url} gave no time-stamp answer: {fault}") from fault
            return found
