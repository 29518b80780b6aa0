# Fetches what a torrent names with libtorrent (Debian's python3-libtorrent), over loopback alone: fetch.py TORRENT FOLDER
import sys
import time

import libtorrent

torrent, folder = sys.argv[1:]
session = libtorrent.session({
    "listen_interfaces": "127.0.0.1:0",
    "outgoing_interfaces": "127.0.0.1",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
})
handle = session.add_torrent({"ti": libtorrent.torrent_info(torrent), "save_path": folder})
while not handle.status().is_seeding:
    time.sleep(0.1)
# The caller looks at the file and ends this.
time.sleep(60)
