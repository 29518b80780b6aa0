# What our modules read of a NixOS machine, and not only write.
{ lib, config, ... }:
let
  inherit (lib) mkOption types;
in
{
  options = {
    nixpkgs.hostPlatform = mkOption { type = types.str; };
    networking.hostName = mkOption {
      type = types.str;
      default = "nixos";
    };
    networking.firewall.allowedTCPPorts = mkOption {
      type = types.listOf types.int;
      default = [ ];
    };
    boot.loader.generic-extlinux-compatible.populateCmd = mkOption {
      type = types.str;
      default = "populate-extlinux";
    };
    assertions = mkOption {
      type = types.listOf (
        types.attrsOf {
          name = "anything";
          check = _: true;
        }
      );
      default = [ ];
    };
  };
  config.system.build.toplevel = "/nix/store/00000000000000000000000000000000-nixos-system-${config.networking.hostName}";
}
