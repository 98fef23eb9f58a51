//! Edits the items of a list field in the style it is written in.

use std::ops::Range;

use serde_json::Value as Json;

use super::field::{Field, before_comment, flow_step, leading_blanks, line_end, lines, printed_item};
use super::{Value, inline, key, line_ending};
use crate::entry::text::tag_name;

/// What becomes of a list.
pub(super) struct Edit {
    style: Style,
    old: Vec<Json>,
    /// What happens to each old item.
    steps: Vec<Step>,
    /// What is put behind the last one.
    pub(super) append: Vec<String>,
}

/// How the value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// A YAML list, of either style.
    Items,
    /// One text, or nothing.
    Text,
    /// A text that other programs want to be a list, which it becomes.
    Listed,
}

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Keep,
    Replace(String),
    Delete,
}

impl Edit {
    /// Plans an edit; fails with words for the person where the value is no list.
    pub(super) fn new(key: &str, old: Option<&Json>, add: &[String], remove: &[String]) -> Result<Self, &'static str> {
        let (style, old) = styled(key, old)?;
        let is_same = |item: &Json, word: &str| json_text(item).is_some_and(|item| same(key, &item, word));
        let gone = |item: &Json| remove.iter().any(|word| is_same(item, word));
        let mut fresh: Vec<&String> = Vec::new();
        for word in add {
            let is_there = old.iter().any(|item| is_same(item, word) && !gone(item));
            if !is_there && !fresh.iter().any(|other| same(key, other, word)) {
                fresh.push(word);
            }
        }
        let mut fresh = fresh.into_iter().cloned();
        let steps = old
            .iter()
            .map(|item| match gone(item) {
                true => fresh.next().map_or(Step::Delete, Step::Replace),
                false => Step::Keep,
            })
            .collect();
        Ok(Self { style, old, steps, append: fresh.collect() })
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.append.is_empty() && self.steps.iter().all(|step| *step == Step::Keep)
    }

    /// Whether the items are edited one by one; else the whole value is set.
    pub(super) fn is_of_items(&self) -> bool {
        self.style == Style::Items
    }

    /// The list as it will be read.
    pub(super) fn result(&self) -> Json {
        let kept = self.old.iter().zip(&self.steps).filter_map(|(item, step)| match step {
            Step::Keep => Some(item.clone()),
            Step::Replace(word) => Some(Json::String(word.clone())),
            Step::Delete => None,
        });
        kept.chain(self.append.iter().cloned().map(Json::String)).collect()
    }

    /// Whether nothing is left of it.
    pub(super) fn is_emptied(&self) -> bool {
        self.append.is_empty() && !self.steps.is_empty() && self.steps.iter().all(|step| *step == Step::Delete)
    }

    /// The text of the one item there was.
    pub(super) fn only(&self) -> Option<String> {
        if let [item] = self.old.as_slice() { json_text(item) } else { None }
    }

    /// The value of a field that was written as a text: a list, but for a single text of which no other program wants one.
    pub(super) fn value(&self) -> Value {
        let Json::Array(items) = self.result() else { return Value::List(Vec::new()) };
        let items: Vec<String> = items.iter().filter_map(json_text).collect();
        match self.style {
            Style::Text if items.len() == 1 => Value::Text(items.concat()),
            Style::Text | Style::Listed | Style::Items => Value::List(items),
        }
    }
}

/// The items of a value, and how it is written. A text of tags has commas between them, or else blanks, which keywords may
/// have.
fn styled(key: &str, value: Option<&Json>) -> Result<(Style, Vec<Json>), &'static str> {
    let style = if is_listed(key) { Style::Listed } else { Style::Text };
    let texts = |parts: &mut dyn Iterator<Item = &str>| {
        parts.map(str::trim).filter(|part| !part.is_empty()).map(Json::from).collect()
    };
    match value {
        None | Some(Json::Null) => Ok((style, Vec::new())),
        Some(Json::Array(items)) => Ok((Style::Items, items.clone())),
        Some(Json::String(text)) if is_of_tags(key) && text.contains(',') => Ok((style, texts(&mut text.split(',')))),
        Some(Json::String(text)) if is_of_tags(key) && key != "keywords" => {
            Ok((style, texts(&mut text.split_whitespace())))
        }
        Some(Json::String(text)) if text.trim().is_empty() => Ok((style, Vec::new())),
        Some(Json::String(_) | Json::Number(_) | Json::Bool(_)) => Ok((style, value.cloned().into_iter().collect())),
        Some(Json::Object(_)) => Err("is a map, not a list"),
    }
}

