"""CPU time for each GB of ranges served, against nginx with sendfile on the same files.

Ranges of 4 MB at random places of a file of 1 GB, over 16 connections that stay open, from one core to another;
the file is in the memory of the system. Plain HTTP and TLS with the same certificate (ECDSA P-256) and cipher.
Lucarne and nginx take turns; the ratio is the median of the pairs. CPU is user and system time of the server.
Memory is PSS: before, the most seen during the load, and after it.
"""

import contextlib
import os
import pathlib
import random
import statistics
import subprocess
import threading
import time

import full_site
import running
from figures import Figure

PIECE = 4 * 1024 * 1024
CONNECTIONS = 16


class Nginx(running.Process):
    """nginx with one worker, as its documentation tunes it for files."""

    def __init__(self, root: pathlib.Path, certificate: pathlib.Path | None, key: pathlib.Path | None):
        port = running.free_port()
        folder = running.OUT / "nginx"
        folder.mkdir(exist_ok=True)
        tls = (f"ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3;"
               if certificate else "")
        (folder / f"{port}.conf").write_text(f"""
            {"user root;" if os.geteuid() == 0 else ""}
            daemon off; pid {folder}/{port}.pid; error_log {folder}/error.log; worker_processes 1;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
                types {{ video/mp4 mp4; }}
                client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
                fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
                server {{
                    listen 127.0.0.1:{port} {"ssl" if tls else ""}; {tls}
                    location /static/ {{ alias {root}/media/; }}
                }}
            }}""")
        super().__init__(["nginx", "-p", folder, "-c", folder / f"{port}.conf"], port, folder / "out.log")


def measure(quick: bool) -> list[Figure]:
    running.need("nginx", "wrk", "openssl", "taskset")
    pairs, seconds = (3, 3) if quick else (7, 6)
    certificate, key = make_certificate()
    return [*compare("http", pairs, seconds, None, None), *compare("https", pairs, seconds, certificate, key)]


def compare(scheme: str, pairs: int, seconds: int, certificate, key) -> list[Figure]:
    name = {"http": "Plain HTTP", "https": "TLS"}[scheme]
    flags = ["--tls-certificate", certificate, "--tls-key", key] if certificate else []
    with contextlib.ExitStack() as stack:
        lucarne = stack.enter_context(running.Lucarne(*flags))
        nginx = stack.enter_context(Nginx(lucarne.folder, certificate, key))
        time.sleep(1.5)
        chance = random.Random(full_site.SEED)
        starts = [chance.randrange(full_site.LONG_FILE - PIECE) for _ in range(1000)]
        requests = [f"{lucarne.film_path()}\t{start}-{start + PIECE - 1}" for start in starts]
        one = lambda server: running.load(server, requests, seconds, CONNECTIONS, scheme)
        before = lucarne.pss_megabytes()
        one(lucarne), one(nginx)
        ours, theirs = [], []
        with Highest(lucarne) as highest:
            for _ in range(pairs):
                ours.append(per_gigabyte(one(lucarne)))
                theirs.append(per_gigabyte(one(nginx)))
        time.sleep(1)
        after = lucarne.pss_megabytes()
    ratio = statistics.median(mine / other for mine, other in zip(ours, theirs))
    return [
        Figure(f"{name}: CPU of Lucarne over nginx's", ratio, "×", at_most=2, is_ratio=True,
               note=f"median of {pairs} pairs; {statistics.median(ours):.3f} and {statistics.median(theirs):.3f} s/GB"),
        Figure(f"{name}: most memory under that load", highest.megabytes, "MB",
               note=f"{before:.1f} MB before, {after:.1f} MB after"),
    ]


def per_gigabyte(counted: dict) -> float:
    return counted["cpu"] / counted["bytes"] * 1e9


class Highest:
    """The most PSS of a server while this is open, looked at ten times a second."""

    def __init__(self, server: running.Process):
        self.server, self.megabytes, self.is_over = server, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.is_over.wait(0.1):
            self.megabytes = max(self.megabytes, self.server.pss_megabytes())

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()


def make_certificate() -> tuple[pathlib.Path, pathlib.Path]:
    certificate, key = running.OUT / "certificate.pem", running.OUT / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "30", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate],
                   check=True, capture_output=True)
    key.chmod(0o644)
    return certificate, key
