# `nix flake check`: the package builds, the code is formatted, and a NixOS machine with the module answers.
# The tests of the site itself need a browser and are run by `make test`.
{
  craneLib,
  lucarne,
  module,
  testers,
}:
{
  package = lucarne;

  format = craneLib.cargoFmt { inherit (lucarne) src pname version; };

  machine = testers.runNixOSTest {
    name = "lucarne-machine";
    nodes.machine = {
      imports = [ module ];
      services.lucarne.enable = true;
    };
    testScript = ''
      machine.wait_for_unit("lucarne.service")
      machine.wait_until_succeeds("curl --fail --silent http://localhost/api/v1/ping | grep -q pong")
      machine.succeed("systemctl restart lucarne.service")
      machine.wait_until_succeeds("curl --fail --silent http://localhost/api/v1/ping | grep -q pong")
    '';
  };
}
