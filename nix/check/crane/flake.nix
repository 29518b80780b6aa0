{
  description = "A stand-in for crane: it keeps what it is asked to build";

  outputs = _: {
    mkLib =
      pkgs:
      let
        build = name: arguments: pkgs.package name (arguments // { inherit arguments; });
      in
      {
        buildPackage = arguments: build "lucarne-${arguments.version}" arguments;
        buildDepsOnly = arguments: build "lucarne-deps-${arguments.version}" arguments;
        cargoFmt = arguments: build "lucarne-fmt-${arguments.version}" arguments;
      };
  };
}
