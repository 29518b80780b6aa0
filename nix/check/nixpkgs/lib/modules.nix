# A small module system with the rules that our modules rely on: imports, options with types and defaults,
# mkIf, mkMerge, mkDefault and mkForce. What nobody declared is accepted and merged, because the hundreds of
# options of a real NixOS are not here; what we declare ourselves is checked as strictly as there.
lib:
let
  inherit (builtins)
    all
    attrNames
    concatMap
    elemAt
    filter
    foldl'
    head
    isAttrs
    isFunction
    isList
    isPath
    isString
    length
    mapAttrs
    ;

  kindOf = value: if isAttrs value then value._kind or null else null;
  isPlainSet = value: isAttrs value && !(value ? _kind) && (value.type or null) != "derivation";

  normalPriority = 100;

  # A definition is a value that may be wrapped. For the names inside a set the conditions are pushed
  # inwards, so that asking for a name never asks for a condition: `config` may depend on itself.
  sets =
    definition:
    let
      rewrap = wrap: map (mapAttrs (_: wrap)) (sets definition.content);
    in
    if kindOf definition == "if" then
      rewrap (content: lib.mkIf definition.condition content)
    else if kindOf definition == "override" then
      rewrap (content: lib.mkOverride definition.priority content)
    else if kindOf definition == "merge" then
      concatMap sets definition.contents
    else
      [ definition ];

  # What a definition comes to in the end: values with their priorities, conditions decided.
  values =
    definition:
    if kindOf definition == "if" then
      if definition.condition then values definition.content else [ ]
    else if kindOf definition == "override" then
      map (found: found // { inherit (definition) priority; }) (values definition.content)
    else if kindOf definition == "merge" then
      concatMap values definition.contents
    else
      [
        {
          priority = normalPriority;
          value = definition;
        }
      ];

  # The content under all wrappers, to see whether it is a set.
  bare =
    definition:
    if kindOf definition == "if" || kindOf definition == "override" then
      bare definition.content
    else if kindOf definition == "merge" then
      (if definition.contents == [ ] then { } else bare (head definition.contents))
    else
      definition;

  strongest =
    found:
    let
      best = foldl' (low: one: if one.priority < low then one.priority else low) 10000 found;
    in
    map (one: one.value) (filter (one: one.priority == best) found);

  mergeFreely =
    path: found:
    if found == [ ] then
      throw "${lib.showOption path} has no value"
    else if all isList found then
      builtins.concatLists found
    else if length found == 1 || all (one: one == head found) found then
      head found
    else
      throw "${lib.showOption path} is set to different values";

  settle =
    path: option: definitions:
    let
      found = strongest (concatMap values definitions);
    in
    if found == [ ] then
      option.default or (throw "${lib.showOption path} has no value and no default")
    else
      option.type.merge path (
        map (
          value:
          if option.type.check value then
            value
          else
            throw "A definition for option `${lib.showOption path}' is not of type `${option.type.name}'."
        ) found
      );

  build =
    path: declared: definitions:
    let
      parts = concatMap sets definitions;
      names = foldl' (seen: part: seen // part) declared parts;
    in
    mapAttrs (
      name: _:
      let
        here = path ++ [ name ];
        option = declared.${name} or null;
        inside = concatMap (part: lib.optional (part ? ${name}) part.${name}) parts;
      in
      if kindOf option == "option" then
        settle here option inside
      else if option != null || all (definition: isPlainSet (bare definition)) inside then
        build here (if option == null then { } else option) inside
      else
        mergeFreely here (strongest (concatMap values inside))
    ) names;
in
rec {
  evalModules =
    {
      modules,
      specialArgs ? { },
    }:
    let
      arguments = specialArgs // {
        inherit lib config options;
      };
      load =
        module:
        let
          source = if isPath module || isString module then import module else module;
          loaded = if isFunction source then source arguments else source;
          short = !(loaded ? config || loaded ? options);
        in
        concatMap load (loaded.imports or [ ])
        ++ [
          {
            options = loaded.options or { };
            config = if short then removeAttrs loaded [ "imports" ] else loaded.config or { };
          }
        ];
      loaded = concatMap load modules;
      options = foldl' lib.recursiveUpdate { } (map (module: module.options) loaded);
      config = build [ ] options (map (module: module.config) loaded);
    in
    {
      inherit config options;
    };

  mkOption = option: option // { _kind = "option"; };
  mkEnableOption =
    what:
    mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether to enable ${what}.";
    };
  mkIf = condition: content: {
    _kind = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _kind = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _kind = "override";
    inherit priority content;
  };
  mkDefault = mkOverride 1000;
  mkForce = mkOverride 50;

  types =
    let
      one =
        path: found:
        if all (value: value == head found) found then
          head found
        else
          throw "${lib.showOption path} is set to different values";
      simple = name: check: {
        inherit name check;
        merge = one;
      };
    in
    {
      bool = simple "boolean" builtins.isBool;
      str = simple "string" isString;
      int = simple "signed integer" builtins.isInt;
      path = simple "absolute path" (
        value: isPath value || (isString value && builtins.substring 0 1 value == "/")
      );
      package = simple "package" (value: isAttrs value && (value.type or null) == "derivation");
      enum = choices: simple "one of ${toString choices}" (value: builtins.elem value choices);
      nullOr = inner: {
        name = "null or ${inner.name}";
        check = value: value == null || inner.check value;
        merge = one;
      };
      listOf = inner: {
        name = "list of ${inner.name}";
        check = value: isList value && all inner.check value;
        merge = _: builtins.concatLists;
      };
      attrsOf = inner: {
        name = "attribute set of ${inner.name}";
        check = value: isAttrs value && all (name: inner.check value.${name}) (attrNames value);
        merge = _: foldl' (merged: value: merged // value) { };
      };
      # What a TOML file can hold.
      toml = {
        name = "TOML value";
        check =
          let
            holds =
              value:
              if isAttrs value then
                !(value ? type && value.type == "derivation") && all (name: holds value.${name}) (attrNames value)
              else if isList value then
                all holds value
              else
                isString value || builtins.isInt value || builtins.isBool value || builtins.isFloat value;
          in
          value: isAttrs value && holds value;
        merge = _: foldl' lib.recursiveUpdate { };
      };
    };

  # Only what the tests of a module system need to say where something stands.
  showOption =
    path: if length path == 1 then elemAt path 0 else "${head path}.${showOption (builtins.tail path)}";
}
