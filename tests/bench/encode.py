#!/usr/bin/env python3
"""Compares the media worker with ffmpeg on this machine.

    tests/bench/encode.py [--pairs 7] [--seconds 60] [--work FOLDER] [--program target/release/lucarne-media]

Ladder: 240/480/720 and AAC from 720p30 that cannot be copied (key frames 20 s apart, MP3 sound), against
one ffmpeg command that makes the same three x264 veryfast renditions (crf 23, the same ceilings, key frames
every 4 s) and encodes the sound once. Copy: a film that fits, five times as long, against `ffmpeg -c copy`,
`sha256sum` and a sync; ours makes the two pictures besides, which costs the loading of a decoder. Ratios are the median of interleaved pairs of CPU seconds (children included). Fails if the ladder
costs more than 1.05 times ffmpeg, if its SSIM is more than 0.002 lower, or if the copy costs more.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

CEILINGS = {240: 521, 480: 1430, 720: 3042}  # kbit/s, those of src/media/plan.rs at 30 frames per second
SIZES = {240: (426, 240), 480: (854, 480), 720: (1280, 720)}
LIMITS = {
    "memory_bytes": 4 << 30, "cpu_seconds": 10**6, "file_bytes": 1 << 40, "pixels": 1 << 26,
    "stall_seconds": 600, "total_seconds": 10**6,
}


def cpu(action):
    """CPU seconds of all children that an action starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, result


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


