# The options of nixpkgs' card image that ours sets, and the image itself as a package without content.
{
  lib,
  config,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
in
{
  options.sdImage = {
    firmwareSize = mkOption {
      type = types.int;
      default = 30;
    };
    populateFirmwareCommands = mkOption { type = types.str; };
    populateRootCommands = mkOption { type = types.str; };
  };
  config = {
    # As in the original, which asks for the drivers of every machine.
    hardware.enableAllHardware = true;
    fileSystems."/boot/firmware".options = [
      "nofail"
      "noauto"
    ];
    system.build.sdImage = pkgs.package "sd-image" { inherit (config) sdImage; };
  };
}
