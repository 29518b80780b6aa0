//! Holds `src` to the plan in `src/lib.rs` and to what the design forbids outright.
//!
//! The sources are read as tokens (proc-macro2), so that what stands in comments and strings says nothing, and
//! what stands inside of macros counts like everything else. Each rule has trees of its own under
//! `tests/fixtures/architecture` with exactly one violation, which must be found.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What each program may use of the library.
const PROGRAMS: [(&str, &[&str]); 2] =
    [("src/main.rs", &["command"]), ("src/bin/lucarne-media/", &["media"])];

/// A file that is longer is two files.
const LINES: usize = 800;

/// Where SQL may stand. `error.rs` turns an error of SQLite into one of ours, `command` and `app` never do.
const SQL: [&str; 2] = ["src/db/", "src/error.rs"];
const WARP: [&str; 1] = ["src/web/"];
const GSTREAMER: [&str; 1] = ["src/bin/lucarne-media/"];
/// Who may ask what time it is; everybody else is told. A stop-watch (`Instant`) tells no time.
const CLOCK: [&str; 3] = ["src/app.rs", "src/jobs/", "src/web/serve.rs"];
const ENVIRONMENT: [&str; 1] = ["src/config.rs"];

#[derive(Debug, PartialEq, Eq)]
struct Violation {
    rule: &'static str,
    file: String,
    line: usize,
    what: String,
}

/// One token, with what stands around it forgotten.
#[derive(Debug)]
struct Token {
    line: usize,
    kind: Kind,
    /// Inside of something that only tests compile.
    is_test: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Word(String),
    Text(String),
    Mark(char),
    Open(char),
    Close,
}

