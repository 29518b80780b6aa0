# What has to be true of our Nix files, each with a sentence. Evaluated with the stand-ins beside this file
# by tests/appliance/nix.sh; a claim that is false fails the test under its name.
let
  stand-in = flake: inputs: (import flake).outputs (inputs // { self = { }; });
  # Its `self` is where the paths of its modules begin.
  nixpkgs = (import ./nixpkgs/flake.nix).outputs { self = toString ./nixpkgs; };
  crane = stand-in ./crane/flake.nix { };
  nixos-hardware = stand-in ./nixos-hardware/flake.nix { inherit nixpkgs; };

  flake = (import ../../flake.nix).outputs {
    self = flake;
    inherit nixpkgs crane nixos-hardware;
  };

  inherit (nixpkgs) lib;
  pkgs = nixpkgs.legacyPackages.x86_64-linux;
  contains = part: text: builtins.length (lib.splitString part text) > 1;
  lines = file: lib.splitString "\n" (builtins.readFile file);
  unit = lines ../../image/lucarne.service;

  # A machine with nothing but our module and these options of it.
  machine =
    options:
    (nixpkgs.lib.nixosSystem {
      modules = [
        flake.nixosModules.default
        {
          nixpkgs.hostPlatform = "x86_64-linux";
          services.lucarne = options;
        }
      ];
    }).config;
  on = options: machine ({ enable = true; } // options);
  evaluates = value: (builtins.tryEval (builtins.deepSeq value true)).success;
  accepts = options: evaluates (on options).services.lucarne;
  written = options: (on options).environment.etc."lucarne/lucarne.toml".source.settings;

  card = flake.nixosConfigurations.rpi4.config;
  board = builtins.fromTOML (builtins.readFile ../../hardware/rpi4/board.toml);
  boards =
    map (name: builtins.fromTOML (builtins.readFile (../../hardware + "/${name}/board.toml")))
      (
        builtins.filter (name: builtins.pathExists (../../hardware + "/${name}/board.toml")) (
          builtins.attrNames (builtins.readDir ../../hardware)
        )
      );

  package = flake.packages.x86_64-linux.lucarne;
  sourceFiles = builtins.attrNames (builtins.readDir package.src);
in
{
  "a machine without the option enabled gets nothing of ours" =
    !((machine { enable = false; }).systemd.services ? lucarne)
    || !(evaluates (machine { enable = false; }).systemd.services.lucarne);

  "the unit of the package runs the program of the package" =
    (on { }).systemd.services.lucarne.serviceConfig.ExecStart == [
      ""
      "${package}/bin/lucarne serve"
    ]
    && (on { }).systemd.packages == [ package ];
  "the package carries the plain unit files" =
    contains "image/lucarne.service image/lucarne.socket" package.postInstall;
  "the plain unit starts what the package replaces" =
    builtins.elem "ExecStart=/usr/bin/lucarne serve" unit;
  "the plain unit is hardened" = builtins.all (line: builtins.elem line unit) [
    "NoNewPrivileges=yes"
    "CapabilityBoundingSet="
    "ProtectSystem=strict"
    "ProtectHome=yes"
    "DevicePolicy=closed"
    "RestrictNamespaces=yes"
    "SystemCallArchitectures=native"
    "User=lucarne"
    "Type=notify"
    "WatchdogSec=1min"
  ];
  "the module takes nothing of the hardening away" =
    builtins.attrNames (on { }).systemd.services.lucarne.serviceConfig == [
      "ExecStart"
      "ReadWritePaths"
    ];
  "the server and its socket start with the machine" =
    (on { }).systemd.services.lucarne.wantedBy == [ "multi-user.target" ]
    && (on { }).systemd.sockets.lucarne.wantedBy == [ "sockets.target" ];

  "without an address the setup asks for it" = !(written { } ? url);
  "a chosen address is written down" =
    (written { url = "https://films.example.org"; }).url == "https://films.example.org";
  "other settings reach the file" =
    (written {
      settings.reserve = 2000;
      acceptWithout = [ "landlock" ];
    }) == {
      data = "/var/lib/lucarne";
      listen = "80";
      reserve = 2000;
      accept-without = [ "landlock" ];
    };
  "a folder elsewhere can be written to" =
    (on { dataDir = "/srv/films"; }).systemd.services.lucarne.serviceConfig.ReadWritePaths
    == [ "/srv/films" ]
    &&
      (on { dataDir = "/srv/films"; }).systemd.services.lucarne.unitConfig.RequiresMountsFor
      == [ "/srv/films" ];
  "a setting that has an option of its own is refused among the others" =
    builtins.all (one: one.assertion) (on { }).assertions
    && !(builtins.all (one: one.assertion) (on { settings.data = "/tmp"; }).assertions);

  "the socket's own list is cleared before ours" =
    (on { listen = [ "127.0.0.1:9000" ]; }).systemd.sockets.lucarne.listenStreams == [
      ""
      "127.0.0.1:9000"
    ];
  "the firewall is opened only when asked" =
    (on { }).networking.firewall.allowedTCPPorts == [ ]
    &&
      (on {
        openFirewall = true;
        listen = [
          "80"
          "[::1]:9000"
        ];
      }).networking.firewall.allowedTCPPorts == [
        80
        9000
      ];

  "right types are taken" = accepts {
    url = "https://a.example";
    listen = [ "80" ];
    dataDir = "/srv";
    openFirewall = true;
    announce = true;
    acceptWithout = [ ];
    settings.log = "debug";
  };
  "a number as address is refused" = !(accepts { url = 80; });
  "a bare port as list of addresses is refused" = !(accepts { listen = 80; });
  "a relative folder is refused" = !(accepts { dataDir = "films"; });
  "a word for yes is refused" = !(accepts { openFirewall = "yes"; });
  "a function among the settings is refused" = !(accepts { settings.log = x: x; });
  "a text as package is refused" = !(accepts { package = "lucarne"; });

  "every board has a name, an architecture and an encoder in software at the end" =
    builtins.all (
      facts:
      facts.name != ""
      && builtins.elem facts.architecture [
        "aarch64"
        "x86_64"
      ]
      && builtins.isList facts.compatible
      && builtins.any (encoder: encoder.element == "x264enc") facts.encoder
    ) boards
    && builtins.length boards >= 2;
  "the card is made for the board that its facts name" =
    card.nixpkgs.hostPlatform == "${board.architecture}-linux"
    && card.boot.kernelModules == board.nixos.kernel-modules;
  "the facts travel with the card" =
    builtins.fromTOML (builtins.readFile card.environment.etc."lucarne/board.toml".source) == board;
  "the card is a video site with a name at home" =
    card.services.lucarne.enable
    && card.networking.firewall.allowedTCPPorts == [ 80 ]
    && card.networking.hostName == "lucarne"
    && contains "<port>80</port>" card.services.avahi.extraServiceFiles.lucarne;
  "the card's image is made from the system and its firmware" =
    contains card.system.build.toplevel card.system.build.sdImage.sdImage.populateRootCommands
    && contains "install-rpi-firmware" card.system.build.sdImage.sdImage.populateFirmwareCommands
    && card.hardware.raspberry-pi.firmware.uboot.enable
    && flake.packages.aarch64-linux.sd-image-rpi4 == card.system.build.sdImage;
  "the card does not ask for drivers that its kernel lacks" =
    !card.hardware.enableAllHardware && card.boot.initrd.allowMissingModules;
  "the firmware partition is mounted, so that it can be refreshed" =
    card.fileSystems."/boot/firmware".options == [ "nofail" ];

  "the package is built from the crates that are built once" =
    package.cargoArtifacts.name == "lucarne-deps-${package.version}"
    && package.cargoArtifacts.src == package.src;
  "the package's source has the program and not the tests" =
    builtins.elem "src" sourceFiles
    && builtins.elem "Cargo.lock" sourceFiles
    && !(builtins.elem "tests" sourceFiles)
    && !(builtins.elem "README.md" sourceFiles);
  "the worker finds every set of plugins" = builtins.all (
    name: contains "${pkgs.gst_all_1.${name}}/lib/gstreamer-1.0" package.postInstall
  ) (builtins.attrNames pkgs.gst_all_1);
  "nix run starts the server's program" =
    flake.apps.x86_64-linux.default.program == "${package}/bin/lucarne";
  "the shell for working and the checks are there for both systems" =
    builtins.all
      (
        system:
        evaluates flake.devShells.${system}.default.name
        && evaluates (builtins.attrNames flake.checks.${system})
      )
      [
        "x86_64-linux"
        "aarch64-linux"
      ];
}
