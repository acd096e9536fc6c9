"""Security headers on every answer."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

# Wagtail's admin still has inline scripts in its date fields, choosers and inline panels.
CMS_POLICY = {
    "script-src": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["blob:"],
    "connect-src": ["blob:"],
    "frame-src": ["'self'"],
    "worker-src": ["'self'", "blob:"],
}
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


def is_cms(request: HttpRequest) -> bool:
    return request.path.startswith("/cms/")


class SecurityHeadersMiddleware(CSPMiddleware):
    """The strict content security policy, relaxed below /cms/ only, and its fellow headers."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if is_cms(request):
            parts.update = {**(parts.update or {}), **CMS_POLICY}
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["'self'"]}
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if is_cms(request) and not getattr(response, "_csp_exempt", False):
            # A preview is answered as if at its public address, with a policy against being framed.
            response.headers.pop("Content-Security-Policy", None)
        response = super().process_response(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if is_cms(request):
            # For browsers without frame-ancestors; the editor shows its preview in a frame.
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
