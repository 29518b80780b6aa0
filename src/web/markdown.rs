//! Markdown that people write, as HTML that cannot hurt and as plain text.

use pulldown_cmark::{Event, Options, Parser, html};

/// Cleaned HTML. Headings become bold lines, pictures are left out, links lead away without a trace.
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH;
    let mut raw = String::new();
    // A line end is a line end for people who have never heard of Markdown.
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::SoftBreak => Event::HardBreak,
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        other => other,
    });
    html::push_html(&mut raw, events);
    ammonia::Builder::default()
        .tags(
            ["p", "br", "em", "strong", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"]
                .into(),
        )
        .link_rel(Some("noopener nofollow ugc"))
        .url_schemes(["http", "https", "mailto"].into())
        .clean(&raw)
        .to_string()
}

/// The words alone, on one line, at most `characters` of them.
pub fn to_text(text: &str, characters: usize) -> String {
    let mut words = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= characters {
        return words;
    }
    let mut short: String = words.chars().take(characters.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_write_runs() {
        for text in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "<a href=\"x\" onclick=alert(1)>y</a>",
            "![x](https://example.org/track.png)",
            "[x](data:text/html,<script>alert(1)</script>)",
            "<svg/onload=alert(1)>",
        ] {
            let html = to_html(text).to_lowercase();
            for bad in
                ["<script", "<img", "<svg", "href=\"javascript", "href=\"data", "onclick=\"", "<a href=\"x\""]
            {
                assert!(!html.contains(bad), "{text} → {html}");
            }
        }
    }

    #[test]
    fn words_stay() {
        assert_eq!(to_html("**Bonjour**\nà tous"), "<p><strong>Bonjour</strong><br>\nà tous</p>\n");
        assert_eq!(to_text("# Titre\n\n**Bonjour** à [tous](http://x.fr)", 100), "Titre Bonjour à tous");
        assert_eq!(to_text("abcdef", 4), "abc…");
    }
}
