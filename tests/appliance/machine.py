"""A small Debian machine: its disk made from packages, started in QEMU, spoken to over a serial line.

Used by boot.py. Nothing here knows what Lucarne does; it knows how a machine is made, switched on, asked,
switched off, and cut from power. Python's own library only.
"""

import hashlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import time

# What makes a machine of a root folder: an init, a kernel for virtual machines, the network, an address at
# home. Lucarne's own needs are not here: they come from the package's Depends, or the bench would hide it
# when one is missing there.
MACHINE_PACKAGES = ["systemd-sysv", "udev", "dbus", "libpam-systemd", "linux-image-cloud-amd64", "avahi-daemon"]

NETWORK = "[Match]\nType=ether\n[Network]\nDHCP=yes\n"

# A root shell on the second serial line, for the bench alone: it is part of the disk, never of the package.
SHELL_UNIT = """[Unit]
Description=The bench's shell
[Service]
ExecStart=/bin/bash --noprofile --norc
# An interactive shell ignores SIGTERM.
KillSignal=SIGHUP
StandardInput=tty-force
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS1
TTYReset=yes
Environment=TERM=dumb PS1= PS2= SYSTEMD_PAGER= SYSTEMD_COLORS=0 HISTFILE=
Restart=always
[Install]
WantedBy=multi-user.target
"""


class Failure(Exception):
    """Something that the bench waited for did not come; the text says what."""


