#!/usr/bin/env python3
import os,pathlib,sys,time,socket,urllib.request
import machine
folder=pathlib.Path('/tmp/w/machine/app'); folder.mkdir(exist_ok=True)
t0=time.monotonic()
say=lambda s: print(f"{time.monotonic()-t0:6.1f} s  {s}",flush=True)
machine.make_disk(pathlib.Path(sys.argv[1]),folder,'bookworm',say)
m=machine.Machine(folder,'first',18080)
try:
    say('booting')
    m.connect(240); say('shell')
    say(m.ask('systemctl is-system-running --wait || true',180)); say(m.ask('systemctl --failed; systemctl status lucarne.service lucarne.socket --no-pager; systemd-analyze; id lucarne; cat /etc/lucarne/lucarne.toml|grep -v ^#; ls -la /var/lib/lucarne /var/lib/'))
    say(urllib.request.urlopen('http://127.0.0.1:18080/api/v1/ping').read())
    m.switch_off(90); say('off')
finally: m.cut_power()
