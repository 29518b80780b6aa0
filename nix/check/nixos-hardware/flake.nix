{
  description = "A stand-in for nixos-hardware: the one board module that we use, and what it fills in";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs = _: {
    nixosModules.raspberry-pi-4 =
      { lib, ... }:
      {
        options.hardware.raspberry-pi.firmware = {
          enable = lib.mkEnableOption "the firmware partition of a running system";
          uboot.enable = lib.mkEnableOption "U-Boot";
        };
        config = {
          boot.loader.generic-extlinux-compatible.enable = lib.mkDefault true;
          sdImage.populateFirmwareCommands = "install-rpi-firmware ./firmware\n";
        };
      };
  };
}
