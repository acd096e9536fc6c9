# syntax=docker/dockerfile:1
# One image for web, workers, beat and one-off commands; docker-compose.yml says which is which.

FROM python:3.12-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/production.lock /tmp/production.lock
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/production.lock

FROM python:3.12-slim-bookworm AS portal
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=gdb_portal.settings.production \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4
RUN groupadd --system --gid 10001 portal \
    && useradd --system --uid 10001 --gid portal --home-dir /nonexistent --no-create-home portal
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py pyproject.toml LICENSE ./
COPY gdb_portal gdb_portal
COPY strategy strategy
COPY pilots pilots
COPY participation participation
COPY templates templates
COPY static static
COPY locale locale
COPY deploy/healthcheck.py deploy/healthcheck.py
# Nothing of a real installation is known here: these values live for one command each.
RUN pybabel compile --directory locale --domain django \
    && SECRET_KEY=build MAIL_TOKEN_KEY=build DATABASE_URL=postgresql://build/build \
       REDIS_URL=redis://build BROKER_URL=redis://build EMAIL_URL=smtp://build \
       DEFAULT_FROM_EMAIL=build@example.org BASE_URL=https://build.example.org \
       ALLOWED_HOSTS=build.example.org \
       python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q gdb_portal strategy pilots participation \
    && install -d -o portal -g portal var/media
USER 10001:10001
VOLUME ["/app/var/media"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
STOPSIGNAL SIGTERM
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--respawn-failed-workers", "--no-access-log", "gdb_portal.wsgi:application"]
