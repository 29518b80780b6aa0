#!/usr/bin/env -S python3 -B
"""Boots a Debian machine with our package and lives with it for a few minutes.

    tests/appliance/boot.py PACKAGE.deb FOLDER

The machine starts; the code on its console opens the setup; a film is sent from outside, prepared and played
back; a second film is acknowledged and the power fails in that moment; after the next start both are there.
The folder keeps the Debian part for the next time, and the consoles' logs. Needs root (a file system with its
owners is made) and no KVM. Every wait has an end, and all of it ends after 15 minutes.
"""

import os
import pathlib
import re
import signal
import socket
import sys
import time

from machine import Failure, Machine, make_disk
from visitor import Site, make_film

FILM_SECONDS = 6
MOST_SECONDS = 15 * 60
ANSWERS = {
    "language": "fr", "name": "Le cinéma du quartier", "description": "", "username": "maud",
    "displayName": "Maud", "email": "maud@example.org", "password": "une lucarne ouverte",
}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    if os.geteuid() != 0:
        sys.exit("Making a disk with its owners needs root: sudo make test-image")
    package = pathlib.Path(sys.argv[1]).resolve()
    folder = pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()

    def say(text):
        print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)

    def give_up(_signal, _frame):
        raise Failure(f"not done after {MOST_SECONDS // 60} minutes")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(MOST_SECONDS)
    machines = []
    try:
        live_with_it(package, folder, machines, say)
    except (Failure, OSError) as failure:
        say(f"FAILED: {failure}")
        if machines:
            print(f"The end of {machines[-1].console}:\n{machines[-1].printed()[-6000:]}")
        sys.exit(1)
    finally:
        for machine in machines:
            machine.cut_power()
    say("the machine carries Lucarne")


def live_with_it(package, folder, machines, say):
    suite = os.environ.get("LUCARNE_SUITE") or codename()
    make_disk(package, folder, suite, say)
    film = folder / "film.mp4"
    make_film(film, FILM_SECONDS)
    port = free_port()
    # The same address in both lives: the setup keeps the one under which it was found.
    site = Site(f"http://127.0.0.1:{port}")

    def switch_on(name):
        machine = Machine(folder, name, port)
        machines.append(machine)
        machine.connect(240)
        say("the machine is up")
        site.wait(120)
        say("the site answers")
        return machine

    say("switching the machine on")
    machine = switch_on("first-life")
    site.set_up(setup_code(machine, 60), ANSWERS)
    site.sign_in(ANSWERS["username"], ANSWERS["password"])
    say("set up with the code on the console, and signed in")
    nothing_failed(machine, say)

    first = site.upload(film, "Le premier film")
    say("a film is sent")
    video = site.wait_until_published(first, 240)
    say("it is prepared")
    for line in site.play(video, FILM_SECONDS):
        say(f"played: {line}")

    # Off and on again, as people do.
    machine.switch_off(120)
    say("powered off cleanly")
    machine = switch_on("second-life")
    for line in site.play(site.wait_until_published(first, 30), FILM_SECONDS):
        say(f"still there: {line}")

    second = site.upload(film, "Le second film")
    machine.cut_power()
    say("a second film was acknowledged, and in that moment the power failed")
    machine = switch_on("third-life")
    for name, uuid in (("the first film", first), ("the second film", second)):
        for line in site.play(site.wait_until_published(uuid, 240), FILM_SECONDS):
            say(f"{name} after the power cut: {line}")
    nothing_failed(machine, say)

    # The package's own scripts, on a machine that is in use.
    machine.ask("dpkg --install /lucarne.deb")
    site.wait(60)
    say("the package was installed over itself, and the site answers")
    machine.ask("dpkg --remove lucarne && test -d /var/lib/lucarne && ! systemctl --quiet is-active lucarne.socket")
    machine.ask("dpkg --purge lucarne && ! test -e /var/lib/lucarne && ! test -e /etc/lucarne")
    say("removed with its films kept, then purged with everything")
    machine.switch_off(120)


def nothing_failed(machine, say):
    """What an administrator would look at: failed units, restarts, complaints about our files, the account."""
    state = machine.ask("systemctl is-system-running --wait || true")
    failed = machine.ask("systemctl list-units --failed --plain --no-legend")
    if state != "running" or failed:
        raise Failure(f"the system is {state}: {failed}")
    shown = dict(line.split("=", 1) for line in machine.ask(
        "systemctl show lucarne.service --property=NRestarts,MainPID,MemoryCurrent,ActiveState").splitlines())
    if shown["ActiveState"] != "active" or shown["NRestarts"] != "0":
        raise Failure(f"lucarne.service is not well: {shown}")
    owner = machine.ask(f"stat --format=%U /proc/{shown['MainPID']}")
    if owner != "lucarne":
        raise Failure(f"the server runs as {owner}")
    complaints = machine.ask(
        "journalctl --boot --no-pager | grep --extended-regexp 'Unknown (key|lvalue|system call)|Failed to parse' || true")
    if complaints:
        raise Failure(f"systemd complains: {complaints}")
    machine.ask(
        "for i in $(seq 60); do journalctl --boot --unit=avahi-daemon --no-pager"
        " | grep --quiet 'Lucarne on lucarne.*successfully established' && exit_code=0 && break; exit_code=1; sleep 1;"
        " done; (exit $exit_code)")
    memory = machine.ask(f"grep --extended-regexp '^Pss:' /proc/{shown['MainPID']}/smaps_rollup")
    say(f"no unit failed, lucarne.local is announced; the server's {' '.join(memory.split())}")


def setup_code(machine, seconds):
    """The one-time code, read where the owner of the machine reads it: on the console."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        lines = [line for line in machine.printed().splitlines() if "lucarne[" in line]
        if codes := re.findall(r"(?<![\d-])\d{4}-\d{4}(?![\d-])", "\n".join(lines)):
            return codes[-1]
        time.sleep(0.5)
    raise Failure(f"no setup code on the console in {seconds} s")


def codename():
    """This Debian's name, because the package was built against its libraries."""
    found = re.search(r"^VERSION_CODENAME=(\w+)$", pathlib.Path("/etc/os-release").read_text(), re.M)
    if not found:
        raise Failure("which Debian? Set LUCARNE_SUITE, for instance to bookworm")
    return found[1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


if __name__ == "__main__":
    main()
