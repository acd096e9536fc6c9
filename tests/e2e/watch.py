"""What must not happen on any page, whatever a journey is about: noted as it happens."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError


class Watch:
    """Notes errors of scripts and policies, requests to others and files that are missing."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.seen: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Failed loads are judged by `_response`: a form that was refused is answered with 422.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.seen.append(f"{message.location.get('url')}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.seen.append(f"script error: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.seen.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.seen.append(f"{response.status} {response.url}")