#[test]
fn the_house_is_built_as_its_plan_says() {
    let violations = inspect(Path::new(env!("CARGO_MANIFEST_DIR")));
    let told: Vec<_> = violations
        .iter()
        .map(|one| format!("{}:{} {}: {}", one.file, one.line, one.rule, one.what))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn the_plan_is_read_as_it_is_meant() {
    let plan =
        plan_of(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap());
    for (lower, higher) in
        [("error", "domain"), ("domain", "db"), ("db", "actions"), ("app", "web"), ("web", "command")]
    {
        assert!(plan[lower] < plan[higher], "{lower} stands above {higher}: {plan:?}");
    }
    assert_eq!(plan["db"], plan["files"]);
    assert_eq!(plan["jobs"], plan["web"]);
}

#[test]
fn each_rule_finds_the_one_violation_of_its_trees() {
    let trees = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/architecture");
    let mut seen = 0;
    for tree in fs::read_dir(&trees).expect("there are trees") {
        let tree = tree.expect("it can be listed").path();
        let name = tree.file_name().expect("a tree has a name").to_string_lossy().into_owned();
        let found = inspect(&tree);
        seen += 1;
        if name == "clean" {
            assert!(found.is_empty(), "{found:#?}");
            continue;
        }
        // The name of a tree begins with its rule; the line that breaks it says so.
        let [one] = found.as_slice() else { panic!("{name} has exactly one violation: {found:#?}") };
        assert!(name.starts_with(one.rule), "{name}: {one:?}");
        let text = fs::read_to_string(tree.join(&one.file)).expect("the file was read before");
        let line = text.lines().nth(one.line - 1).unwrap_or_default();
        assert!(
            one.rule == "length" || line.contains("// violation"),
            "{name}: line {} is {line:?}",
            one.line
        );
    }
    assert!(seen >= 20, "{seen} trees");
}

fn inspect(root: &Path) -> Vec<Violation> {
    let library = fs::read_to_string(root.join("src/lib.rs")).expect("a tree has its plan");
    let plan = plan_of(&library);
    let mut found = Vec::new();
    for path in sources(&root.join("src")) {
        let file = path.strip_prefix(root).expect("it lies below").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("it can be read");
        let stream: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut tokens = Vec::new();
        flatten(stream, false, &mut tokens);
        let mut note =
            |rule, line, what: String| found.push(Violation { rule, file: file.clone(), line, what });
        let lines = text.lines().count();
        if lines > LINES {
            note("length", lines, format!("{lines} lines"));
        }
        if file == "src/lib.rs" {
            check_library(&tokens, &mut note);
        } else if let Some((_, rooms)) = PROGRAMS.iter().find(|(program, _)| file.starts_with(program)) {
            check_program(&tokens, rooms, &mut note);
        } else {
            check_room(&file, &tokens, &plan, &mut note);
        }
        check_forbidden(&file, &tokens, &mut note);
    }
    found
}

/// The paragraph of each room: 0 is the uppermost.
fn plan_of(library: &str) -> BTreeMap<String, usize> {
    let mut plan = BTreeMap::new();
    let mut paragraph = 0;
    for line in library.lines().map(str::trim) {
        if line.is_empty() {
            paragraph += 1;
        } else if let Some(room) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            plan.insert(room.to_owned(), paragraph);
        }
    }
    plan
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn flatten(stream: TokenStream, is_test: bool, tokens: &mut Vec<Token>) {
    // An item behind `#[cfg(test)]` or `#[test]` ends with its first block or semicolon.
    let mut is_test_item = false;
    let mut is_attribute = false;
    for tree in stream {
        let line = tree.span().start().line;
        let is_test = is_test || is_test_item;
        let mut push = |kind| tokens.push(Token { line, kind, is_test });
        match tree {
            TokenTree::Ident(word) => push(Kind::Word(word.to_string().trim_start_matches("r#").to_owned())),
            TokenTree::Literal(text) => push(Kind::Text(text.to_string())),
            TokenTree::Punct(mark) => {
                push(Kind::Mark(mark.as_char()));
                is_attribute = mark.as_char() == '#';
                if mark.as_char() == ';' {
                    is_test_item = false;
                }
                continue;
            }
            TokenTree::Group(group) => {
                let open = match group.delimiter() {
                    Delimiter::Brace => '{',
                    Delimiter::Bracket => '[',
                    Delimiter::Parenthesis => '(',
                    Delimiter::None => ' ',
                };
                push(Kind::Open(open));
                if is_attribute && open == '[' {
                    let words: String = group.stream().to_string().split_whitespace().collect();
                    is_test_item |= words == "test" || words == "cfg(test)" || words.ends_with("::test");
                }
                flatten(group.stream(), is_test, tokens);
                tokens.push(Token { line: group.span_close().start().line, kind: Kind::Close, is_test });
                if open == '{' {
                    is_test_item = false;
                }
            }
        }
        is_attribute = false;
    }
}

/// The library's root declares rooms and does nothing else: a re-export there would be a door past the plan.
fn check_library(tokens: &[Token], note: &mut impl FnMut(&'static str, usize, String)) {
    for token in tokens {
        if let Kind::Word(word) = &token.kind
            && matches!(
                word.as_str(),
                "use" | "fn" | "struct" | "enum" | "type" | "static" | "const" | "macro_rules" | "path"
            )
        {
            note("order", token.line, format!("the plan itself holds `{word}`"));
        }
    }
}

fn check_program(tokens: &[Token], rooms: &[&str], note: &mut impl FnMut(&'static str, usize, String)) {
    for (at, token) in tokens.iter().enumerate() {
        if is_word(tokens, at, "lucarne") && is_path(tokens, at + 1) && !is_path(tokens, at.wrapping_sub(2)) {
            for room in heads(tokens, at + 3) {
                if !rooms.contains(&room.as_str()) {
                    note("order", token.line, format!("this program uses {room}"));
                }
            }
        }
    }
}

/// A room may use the rooms of the paragraphs above its own.
fn check_room(
    file: &str,
    tokens: &[Token],
    plan: &BTreeMap<String, usize>,
    note: &mut impl FnMut(&'static str, usize, String),
) {
    let inside = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
    let mut module: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    let own = module[0].clone();
    let Some(&own_paragraph) = plan.get(&own) else {
        note("order", 1, format!("{own} is no room of the plan"));
        return;
    };
    // The depth of blocks, and at which depth each module inside of the file has begun.
    let (mut depth, mut modules) = (0, Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Open(_) => {
                if let (Some(Kind::Word(name)), true) = (
                    tokens.get(at.wrapping_sub(1)).map(|before| &before.kind),
                    is_word(tokens, at.wrapping_sub(2), "mod"),
                ) {
                    modules.push((depth, name.clone()));
                }
                depth += 1;
            }
            Kind::Close => {
                depth -= 1;
                if modules.last().is_some_and(|(begun, _)| *begun == depth) {
                    modules.pop();
                }
            }
            Kind::Word(word) => {
                let begins = !is_path(tokens, at.wrapping_sub(2));
                let rooms = match word.as_str() {
                    "crate" if begins && is_path(tokens, at + 1) => heads(tokens, at + 3),
                    "super" if begins && is_path(tokens, at + 1) => {
                        let mut end = at;
                        let mut up = 1;
                        while is_word(tokens, end + 3, "super") && is_path(tokens, end + 4) {
                            (end, up) = (end + 3, up + 1);
                        }
                        let leads_out = up >= module.len() + modules.len();
                        if leads_out { heads(tokens, end + 3) } else { Vec::new() }
                    }
                    "lucarne" if begins && is_path(tokens, at + 1) => {
                        note("order", token.line, "the library names itself from outside".to_owned());
                        Vec::new()
                    }
                    "include"
                        if matches!(tokens.get(at + 1).map(|next| &next.kind), Some(Kind::Mark('!'))) =>
                    {
                        note("order", token.line, "code of another file is taken in".to_owned());
                        Vec::new()
                    }
                    "path" if is_attribute(tokens, at) => {
                        note("order", token.line, "a module lies elsewhere than its name says".to_owned());
                        Vec::new()
                    }
                    "extern" if is_word(tokens, at + 1, "crate") => {
                        note("order", token.line, "a crate gets another name".to_owned());
                        Vec::new()
                    }
                    _ => Vec::new(),
                };
                for room in rooms.into_iter().filter(|room| *room != own && room != "self") {
                    match plan.get(&room) {
                        Some(&paragraph) if paragraph < own_paragraph => {}
                        Some(_) => note("order", token.line, format!("{own} uses {room}")),
                        None => note(
                            "order",
                            token.line,
                            format!("{own} uses {room}, which is no room of the plan"),
                        ),
                    }
                }
            }
            _ => {}
        }
    }
}

fn check_forbidden(file: &str, tokens: &[Token], note: &mut impl FnMut(&'static str, usize, String)) {
    let may = |places: &[&str]| places.iter().any(|place| file.starts_with(place));
    for (at, token) in tokens.iter().enumerate() {
        let mut forbid = |rule, what: &str| note(rule, token.line, what.to_owned());
        match &token.kind {
            Kind::Text(text) if !may(&SQL) && is_sql(text) => forbid("sql", text),
            Kind::Word(word) => match word.as_str() {
                "rusqlite" if !may(&SQL) => forbid("sql", word),
                "warp" if !may(&WARP) => forbid("warp", word),
                name if (name == "gst" || name.starts_with("gstreamer")) && !may(&GSTREAMER) => {
                    forbid("gstreamer", name)
                }
                "SystemTime" | "now_utc" | "now_local" if !token.is_test && !may(&CLOCK) => {
                    forbid("clock", word)
                }
                "var" | "var_os" | "vars" | "vars_os"
                    if !token.is_test && !may(&ENVIRONMENT) && is_word(tokens, at.wrapping_sub(3), "env") =>
                {
                    forbid("environment", word);
                }
                "unwrap" if !token.is_test && is_call_without_arguments(tokens, at) => forbid("unwrap", word),
                _ => {}
            },
            _ => {}
        }
    }
}

/// A text that begins as a statement of SQL does.
fn is_sql(literal: &str) -> bool {
    let text = literal.trim_start_matches(['r', 'b', '#']).trim_matches(['"', '#']);
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["SELECT" | "PRAGMA" | "SAVEPOINT" | "VACUUM" | "ATTACH", _, ..] => true,
        ["INSERT" | "REPLACE", rest @ ..] => rest.contains(&"INTO"),
        ["UPDATE", rest @ ..] => rest.contains(&"SET"),
        ["DELETE", "FROM", ..] | ["BEGIN", "IMMEDIATE" | "EXCLUSIVE", ..] => true,
        ["CREATE" | "ALTER" | "DROP", "TABLE" | "INDEX" | "TRIGGER" | "VIEW" | "VIRTUAL" | "UNIQUE", ..] => {
            true
        }
        _ => false,
    }
}

fn is_word(tokens: &[Token], at: usize, word: &str) -> bool {
    matches!(tokens.get(at).map(|token| &token.kind), Some(Kind::Word(known)) if known == word)
}

/// Whether `::` stands there.
fn is_path(tokens: &[Token], at: usize) -> bool {
    let is_colon = |at: usize| matches!(tokens.get(at).map(|token| &token.kind), Some(Kind::Mark(':')));
    is_colon(at) && is_colon(at.wrapping_add(1))
}

fn is_attribute(tokens: &[Token], at: usize) -> bool {
    let before = |back: usize| tokens.get(at.wrapping_sub(back)).map(|token| &token.kind);
    before(1) == Some(&Kind::Open('[')) && matches!(before(2), Some(Kind::Mark('#' | '!')))
}

fn is_call_without_arguments(tokens: &[Token], at: usize) -> bool {
    let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
    kind(at.wrapping_sub(1)) == Some(&Kind::Mark('.'))
        && kind(at + 1) == Some(&Kind::Open('('))
        && kind(at + 2) == Some(&Kind::Close)
}

/// The first words of what stands behind a path: one name, or those of a group in braces.
fn heads(tokens: &[Token], at: usize) -> Vec<String> {
    match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Word(word)) => vec![word.clone()],
        Some(Kind::Open('{')) => {
            let (mut depth, mut begins, mut words) = (0, true, Vec::new());
            for token in &tokens[at..] {
                match &token.kind {
                    Kind::Open(_) => depth += 1,
                    Kind::Close => {
                        depth -= 1;
                        if depth == 0 {
                            break;
                        }
                    }
                    Kind::Mark(',') if depth == 1 => begins = true,
                    Kind::Word(word) if depth == 1 && begins => {
                        words.push(word.clone());
                        begins = false;
                    }
                    Kind::Mark('*') if depth == 1 && begins => words.push("*".to_owned()),
                    _ => {}
                }
            }
            words
        }
        // `crate::*` takes everything.
        Some(Kind::Mark('*')) => vec!["*".to_owned()],
        _ => Vec::new(),
    }
}
