//! One line of the document: a method and an address, what it takes and what it gives.

use serde_json::{Map, Value, json};

use super::parameters;
use super::schema::{array, between, boolean, from, integer, moment, text, text_like};
use crate::domain::upload::LENGTH_MAXIMUM;
use crate::web::api::COUNT_MAXIMUM;

/// Who is answered at all. What belongs to somebody is refused to others with 403, or there is none for them (404).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Anybody,
    Member,
    /// Whoever keeps the house.
    Moderator,
}

pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    summary: &'static str,
    who: Who,
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: Map<String, Value>,
    refusals: Vec<u16>,
}

pub fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::new("get", path, summary)
}

pub fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::new("post", path, summary)
}

pub fn put(path: &'static str, summary: &'static str) -> Operation {
    Operation::new("put", path, summary)
}

pub fn delete(path: &'static str, summary: &'static str) -> Operation {
    Operation::new("delete", path, summary)
}

impl Operation {
    fn new(method: &'static str, path: &'static str, summary: &'static str) -> Self {
        let parameters = names_in(path).map(parameters::in_path).collect();
        Self {
            method,
            path,
            summary,
            who: Who::Anybody,
            parameters,
            body: None,
            answers: Map::new(),
            refusals: Vec::new(),
        }
    }

    /// Only for whoever is signed in.
    pub fn member(self) -> Self {
        Self { who: Who::Member, ..self }
    }

    /// Only for moderators and administrators.
    pub fn moderator(self) -> Self {
        Self { who: Who::Moderator, ..self }
    }

    /// A parameter behind the question mark. With `!` in front of its name it has to be there.
    pub fn query(mut self, name: &str, schema: Value) -> Self {
        let (is_required, name) = name.strip_prefix('!').map_or((false, name), |name| (true, name));
        self.parameters
            .push(json!({ "name": name, "in": "query", "required": is_required, "schema": schema }));
        self
    }

    /// A header of the request. With `!` in front of its name it has to be there.
    pub fn header(mut self, name: &str, schema: Value) -> Self {
        let (is_required, name) = name.strip_prefix('!').map_or((false, name), |name| (true, name));
        self.parameters
            .push(json!({ "name": name, "in": "header", "required": is_required, "schema": schema }));
        self
    }

    /// `start` and `count` of a list.
    pub fn list(self) -> Self {
        self.query("start", between(0, 1_000_000)).query("count", between(0, i64::from(COUNT_MAXIMUM)))
    }

    /// What a film behind a password, or for members, asks of whoever comes to it.
    pub fn film(self) -> Self {
        self.header("x-peertube-video-password", text()).refuses(&[403, 429])
    }

    /// A body of JSON.
    pub fn json(self, schema: Value) -> Self {
        self.with_body(true, json!({ "application/json": { "schema": schema } }))
    }

    /// A body of JSON that may be left out.
    pub fn json_or_nothing(self, schema: Value) -> Self {
        self.with_body(false, json!({ "application/json": { "schema": schema } }))
    }

    /// Fields, as a form or as JSON.
    pub fn fields(self, schema: Value) -> Self {
        let kinds = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];
        let media = kinds.map(|kind| (kind.to_owned(), form(kind, &schema)));
        self.with_body(true, Value::Object(media.into_iter().collect()))
    }

    /// A form that may have files in it.
    pub fn form(self, schema: Value) -> Self {
        let kind = "multipart/form-data";
        self.with_body(true, json!({ kind: form(kind, &schema) }))
    }

    /// The bytes of a film, or of a piece of it.
    pub fn bytes(self) -> Self {
        let media = json!({ "application/octet-stream": { "schema": { "maxLength": LENGTH_MAXIMUM } } });
        self.with_body(false, media)
    }

    fn with_body(self, is_required: bool, content: Value) -> Self {
        let body = Some(json!({ "required": is_required, "content": content }));
        Self { body, ..self }
    }

    /// 200 with JSON.
    pub fn gives(self, schema: Value) -> Self {
        self.answers(200, "application/json", schema)
    }

    pub fn answers(mut self, status: u16, kind: &str, schema: Value) -> Self {
        let answer =
            self.answers.entry(status.to_string()).or_insert_with(|| json!({ "description": words(status) }));
        answer["content"][kind] = json!({ "schema": schema });
        self
    }

    /// A header of the answer with this status.
    pub fn says(mut self, status: u16, header: &str) -> Self {
        let answer =
            self.answers.entry(status.to_string()).or_insert_with(|| json!({ "description": words(status) }));
        answer["headers"][header] = json!({ "schema": text() });
        self
    }

    /// An answer without a body.
    pub fn empty(mut self, status: u16) -> Self {
        self.answers.insert(status.to_string(), json!({ "description": words(status) }));
        self
    }

    /// 204.
    pub fn nothing(self) -> Self {
        self.empty(204)
    }

    /// Statuses of refusals beside those that follow from what stands here.
    pub fn refuses(mut self, statuses: &[u16]) -> Self {
        self.refusals.extend(statuses);
        self
    }

    /// The Operation Object.
    pub fn into_value(self) -> Value {
        let mut statuses = self.refusals;
        // A token that is none is refused everywhere, and the database may be busy.
        statuses.extend([401, 500, 503]);
        if self.who == Who::Moderator {
            statuses.push(403);
        }
        if self.path.contains('{') {
            statuses.push(404);
        }
        if self.body.is_some() {
            statuses.extend([400, 413, 429]);
        }
        if self.parameters.iter().any(|parameter| parameter["in"] == "query") {
            statuses.push(400);
        }
        if self.method != "get" {
            statuses.push(507);
        }
        let mut answers = self.answers;
        for status in statuses {
            let refusal = json!({ "$ref": format!("#/components/responses/{status}") });
            answers.entry(status.to_string()).or_insert(refusal);
        }
        let token = json!({ "token": [] });
        let mut operation = json!({
            "operationId": name_of(self.method, self.path),
            "summary": self.summary,
            "tags": [tag_of(self.path)],
            "security": if self.who == Who::Anybody { json!([{}, token]) } else { json!([token]) },
            "responses": answers,
        });
        if !self.parameters.is_empty() {
            operation["parameters"] = self.parameters.into();
        }
        if let Some(body) = self.body {
            operation["requestBody"] = body;
        }
        operation
    }
}

