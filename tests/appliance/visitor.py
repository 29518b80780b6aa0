"""What a person and a program do with a Lucarne from outside: set it up, send a film, watch it.

Used by boot.py. It reads the pages' forms as a browser does and speaks PeerTube's REST API. Python's own
library only; ffmpeg, which is not ours, is the judge of what comes back.
"""

import html.parser
import http.cookiejar
import json
import pathlib
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from machine import Failure, run


class Forms(html.parser.HTMLParser):
    """The fields of a page's form that asks for the setup, with what they hold already."""

    def __init__(self, page: str):
        super().__init__()
        self.fields = {}
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.inside = attributes.get("action", "").startswith("/setup")
        elif self.inside and tag in ("input", "textarea") and attributes.get("name"):
            is_choice = attributes.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in attributes:
                self.fields[attributes["name"]] = attributes.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Site:
    """One Lucarne at an address, met by a browser, which has cookies, and by a program, which has a token."""

    def __init__(self, address: str):
        self.address = address
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.program = urllib.request.build_opener()
        self.token = None

    def wait(self, seconds: float):
        """Until the site answers, however long its machine takes to start."""
        end = time.monotonic() + seconds
        while True:
            try:
                if self.get("/api/v1/ping") == b"pong":
                    return
            except OSError as error:
                problem = error
            else:
                problem = "another answer than pong"
            if time.monotonic() > end:
                raise Failure(f"{self.address} did not answer in {seconds:.0f} s: {problem}")
            time.sleep(0.5)

    def get(self, path: str) -> bytes:
        return self._send(urllib.request.Request(self._whole(path), headers=self._headers()))[1]

    def json(self, path: str):
        return json.loads(self.get(path))

    def post_form(self, path: str, fields: dict, opener=None) -> tuple[str, bytes]:
        """Where a form led to in the end, and what was there."""
        body = urllib.parse.urlencode(fields).encode()
        return self._send(urllib.request.Request(self._whole(path), data=body), opener)

    def set_up(self, code: str, answers: dict):
        """Answers every screen of the setup, as somebody in front of a browser does."""
        answers = {"code": code, **answers}
        for _ in range(10):
            place, page = self._send(urllib.request.Request(self._whole("/setup")), self.browser)
            if urllib.parse.urlsplit(place).path != "/setup":
                return
            fields = Forms(page.decode()).fields
            if not fields:
                raise Failure(f"a setup page without a form: {page[:500]!r}")
            fields.update({name: value for name, value in answers.items() if name in fields})
            self.post_form("/setup", fields, self.browser)
        raise Failure("the setup asks for ever")

    def sign_in(self, username: str, password: str):
        """Fetches a token as every PeerTube client does."""
        client = self.json("/api/v1/oauth-clients/local")
        _, answer = self.post_form("/api/v1/users/token", {
            **client, "grant_type": "password", "response_type": "code", "username": username,
            "password": password})
        self.token = json.loads(answer)["access_token"]

    def upload(self, film: pathlib.Path, name: str) -> str:
        """Sends a film in one request and returns its uuid once the site has said that it has it."""
        channel = self.json("/api/v1/users/me")["videoChannels"][0]["id"]
        boundary = uuid.uuid4().hex
        body = b""
        for field, value in {"channelId": channel, "name": name, "privacy": 1}.items():
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="videofile"; filename="{film.name}"\r\n'
                 "Content-Type: video/mp4\r\n\r\n").encode() + film.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        request = urllib.request.Request(
            self._whole("/api/v1/videos/upload"), data=body,
            headers={**self._headers(), "Content-Type": f"multipart/form-data; boundary={boundary}"})
        return json.loads(self._send(request)[1])["video"]["uuid"]

    def wait_until_published(self, film: str, seconds: float) -> dict:
        """The film as the API shows it to everybody, once it is prepared."""
        end = time.monotonic() + seconds
        while True:
            video = self.json(f"/api/v1/videos/{film}")
            state = video["state"]
            if state["id"] == 1 and video["streamingPlaylists"]:
                return video
            # PeerTube's numbers for "transcoding failed" and "moving failed".
            if state["id"] in (7, 8):
                raise Failure(f"the film could not be prepared: {state}")
            if time.monotonic() > end:
                raise Failure(f"the film was not prepared in {seconds:.0f} s: {state}")
            time.sleep(1)

    def play(self, video: dict, seconds: float) -> list[str]:
        """Decodes every rendition from its playlist to the last frame; returns a line for each."""
        playlist = video["streamingPlaylists"][0]
        master = self._whole(playlist["playlistUrl"])
        text = self._send(urllib.request.Request(master))[1].decode()
        variants = [line for line in text.splitlines() if line and not line.startswith("#")]
        if not text.startswith("#EXTM3U") or len(variants) < len(playlist["files"]) or not variants:
            raise Failure(f"{master} does not name every rendition:\n{text}")
        played = []
        for variant in variants:
            address = urllib.parse.urljoin(master, variant)
            said = run("ffmpeg", "-v", "error", "-xerror", "-i", address, "-f", "null", "-")
            if said.strip():
                raise Failure(f"ffmpeg says of {address}:\n{said}")
            found = json.loads(run(
                "ffprobe", "-v", "error", "-count_packets", "-print_format", "json",
                "-show_entries", "format=duration:stream=codec_name,height,nb_read_packets", address))
            length = float(found["format"]["duration"])
            if abs(length - seconds) > 0.5:
                raise Failure(f"{address} lasts {length} s and not {seconds} s")
            streams = [f"{stream['codec_name']} {stream.get('height', '')}".strip() for stream in found["streams"]]
            played.append(f"{', '.join(streams)}: {length:.2f} s")
        return played

    def _whole(self, path: str) -> str:
        return urllib.parse.urljoin(self.address, path)

    def _headers(self) -> dict:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _send(self, request, opener=None) -> tuple[str, bytes]:
        try:
            with (opener or self.program).open(request, timeout=120) as answer:
                return answer.geturl(), answer.read()
        except urllib.error.HTTPError as error:
            raise Failure(f"{request.get_method()} {request.full_url}: {error.code} {error.read()[:600]!r}") from None


def make_film(path: pathlib.Path, seconds: int):
    """A moving test picture with a tone, as a camera would save it: H.264 and AAC in MP4.

    Large enough for two renditions, and slow, because the machine's processor is emulated.
    """
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size=854x480:rate=12:duration={seconds}",
         "-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", "-c:v", "libx264", "-preset", "veryfast",
         "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", str(path)],
        check=True, stdin=subprocess.DEVNULL)
