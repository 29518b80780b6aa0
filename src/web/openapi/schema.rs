//! The words in which schemas are written (JSON Schema 2020-12, as OpenAPI 3.1 takes it over).

use serde_json::{Map, Value, json};

pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A text of so many characters.
pub fn text_of(minimum: usize, maximum: usize) -> Value {
    json!({ "type": "string", "minLength": minimum, "maxLength": maximum })
}

pub fn text_like(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

pub fn secret(minimum: usize, maximum: usize) -> Value {
    json!({ "type": "string", "format": "password", "minLength": minimum, "maxLength": maximum })
}

pub fn integer() -> Value {
    json!({ "type": "integer", "format": "int64" })
}

/// A whole number that is not below this.
pub fn from(minimum: i64) -> Value {
    json!({ "type": "integer", "format": "int64", "minimum": minimum })
}

pub fn between(minimum: i64, maximum: i64) -> Value {
    json!({ "type": "integer", "format": "int64", "minimum": minimum, "maximum": maximum })
}

pub fn number() -> Value {
    json!({ "type": "number" })
}

pub fn boolean() -> Value {
    json!({ "type": "boolean" })
}

/// A moment in UTC with milliseconds (RFC 3339).
pub fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

pub fn short_uuid() -> Value {
    text_like("^[1-9a-km-zA-HJ-NP-Z]{22}$")
}

/// A whole address.
pub fn address() -> Value {
    json!({ "type": "string", "format": "uri" })
}

/// The bytes of a file.
pub fn file() -> Value {
    json!({ "type": "string", "format": "binary" })
}

pub fn no_value() -> Value {
    json!({ "type": "null" })
}

/// One of these values, all of one kind.
pub fn one_of<T: Into<Value>>(values: impl IntoIterator<Item = T>) -> Value {
    let values: Vec<Value> = values.into_iter().map(Into::into).collect();
    let kind = if values.iter().all(Value::is_string) { "string" } else { "integer" };
    json!({ "type": kind, "enum": values })
}

/// These orders, and the same turned round.
pub fn order_of(names: &[&str]) -> Value {
    one_of(names.iter().flat_map(|name| [(*name).to_owned(), format!("-{name}")]))
}

pub fn array(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

pub fn array_of(items: Value, minimum: usize, maximum: usize) -> Value {
    json!({ "type": "array", "items": items, "minItems": minimum, "maxItems": maximum })
}

/// What is always empty.
pub fn nothing_in_it() -> Value {
    json!({ "type": "array", "items": {}, "maxItems": 0 })
}

/// A page of a list: how many there are in all, and those that were asked for.
pub fn list(items: Value) -> Value {
    object(json!({ "total": from(0), "data": array(items) }))
}

/// An object with these members. Those whose names end with `?` may be missing.
pub fn object(members: Value) -> Value {
    let Value::Object(members) = members else { return json!({ "type": "object" }) };
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (name, schema) in members {
        match name.strip_suffix('?') {
            Some(name) => {
                properties.insert(name.to_owned(), schema);
            }
            None => {
                required.push(Value::String(name.clone()));
                properties.insert(name, schema);
            }
        }
    }
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    object
}

/// The members of one object with those of another, which count where both have them.
pub fn with(base: Value, more: Value) -> Value {
    let mut whole = base;
    let required = |object: &Value| -> Vec<Value> {
        object["required"].as_array().into_iter().flatten().cloned().collect()
    };
    let named = |object: &Value| -> Vec<String> {
        object["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect()
    };
    let (replaced, added) = (named(&more), required(&more));
    let kept = required(&whole).into_iter();
    let kept = kept.filter(|name| name.as_str().is_none_or(|name| !replaced.iter().any(|one| one == name)));
    let all: Vec<Value> = kept.chain(added).collect();
    if let (Value::Object(properties), Value::Object(more)) =
        (&mut whole["properties"], more["properties"].clone())
    {
        properties.extend(more);
    }
    if all.is_empty() {
        if let Value::Object(whole) = &mut whole {
            whole.remove("required");
        }
    } else {
        whole["required"] = all.into();
    }
    whole
}

/// An object whose members have names that are not known before, with values of this kind.
pub fn map(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

/// The same, or null.
pub fn nullable(schema: Value) -> Value {
    let mut schema = schema;
    match schema["type"].clone() {
        Value::String(kind) => {
            schema["type"] = json!([kind, "null"]);
            if let Value::Array(values) = &mut schema["enum"] {
                values.push(Value::Null);
            } else if let Value::Object(members) = &mut schema {
                members.remove("enum");
            }
            schema
        }
        _ => {
            if let Value::Object(members) = &mut schema {
                members.remove("type");
            }
            json!({ "anyOf": [schema, { "type": "null" }] })
        }
    }
}

/// One of the shared schemas.
pub fn shared(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schema of a document that this program makes itself, read from one that it has made: every member is always
/// there, with a value of this kind.
pub fn like(sample: &Value) -> Value {
    match sample {
        Value::Null => json!({}),
        Value::Bool(_) => boolean(),
        Value::Number(number) if number.is_i64() || number.is_u64() => integer(),
        Value::Number(_) => number(),
        Value::String(_) => text(),
        Value::Array(items) => array(items.first().map_or(json!({}), like)),
        Value::Object(members) => {
            let members: Map<_, _> =
                members.iter().map(|(name, value)| (name.clone(), like(value))).collect();
            object(members.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_with_a_question_mark_may_be_missing() {
        let one = object(json!({ "id": integer(), "name?": nullable(text()) }));
        assert_eq!(one["required"], json!(["id"]));
        assert_eq!(one["properties"]["name"]["type"], json!(["string", "null"]));
        let two = with(one, object(json!({ "id?": text(), "more": boolean() })));
        assert_eq!(two["required"], json!(["more"]));
        assert_eq!(two["properties"]["id"], text());
    }

    #[test]
    fn what_may_be_null_says_so_with_its_values() {
        assert_eq!(nullable(one_of([1, 2]))["enum"], json!([1, 2, null]));
        assert_eq!(nullable(shared("A"))["anyOf"][0], shared("A"));
    }
}
