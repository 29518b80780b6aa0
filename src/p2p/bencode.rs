//! Bencoding (BEP 3): what torrents and the answers of HTTP trackers are written in.
//!
//! The reader takes only what the writer would have written: whole numbers without zeros in front, the keys of a
//! dictionary in their order and once each. What is hashed has one form.

use std::collections::BTreeMap;

/// How deep lists and dictionaries may lie in one another.
const DEPTH: usize = 16;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Bytes(Vec<u8>),
    Integer(i64),
    List(Vec<Value>),
    Dictionary(Dictionary),
}

pub type Dictionary = BTreeMap<Vec<u8>, Value>;

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Bytes(text.as_bytes().to_vec())
    }

    pub fn dictionary<const N: usize>(members: [(&str, Self); N]) -> Self {
        Self::Dictionary(members.into_iter().map(|(key, value)| (key.as_bytes().to_vec(), value)).collect())
    }

    pub fn bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    pub fn integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// A member of a dictionary.
    pub fn get(&self, key: &str) -> Option<&Self> {
        if let Self::Dictionary(members) = self { members.get(key.as_bytes()) } else { None }
    }

    pub fn encoded(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Bytes(bytes) => write_bytes(out, bytes),
            Self::Integer(number) => out.extend(format!("i{number}e").as_bytes()),
            Self::List(values) => {
                out.push(b'l');
                values.iter().for_each(|value| value.write(out));
                out.push(b'e');
            }
            Self::Dictionary(members) => {
                out.push(b'd');
                for (key, value) in members {
                    write_bytes(out, key);
                    value.write(out);
                }
                out.push(b'e');
            }
        }
    }

    /// Reads one value that fills all of `bytes`; none where it is not what a writer writes.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes };
        let value = reader.value(DEPTH)?;
        reader.bytes.is_empty().then_some(value)
    }
}

fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(format!("{}:", bytes.len()).as_bytes());
    out.extend(bytes);
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        match self.bytes.first()? {
            b'i' => {
                self.bytes = &self.bytes[1..];
                Some(Value::Integer(self.number(b'e')?))
            }
            b'l' => {
                self.bytes = &self.bytes[1..];
                let mut values = Vec::new();
                while !self.ends() {
                    values.push(self.value(depth)?);
                }
                Some(Value::List(values))
            }
            b'd' => {
                self.bytes = &self.bytes[1..];
                let mut members = Dictionary::new();
                while !self.ends() {
                    let key = self.string()?.to_vec();
                    if members.last_key_value().is_some_and(|(last, _)| *last >= key) {
                        return None;
                    }
                    members.insert(key, self.value(depth)?);
                }
                Some(Value::Dictionary(members))
            }
            b'0'..=b'9' => Some(Value::Bytes(self.string()?.to_vec())),
            _ => None,
        }
    }

    /// Whether the list or dictionary ends here; if so, its end is taken. Bytes that are missing end nothing.
    fn ends(&mut self) -> bool {
        let is_end = self.bytes.first() == Some(&b'e');
        if is_end {
            self.bytes = &self.bytes[1..];
        }
        is_end
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        if !self.bytes.first()?.is_ascii_digit() {
            return None;
        }
        let length = usize::try_from(self.number(b':')?).ok()?;
        let (string, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(string)
    }

    fn number(&mut self, end: u8) -> Option<i64> {
        // The longest number has nineteen digits and a sign.
        let length = self.bytes.iter().take(21).position(|&byte| byte == end)?;
        let text = std::str::from_utf8(&self.bytes[..length]).ok()?;
        let number: i64 = text.parse().ok()?;
        self.bytes = &self.bytes[length + 1..];
        (number.to_string() == text).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values() -> impl Strategy<Value = Value> {
        let bytes = || proptest::collection::vec(any::<u8>(), 0..20);
        let leaf = prop_oneof![bytes().prop_map(Value::Bytes), any::<i64>().prop_map(Value::Integer)];
        leaf.prop_recursive(4, 32, 4, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                proptest::collection::btree_map(bytes(), inner, 0..4).prop_map(Value::Dictionary),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(value in values()) {
            let written = value.encoded();
            prop_assert_eq!(Value::read(&written), Some(value));
            // Nothing but the whole of it.
            for end in 0..written.len() {
                prop_assert_eq!(Value::read(&written[..end]), None);
            }
        }
    }

    #[test]
    fn what_no_writer_writes_is_not_read() {
        for text in [
            "",
            "i-0e",
            "i01e",
            "ie",
            "i1",
            "01:a",
            "2:a",
            "-1:a",
            "+1:a",
            "d1:bi1e1:ai2ee",
            "d1:ai1e1:ai2ee",
            "di1ei2ee",
            "l",
            "i1ei2e",
            "9999999999999999999:",
            "i9999999999999999999e",
            "x",
        ] {
            assert_eq!(Value::read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Value::read("l".repeat(100_000).as_bytes()), None);
        assert!(Value::read(b"d1:ai1e1:bl1:xee").is_some());
    }
}
