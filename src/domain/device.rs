//! What a browser says of itself, in two words that a person knows.

/// Characters of a `User-Agent` that are kept.
const LENGTH: usize = 300;

/// A `User-Agent` as it is kept; none where it says nothing.
pub fn kept(agent: &str) -> Option<String> {
    let text: String = agent.trim().chars().filter(|c| !c.is_control()).take(LENGTH).collect();
    if text.is_empty() { None } else { Some(text) }
}

/// The program and, where it says so, the system: “Firefox · Linux”. The order matters: browsers name the ones that
/// they wish to be taken for after themselves, and Android is Linux.
pub fn in_short(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let program = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    // What is no browser begins with its own name (RFC 9110 section 10.1.5).
    let own = || agent.split(['/', ' ', '(']).next().unwrap_or_default().chars().take(40).collect();
    let program = program.map_or_else(own, str::to_owned);
    system.map_or(program.clone(), |system| format!("{program} · {system}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_applications_are_known_by_name() {
        for (agent, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "Chrome · Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
                "Safari · iPhone",
            ),
            ("okhttp/4.12.0", "okhttp"),
            ("PeerTubeApp/1.0 (Android)", "PeerTubeApp · Android"),
            ("", ""),
        ] {
            assert_eq!(in_short(agent), name);
        }
        assert_eq!(kept(" \r\n "), None);
        assert_eq!(kept(&"é".repeat(400)).map(|text| text.chars().count()), Some(300));
    }
}