/// What stands between braces.
fn names_in(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

fn name_of(method: &str, path: &str) -> String {
    let words = path.trim_start_matches("/api/v1").split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let capital = |word: &str| {
        word.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(word.chars().skip(1)).collect::<String>()
    };
    method.chars().chain(words.flat_map(|word| capital(word).chars().collect::<Vec<_>>())).collect()
}

fn tag_of(path: &str) -> &str {
    path.trim_start_matches("/api/v1").trim_start_matches('/').split(['/', '.']).next().unwrap_or_default()
}

fn form(kind: &str, schema: &Value) -> Value {
    let mut media = json!({ "schema": schema });
    let has_object = schema["properties"].get("scheduleUpdate").is_some();
    if has_object && kind != "application/json" {
        // As `scheduleUpdate[updateAt]=…`.
        media["encoding"] = json!({ "scheduleUpdate": { "style": "deepObject", "explode": true } });
    }
    media
}

/// What a status means.
pub fn words(status: u16) -> &'static str {
    match status {
        200 => "What was asked for",
        201 => "It has begun",
        204 => "Done",
        206 => "The part that was asked for",
        304 => "Nothing new",
        308 => "What has arrived, in `Range`; without it nothing has",
        400 => "The request is wrong; `detail` says what of it",
        401 => "Nobody is signed in, the token is wrong, or a code of the second step is missing",
        403 => "Whoever asks may not do this",
        404 => "There is no such thing, or none for whoever asks",
        409 => "The state of things does not permit this",
        413 => "Too large, or more than a quota leaves",
        415 => "A format that is not read",
        416 => "There is no such part",
        429 => "Too much from one address: `Retry-After` says for how long to wait",
        500 => "Something broke on this site",
        503 => "Not now: `Retry-After` says when to come back",
        507 => "The disk of this site is full",
        _ => "",
    }
}

/// The filters that every list of films knows.
pub fn films(operation: Operation) -> Operation {
    operation
        .list()
        .query("sort", parameters::film_order())
        .query("search", text())
        .query("uuids", array(text_like(parameters::REFERENCE)))
        .query("categoryOneOf", array(integer()))
        .query("licenceOneOf", array(integer()))
        .query("languageOneOf", array(text()))
        .query("tagsOneOf", array(text()))
        .query("tagsAllOf", array(text()))
        .query("nsfw", super::schema::one_of(["true", "false", "both"]))
        .query("isLive", boolean())
        .query("isLocal", boolean())
        .query("host", text())
        .query("hasHLSFiles", boolean())
        .query("hasWebVideoFiles", boolean())
        .query("nsfwFlagsIncluded", from(0))
        .query("nsfwFlagsExcluded", from(0))
        .query("durationMin", from(0))
        .query("durationMax", from(0))
        .query("startDate", moment())
        .query("endDate", moment())
        .query("originallyPublishedStartDate", moment())
        .query("originallyPublishedEndDate", moment())
        .query("excludeAlreadyWatched", boolean())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_an_address_need_not_be_said() {
        let operation = put("/api/v1/videos/{videoId}/rate", "").member().json(text()).nothing().into_value();
        assert_eq!(operation["operationId"], "putVideosVideoIdRate");
        assert_eq!(operation["parameters"][0]["name"], "videoId");
        assert_eq!(operation["security"], json!([{ "token": [] }]));
        let statuses: Vec<_> = operation["responses"].as_object().into_iter().flat_map(Map::keys).collect();
        assert_eq!(statuses, ["204", "400", "401", "404", "413", "429", "500", "503", "507"]);
    }
}
