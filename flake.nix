{
  description = "Lucarne, a video site for an association, on a board the size of a credit card";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
    crane.url = "github:ipetkov/crane";
    nixos-hardware = {
      url = "github:NixOS/nixos-hardware";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    {
      self,
      nixpkgs,
      crane,
      nixos-hardware,
    }:
    let
      inherit (nixpkgs) lib;

      # One output for each system that Lucarne is made for.
      forEachSystem =
        make:
        lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (system: make nixpkgs.legacyPackages.${system});

      # A whole system for one board: its facts, its hardware, our module, and the card that carries them.
      boardSystem =
        board:
        lib.nixosSystem {
          modules = [
            self.nixosModules.default
            (import board { inherit nixos-hardware; })
            ./nix/sd-image.nix
          ];
        };
    in
    {
      packages = forEachSystem (
        pkgs:
        let
          lucarne = pkgs.callPackage ./nix/package.nix { craneLib = crane.mkLib pkgs; };
        in
        {
          inherit lucarne;
          default = lucarne;
        }
        // lib.optionalAttrs (pkgs.stdenv.hostPlatform.system == "aarch64-linux") {
          sd-image-rpi4 = self.nixosConfigurations.rpi4.config.system.build.sdImage;
        }
      );

      apps = forEachSystem (pkgs: {
        default = {
          type = "app";
          program = "${self.packages.${pkgs.stdenv.hostPlatform.system}.lucarne}/bin/lucarne";
        };
      });

      devShells = forEachSystem (pkgs: {
        default = pkgs.callPackage ./nix/shell.nix { };
      });

      checks = forEachSystem (
        pkgs:
        pkgs.callPackage ./nix/checks.nix {
          craneLib = crane.mkLib pkgs;
          inherit (self.packages.${pkgs.stdenv.hostPlatform.system}) lucarne;
          module = self.nixosModules.default;
        }
      );

      nixosModules.default = import ./nix/module.nix { inherit self; };

      nixosConfigurations.rpi4 = boardSystem ./hardware/rpi4/board.nix;
    };
}
