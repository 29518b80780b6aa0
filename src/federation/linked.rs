//! Documents as the graphs that they mean (JSON-LD 1.1), in the one order that signatures are made over (RDF Dataset
//! Canonicalization 1.0, which gives what URDNA2015 gave).
//!
//! What the words mean stands in two documents of the W3C, kept beside this file in `contexts/`: ActivityStreams 2
//! (<https://www.w3.org/ns/activitystreams>) and the security vocabulary (<https://w3id.org/security/v1>). Nothing is
//! fetched: a document that needs others is one that cannot be read here.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxrdf::{BlankNode, Dataset, NamedOrBlankNode, Quad, Term};
use serde_json::Value;

use crate::error::{Error, Result};

const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
const SECURITY: &str = "https://w3id.org/security/v1";

/// Statements of a document; the largest of a real PeerTube has a few hundred.
const STATEMENTS: usize = 4_000;

/// Contexts of a document, and how deep it may go.
const CONTEXTS: usize = 8;
const DEPTH: usize = 32;

/// Things without a name that look alike and hang together. Telling them apart takes time that grows with the
/// factorial of their number (RDFC-1.0, section 7.1, "dataset poisoning").
const TWINS: usize = 6;

/// Words whose meaning has another name: PeerTube's, and Mastodon's.
const RENAMED: [(&str, &str); 6] = [
    ("licence", "license"),
    ("language", "inLanguage"),
    ("originallyPublishedAt", "datePublished"),
    ("schedules", "eventSchedule"),
    ("videoChannelPosition", "position"),
    ("icons", "icon"),
];

fn known(url: &str) -> Option<&'static str> {
    match url {
        ACTIVITY_STREAMS => Some(include_str!("contexts/activitystreams.jsonld")),
        SECURITY => Some(include_str!("contexts/security-v1.jsonld")),
        _ => None,
    }
}

/// The words of the two contexts, and the addresses that they stand for where that is told.
static WORDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for text in [ACTIVITY_STREAMS, SECURITY].into_iter().filter_map(known) {
        let context: Value = serde_json::from_str(text).unwrap_or_default();
        for (word, meaning) in context["@context"].as_object().into_iter().flatten() {
            words.insert(word.clone(), iri(meaning).unwrap_or_default().to_owned());
        }
    }
    words
});

fn iri(meaning: &Value) -> Option<&str> {
    meaning.as_str().or_else(|| meaning["@id"].as_str())
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::invalid("error-federation-activity").caused_by(reason.into())
}

/// The statements of a document in their one order, as N-Quads.
pub fn canonical(document: &Value) -> Result<String> {
    let text = serde_json::to_vec(document)?;
    let parser = JsonLdParser::new().for_slice(&text).with_load_document_callback(|url, _| {
        let document = known(url).ok_or_else(|| format!("the context {url} is not known here"))?;
        Ok(JsonLdRemoteDocument { document: document.as_bytes().to_vec(), document_url: url.to_owned() })
    });
    let mut graph = Dataset::new();
    for quad in parser {
        let quad = quad.map_err(|error| wrong(error.to_string()))?;
        // Words without a meaning say nothing (JSON-LD 1.1 API, section 8: a predicate has a name).
        if quad.predicate.as_str().starts_with("_:") {
            continue;
        }
        if graph.len() >= STATEMENTS {
            return Err(wrong("it says too much"));
        }
        graph.insert(&quad);
    }
    check_twins(&graph)?;
    graph.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<_> = graph.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    Ok(lines.concat())
}

/// Refuses what could not be put in order within a reasonable time.
fn check_twins(graph: &Dataset) -> Result<()> {
    let quads: Vec<Quad> = graph.iter().map(Quad::from).collect();
    let mut around: HashMap<&BlankNode, Vec<&Quad>> = HashMap::new();
    for quad in &quads {
        let nodes: HashSet<_> = nodes(quad).collect();
        for node in nodes {
            around.entry(node).or_default().push(quad);
        }
    }
    let mut alike: HashMap<String, Vec<&BlankNode>> = HashMap::new();
    for (node, quads) in &around {
        let mut lines: Vec<_> = quads.iter().map(|quad| seen_from(quad, node)).collect();
        lines.sort_unstable();
        alike.entry(lines.concat()).or_default().push(node);
    }
    let mut twins: HashSet<&BlankNode> = alike.into_values().filter(|all| all.len() > 1).flatten().collect();
    while let Some(first) = twins.iter().next().copied() {
        twins.remove(first);
        let (mut together, mut waiting) = (1, vec![first]);
        while let Some(node) = waiting.pop() {
            for other in around.get(node).into_iter().flatten().flat_map(|quad| nodes(quad)) {
                if let Some(other) = twins.take(other) {
                    together += 1;
                    waiting.push(other);
                }
            }
        }
        if together > TWINS {
            return Err(wrong("too many things in it cannot be told apart"));
        }
    }
    Ok(())
}

