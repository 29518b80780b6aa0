# The Raspberry Pi 4 as a NixOS machine: what its board.toml says, put where NixOS wants it.
{ nixos-hardware }:
{ lib, ... }:
let
  board = builtins.fromTOML (builtins.readFile ./board.toml);
in
{
  imports = [ nixos-hardware.nixosModules.${board.nixos.hardware} ];

  nixpkgs.hostPlatform = "${board.architecture}-linux";

  boot.kernelModules = board.nixos.kernel-modules;

  # The firmware starts U-Boot, and U-Boot the system that extlinux.conf names. nixos-hardware fills the
  # card's firmware partition; the running system refreshes it, so that it never is older than the kernel.
  hardware.raspberry-pi.firmware = {
    enable = true;
    uboot.enable = true;
  };
  fileSystems."/boot/firmware".options = lib.mkForce [ "nofail" ];

  # The facts travel with the machine.
  environment.etc."lucarne/board.toml".source = ./board.toml;
}
