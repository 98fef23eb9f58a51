//! Lists in JSON, read one thing after another: each with its line, and as far as the file goes where it is cut short.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Cut, Item, Malformed, Reading, Skipped, last_line};

/// The fields in which services keep their list.
const LISTS: [&str; 7] = ["posts", "bookmarks", "results", "rows", "annotations", "collections", "items"];

/// Reads the list of a file, an item each; what `item` says no to is skipped with its reason.
pub(super) fn read(
    text: &str,
    item: impl Fn(usize, &Map<String, Value>) -> Result<Item, String>,
) -> Result<Reading, Malformed> {
    read_each(text, |line, fields| item(line, fields).map(|item| vec![item]))
}

/// The same where a thing is several items.
pub(super) fn read_each(
    text: &str,
    items: impl Fn(usize, &Map<String, Value>) -> Result<Vec<Item>, String>,
) -> Result<Reading, Malformed> {
    let mut reading = Reading::default();
    let Some(start) = start_of_list(text) else {
        return Err(Malformed { line: 1, what: "there is no list in this file".into() });
    };
    let mut things = Things::of(text, start);
    while let Some((line, thing)) = things.next() {
        let read = match serde_json::from_str(thing) {
            Ok(Value::Object(fields)) => items(line, &fields),
            Ok(_) => Err("is no object".into()),
            Err(error) => Err(format!("cannot be read: {error}")),
        };
        match read {
            Ok(items) => reading.items.extend(items),
            Err(why) => reading.skipped.push(Skipped { line, why }),
        }
    }
    reading.cut = things.cut().or_else(|| cut_behind(text));
    Ok(reading)
}

/// Where a file ends too early behind its list, as in the names of folders.
fn cut_behind(text: &str) -> Option<Cut> {
    let start = start_of(text)?;
    let is_cut = text[start..].starts_with('{') && end_of(text, start).is_none();
    is_cut.then(|| Cut { line: last_line(text), why: "the file ends in the middle of this" })
}

/// The first thing in the list of a file.
pub(super) fn first(text: &str) -> Option<Map<String, Value>> {
    let (_, thing) = Things::of(text, start_of_list(text)?).next()?;
    serde_json::from_str(thing).ok()
}

/// What a field says as text.
pub(super) fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn is_true(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// The texts of a list in a field; of objects, their names.
pub(super) fn list<'a>(fields: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a str> {
    let items = fields.get(name).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.as_str().or_else(|| item.get("name")?.as_str()))
}

/// What a field of the whole file says.
pub(super) fn section(text: &str, name: &str) -> Option<Value> {
    let start = text.find('{')?;
    let (_, value) = fields(text, start).into_iter().find(|(key, _)| key == name)?;
    serde_json::from_str(&text[value]).ok()
}

/// Where the list of a file begins: the file itself, or one of the fields that services keep it in. Stray lines before are
/// passed over.
fn start_of_list(text: &str) -> Option<usize> {
    let start = start_of(text)?;
    if text[start..].starts_with('[') {
        return Some(start);
    }
    let fields = fields(text, start);
    let named = LISTS.iter().find_map(|name| fields.iter().find(|(key, _)| key == name));
    named.map(|(_, value)| value.start).filter(|at| text[*at..].starts_with('['))
}

/// Where the list or the object begins that a file is.
fn start_of(text: &str) -> Option<usize> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.map(|at| at + blanks(&text[at..])).find(|at| text[*at..].starts_with(['[', '{']))
}

/// The fields of the object that begins here, each with where its value stands; the last one as far as the file goes.
pub(super) fn fields(text: &str, start: usize) -> Vec<(String, Range<usize>)> {
    let (mut found, mut at) = (Vec::new(), start + 1);
    loop {
        at += text[at..].find(|c: char| !c.is_whitespace() && c != ',').unwrap_or(text.len() - at);
        if !text[at..].starts_with('"') {
            return found;
        }
        let Some(end) = end_of(text, at) else { return found };
        let name = serde_json::from_str(&text[at..end]).unwrap_or_default();
        at = end + text[end..].find(|c: char| !c.is_whitespace() && c != ':').unwrap_or(text.len() - end);
        let end = end_of(text, at).unwrap_or(text.len());
        found.push((name, at..end));
        at = end;
    }
}

