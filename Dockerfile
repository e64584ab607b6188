# One image for web, worker, beat and the one-shot migration; what it does is the command it is given.
FROM python:3.11-slim-bookworm

# WeasyPrint's libraries; fontconfig and DejaVu come with them
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/portal
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt

COPY manage.py ./
COPY scripts scripts
COPY deploy/ask_ready deploy/ask_ready
COPY static static
COPY templates templates
COPY territories territories
COPY reporting reporting
COPY portal portal
RUN PYBABEL=pybabel scripts/compile_catalogues && python -m compileall -q manage.py territories reporting portal

# The volume takes over the owner of the folder that the image has at its place
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal && install -d -o portal -g portal -m 0750 /data
USER 10001:10001
ENV DATA_DIR=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp HOME=/tmp
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["deploy/ask_ready", "http://127.0.0.1:8000", "database"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--log-level", "warning", "portal.wsgi:application"]
