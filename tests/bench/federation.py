"""Other servers: what they say, and what they are told.

In: signed likes of 20 servers, each an activity of its own, over 16 connections; the server is held on one core, and a
like counts once its row is on the disk and 204 has come back. Out: a film to 1,000 followers on 1,000 servers, all of
them one program on the other core that answers 202; meanwhile a page of the API is asked for 50 times a second, as it
was before with nothing else to do.
"""

import base64
import hashlib
import http.client
import itertools
import json
import pathlib
import shutil
import socket
import sqlite3
import statistics
import tempfile
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

import full_site
import running
from figures import Figure

SERVERS = 20
FOLLOWERS = 1_000
CONNECTIONS = 16


class Inbox(BaseHTTPRequestHandler):
    """Every server that is told something."""

    protocol_version = "HTTP/1.1"
    heard = itertools.count()
    count = 0

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        Inbox.count = next(Inbox.heard) + 1
        self.send_response(202)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def actors(database: sqlite3.Connection, port: int, pem: str):
    """Those who like films, and those who follow the site."""
    now = int(time.time() * 1000)
    hosts = [f"127.0.0.{2 + number}:{port}" for number in range(SERVERS)]
    hosts += [f"127.1.{number // 250}.{1 + number % 250}:{port}" for number in range(FOLLOWERS)]
    for number, host in enumerate(hosts):
        server = database.execute("INSERT INTO server (host, created_at) VALUES (?, ?)", (host, now)).lastrowid
        url = f"http://{host}/users/rose"
        actor = database.execute(
            "INSERT INTO actor (url, server_id, kind, name, display_name, page, inbox, shared_inbox, public_key, "
            "fetched_at, created_at) VALUES (?, ?, 1, 'rose', 'Rose', ?, ?, ?, ?, ?, ?)",
            (url, server, url, f"{url}/inbox", f"http://{host}/inbox", pem, now, now)).lastrowid
        if number >= SERVERS:
            database.execute("INSERT INTO follower (actor_id, own_kind, own_id, activity, state, created_at) "
                             "VALUES (?, 0, 0, ?, 2, ?)", (actor, f"{url}/follow", now))
    database.commit()
    return hosts[:SERVERS]


def likes(key, hosts: list[str], port: int, film: str, count: int) -> list[bytes]:
    requests = []
    for number in range(count):
        actor = f"http://{hosts[number % len(hosts)]}/users/rose"
        body = json.dumps({"@context": "https://www.w3.org/ns/activitystreams", "id": f"{actor}/likes/{number}",
                           "type": "Like", "actor": actor, "object": film}).encode()
        digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
        date, host = formatdate(usegmt=True), f"localhost:{port}"
        text = f"(request-target): post /inbox\nhost: {host}\ndate: {date}\ndigest: {digest}"
        signature = base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
        head = (f"POST /inbox HTTP/1.1\r\nHost: {host}\r\nDate: {date}\r\nDigest: {digest}\r\n"
                f"Content-Type: application/activity+json\r\nContent-Length: {len(body)}\r\n"
                f"X-Forwarded-For: 203.0.113.{1 + number % 100}\r\n"
                f'Signature: keyId="{actor}#main-key",algorithm="rsa-sha256",'
                f'headers="(request-target) host date digest",signature="{signature}"\r\n\r\n')
        requests.append(head.encode() + body)
    return requests


def say(port: int, requests: list[bytes]) -> list[bytes]:
    """The first lines of the answers."""
    waiting, answers = iter(requests), []
    lock = threading.Lock()

    def one():
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            while True:
                with lock:
                    request = next(waiting, None)
                if request is None:
                    return
                connection.sendall(request)
                answer = b""
                while b"\r\n\r\n" not in answer:
                    answer += connection.recv(4096) or b"\r\n\r\n"
                answers.append(answer.split(b"\r\n", 1)[0])

    threads = [threading.Thread(target=one) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def pages(port: int, seconds: float, is_over=lambda: False) -> list[float]:
    """Milliseconds for each of some requests, 50 a second."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken, begin = [], time.monotonic()
    for number in itertools.count():
        if time.monotonic() - begin > seconds or is_over():
            return taken
        time.sleep(max(0.0, begin + number / 50 - time.monotonic()))
        asked = time.monotonic()
        connection.request("GET", f"/api/v1/videos?count=15&start={15 * (number % 200)}")
        connection.getresponse().read()
        taken.append((time.monotonic() - asked) * 1000)


def p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


def measure(quick: bool) -> list[Figure]:
    running.need("taskset")
    count = 1_500 if quick else 5_000
    key = rsa.generate_private_key(65537, 2048)
    pem = key.public_key().public_bytes(serialization.Encoding.PEM,
                                        serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    inboxes = ThreadingHTTPServer(("0.0.0.0", 0), Inbox)
    inboxes.daemon_threads = True
    threading.Thread(target=inboxes.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(dir=running.OUT) as folder:
        data = pathlib.Path(folder)
        site, film = full_site.make(running.LUCARNE, running.OUT)
        shutil.copy(site / "lucarne.db", data)
        database = sqlite3.connect(data / "lucarne.db")
        hosts = actors(database, inboxes.server_address[1], pem)
        database.close()
        with running.Lucarne("--private-servers", "true", "--proxy", "127.0.0.1", data=data) as server:
            server.wait()
            url = f"http://localhost:{server.port}/videos/watch/{film['uuid']}"
            requests = likes(key, hosts, server.port, url, count)
            cpu, begin = server.cpu_seconds(), time.monotonic()
            answers = say(server.port, requests)
            seconds, cpu = time.monotonic() - begin, server.cpu_seconds() - cpu
            wrong = [answer for answer in answers if b" 204 " not in answer]
            if wrong or len(answers) != count:
                raise SystemExit(f"{len(wrong)} of {len(answers)} were not taken: {wrong[:3]}")
            rows = sqlite3.connect(data / "lucarne.db")
            left = lambda lane: rows.execute("SELECT count(*) FROM job WHERE lane = ? AND state <> 'parked'",
                                             (lane,)).fetchone()[0]
            while left("network"):
                time.sleep(0.1)
            done = time.monotonic() - begin
            alone = pages(server.port, 10)
            token, told = server.token(), Inbox.count
            change = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            change.request("PUT", f"/api/v1/videos/{film['id']}", "name=Un+film",
                           {"Authorization": f"Bearer {token}", "Content-Type": "application/x-www-form-urlencoded"})
            assert change.getresponse().status == 204
            begin = time.monotonic()
            meanwhile = pages(server.port, 120, lambda: Inbox.count - told >= FOLLOWERS)
            delivered = time.monotonic() - begin
            if Inbox.count - told < FOLLOWERS:
                raise SystemExit(f"{Inbox.count - told} of {FOLLOWERS} have heard of the film")
    inboxes.shutdown()
    return [
        Figure("Signed activities taken a second", count / seconds, "", at_least=300),
        Figure("Signed activities taken for a CPU second", count / cpu, ""),
        Figure("Signed activities done a second", count / done, "", note="the like itself included"),
        Figure("A film to 1,000 inboxes", delivered, "s"),
        Figure("API p99 meanwhile, over that before", p99(meanwhile) / p99(alone), "", at_most=2, is_ratio=True,
               note=f"{p99(meanwhile):.1f} ms over {p99(alone):.1f} ms"),
    ]
