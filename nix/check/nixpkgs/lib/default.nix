# The few functions of nixpkgs' `lib` that our Nix files call, with the same meaning. Written from its manual;
# a function that is not here makes the evaluation stop, so that this list says what we rely on.
let
  lib = rec {
    genAttrs =
      names: make:
      builtins.listToAttrs (
        map (name: {
          inherit name;
          value = make name;
        }) names
      );
    optional = wanted: value: if wanted then [ value ] else [ ];
    optionalAttrs = wanted: set: if wanted then set else { };
    recursiveUpdate =
      left: right:
      left
      // builtins.mapAttrs (
        name: value:
        let
          old = left.${name};
          both = left ? ${name} && isSet old && isSet value;
        in
        if both then recursiveUpdate old value else value
      ) right;
    isSet = value: builtins.isAttrs value && !(value ? _kind) && (value.type or null) != "derivation";

    elem = builtins.elem;
    head = builtins.head;
    last = list: builtins.elemAt list (builtins.length list - 1);
    toInt =
      text:
      let
        value = builtins.fromJSON text;
      in
      if builtins.isInt value then value else throw "${text} is no whole number";
    splitString =
      separator: text:
      builtins.filter builtins.isString (builtins.split (lib.escapeRegex separator) text);
    escapeRegex = builtins.replaceStrings [ "." "[" "]" "*" "+" ] [ "\\." "\\[" "]" "\\*" "\\+" ];
    removePrefix =
      prefix: text:
      let
        length = builtins.stringLength prefix;
      in
      if builtins.substring 0 length text == prefix then builtins.substring length (-1) text else text;
    makeSearchPathOutput =
      _output: folder: packages:
      builtins.concatStringsSep ":" (map (package: "${package}/${folder}") packages);
    cleanSourceWith =
      {
        src,
        filter,
        name,
      }:
      builtins.path {
        inherit filter name;
        path = src;
      };

    licenses.agpl3Plus.spdxId = "AGPL-3.0-or-later";
    platforms.linux = [
      "x86_64-linux"
      "aarch64-linux"
    ];

    inherit (import ./modules.nix lib)
      evalModules
      mkDefault
      mkEnableOption
      mkForce
      mkIf
      mkMerge
      mkOption
      mkOverride
      showOption
      types
      ;
  };
in
lib
