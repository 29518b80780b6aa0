# `services.lucarne`: the server on NixOS. The unit and its hardening are the plain files of `image/`, the
# same that Debian gets; what stands here is only what a person may choose.
{ self }:
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkIf mkOption types;
  cfg = config.services.lucarne;
  toml = pkgs.formats.toml { };

  # The unit makes its usual folder itself (StateDirectory=).
  elsewhere = cfg.dataDir != "/var/lib/lucarne";

  # A number is that port on every address; the server and systemd read both forms alike.
  portOf = address: lib.toInt (lib.last (lib.splitString ":" address));

  settings =
    cfg.settings
    // {
      data = cfg.dataDir;
      # systemd opens it; the server says it to people.
      listen = lib.head cfg.listen;
    }
    // lib.optionalAttrs (cfg.url != null) { inherit (cfg) url; }
    // lib.optionalAttrs (cfg.acceptWithout != [ ]) { accept-without = cfg.acceptWithout; };
in
{
  options.services.lucarne = {
    enable = lib.mkEnableOption "Lucarne, a video site that speaks PeerTube's protocols";

    package = mkOption {
      type = types.package;
      default = self.packages.${pkgs.stdenv.hostPlatform.system}.lucarne;
      defaultText = "the package of Lucarne's flake";
      description = "The package with the programs lucarne and lucarne-media, and with the units.";
    };

    url = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "https://films.example.org";
      description = ''
        The address under which people reach the site. Left out, the setup in the browser asks for it. From
        the first contact with another site on, it belongs to the films for good.
      '';
    };

    listen = mkOption {
      type = types.listOf types.str;
      default = [ "80" ];
      example = [ "127.0.0.1:9000" ];
      description = ''
        Where systemd listens for the server: ports, or addresses with a port, as in ListenStream= of
        systemd.socket(5).
      '';
    };

    dataDir = mkOption {
      type = types.path;
      default = "/var/lib/lucarne";
      description = ''
        The folder that holds the database and the films. A folder elsewhere must exist, and is given to
        the account lucarne.
      '';
    };

    openFirewall = mkOption {
      type = types.bool;
      default = false;
      description = "Whether the firewall lets visitors through to the ports of `listen`.";
    };

    announce = mkOption {
      type = types.bool;
      default = false;
      description = "Whether HOSTNAME.local leads to this machine at home (mDNS, by Avahi).";
    };

    acceptWithout = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "landlock" ];
      description = ''
        Protections of the media worker that this machine cannot give and that you accept to lack. Lucarne
        refuses to prepare films until what is missing is named here; `lucarne doctor` tells the names.
      '';
    };

    settings = mkOption {
      type = toml.type;
      default = { };
      example = {
        log = "debug";
        reserve = 2000;
      };
      description = "More boot settings, as in /etc/lucarne/lucarne.toml; `lucarne config` lists them.";
    };
  };

  config = mkIf cfg.enable {
    assertions = [
      {
        assertion = cfg.listen != [ ];
        message = "services.lucarne.listen: at least one address is needed.";
      }
      {
        assertion = !(cfg.settings ? data || cfg.settings ? url || cfg.settings ? listen);
        message = "services.lucarne.settings: data, url and listen have options of their own (dataDir, url, listen).";
      }
    ];

    users.groups.lucarne = { };
    users.users.lucarne = {
      isSystemUser = true;
      group = "lucarne";
      home = "/var/lib/lucarne";
      # They reach the board's video encoder.
      extraGroups = [
        "video"
        "render"
      ];
    };

    environment.systemPackages = [ cfg.package ];
    environment.etc."lucarne/lucarne.toml".source = toml.generate "lucarne.toml" settings;

    systemd.packages = [ cfg.package ];

    systemd.sockets.lucarne = {
      wantedBy = [ "sockets.target" ];
      # An empty one first: it clears the list of the plain file.
      listenStreams = [ "" ] ++ cfg.listen;
    };

    systemd.services.lucarne = {
      wantedBy = [ "multi-user.target" ];
      restartTriggers = [ config.environment.etc."lucarne/lucarne.toml".source ];
      unitConfig.RequiresMountsFor = [ cfg.dataDir ];
      serviceConfig = {
        ExecStart = [
          ""
          "${cfg.package}/bin/lucarne serve"
        ];
        ReadWritePaths = lib.optional elsewhere cfg.dataDir;
      };
    };

    systemd.tmpfiles.rules = lib.optional elsewhere "d ${cfg.dataDir} 0750 lucarne lucarne -";

    networking.firewall.allowedTCPPorts = mkIf cfg.openFirewall (map portOf cfg.listen);

    services.avahi = mkIf cfg.announce {
      enable = true;
      nssmdns4 = true;
      publish = {
        enable = true;
        addresses = true;
      };
      extraServiceFiles.lucarne = builtins.readFile ../image/lucarne.avahi.service;
    };
  };
}
