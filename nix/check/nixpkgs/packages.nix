# Packages that only have a name and a place. Nothing is ever built from them: what is checked is which of
# them our files ask for, and what they write around them.
lib: system:
let
  package =
    name: extra:
    {
      type = "derivation";
      inherit name system;
      outPath = "/nix/store/00000000000000000000000000000000-${name}";
      drvPath = "/nix/store/00000000000000000000000000000000-${name}.drv";
    }
    // extra;

  everything =
    lib.genAttrs [
      "aria2"
      "cargo"
      "chromium"
      "clippy"
      "ffmpeg"
      "makeBinaryWrapper"
      "nginx"
      "nodejs"
      "pkg-config"
      "rustc"
      "rustfmt"
      "sqlite"
      "transmission_4"
      "wrk"
    ] (name: package name { })
    // {
      inherit lib package;
      python3 = package "python3" {
        withPackages = choose: package "python3-env" { chosen = choose { libtorrent-rasterbar = package "libtorrent" { }; }; };
      };
      gst_all_1 = lib.genAttrs [
        "gst-libav"
        "gst-plugins-bad"
        "gst-plugins-base"
        "gst-plugins-good"
        "gst-plugins-ugly"
        "gstreamer"
      ] (name: package name { out = package name { }; });
      stdenv.hostPlatform = { inherit system; };
      mkShell = arguments: package "shell" { inherit arguments; };
      testers.runNixOSTest = test: package "vm-test-run-${test.name}" { inherit test; };
      # `generate` keeps what it was given, so that a test can read it.
      formats.toml = _: {
        type = lib.types.toml;
        generate = name: settings: package name { inherit settings; };
      };
      callPackage =
        file: arguments:
        let
          function = if builtins.isFunction file then file else import file;
          wanted = builtins.intersectAttrs (builtins.functionArgs function) everything;
        in
        function (wanted // arguments);
    };
in
everything
