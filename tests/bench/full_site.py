"""A data folder with 10,000 films, 1,000 members and 100,000 comments, made through `lucarne setup` and the real schema.

The rows are what a working site has: three renditions a film, descriptions of many lengths, tags, 100 channels
of ten accounts, four years of publication; most comments stand under few films, and one thread of the first film has
1,000 of them; each member follows some channels and has seen some films. They are drawn from a fixed seed, so every
run measures the same site. One film, the first, has a real file of 1 GB; of the others only the rows are there.
"""

import hashlib
import itertools
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import uuid

FILMS = 10_000
CHANNELS = 100
MEMBERS = 1_000
# Those of them who have channels.
ACCOUNTS = 10
COMMENTS = 100_000
THREAD = 1_000
SEED = 20261122
PASSWORD = "a long sentence for a bench"
LONG_FILE = 1_000_000_000

# What films of an association are about; the rest of the vocabulary is made of syllables.
PLAIN_WORDS = """fête été école jardin concert réunion assemblée chorale théâtre randonnée marché atelier
lecture cinéma musique danse cuisine couture rivière forêt village mairie quartier printemps automne hiver
festival exposition conférence débat interview portrait souvenir voyage bateau vélo football tournoi finale
garden school meeting choir theatre market workshop reading river forest spring autumn winter history lesson
repair kitchen bicycle harvest lantern orchard bridge station library museum archive journey summer""".split()


def vocabulary(chance: random.Random) -> list[str]:
    """Some 18,000 different words, the commonest first."""
    heads = "ba bre cha clo da dou fan fre gui ha jo ka la lu ma mi no ou pa pri que ra ri sa so ta tru vé vi zo"
    tails = "ble ce don elle fier gnon houe illon lier mont nard oir ptin quet rine sard teau velle ville zier"
    middles = ["", *heads.replace("é", "e").split()]
    made = sorted({head + middle + tail for head in heads.split() for middle in middles for tail in tails.split()})
    chance.shuffle(made)
    return list(dict.fromkeys([*PLAIN_WORDS, *made]))


WORDS = vocabulary(random.Random(SEED))
# How often each is said: the second half as often as the first, the third a third (Zipf's law).
SHARES = list(itertools.accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))


def make(lucarne: pathlib.Path, within: pathlib.Path) -> tuple[pathlib.Path, dict]:
    """The folder, made if it is not there yet, and what the benches need to know of its first film."""
    folder = within / f"site-{recipe()}"
    known = folder / "first-film.json"
    if known.exists():
        return folder, json.loads(known.read_text())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    secret = folder / "password"
    secret.write_text(PASSWORD + "\n")
    subprocess.run([lucarne, "setup", "--data", folder, "--url", "http://localhost:9000", "--name", "La Lanterne",
                    "--language", "fr", "--admin", "maud", "--email", "maud@example.org",
                    "--password-file", secret], check=True, stdout=subprocess.DEVNULL)
    database = sqlite3.connect(folder / "lucarne.db")
    about = fill(database)
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    write_long_film(folder, about)
    known.write_text(json.dumps(about))
    return folder, about


def recipe() -> str:
    """Changes when this file or the schema does, so that no run measures the site of an older one."""
    here = pathlib.Path(__file__)
    migrations = sorted((here.parents[2] / "src/db/migrations").iterdir())
    return hashlib.sha256(b"".join(path.read_bytes() for path in [here, *migrations])).hexdigest()[:12]


