"""Ask the web server in this container whether it is alive, as the proxy would ask it."""

import os
import sys
import urllib.error
import urllib.request


def is_alive(address: str, host: str) -> bool:
    request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310  http, ours
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  http, ours
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


if __name__ == "__main__":
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    sys.exit(0 if is_alive("http://127.0.0.1:8000/healthz", host) else 1)