pub(in crate::entry) fn json_text(item: &Json) -> Option<String> {
    match item {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(bool) => Some(bool.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

fn same(key: &str, item: &str, word: &str) -> bool {
    let bare = |text: &str| tag_name(text).to_lowercase();
    if is_of_tags(key) { bare(item) == bare(word) } else { item == word }
}

pub(super) fn is_of_tags(key: &str) -> bool {
    key::OF_TAGS.contains(&key)
}

/// Fields that Obsidian reads as lists alone.
fn is_listed(key: &str) -> bool {
    is_of_tags(key) || matches!(key, "alias" | "aliases")
}

/// Where the items of a value are written; of a text, its first line. A wiki link without quotes, which is a list in a list
/// to YAML, is one item.
pub(super) fn items(text: &str, field: &Field) -> Vec<Range<usize>> {
    let beside = field.beside(text);
    let words = &text[beside.clone()];
    if words.is_empty() {
        let items = block_items(text, field).unwrap_or_default();
        return items.into_iter().map(|item| item.value).collect();
    }
    let is_wiki_link = words.starts_with("[[") && !words.starts_with("[[[");
    if words.starts_with('[') && !is_wiki_link {
        return flow_items(text, beside.start, field.end).map_or_else(Vec::new, |(items, _)| items);
    }
    vec![beside]
}

/// Whether a field is a list with a line per item.
pub(super) fn is_block(text: &str, field: &Field) -> bool {
    field.beside(text).is_empty() && block_items(text, field).is_some_and(|items| !items.is_empty())
}

/// The whole text with other items in a list that has a line per item.
pub(super) fn rewritten(text: &str, field: &Field, items: &[String]) -> String {
    let Some(first) = block_items(text, field).and_then(|items| items.into_iter().next()) else {
        return field.with_value(text, &inline("", &Value::List(items.to_vec())));
    };
    let below = field.below(text);
    let eol = line_ending(text);
    let dash = dash(text, &first);
    let lines: String = items.iter().map(|item| format!("{dash}{}{eol}", printed_item(item))).collect();
    format!("{}{lines}{}", &text[..below], &text[field.end..])
}

/// The whole text after an edit of items; `None` where the list is written in no style known here.
pub(super) fn apply(text: &str, field: &Field, edit: &Edit) -> Option<String> {
    let beside = field.beside(text);
    if text[beside.clone()].starts_with('[') {
        return apply_flow(text, field, beside.start, edit);
    }
    let items = block_items(text, field).filter(|items| beside.is_empty() && items.len() == edit.steps.len())?;
    let mut after = text.to_owned();
    let last = items.last()?;
    let dash = dash(text, last);
    let eol = line_ending(text);
    let more: String = edit.append.iter().map(|item| format!("{dash}{}{eol}", printed_item(item))).collect();
    after.insert_str(last.lines.end, &more);
    for (item, step) in items.iter().zip(&edit.steps).rev() {
        match step {
            Step::Keep => {}
            Step::Replace(word) => after.replace_range(item.value.clone(), &printed_item(word)),
            Step::Delete => after.replace_range(item.lines.clone(), ""),
        }
    }
    Some(after)
}

/// The whole text with a line per item below a key that says nothing.
pub(super) fn begun(text: &str, field: &Field, indent: usize, items: &[String]) -> String {
    let (below, eol, indent) = (field.below(text), line_ending(text), " ".repeat(indent + 2));
    let lines: String = items.iter().map(|item| format!("{indent}- {}{eol}", printed_item(item))).collect();
    format!("{}{lines}{}", &text[..below], &text[below..])
}

/// What stands before an item on its line; an empty one may have no blank there.
fn dash(text: &str, item: &BlockItem) -> String {
    let dash = &text[item.lines.start..item.value.start];
    if dash.ends_with('-') { format!("{dash} ") } else { dash.to_owned() }
}

/// One item with a line of its own.
struct BlockItem {
    /// From the beginning of its line to the end of the last one, line ending included.
    lines: Range<usize>,
    value: Range<usize>,
}

/// The items below a key, all with the same indentation before their `-`.
fn block_items(text: &str, field: &Field) -> Option<Vec<BlockItem>> {
    let mut items: Vec<BlockItem> = Vec::new();
    let mut indent = None;
    for line in lines(text, field.below(text)..field.end) {
        let words = text[line.clone()].trim_end();
        let dash = leading_blanks(words);
        if words[dash..].is_empty() || words[dash..].starts_with('#') {
            continue;
        }
        let begins = words[dash..].strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        match (begins, indent) {
            (Some(rest), None | Some(_)) if *indent.get_or_insert(dash) == dash => {
                let start = line.start + dash + 1 + leading_blanks(rest);
                let end = start + before_comment(&text[start..line_end(text, start)]).len();
                items.push(BlockItem { lines: line, value: start..end });
            }
            (_, Some(indent)) if dash > indent => {
                let last = items.last_mut()?;
                last.lines.end = line.end;
                last.value.end = line.start + words.len();
            }
            (_, Some(_) | None) => return None,
        }
    }
    Some(items)
}

fn apply_flow(text: &str, field: &Field, open: usize, edit: &Edit) -> Option<String> {
    let (items, close) = flow_items(text, open, field.end)?;
    if items.len() != edit.steps.len() {
        return None;
    }
    let mut after = text.to_owned();
    let kept = edit.steps.iter().filter(|step| **step != Step::Delete).count();
    if kept == 0 {
        let printed: Vec<_> = edit.append.iter().map(|item| printed_item(item)).collect();
        let (place, printed) = refilled(text, open + 1..close, &items, printed.join(", "), field);
        after.replace_range(place, &printed);
        return Some(after);
    }
    if let Some(last) = items.last() {
        append_flow(text, &mut after, last, &edit.append, open);
    }
    for (at, step) in edit.steps.iter().enumerate().rev() {
        let item = &items[at];
        match step {
            Step::Keep => {}
            Step::Replace(word) => after.replace_range(item.clone(), &printed_item(word)),
            Step::Delete => match (items.get(at + 1), at.checked_sub(1).map(|at| &items[at])) {
                (Some(next), _) if !edit.steps[at + 1..].iter().all(|step| *step == Step::Delete) => {
                    after.replace_range(item.start..next.start, "");
                }
                (_, Some(before)) => after.replace_range(before.end..item.end, ""),
                (_, None) => return None,
            },
        }
    }
    Some(after)
}

/// What between the brackets of a list of which nothing stays is replaced, and by what: blanks before the closing one stay,
/// and an empty list on the last line gets blanks around its first item, so that it is not taken for a line that Riffle
/// appended and takes away with its last item.
fn refilled(
    text: &str,
    inner: Range<usize>,
    items: &[Range<usize>],
    printed: String,
    field: &Field,
) -> (Range<usize>, String) {
    let ends_line = text[inner.end + 1..field.end].trim().is_empty();
    let is_last = ends_line && ["---", "..."].iter().any(|fence| text[field.end..].starts_with(fence));
    match (items.first(), items.last()) {
        (Some(first), Some(last)) if first.start == inner.start => {
            let rest = &text[last.end..inner.end];
            // A comma behind the last item is none behind nothing.
            let comma = rest.find(',').filter(|at| printed.is_empty() && rest[..*at].trim().is_empty());
            (first.start..last.end + comma.map_or(0, |at| at + 1), printed)
        }
        (Some(_), _) | (_, Some(_)) => (inner, printed),
        (None, None) if inner.is_empty() && is_last => (inner, format!(" {printed} ")),
        (None, None) if text[inner.clone()].contains('\n') => (inner, printed),
        (None, None) => (inner.start..inner.start, printed),
    }
}

/// Puts items behind the last one: on its line, or on lines of their own where it has one.
fn append_flow(text: &str, after: &mut String, last: &Range<usize>, append: &[String], open: usize) {
    let line_start = text[..last.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line_start..last.start];
    let items: Vec<_> = append.iter().map(|item| printed_item(item)).collect();
    if items.is_empty() {
        return;
    }
    if line_start <= open || !indent.trim().is_empty() {
        after.insert_str(last.end, &format!(", {}", items.join(", ")));
        return;
    }
    let eol = line_ending(text);
    let rest = &text[last.end..line_end(text, last.end)];
    let has_comma = rest.trim_start().starts_with(',');
    let separator = format!(",{eol}{indent}");
    let lines = items.join(&separator);
    let tail = if has_comma { "," } else { "" };
    let closes_here = rest.trim_start_matches([',', ' ', '\t']).starts_with(']');
    let end = if closes_here { last.end } else { last.end + rest.len() };
    after.insert_str(end, &format!("{}{eol}{indent}{lines}{tail}", if closes_here { "," } else { "" }));
    if !has_comma && !closes_here {
        after.insert(last.end, ',');
    }
}

/// The items of a list in brackets, and where the closing one is.
fn flow_items(text: &str, open: usize, end: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let (mut items, mut current): (Vec<Range<usize>>, Option<Range<usize>>) = (Vec::new(), None);
    let (mut at, mut depth) = (open + 1, 0);
    while at < end {
        let next = flow_step(text, at, end)?;
        let byte = text.as_bytes()[at];
        match byte {
            b']' if depth == 0 => {
                items.extend(current);
                return Some((items, at));
            }
            b',' if depth == 0 => items.extend(current.take()),
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'#' if next > at + 1 || text.as_bytes()[at - 1].is_ascii_whitespace() => {}
            _ => {
                depth += usize::from(matches!(byte, b'[' | b'{'));
                depth -= usize::from(matches!(byte, b']' | b'}') && depth > 0);
                current.get_or_insert(at..next).end = next;
            }
        }
        at = next;
    }
    None
}
