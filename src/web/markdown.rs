//! Markdown that people write, as HTML that cannot hurt and as plain text.

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

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
    let mut is_plain = true;
    let events = TextMergeStream::new(events).flat_map(|event| {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => is_plain = false,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => is_plain = true,
            _ => {}
        }
        match event {
            Event::Text(text) if is_plain => linked(&text),
            other => vec![other],
        }
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

/// Text in which each address that somebody wrote leads there.
fn linked(text: &str) -> Vec<Event<'static>> {
    let words = |text: &str| Event::Text(CowStr::from(text.to_owned()));
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder.spans(text).fold(Vec::new(), |mut events, span| {
        if span.kind().is_none() {
            events.push(words(span.as_str()));
            return events;
        }
        let address = CowStr::from(span.as_str().to_owned());
        let (link_type, nothing) = (LinkType::Autolink, || CowStr::from(""));
        let link = Tag::Link { link_type, dest_url: address, title: nothing(), id: nothing() };
        events.extend([Event::Start(link), words(span.as_str()), Event::End(TagEnd::Link)]);
        events
    })
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
    fn an_address_becomes_a_link_and_one_that_runs_does_not() {
        let html = to_html("Voir https://example.org/a_b?c=1&d=<b>, ou (http://x.fr/é).");
        assert!(html.contains("<a href=\"https://example.org/a_b?c=1&amp;d=\""), "{html}");
        assert!(html.contains(">http://x.fr/é</a>)."), "{html}");
        for text in
            ["javascript:alert(1)", "`https://example.org`", "maud@example.org", "data://x", "ftp://x.fr"]
        {
            assert!(!to_html(text).contains("<a href"), "{}", to_html(text));
        }
        assert_eq!(to_html("[ici](https://x.fr) https").matches("<a ").count(), 1);
    }

    #[test]
    fn words_stay() {
        assert_eq!(to_html("**Bonjour**\nà tous"), "<p><strong>Bonjour</strong><br>\nà tous</p>\n");
        assert_eq!(to_text("# Titre\n\n**Bonjour** à [tous](http://x.fr)", 100), "Titre Bonjour à tous");
        assert_eq!(to_text("abcdef", 4), "abc…");
    }
}