def fill(database: sqlite3.Connection) -> dict:
    chance = random.Random(SEED)
    new_name = lambda ending: f"{uuid.UUID(int=chance.getrandbits(128), version=4)}{ending}"
    now = 1_795_000_000_000
    for number in range(1, MEMBERS):
        database.execute("INSERT INTO account (name, display_name, created_at, updated_at) VALUES (?, ?, ?, ?)",
                         (f"personne{number}", f"Personne {number}", now, now))
        # No password opens these: nobody signs in as one of them here.
        database.execute("INSERT INTO user (account_id, username, email, password_hash, role, created_at, updated_at)"
                         " VALUES (last_insert_rowid(), ?, ?, '', 2, ?, ?)",
                         (f"personne{number}", f"personne{number}@example.org", now, now))
    accounts = [row[0] for row in database.execute("SELECT id FROM account ORDER BY id")]
    for number in range(CHANNELS - database.execute("SELECT count(*) FROM channel").fetchone()[0]):
        title = " ".join(chance.sample(WORDS, 2)).capitalize()
        database.execute(
            "INSERT INTO channel (account_id, handle, display_name, description, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (accounts[number % ACCOUNTS], f"chaine{number}", title, sentence(chance, 20), now, now))
    channels = [row[0] for row in database.execute("SELECT id FROM channel ORDER BY id")]
    first = None
    for number in range(FILMS):
        film = {"uuid": new_name(""), "files": []}
        published = now - chance.randrange(4 * 365 * 86_400_000)
        duration = chance.choice([60, 300, 1200, 3600]) + chance.randrange(600)
        paragraphs = chance.choice([0, 1, 1, 2, 5])
        words = "\n\n".join(sentence(chance, chance.randrange(10, 50)) for _ in range(paragraphs)) or None
        row = database.execute(
            "INSERT INTO video (uuid, channel_id, state, privacy, name, description, tags, category, licence,"
            " language, duration, aspect_ratio, views, trend, thumbnail, preview, original_name, bytes, created_at,"
            " updated_at, published_at) VALUES (?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (film["uuid"], chance.choice(channels), sentence(chance, chance.randrange(2, 9))[:110], words,
             json.dumps(chance.sample(WORDS[:2000], chance.randrange(6)), ensure_ascii=False),
             chance.choice([None, *range(1, 19)]), chance.choice([None, *range(1, 8)]),
             chance.choice([None, "fr", "fr", "en", "oc"]), duration, 16 / 9, int(chance.paretovariate(0.8)),
             chance.choice([0, 0, 0, chance.randrange(50)]), new_name(".jpg"), new_name(".jpg"),
             f"IMG_{number:05}.MP4", duration * 300_000, published, published, published))
        database.execute(
            "INSERT INTO streaming_playlist (video_id, master, hashes, encoder) VALUES (?, ?, ?, 'x264')",
            (row.lastrowid, new_name("-master.m3u8"), new_name("-segments-sha256.json")))
        for width, height in ((426, 240), (854, 480), (1280, 720)):
            name = new_name(f"-{height}")
            film["files"].append(f"{name}-fragmented.mp4")
            database.execute(
                "INSERT INTO video_file (video_id, resolution, width, height, fps, bytes, file, playlist, has_audio,"
                " has_video, bandwidth, codecs) VALUES (?, ?, ?, ?, 30, ?, ?, ?, 1, 1, ?, 'avc1.64001f,mp4a.40.2')",
                (row.lastrowid, height, width, height, duration * height * 500, f"{name}-fragmented.mp4",
                 f"{name}.m3u8", height * 4000))
        if first is None:
            first = {"id": row.lastrowid, "uuid": film["uuid"], "file": film["files"][-1]}
    films = [row[0] for row in database.execute("SELECT id FROM video ORDER BY id")]
    first["thread"] = comment(database, chance, films, accounts, now)
    for account in accounts:
        database.executemany("INSERT INTO subscription (account_id, channel_id, created_at) VALUES (?, ?, ?)",
                             [(account, channel, now) for channel in chance.sample(channels, 8)])
        database.executemany("INSERT INTO watched (account_id, video_id, seconds, watched_at) VALUES (?, ?, ?, ?)",
                             [(account, film, 60, now - place) for place, film in enumerate(chance.sample(films, 40))])
    return first


def comment(database: sqlite3.Connection, chance: random.Random, films: list, accounts: list, now: int) -> int:
    """Two of three comments open a thread, the others answer one. The number of the long thread."""
    write = lambda film, thread, answered, at: database.execute(
        "INSERT INTO comment (video_id, account_id, thread_id, reply_to, text, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (film, chance.choice(accounts), thread, answered, sentence(chance, chance.randrange(4, 60)), at, at)).lastrowid
    long = write(films[0], None, None, now - 10_000_000)
    known = [long]
    for number in range(THREAD - 1):
        known.append(write(films[0], long, chance.choice(known[-20:]), now - 9_000_000 + number * 1000))
    threads, shares = [], list(itertools.accumulate(1 / rank for rank in range(1, len(films) + 1)))
    for _ in range(COMMENTS - THREAD):
        at = now - chance.randrange(4 * 365 * 86_400_000)
        if threads and chance.random() < 1 / 3:
            film, thread = chance.choice(threads[-5000:])
            write(film, thread, thread, at)
        else:
            # The first films are spoken of most (Zipf's law).
            film = chance.choices(films, cum_weights=shares)[0]
            threads.append((film, write(film, None, None, at)))
    return long


def sentence(chance: random.Random, count: int) -> str:
    """Words as people use them: a few often, most rarely."""
    return " ".join(chance.choices(WORDS, cum_weights=SHARES, k=count)).capitalize()


def write_long_film(folder: pathlib.Path, film: dict):
    """1 GB that no disk or network can make smaller."""
    path = folder / "media/streaming-playlists/hls" / film["uuid"] / film["file"]
    path.parent.mkdir(parents=True)
    chance = random.Random(SEED)
    with path.open("wb") as file:
        for _ in range(LONG_FILE // 1_000_000):
            file.write(chance.randbytes(1_000_000))
