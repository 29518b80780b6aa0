# The two programs, from Cargo.lock, with GStreamer's plugins in the worker's reach and the same units that
# the Debian package carries.
{
  lib,
  craneLib,
  gst_all_1,
  makeBinaryWrapper,
  pkg-config,
}:
let
  root = toString ../.;

  # What the programs are made of: sources, what is embedded, and the facts of the boards. A change of the
  # README or of a test is no reason to build again.
  partsOfTheBuild = [
    "Cargo.toml"
    "Cargo.lock"
    "src"
    "templates"
    "assets"
    "locales"
    "hardware"
    "image"
    "LICENSE"
  ];

  # The folder or file of the top level that a path lies in.
  partOf = path: lib.head (lib.splitString "/" (lib.removePrefix "${root}/" (toString path)));

  plugins = with gst_all_1; [
    gstreamer
    gst-plugins-base
    gst-plugins-good
    gst-plugins-bad
    gst-plugins-ugly
    gst-libav
  ];

  arguments = {
    pname = "lucarne";
    version = (builtins.fromTOML (builtins.readFile ../Cargo.toml)).package.version;
    src = lib.cleanSourceWith {
      src = ../.;
      name = "lucarne-source";
      filter = path: _type: lib.elem (partOf path) partsOfTheBuild && baseNameOf path != "node_modules";
    };
    strictDeps = true;
    nativeBuildInputs = [
      pkg-config
      makeBinaryWrapper
    ];
    buildInputs = with gst_all_1; [
      gstreamer
      gst-plugins-base
    ];
    # The tests need a browser, ffmpeg and minutes of encoding: `make test` runs them.
    doCheck = false;
  };
in
craneLib.buildPackage (
  arguments
  // {
    # The crates are built once and kept, whatever changes in ours.
    cargoArtifacts = craneLib.buildDepsOnly arguments;

    # The worker is wrapped and the server is not: the server finds `lucarne-media` beside itself, and only
    # the worker speaks GStreamer.
    postInstall = ''
      wrapProgram $out/bin/lucarne-media \
        --set GST_PLUGIN_SYSTEM_PATH_1_0 ${lib.makeSearchPathOutput "lib" "lib/gstreamer-1.0" plugins} \
        --set GST_PLUGIN_SCANNER ${gst_all_1.gstreamer.out}/libexec/gstreamer-1.0/gst-plugin-scanner
      install -D --mode=644 --target-directory=$out/lib/systemd/system image/lucarne.service image/lucarne.socket
      substituteInPlace $out/lib/systemd/system/lucarne.service --replace-fail /usr/bin/lucarne $out/bin/lucarne
    '';

    meta = {
      description = "Video site for an association, on a board the size of a credit card";
      license = lib.licenses.agpl3Plus;
      platforms = lib.platforms.linux;
      mainProgram = "lucarne";
    };
  }
)
