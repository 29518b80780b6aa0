// Small clips of our own: moving colours and a tone, never a test card, because pictures of them are shown.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export function makeClips(folder) {
    const ffmpeg = (...words) => execFileSync("ffmpeg", ["-v", "error", "-y", ...words]);
    const film = join(folder, "fete_de_la_saint-jean.mp4");
    ffmpeg(
        "-f", "lavfi", "-i", "gradients=s=1280x720:r=24:d=40:c0=0x22303a:c1=0x8a3b22:c2=0xffc857:c3=0xfbf7ef:n=4:speed=0.02",
        "-f", "lavfi", "-i", "sine=f=220:d=40",
        // Noise makes the file long enough to be interrupted on its way.
        "-vf", "noise=alls=8:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", "96",
        "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", film,
    );
    const small = join(folder, "Chorale.webm");
    ffmpeg(
        "-f", "lavfi", "-i", "gradients=s=640x360:r=24:d=6:c0=0x2f6b4f:c1=0xf3ebdd:speed=0.03",
        "-f", "lavfi", "-i", "sine=f=330:d=6", "-pix_fmt", "yuv420p", "-c:v", "libvpx", "-b:v", "400k", "-c:a", "libvorbis", "-shortest", small,
    );
    const broken = join(folder, "pas-un-film.mp4");
    writeFileSync(broken, "Ceci n’est pas un film.\n".repeat(500));
    const picture = join(folder, "vignette.png");
    ffmpeg("-f", "lavfi", "-i", "gradients=s=1280x720:c0=0x22303a:c1=0xffc857:d=1", "-frames:v", "1", picture);
    const captions = join(folder, "fr.srt");
    writeFileSync(captions, "1\n00:00:00,000 --> 00:00:10,000\nBonsoir à <i>toutes et tous</i>.\n\n2\n00:00:10,000 --> 00:00:40,000\nOn allume le feu !\n");
    return { film, small, broken, picture, captions };
}
