{
  description = "A stand-in for nixpkgs, small enough to evaluate our flake anywhere in a moment";

  outputs =
    { self }:
    let
      lib = import ./lib;
      packagesOf = system: import ./packages.nix lib system;
    in
    {
      lib = lib // {
        nixosSystem =
          {
            modules,
            specialArgs ? { },
          }:
          let
            machine = lib.evalModules {
              modules = [ ./nixos/modules/machine.nix ] ++ modules;
              specialArgs = specialArgs // {
                modulesPath = "${self}/nixos/modules";
                pkgs = packagesOf machine.config.nixpkgs.hostPlatform;
              };
            };
          in
          machine;
      };
      legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] packagesOf;
    };
}