def work(options, order):
    """Gives the worker one order and returns its last event."""
    registry = options.work / "registry.bin"
    order = {**order, "limits": LIMITS, "registry": str(registry), "accept_without": []}
    environment = {
        "GST_REGISTRY": str(registry),
        "GST_REGISTRY_UPDATE": "yes" if order["job"] == "registry" else "no",
        "MALLOC_ARENA_MAX": "2",
    }
    for name in ("GST_PLUGIN_SYSTEM_PATH_1_0", "GST_PLUGIN_SCANNER_1_0", "LD_LIBRARY_PATH"):
        if name in os.environ:
            environment[name] = os.environ[name]
    process = subprocess.Popen(
        [options.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, text=True,
    )
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    last = [json.loads(line) for line in process.stdout][-1]
    process.stdin.close()
    process.wait()
    if last["event"] == "failed":
        sys.exit(f"the worker failed: {last['failure']}")
    return last


def prepare(options, source, folder, resolutions):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    wish = {
        "job": "prepare", "source": str(source), "folder": str(folder), "resolutions": resolutions,
        "maximum_fps": 60, "audio_only_file": False, "still": None, "encoder": "x264enc",
    }
    return work(options, wish)["result"]


def ffmpeg_ladder(source, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    command = [
        "-i", source, "-filter_complex",
        "[0:v]split=3[v720][b][c];[b]scale=854:480[v480];[c]scale=426:240[v240]",
    ]
    for height, ceiling in CEILINGS.items():
        command += [
            "-map", f"[v{height}]", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23",
            "-maxrate", f"{ceiling}k", "-bufsize", f"{2 * ceiling}k", "-g", "360",
            "-force_key_frames", "expr:gte(t,n_forced*4)", folder / f"{height}.mp4",
        ]
    command += ["-map", "0:a", "-c:a", "aac", "-b:a", "128k", folder / "sound.m4a"]
    ffmpeg(*command)


def ffmpeg_copy(source, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    target = folder / "copy.mp4"
    ffmpeg("-i", source, "-c", "copy", "-movflags", "+frag_keyframe+empty_moov+default_base_moof", target)
    subprocess.run(["sha256sum", target], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["sync", target], check=True)


def ssim(film, source, height):
    """Of a rendition, against the source scaled by a third scaler (lanczos)."""
    width, height = SIZES[height]
    graph = f"[1:v]scale={width}:{height}:flags=lanczos[r];[0:v][r]ssim"
    command = ["ffmpeg", "-hide_banner", "-i", film, "-i", source, "-lavfi", graph, "-f", "null", "-"]
    words = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stderr
    return float(re.search(r"All:([0-9.]+)", words).group(1))


def keys(film):
    command = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-skip_frame", "nokey",
               "-show_entries", "frame=pts_time", "-of", "csv=p=0", str(film)]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {round(float(word.strip(",")), 2) for word in words.split() if word.strip(",")}


def compare(name, pairs, ours, theirs):
    """Interleaved pairs; returns the median ratio."""
    ratios = []
    for number in range(pairs):
        first, second = (ours, theirs) if number % 2 == 0 else (theirs, ours)
        spent = {first: cpu(first)[0]}
        spent[second] = cpu(second)[0]
        ratios.append(spent[ours] / spent[theirs])
        print(f"{name} pair {number + 1}: {spent[ours]:.2f} s against {spent[theirs]:.2f} s", flush=True)
    print(f"{name}: median ratio {statistics.median(ratios):.3f} (from {min(ratios):.3f} to {max(ratios):.3f})")
    return statistics.median(ratios)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--work", type=pathlib.Path)
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("--program", type=pathlib.Path, default=root / "target/release/lucarne-media")
    options = parser.parse_args()
    temporary = None
    if options.work is None:
        temporary = tempfile.TemporaryDirectory()
        options.work = pathlib.Path(temporary.name)
    options.work.mkdir(exist_ok=True)
    print(f"{platform.machine()}, {os.cpu_count()} processors, {options.seconds} s of 720p30")
    work(options, {"job": "registry"})

    source = options.work / f"source-{options.seconds}.mp4"
    if not source.exists():
        ffmpeg(
            "-f", "lavfi", "-i", "mandelbrot=s=1280x720:r=30,noise=alls=3:allf=t",
            "-f", "lavfi", "-i", "anoisesrc=a=0.1:c=pink:r=48000,aformat=channel_layouts=stereo",
            "-t", options.seconds, "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p",
            "-x264-params", "keyint=600:scenecut=0", "-c:a", "libmp3lame", "-b:a", "128k", source,
        )
    fitting = options.work / f"fitting-{options.seconds}-times-5.mp4"
    if not fitting.exists():
        once = options.work / "once.mp4"
        ffmpeg(
            "-i", source, "-c:v", "libx264", "-preset", "veryfast", "-b:v", "2500k", "-maxrate", "3000k",
            "-bufsize", "6000k", "-g", "60", "-c:a", "aac", "-b:a", "128k", once,
        )
        ffmpeg("-stream_loop", "4", "-i", once, "-c", "copy", fitting)

    ours, theirs = options.work / "ours", options.work / "theirs"
    result = prepare(options, source, ours, [240, 480, 720])
    assert not result["copied"], "the ladder's source must not be copied"
    ffmpeg_ladder(source, theirs)
    failed = False
    for rendition in result["renditions"]:
        height = rendition["resolution"]
        film, other = ours / rendition["file"], theirs / f"{height}.mp4"
        mine, reference = ssim(film, source, height), ssim(other, source, height)
        sizes = film.stat().st_size / other.stat().st_size
        grid = {round(float(second), 2) for second in range(0, options.seconds, 4)}
        aligned = grid <= keys(film) and grid <= keys(other)
        print(f"{height}p: SSIM {mine:.4f} against {reference:.4f}, {sizes:.2f} times the bytes (ours with sound), "
              f"key frames every 4 s: {aligned}")
        failed |= mine < reference - 0.002 or not aligned
    ladder = compare(
        "ladder", options.pairs,
        lambda: prepare(options, source, ours, [240, 480, 720]), lambda: ffmpeg_ladder(source, theirs),
    )
    result = prepare(options, fitting, ours, [720])
    assert result["copied"], "the fitting film must be copied"
    copy = compare(
        "copy", options.pairs,
        lambda: prepare(options, fitting, ours, [720]), lambda: ffmpeg_copy(fitting, theirs),
    )
    failed |= ladder > 1.05 or copy > 1.0
    print("too slow or too poor" if failed else "as promised")
    sys.exit(failed)


if __name__ == "__main__":
    main()