fn nodes(quad: &Quad) -> impl Iterator<Item = &BlankNode> {
    let subject = match &quad.subject {
        NamedOrBlankNode::BlankNode(node) => Some(node),
        NamedOrBlankNode::NamedNode(_) => None,
    };
    let object = match &quad.object {
        Term::BlankNode(node) => Some(node),
        _ => None,
    };
    subject.into_iter().chain(object)
}

/// A statement in which this node is somebody and all others without a name are nobody.
fn seen_from(quad: &Quad, node: &BlankNode) -> String {
    let name = |other: &BlankNode| if other == node { "_:a" } else { "_:z" };
    let subject = match &quad.subject {
        NamedOrBlankNode::BlankNode(other) => name(other).to_owned(),
        NamedOrBlankNode::NamedNode(named) => named.to_string(),
    };
    let object = match &quad.object {
        Term::BlankNode(other) => name(other).to_owned(),
        other => other.to_string(),
    };
    format!("{subject} {} {object}\n", quad.predicate)
}

/// Whether the members of a document can be taken by their names: a signature is made over what a document means, and
/// a context that gives other names to the same meaning, or a member that means nothing, would change what is read
/// here and leave the signature right. What the signature says of itself is read elsewhere.
pub fn check_names(document: &Value) -> Result<()> {
    let members = document.as_object().ok_or_else(|| wrong("it is no object"))?;
    let members = members.iter().filter(|(name, _)| *name != "signature");
    check_object(members, &HashMap::new(), 0)
}

fn check_object<'a>(
    members: impl Iterator<Item = (&'a String, &'a Value)> + Clone,
    own: &HashMap<&'a str, &'a str>,
    depth: usize,
) -> Result<()> {
    if depth > DEPTH {
        return Err(wrong("it is too deep"));
    }
    let context = members.clone().find(|(name, _)| *name == "@context");
    let extended = context.map(|(_, context)| extended(own, context)).transpose()?;
    let own = extended.as_ref().unwrap_or(own);
    for (name, value) in members.filter(|(name, _)| *name != "@context") {
        // PeerTube writes nulls for what it has no words for; they say nothing either way.
        if !is_name(name, own) && !value.is_null() {
            return Err(wrong(format!("{name} means nothing in it")));
        }
        check_value(name, value, own, depth)?;
    }
    Ok(())
}

/// What words mean where this context is added.
fn extended<'a>(own: &HashMap<&'a str, &'a str>, context: &'a Value) -> Result<HashMap<&'a str, &'a str>> {
    let contexts = match context {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    if contexts.len() > CONTEXTS {
        return Err(wrong("it has too many contexts"));
    }
    let mut own = own.clone();
    for context in contexts {
        match context {
            Value::String(url) if known(url).is_some() => {}
            Value::Object(words) => {
                for (word, meaning) in words {
                    own.insert(word, plain_meaning(word, meaning)?);
                }
            }
            _ => return Err(wrong("it has a context that is not known here")),
        }
    }
    for (word, meaning) in &own {
        let whole = whole(meaning, &own);
        let whole = whole.ok_or_else(|| wrong(format!("{word} means nothing")))?;
        // What ends so is the beginning of other addresses.
        if whole.ends_with(['#', '/']) {
            continue;
        }
        let name = whole.rsplit(['#', '/']).next().unwrap_or_default();
        if name != *word && !RENAMED.contains(&(*word, name)) {
            return Err(wrong(format!("{word} is another name for {whole}")));
        }
    }
    Ok(own)
}

fn is_name(word: &str, own: &HashMap<&str, &str>) -> bool {
    let meaning = own.get(word).copied().or_else(|| WORDS.get(word).map(String::as_str));
    meaning.is_some_and(|meaning| !meaning.ends_with(['#', '/']) && meaning != "_:")
}

/// The address, perhaps a short one, that a context gives a word.
fn plain_meaning<'a>(word: &str, meaning: &'a Value) -> Result<&'a str> {
    let is_plain = match meaning {
        Value::String(_) => true,
        Value::Object(parts) => {
            parts.keys().all(|part| matches!(part.as_str(), "@id" | "@type" | "@container"))
        }
        _ => false,
    };
    let meaning = iri(meaning).filter(|meaning| is_plain && !meaning.starts_with('@'));
    let is_keyword = word.starts_with('@') || matches!(word, "id" | "type") || word.contains(':');
    meaning
        .filter(|_| !is_keyword)
        .ok_or_else(|| wrong(format!("the context says something else with {word}")))
}

