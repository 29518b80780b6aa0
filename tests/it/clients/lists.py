"""What yt-dlp makes of an account, a channel or a list: the titles in their order, as JSON.

Its pages of lists are known by the names of public hosts alone, so its reader is asked directly.
Arguments: host and port, the kind as addresses have it (a, c, w/p), the name or UUID.
"""

import json
import sys

import yt_dlp

host, kind, name = sys.argv[1:]
settings = {"quiet": True, "nocheckcertificate": True, "cachedir": False, "no_warnings": True}
with yt_dlp.YoutubeDL(settings) as downloader:
    reader = downloader.get_info_extractor("PeerTubePlaylist")
    found = reader._extract_playlist(host, reader._TYPES[kind], name)
    json.dump([entry["title"] for entry in found["entries"]], sys.stdout)