/// The things of a list, one after another.
pub(super) struct Things<'a> {
    text: &'a str,
    at: usize,
    /// Lines up to here are counted.
    counted: usize,
    line: usize,
    is_cut: bool,
}

impl<'a> Things<'a> {
    pub(super) fn of(text: &'a str, start: usize) -> Self {
        Self { text, at: start + 1, counted: 0, line: 1, is_cut: false }
    }

    pub(super) fn next(&mut self) -> Option<(usize, &'a str)> {
        let text = self.text;
        let at =
            self.at + text[self.at..].find(|c: char| !c.is_whitespace() && c != ',').unwrap_or(text.len() - self.at);
        self.line += text.as_bytes()[self.counted..at].iter().filter(|byte| **byte == b'\n').count();
        self.counted = at;
        if text[at..].starts_with(']') {
            return None;
        }
        let end = end_of(text, at).filter(|end| *end > at);
        self.is_cut = end.is_none();
        self.at = end?;
        Some((self.line, &text[at..self.at]))
    }

    /// Where the file ends too early, once all was asked for.
    pub(super) fn cut(&self) -> Option<Cut> {
        self.is_cut.then_some(Cut { line: self.line, why: "the file ends in the middle of this" })
    }
}

/// Where the value that begins here ends; `None` where the file does before.
fn end_of(text: &str, start: usize) -> Option<usize> {
    let (bytes, mut at, mut depth) = (text.as_bytes(), start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at)?,
            b'[' | b'{' => depth += 1,
            b']' | b'}' | b',' if depth == 0 => return Some(at),
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        let is_closed = matches!(byte, b'"' | b']' | b'}');
        at += usize::from(*byte != b'"');
        if depth == 0 && is_closed {
            return Some(at);
        }
    }
    None
}

fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\r', '\u{feff}']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Reading {
        read(text, |line, fields| Ok(Item::at(line, self::text(fields, "u"), ""))).unwrap()
    }

    #[test]
    fn things_are_read_with_their_lines_wherever_the_list_is() {
        let read = urls(
            "Loading…\n{\"user\": \"a\", \"n\": {\"x\": [1]},\n \"posts\": [{\"u\": \"a]\\\"\"},\n\n{\"u\": \"b\"}, 3]}",
        );

        let found: Vec<_> = read.items.iter().map(|item| (item.line, item.url.as_deref().unwrap())).collect();
        assert_eq!(found, [(3, "a]\""), (5, "b")]);
        assert_eq!(read.skipped, [Skipped { line: 5, why: "is no object".into() }]);
        assert_eq!(read.cut, None);
    }

    #[test]
    fn a_file_that_is_cut_is_read_up_to_there() {
        let whole = "[{\"u\": \"a\"},\n{\"u\": \"b\"},\n{\"u\": \"c\"}]";
        for end in whole.find("\"c").unwrap()..whole.len() - 1 {
            let read = urls(&whole[..end]);

            assert_eq!(read.items.len(), if whole[..end].ends_with('}') { 3 } else { 2 }, "{end}");
            assert_eq!(read.cut.map(|cut| cut.line), Some(3), "{end}");
        }
        assert_eq!(urls(whole).cut, None);
    }

    #[test]
    fn a_file_that_is_cut_behind_its_list_is_cut() {
        let whole = "{\"posts\": [{\"u\": \"a\"}],\n\"lists\":\n[{\"name\": \"Dev\"}]}";

        assert_eq!(urls(whole).cut, None);
        assert_eq!(urls(&whole[..whole.len() - 4]).cut.map(|cut| cut.line), Some(3));
    }
}
