"""A published page behind nginx and by Python alone against nginx's own static throughput: `python -m benchmarks.throughput`.

Two pairs, in one run, turn by turn: over https nginx with nothing but the folder against nginx with `deploy/nginx.conf`; over http the
same bare nginx against granian with `portal.wsgi`. The same page, ready-compressed, wrk on one core and the server on the other; no
database exists at all. Prints medians, all rounds and the ratios, by the clock and by what the server used of its processor (the same on a
busy machine as on a quiet one); ends with 1 below the goals (90 % and 33 %) by the clock.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

PLACE = Path(tempfile.mkdtemp(prefix="throughput-"))
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="benchmark", DEMO="1",  # noqa: S106
    DATABASE_URL="postgres://nobody@127.0.0.1:1/none", DATA_DIR=str(PLACE / "data"), LOG_LEVEL="ERROR",
)  # fmt: skip
django.setup()

from benchmarks.processors import processor_seconds  # noqa: E402
from portal.site import building  # noqa: E402
from portal.site.editions import read_site  # noqa: E402
from tests.operations.test_nginx import configuration, lay_files  # noqa: E402
from tests.servers import BIN, ROOT  # noqa: E402
from tests.site import made  # noqa: E402
from tests.throwaway import find_program, free_port, is_open, stop, wait_until  # noqa: E402

PAGE = "/kk/2026/"
GOALS = {"behind nginx": 0.90, "by Python alone": 0.33}
SERVER, CLIENT = "0", "1"  # cores
TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds of a processor: less is not counted
BARE = """daemon off;
{user}worker_processes auto;
pid {place}/bare.pid;
error_log /dev/null crit;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log /dev/null combined buffer=64k flush=1s;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
    server {{
        listen 127.0.0.1:{http};
        listen 127.0.0.1:{https} ssl http2;
        ssl_certificate {place}/portal.crt;
        ssl_certificate_key {place}/portal.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        root {current};
        gzip_static on;
    }}
}}
"""


def build_site(root: Path) -> None:
    """One published year, without a database."""
    folder = root / "builds" / "1"
    shutil.rmtree(root, ignore_errors=True)
    made.write_site(folder)
    building.build(folder, read_site(folder), lambda *_: None)
    building.write_manifest(folder, "1")
    (root / "current").symlink_to("builds/1")


def start(command: list[str], port: int, what: str, **env: str) -> subprocess.Popen:
    """A server on its core."""
    pinned = ["taskset", "-c", SERVER, *command]
    process = subprocess.Popen(pinned, cwd=ROOT, env=os.environ | env, stdout=subprocess.DEVNULL, start_new_session=True)
    wait_until(lambda: is_open(port), process, what)
    return process


def servers(place: Path) -> tuple[dict[str, tuple[str, int]], list[subprocess.Popen]]:
    """Address of the page at each server with the server's session, and the processes."""
    ports = {name: free_port() for name in ("http", "https", "web", "bare_http", "bare_https")}
    lay_files(place)
    build_site(place / "data" / "public")
    nginx, user = find_program("nginx", "nginx-light"), "" if os.getuid() else "user root;\n"
    deployed = configuration(place, ports)
    bare = {"place": place, "user": user, "http": ports["bare_http"], "https": ports["bare_https"]}
    (place / "bare.conf").write_text(BARE.format(current=place / "data" / "public" / "current", **bare))
    granian = [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(ports["web"]), "--blocking-threads", "2",
               "--log-level", "error", "portal.wsgi:application"]  # fmt: skip
    processes = [
        start([nginx, "-e", "stderr", "-c", str(deployed)], ports["https"], "nginx as deployed"),
        start([nginx, "-e", "stderr", "-c", str(place / "bare.conf")], ports["bare_http"], "bare nginx"),
        start(granian, ports["web"], "granian", ALLOWED_HOSTS="127.0.0.1"),
    ]
    deployed_at, bare_at, python_at = (process.pid for process in processes)
    addresses = {
        "nginx alone, https": (f"https://127.0.0.1:{ports['bare_https']}{PAGE}", bare_at),
        "behind nginx": (f"https://127.0.0.1:{ports['https']}{PAGE}", deployed_at),
        "nginx alone, http": (f"http://127.0.0.1:{ports['bare_http']}{PAGE}", bare_at),
        "by Python alone": (f"http://127.0.0.1:{ports['web']}{PAGE}", python_at),
    }
    return addresses, processes


def load(address: str, session: int, seconds: float) -> tuple[float, float]:
    """Answers a second of the clock and of the server's processor, asked by wrk from the other core; every answer must be a 200."""
    asked = ["-t1", "-c16", f"-d{seconds:g}s", "-H", "Accept-Encoding: gzip", address]
    command = ["taskset", "-c", CLIENT, find_program("wrk", "wrk"), *asked]
    before = processor_seconds(session)
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = processor_seconds(session) - before
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(f"{address}: {told}")
    answers = int(re.search(r"(\d+) requests in", told)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), answers / max(used, TICK)


def same_page(addresses: dict[str, tuple[str, int]]) -> int:
    """All four give the same bytes; their number."""
    curl = [find_program("curl", "curl"), "-sk", "-H", "Accept-Encoding: gzip"]
    bodies = {name: subprocess.run([*curl, one], check=True, capture_output=True).stdout for name, (one, _) in addresses.items()}
    if len(set(bodies.values())) != 1:
        raise RuntimeError({name: len(body) for name, body in bodies.items()})
    return len(bodies["behind nginx"])


def main() -> int:
    """Runs the rounds, the order turned in each, and prints the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--seconds", type=float, default=4)
    asked = asked.parse_args()
    processes = []
    try:
        addresses, processes = servers(PLACE)
        size, found = same_page(addresses), {name: [] for name in addresses}
        for name in addresses:
            load(*addresses[name], 1)  # warm
        for nth in range(asked.rounds):
            names = list(addresses)
            for name in names[nth % 4 :] + names[: nth % 4]:
                found[name].append(load(*addresses[name], asked.seconds))
                time.sleep(0.2)
    finally:
        for process in processes:
            stop(process)
        shutil.rmtree(PLACE, ignore_errors=True)
    return report(size, found)


def report(size: int, found: dict[str, list[tuple[float, float]]]) -> int:
    """The table and the ratios, round by round; 1 below the goals."""
    sys.stdout.write(f"page {PAGE}: {size} bytes packed; database: none\n")
    sys.stdout.write("| way | answers a second, median | all rounds | a second of the server's processor |\n|---|---|---|---|\n")
    for name, rows in found.items():
        clock, used = (statistics.median(column) for column in zip(*rows, strict=True))
        sys.stdout.write(f"| {name} | {clock:.0f} | {' '.join(f'{one:.0f}' for one, _ in rows)} | {used:.0f} |\n")
    short = False
    for name, limit in (("behind nginx", "nginx alone, https"), ("by Python alone", "nginx alone, http")):
        pairs = list(zip(found[name], found[limit], strict=True))
        clock, used = (statistics.median(ours[n] / theirs[n] for ours, theirs in pairs) for n in (0, 1))
        sys.stdout.write(f"{name}: {clock:.0%} of nginx alone by the clock, {used:.0%} by the processor (goal {GOALS[name]:.0%})\n")
        short |= clock < GOALS[name]
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
