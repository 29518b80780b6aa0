//! What is wrong with a form, said beside the fields it is about.

/// Words about fields, by the names of the fields; or about the form as a whole.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    pub whole: Option<String>,
    fields: Vec<(&'static str, String)>,
}

impl Problems {
    pub fn of_whole(words: String) -> Self {
        Self { whole: Some(words), fields: Vec::new() }
    }

    /// In the order of the form.
    pub fn of_fields(fields: Vec<(&'static str, String)>) -> Self {
        Self { whole: None, fields }
    }

    pub fn is_empty(&self) -> bool {
        self.whole.is_none() && self.fields.is_empty()
    }

    /// How many fields are to be mended.
    pub fn count(&self) -> u64 {
        self.fields.len() as u64
    }

    pub fn of(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, words)| words.as_str())
    }

    /// The attributes that tie a field to its help and to what is wrong with it (WAI-ARIA 1.2, aria-invalid); the
    /// first that is wrong has the focus. Both are names out of templates, so nothing is to be escaped.
    pub fn mark(&self, name: &str, help: &str) -> String {
        let Some(place) = self.fields.iter().position(|(known, _)| *known == name) else {
            return if help.is_empty() { String::new() } else { format!("aria-describedby=\"{help}\"") };
        };
        let described = format!("{name}-wrong {help}");
        let focus = if place == 0 { " autofocus" } else { "" };
        format!("aria-invalid=\"true\" aria-describedby=\"{}\"{focus}", described.trim_end())
    }
}
