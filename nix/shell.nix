# What working on Lucarne needs: `nix develop`. The list is the same as image/debian/*-packages.txt.
{
  mkShell,
  aria2,
  cargo,
  chromium,
  clippy,
  ffmpeg,
  gst_all_1,
  nginx,
  nodejs,
  pkg-config,
  python3,
  rustc,
  rustfmt,
  sqlite,
  transmission_4,
  wrk,
}:
mkShell {
  nativeBuildInputs = [
    cargo
    clippy
    rustc
    rustfmt
    pkg-config
    aria2
    chromium
    ffmpeg
    nginx
    nodejs
    (python3.withPackages (packages: [ packages.libtorrent-rasterbar ]))
    sqlite
    transmission_4
    wrk
  ];
  # The setup hooks of these put their plugins into GST_PLUGIN_SYSTEM_PATH_1_0.
  buildInputs = with gst_all_1; [
    gstreamer
    gst-plugins-base
    gst-plugins-good
    gst-plugins-bad
    gst-plugins-ugly
    gst-libav
  ];
}
