"""A real installation: everything that differs between cities comes from the environment."""

from .base import *  # noqa: F403  settings modules build on each other
from .env import env_bool, env_secret, env_str

DEBUG = False
SECRET_KEY = env_secret("SECRET_KEY")
MAIL_TOKEN_KEY = env_secret("MAIL_TOKEN_KEY")
# What `base` would fill with a default of this machine must be named here.
for _name in ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "EMAIL_URL"):
    env_secret(_name)
for _name in ("DEFAULT_FROM_EMAIL", "BASE_URL", "ALLOWED_HOSTS"):
    env_str(_name)
GDB_DEMONSTRATION = env_bool("GDB_DEMONSTRATION", default=False)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_SECURE = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1