/// A short address in full, if it is one of the web.
fn whole(meaning: &str, own: &HashMap<&str, &str>) -> Option<String> {
    let mut whole = meaning.to_owned();
    for _ in 0..4 {
        if whole.starts_with("http://") || whole.starts_with("https://") {
            return Some(whole);
        }
        let (prefix, rest) = whole.split_once(':')?;
        let begins = own.get(prefix).copied().or_else(|| WORDS.get(prefix).map(String::as_str))?;
        whole = format!("{begins}{rest}");
    }
    None
}

fn check_value<'a>(
    name: &str,
    value: &'a Value,
    own: &HashMap<&'a str, &'a str>,
    depth: usize,
) -> Result<()> {
    match value {
        Value::Object(members) => check_object(members.iter(), own, depth + 1),
        Value::Array(all) => all.iter().try_for_each(|one| match one {
            Value::Array(_) => Err(wrong("it has lists of lists")),
            one => check_value(name, one, own, depth),
        }),
        Value::String(text) if name == "type" && !is_name(text, own) => {
            Err(wrong(format!("the type {text} means nothing in it")))
        }
        // Names that only hold within the document make a graph that need not be a tree.
        Value::String(text) if text.starts_with("_:") => Err(wrong("it names things that have no name")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PLAIN: &str = ACTIVITY_STREAMS;

    #[test]
    fn a_document_is_its_statements() {
        let document = json!({
            "@context": [PLAIN, { "pt": "https://joinpeertube.org/ns#", "uuid": "pt:uuid" }],
            "id": "https://a.example/1", "type": "Note", "uuid": "x", "unknown": 7, "tag": [{ "type": "Mention", "name": "@a" }],
        });
        let text = canonical(&document).expect("it can be read");
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(
            text.contains("<https://a.example/1> <https://joinpeertube.org/ns#uuid> \"x\" .\n"),
            "{text}"
        );
        assert!(text.contains("_:c14n0 <https://www.w3.org/ns/activitystreams#name> \"@a\" .\n"), "{text}");
    }

    #[test]
    fn nothing_is_fetched() {
        let document = json!({ "@context": "https://a.example/context", "id": "https://a.example/1" });
        assert!(canonical(&document).is_err());
    }

    #[test]
    fn what_cannot_be_told_apart_is_not_tried() {
        let same: Vec<_> = (0..9).map(|_| json!({ "type": "Mention", "tag": [{ "name": "x" }] })).collect();
        let document = json!({
            "@context": PLAIN, "type": "Note", "tag": [{ "tag": same.clone() }, { "tag": same }],
        });
        assert!(canonical(&document).is_err());
        let apart: Vec<_> =
            (0..200).map(|number| json!({ "type": "Mention", "name": number.to_string() })).collect();
        canonical(&json!({ "@context": PLAIN, "type": "Note", "tag": apart })).expect("they have names");
    }

    #[test]
    fn a_context_must_not_change_what_is_read() {
        let good = json!({
            "@context": [PLAIN, SECURITY, { "sc": "http://schema.org/", "licence": "sc:license", "Hashtag": "as:Hashtag" }],
            "id": "https://a.example/1", "type": "Create", "actor": "https://a.example/a",
            "object": { "id": "https://a.example/2", "type": "Note", "content": "x", "licence": "y", "tag": [{ "type": "Hashtag" }] },
        });
        check_names(&good).expect("it is plain");
        for (member, value) in [
            ("@context", json!([PLAIN, "https://a.example/context"])),
            ("@context", json!([PLAIN, { "object": "as:target" }])),
            (
                "@context",
                json!([PLAIN, { "x": "https://www.w3.org/ns/activitystreams#obj", "object": "x:ect" , "ect": "x:ect" }]),
            ),
            ("@context", json!([PLAIN, { "object": "_:object" }])),
            ("@context", json!([PLAIN, { "object": null }])),
            ("@context", json!([PLAIN, { "type": "as:type" }])),
            ("@context", json!([PLAIN, { "licence": "@id" }])),
            ("@context", json!([PLAIN, { "object": { "@reverse": "as:object" } }])),
            ("@context", json!([PLAIN, { "@vocab": "https://a.example/" }])),
            ("@graph", json!([])),
            ("views", json!(7)),
            ("as:object", json!("x")),
            ("type", json!("Strange")),
            ("object", json!({ "@context": { "content": "as:summary" }, "content": "x" })),
            ("object", json!([[{ "content": "x" }]])),
            (
                "target",
                json!({ "@context": { "pt": "https://joinpeertube.org/ns#", "uuid": "pt:uuid" }, "object": { "views": 1 } }),
            ),
            ("object", json!({ "@id": "https://a.example/2" })),
            ("object", json!("_:b0")),
        ] {
            let mut bad = good.clone();
            bad[member] = value;
            assert!(check_names(&bad).is_err(), "{bad}");
        }
    }
}
