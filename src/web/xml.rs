//! XML 1.0 as feeds and site maps are written: elements one after another, and what people wrote escaped.

use std::fmt::{Display, Write};

/// The attributes of an element, in their order.
pub type Attributes<'a> = [(&'a str, &'a dyn Display)];

/// A document that is being written.
pub struct Xml(String);

impl Xml {
    pub fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned())
    }

    /// An element with others inside; gives back what `inside` does.
    pub fn around<T>(
        &mut self,
        name: &str,
        attributes: &Attributes,
        inside: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.begin(name, attributes);
        self.0.push_str(">\n");
        let given = inside(self);
        self.end(name);
        given
    }

    /// An element with nothing but text inside.
    pub fn text(&mut self, name: &str, text: impl Display) {
        self.text_with(name, &[], text);
    }

    pub fn text_with(&mut self, name: &str, attributes: &Attributes, text: impl Display) {
        self.begin(name, attributes);
        self.0.push('>');
        self.escaped(text);
        self.end(name);
    }

    /// An element with attributes alone.
    pub fn empty(&mut self, name: &str, attributes: &Attributes) {
        self.begin(name, attributes);
        self.0.push_str("/>\n");
    }

    pub fn finish(self) -> String {
        self.0
    }

    fn begin(&mut self, name: &str, attributes: &Attributes) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
    }

    fn escaped(&mut self, text: impl Display) {
        // A `String` takes whatever is written.
        let _ = write!(Escaping(&mut self.0), "{text}");
    }
}

struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        // What can stay comes over in one piece: a site map has megabytes of it.
        let mut written = 0;
        for (at, special) in text.match_indices(is_special) {
            self.0.push_str(&text[written..at]);
            written = at + special.len();
            match special {
                "&" => self.0.push_str("&amp;"),
                "<" => self.0.push_str("&lt;"),
                // `]]>` may not stand in text, even where no section of CDATA is open.
                ">" => self.0.push_str("&gt;"),
                "\"" => self.0.push_str("&quot;"),
                // As they are, a reader makes a space of them in an attribute, and a line end of `\r` anywhere.
                "\t" => self.0.push_str("&#9;"),
                "\n" => self.0.push_str("&#10;"),
                "\r" => self.0.push_str("&#13;"),
                // No document of XML 1.0 can hold the others, not even escaped (section 2.2).
                _ => {}
            }
        }
        self.0.push_str(&text[written..]);
        Ok(())
    }
}

fn is_special(character: char) -> bool {
    matches!(character, '\0'..='\u{1f}' | '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_people_write_is_text() {
        let mut xml = Xml::new();
        xml.around("a", &[("b", &"\"x\"\n<é>")], |xml| {
            xml.text("c", "]]> <![CDATA[ & \u{1f3ac}\u{0}\u{b}\u{1b}\u{ffff}\r\n\u{85}");
            xml.empty("d:e", &[("f", &7)]);
        });
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a b=\"&quot;x&quot;&#10;&lt;é&gt;\">\n\
             <c>]]&gt; &lt;![CDATA[ &amp; \u{1f3ac}&#13;&#10;\u{85}</c>\n<d:e f=\"7\"/>\n</a>\n"
        );
    }
}
