"""What yt-dlp makes of a film, as JSON; with a folder as fourth argument it is downloaded there.

Its addresses have no room for a port, so the host is handed to its reader directly. Whether its page is known to be
PeerTube's is asked of the same code that asks it of every page.
Arguments: host and port, the film, its password (or nothing), a folder (or nothing).
"""

import json
import re
import sys

import yt_dlp
from yt_dlp.extractor.peertube import PeerTubeIE

host, film, password, folder = sys.argv[1:]
settings = {"writesubtitles": not folder, "noprogress": True, "logtostderr": True, "quiet": True, "no_warnings": True, "nocheckcertificate": True, "cachedir": False}
if password:
    settings["videopassword"] = password
if folder:
    settings["outtmpl"] = f"{folder}/film.%(ext)s"
address = re.compile(r"peertube:(?P<host>.+):(?P<id>[^:]+)$|(?P<host_2>\n)")
with yt_dlp.YoutubeDL(settings) as downloader:
    page = downloader.urlopen(f"https://{host}/w/{film}").read().decode() if not password else ""
    known = PeerTubeIE._extract_peertube_url(page, f"https://{host}/w/{film}")
    reader = downloader.get_info_extractor("PeerTube")
    reader._match_valid_url = address.match
    found = reader.extract(f"peertube:{host}:{film}")
    found = downloader.process_ie_result({**found, "extractor": "PeerTube"}, download=bool(folder))
    json.dump({**downloader.sanitize_info(found), "known": known}, sys.stdout)
