# The card: a whole system that is a video site and nothing else. What the board is comes from
# `hardware/*/board.nix`; this file is the same for every board that boots through U-Boot's extlinux.
{
  config,
  lib,
  modulesPath,
  ...
}:
{
  imports = [ "${modulesPath}/installer/sd-card/sd-image.nix" ];

  sdImage = {
    # The boot files of all models of a family, with room for the next firmware.
    firmwareSize = 256;
    populateRootCommands = ''
      mkdir -p ./files/boot
      ${config.boot.loader.generic-extlinux-compatible.populateCmd} -c ${config.system.build.toplevel} -d ./files/boot
    '';
  };

  boot = {
    loader.grub.enable = false;
    loader.generic-extlinux-compatible.enable = true;
    # The image's profile asks for the drivers of every machine in the world; a board's kernel has its own.
    initrd.allowMissingModules = true;
    tmp.useTmpfs = true;
  };
  hardware.enableAllHardware = lib.mkForce false;

  # Every write wears the card: reading a film is no reason to write down when.
  fileSystems."/".options = [ "noatime" ];
  zramSwap.enable = true;
  environment.etc."systemd/journald.conf.d/lucarne.conf".source = ../image/journald.conf;

  networking = {
    hostName = "lucarne";
    useDHCP = lib.mkDefault true;
  };

  services.lucarne = {
    enable = true;
    openFirewall = true;
    announce = true;
  };

  # Nobody signs in at this machine: it is set up in the browser. A screen that is plugged in shows the log,
  # and in it the address and the code that the first page asks for.
  services.journald.console = "/dev/tty1";
  systemd.services."getty@tty1".enable = false;
  systemd.services."autovt@".enable = false;
  users.mutableUsers = false;
  users.allowNoPasswordLogin = true;

  # Updates come as whole images: nothing is built on the board.
  nix.enable = false;
  documentation.enable = false;

  system.stateVersion = "26.05";
}
