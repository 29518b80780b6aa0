//! What others wrote in HTML, as the Markdown that comments are kept in.

use htmd::HtmlToMarkdown;

/// Characters of HTML that are read at all.
const LENGTH: usize = 100_000;

/// Markdown of a text of this media type. What is no HTML is Markdown or plain text already.
pub fn to_markdown(text: &str, media_type: &str) -> String {
    let text: String = text.chars().take(LENGTH).collect();
    if media_type != "text/html" {
        return text;
    }
    // Mastodon hides parts of long addresses from people; the whole stands in the link.
    let plain = ammonia::Builder::default()
        .tags(
            ["p", "br", "em", "strong", "b", "i", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre"]
                .into(),
        )
        .url_schemes(["http", "https"].into())
        .link_rel(None)
        .clean(&text)
        .to_string();
    HtmlToMarkdown::new().convert(&plain).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_of_mastodon_becomes_markdown() {
        let post = "<p><span class=\"h-card\"><a href=\"https://tube.example/c/tricot\" class=\"u-url mention\">@<span>tricot</span></a></span> Bravo<br>et <strong>merci</strong>&nbsp;!</p><p>Suite</p>";
        let text = to_markdown(post, "text/html");
        assert!(text.starts_with("[@tricot](https://tube.example/c/tricot) Bravo"), "{text}");
        assert!(text.contains("**merci**") && text.ends_with("\n\nSuite"), "{text}");
        assert_eq!(to_markdown("*oui* <b>", "text/markdown"), "*oui* <b>");
    }

    #[test]
    fn nothing_that_runs_gets_through() {
        let text = to_markdown(
            "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>",
            "text/html",
        );
        assert!(
            !text.contains("script") && !text.contains("onerror") && !text.contains("javascript"),
            "{text}"
        );
    }
}