def run(*command, **options):
    """Runs a command to its end; its output is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise Failure(f"“{' '.join(map(str, command))}” ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


def make_disk(package: pathlib.Path, folder: pathlib.Path, suite: str, say) -> pathlib.Path:
    """A bootable root file system with `package` installed by dpkg, as `folder`/disk.img.

    The Debian part is kept as a tar file and made again when the list of packages changes.
    """
    depends = run("dpkg-deb", "--field", package, "Depends")
    names = sorted({re.split(r"[\s(|]", part.strip(), maxsplit=1)[0] for part in depends.split(",")})
    wanted = MACHINE_PACKAGES + names
    key = hashlib.sha256(" ".join([suite, *wanted]).encode()).hexdigest()[:12]
    base = folder / f"{suite}-{key}.tar"
    if not base.exists():
        say(f"making a Debian {suite} root of {len(wanted)} packages and what they need (kept for next time)")
        unfinished = base.with_suffix(".unfinished.tar")
        run("mmdebstrap", "--mode=root", "--variant=minbase", f"--include={','.join(wanted)}",
            "--aptopt=APT::Install-Recommends \"false\"", suite, unfinished)
        unfinished.rename(base)

    say("installing the package")
    root = folder / "root"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    run("tar", "--extract", "--numeric-owner", "--xattrs", "--xattrs-include=*", "--file", base,
        "--directory", root)
    (root / "etc/hostname").write_text("lucarne\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n::1 localhost\n127.0.1.1 lucarne\n")
    (root / "etc/fstab").write_text("/dev/vda / ext4 defaults 0 1\n")
    (root / "etc/machine-id").write_text("")
    (root / "etc/systemd/network/10-bench.network").write_text(NETWORK)
    (root / "etc/systemd/system/bench-shell.service").write_text(SHELL_UNIT)
    shutil.copy(package, root / "lucarne.deb")
    # dpkg and not apt: with one dependency missing from the package's Depends this must fail.
    run("chroot", root, "dpkg", "--install", "/lucarne.deb",
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"})
    run("systemctl", f"--root={root}", "enable", "systemd-networkd.service", "bench-shell.service")
    journal = root / "etc/systemd/journald.conf.d"
    journal.mkdir(parents=True, exist_ok=True)
    (journal / "lucarne.conf").write_text((pathlib.Path(__file__).parents[2] / "image/journald.conf").read_text())
    (journal / "bench.conf").write_text("[Journal]\nStorage=persistent\nForwardToConsole=yes\nMaxLevelConsole=info\n")

    say("writing the disk")
    for name in ("vmlinuz", "initrd.img"):
        newest = max((root / "boot").glob(f"{name}-*"))
        shutil.copy(newest, folder / name)
    disk = folder / "disk.img"
    disk.unlink(missing_ok=True)
    run("mke2fs", "-q", "-t", "ext4", "-L", "lucarne", "-d", root, disk, "4G")
    shutil.rmtree(root)
    return disk


class Machine:
    """One run of the machine, from power on to power off."""

    def __init__(self, folder: pathlib.Path, name: str, web_port: int):
        self.folder = folder
        self.console = folder / f"console-{name}.log"
        line = folder / "shell.socket"
        line.unlink(missing_ok=True)
        # Relative names: a socket's path has 108 bytes, and a checkout may lie deep.
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-M", "q35", "-cpu", "max", "-accel", "tcg,thread=multi", "-smp", "2",
             "-m", "1024", "-display", "none", "-no-reboot", "-nodefaults",
             "-kernel", "vmlinuz", "-initrd", "initrd.img",
             "-append", "root=/dev/vda rw console=ttyS0 quiet systemd.show_status=no net.ifnames=0",
             # What the guest has not handed to the disk is lost with the power; what it has is kept, flushed or
             # not, so that this is gentler than a real card without power.
             "-drive", "file=disk.img,format=raw,if=virtio,cache=writeback",
             "-nic", f"user,model=virtio-net-pci,restrict=on,hostfwd=tcp:127.0.0.1:{web_port}-:80",
             "-device", "virtio-rng-pci",
             "-serial", f"file:{self.console.name}", "-serial", f"unix:{line.name},server=on,wait=off"],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(folder / "qemu.log", "a"))
        self.line = None
        self.heard = ""
        self.asked = 0
        self.arrival = threading.Condition()

    def connect(self, seconds: float):
        """Waits until the machine's shell answers."""
        end = time.monotonic() + seconds
        while self.line is None:
            self._still_running()
            try:
                line = socket.socket(socket.AF_UNIX)
                here = os.open(self.folder, os.O_PATH)
                line.connect(f"/proc/self/fd/{here}/shell.socket")
                os.close(here)
                self.line = line
            except OSError:
                line.close()
                if time.monotonic() > end:
                    raise Failure("QEMU did not open the serial line") from None
                time.sleep(0.2)
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            self._still_running()
            try:
                return self.ask("echo ready", 5)
            except Failure:
                if time.monotonic() > end:
                    raise Failure(f"the machine did not come up in {seconds:.0f} s; see {self.console}") from None

    def ask(self, command: str, seconds: float = 120) -> str:
        """What a command in the machine prints. Its exit status must be 0; end it with `|| true` if not."""
        self.asked += 1
        mark = f"answer-{self.asked}"
        with self.arrival:
            self.heard = ""
        # The terminal echoes what is typed, so the marks are written in two pieces there.
        self.line.sendall(f"stty -echo; echo 'begin-''{mark}'; {{ {command}\n}}; echo 'end-''{mark}' $?\n".encode())
        pattern = re.compile(rf"begin-{mark}\r?\n(.*?)end-{mark} (\d+)", re.S)
        end = time.monotonic() + seconds
        with self.arrival:
            while not (found := pattern.search(self.heard)):
                if not self.arrival.wait(max(0.0, end - time.monotonic())):
                    raise Failure(f"the machine did not answer “{command}” in {seconds:.0f} s")
        text = found[1].replace("\r", "").strip()
        if found[2] != "0":
            raise Failure(f"“{command}” in the machine ended with {found[2]}:\n{text}")
        return text

    def switch_off(self, seconds: float):
        """Asks the system to power off and waits until it has."""
        self.line.sendall(b"systemctl poweroff --no-block\n")
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"the machine did not power off in {seconds:.0f} s; see {self.console}") from None
        if self.process.returncode != 0:
            raise Failure(f"QEMU ended with {self.process.returncode}")

    def cut_power(self):
        """No goodbye: the process is gone between two instructions of the guest."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def printed(self) -> str:
        """Everything that the machine has printed on its console so far."""
        return self.console.read_text(errors="replace") if self.console.exists() else ""

    def _listen(self):
        while piece := self.line.recv(65536):
            with self.arrival:
                self.heard += piece.decode(errors="replace")
                self.arrival.notify_all()

    def _still_running(self):
        if self.process.poll() is not None:
            text = (self.folder / "qemu.log").read_text()[-2000:]
            raise Failure(f"QEMU ended with {self.process.returncode}: {text}")
