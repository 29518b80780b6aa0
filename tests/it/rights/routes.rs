//! The addresses of the site, read from the tables of `src/web/routes` as tokens.

use std::collections::HashMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One method and address. Where several fit, the first one answers, as in a `match`.
#[derive(Debug)]
pub struct Route {
    /// The file of `src/web/routes` that it stands in.
    pub table: &'static str,
    /// None takes all of them.
    method: Option<String>,
    segments: Vec<Segment>,
    /// More may follow.
    is_open: bool,
    /// How the last segment has to begin.
    begins: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Segment {
    Word(String),
    Anything,
}

impl Route {
    pub fn takes(&self, method: &str, path: &str) -> bool {
        let path = path.split('?').next().expect("there is something before it");
        let asked: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let is_long_enough = match self.is_open {
            true => asked.len() >= self.segments.len(),
            false => asked.len() == self.segments.len(),
        };
        let fits = |(segment, asked): (&Segment, &&str)| match segment {
            Segment::Word(word) => word == asked,
            Segment::Anything => true,
        };
        self.method.as_deref().is_none_or(|own| own == method)
            && is_long_enough
            && self.segments.iter().zip(&asked).all(fits)
            && asked.last().is_none_or(|last| last.starts_with(&self.begins))
    }
}

/// All of them, in the order in which the server tries them.
pub fn all() -> Vec<Route> {
    let mut routes = Vec::new();
    for (file, prefix) in
        [("api", vec!["api", "v1"]), ("activitypub", vec![]), ("files", vec![]), ("pages", vec![])]
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/web/routes/{file}.rs"));
        let source = std::fs::read_to_string(path).expect("the table is there");
        let functions = functions(source.parse().expect("it compiles"));
        let prefix: Vec<_> = prefix.into_iter().map(|word| Segment::Word(word.to_owned())).collect();
        arms(file, &functions["route"], &prefix, &mut routes);
        // The first table of a file names the others, each with what it stands behind.
        let others = passed_on(&functions["route"]);
        assert!(others.len() + 1 >= functions.len(), "a table of {file}.rs stands behind nothing");
        for (name, segments) in others {
            let prefix: Vec<_> = prefix.iter().cloned().chain(segments).collect();
            arms(file, &functions[&name], &prefix, &mut routes);
        }
    }
    routes
}

fn functions(tokens: TokenStream) -> HashMap<String, Vec<TokenTree>> {
    let mut found = HashMap::new();
    let mut name = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "fn" => name = tokens.next().map(|name| name.to_string()),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if let Some(name) = name.take() {
                    found.insert(name, group.stream().into_iter().collect());
                }
            }
            _ => {}
        }
    }
    found
}

/// `["users", rest @ ..] => of_users(…)`: the table and what stands before its addresses.
fn passed_on(body: &[TokenTree]) -> Vec<(String, Vec<Segment>)> {
    let mut found = Vec::new();
    for (place, token) in body.iter().enumerate() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                if group.to_string().contains("@ ..")
                    && let Some(TokenTree::Ident(name)) = body.get(place + 3)
                    && name.to_string().starts_with("of_")
                {
                    found.push((name.to_string(), segments(group.stream()).remove(0).0));
                }
            }
            TokenTree::Ident(word) if word == "_" => {
                if let Some(TokenTree::Ident(name)) = body.get(place + 3)
                    && name.to_string().starts_with("of_")
                {
                    found.push((name.to_string(), Vec::new()));
                }
            }
            TokenTree::Group(group) => found.extend(passed_on(&Vec::from_iter(group.stream()))),
            _ => {}
        }
    }
    found
}

/// Every `("GET", ["a", id])` of a table, with what its guard says.
fn arms(table: &'static str, body: &[TokenTree], prefix: &[Segment], routes: &mut Vec<Route>) {
    for (place, token) in body.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let inside: Vec<TokenTree> = group.stream().into_iter().collect();
        let [method, _, TokenTree::Group(address)] = inside.as_slice() else {
            arms(table, &inside, prefix, routes);
            continue;
        };
        if group.delimiter() != Delimiter::Parenthesis || address.delimiter() != Delimiter::Bracket {
            arms(table, &inside, prefix, routes);
            continue;
        }
        let method = literal(method);
        for (own, is_open) in segments(address.stream()) {
            let segments = prefix.iter().cloned().chain(own).collect();
            routes.push(Route {
                table,
                method: method.clone(),
                segments,
                is_open,
                begins: guard(&body[place + 1..]),
            });
        }
    }
}

/// The text in `if handle.starts_with("…")`.
fn guard(behind: &[TokenTree]) -> String {
    let [TokenTree::Ident(word), _, _, TokenTree::Ident(name), TokenTree::Group(text), ..] = behind else {
        return String::new();
    };
    if word != "if" || name != "starts_with" {
        return String::new();
    }
    text.stream().to_string().trim_matches(['"', '\'']).to_owned()
}

/// What stands between brackets: `"a" | "b"` are two addresses.
fn segments(tokens: TokenStream) -> Vec<(Vec<Segment>, bool)> {
    let mut all = vec![(Vec::new(), false)];
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for part in tokens.split(|token| token.to_string() == ",").filter(|part| !part.is_empty()) {
        if part.iter().any(|token| token.to_string() == ".") {
            all.iter_mut().for_each(|(_, is_open)| *is_open = true);
            continue;
        }
        let choices: Vec<Segment> = part
            .iter()
            .filter(|token| token.to_string() != "|")
            .map(|token| literal(token).map_or(Segment::Anything, Segment::Word))
            .collect();
        all = all
            .into_iter()
            .flat_map(|(known, is_open)| {
                let one_more =
                    |choice: &Segment| ([known.as_slice(), std::slice::from_ref(choice)].concat(), is_open);
                choices.iter().map(one_more).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

fn literal(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Literal(text) => Some(text.to_string().trim_matches('"').to_owned()),
        _ => None,
    }
}
