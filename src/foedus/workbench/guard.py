"""Who may come in, and what a browser may do with a page: host, key, origin, size and headers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "Key"]

MAX_QUERY = 16_000
"""Bytes of a query."""

MAX_BODY = 8_000_000
"""Bytes of a request: the largest spreadsheet that is read."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Key:
    """The secret in the printed address: who has it may read and write."""

    token: str

    @classmethod
    def fresh(cls) -> Key:
        """A new one, of 128 bits."""
        return cls(secrets.token_urlsafe(16))

    @property
    def form(self) -> str:
        """What every form carries, so that another site cannot send one in the visitor's name."""
        return hmac.new(self.token.encode(), b"form", sha256).hexdigest()[:32]

    def opens(self, given: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(self.token.encode(), given.encode())

    def sent(self, given: str) -> bool:
        """Whether this is what a form of ours carries."""
        return hmac.compare_digest(self.form.encode(), given.encode())


@dataclass(frozen=True, slots=True)
class _Refusal(Exception):
    status: int
    what: str
    remedy: str


class Guard:
    """Stands before the application: nothing unasked reaches it."""

    def __init__(self, app: ASGIApp, key: Key, hosts: Sequence[str]) -> None:
        self.app, self.key, self.hosts = app, key, frozenset(h.lower() for h in hosts)
        self.cookie = "foedus-" + sha256(",".join(sorted(self.hosts)).encode()).hexdigest()[:8]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, let through with the house's headers or refused."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        try:
            entering = self._checked(scope)
        except _Refusal as no:
            text = f"{no.what}\n{no.remedy}\n"
            await PlainTextResponse(text, no.status)(scope, receive, _with_headers(send))
            return
        if entering is not None:
            await entering(scope, receive, _with_headers(send))
            return
        await self.app(scope, _counted(receive), _with_headers(send))

    def _checked(self, scope: Scope) -> Response | None:
        """Nothing, or the answer to somebody who brings the key. Raises `_Refusal`."""
        headers = Headers(scope=scope)
        self._host(headers)
        self._text(scope)
        if len(scope.get("query_string", b"")) > MAX_QUERY:
            raise _Refusal(414, f"The address is longer than {MAX_QUERY} bytes.", "Leave something out.")
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in query if name == "token"]
        if given and scope["method"] in _SAFE and self.key.opens(given[-1]):
            return self._entered(scope, [(n, v) for n, v in query if n != "token"])
        if not scope["path"].startswith("/static/") and not self.key.opens(self._cookie(headers)):
            raise _Refusal(403, "This workbench needs its key.", "Open the address that “foedus serve” printed.")
        if scope["method"] not in _SAFE:
            self._origin(headers)
            self._size(headers)
        return None

    def _host(self, headers: Headers) -> None:
        if headers.get("host", "").lower() not in self.hosts:
            remedy = "Open one of: " + ", ".join(f"http://{h}/" for h in sorted(self.hosts))
            raise _Refusal(421, "This workbench does not answer to that name.", remedy)

    def _text(self, scope: Scope) -> None:
        """Refuse a query that no browser writes: bytes that stand for nothing would end whoever decodes them."""
        if not scope.get("query_string", b"").isascii():
            raise _Refusal(400, "The address holds bytes that are no text.", "Write them as %XX, or take them out.")

    def _cookie(self, headers: Headers) -> str:
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(headers.get("cookie", ""))
        except CookieError:
            return ""
        return jar[self.cookie].value if self.cookie in jar else ""

    def _origin(self, headers: Headers) -> None:
        origin = headers.get("origin", "")
        foreign = origin and urlsplit(origin).netloc.lower() not in self.hosts
        if foreign or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise _Refusal(403, "Another site sent this.", "Fill in the form on the workbench itself.")

    def _size(self, headers: Headers) -> None:
        said = headers.get("content-length", "")
        if said and (not said.isdecimal() or int(said) > MAX_BODY):
            raise _Refusal(413, f"More than {MAX_BODY} bytes were sent.", "Split the file.")

    def _entered(self, scope: Scope, query: Sequence[tuple[str, str]]) -> Response:
        """On to the same page without the token, which from now on is a cookie."""
        path = "/" + scope["path"].lstrip("/\\")  # never “//elsewhere”, which would be another host
        answer = RedirectResponse(path + (f"?{urlencode(query)}" if query else ""), 303)
        answer.set_cookie(self.cookie, self.key.token, httponly=True, samesite="lax", path="/")
        return answer


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                if name not in headers:
                    headers[name] = value
        await send(message)

    return sending


class TooLarge(Exception):
    """More bytes came than a request may have."""


def _counted(receive: Receive) -> Receive:
    """The same body, ended by `TooLarge` where it grows beyond what was agreed."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message: Message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                raise TooLarge
        return message

    return counting
