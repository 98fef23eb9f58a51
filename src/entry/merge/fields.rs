//! Joins the front matter of two sides field by field. Each field stays as one of the sides wrote it.

use std::cmp::Ordering;

use super::check::has_all_words;
use super::{settle, words};
use crate::entry::front_matter::{Block, Blocks};

/// The front matter of both sides, fences included; `None` where both changed a field and no rule says what becomes of it.
///
/// `stricter` compares what ours and theirs keep from others.
pub(super) fn join(base: &Blocks<'_>, ours: &Blocks<'_>, theirs: &Blocks<'_>, stricter: Ordering) -> Option<String> {
    let [frame, other] = if ours.open.is_empty() { [theirs, ours] } else { [ours, theirs] };
    let decide = |key: &str| decided(key, [base, ours, theirs].map(|side| side.get(key)), stricter);
    let mut parts: Vec<(&str, String)> = Vec::new();
    for block in &frame.all {
        parts.extend(decide(&block.key)?.map(|text| (block.key.as_str(), text)));
    }
    for (at, block) in other.all.iter().enumerate().filter(|(_, block)| frame.get(&block.key).is_none()) {
        let Some(text) = decide(&block.key)? else { continue };
        let above = other.all[..at].iter().rev().find_map(|above| parts.iter().position(|(key, _)| *key == above.key));
        parts.insert(above.map_or(0, |above| above + 1), (&block.key, text));
    }
    let close =
        chosen(base.close, ours.close, theirs.close).or_else(|| other.open.is_empty().then_some(frame.close))?;
    let is_left_out = parts.is_empty() && other.open.is_empty();
    let is_even = other.open.is_empty() || frame.all.is_empty() || other.all.is_empty() || frame.indent == other.indent;
    let fields: String = parts.into_iter().map(|(_, text)| text).collect();
    is_even.then(|| if is_left_out { String::new() } else { format!("{}{fields}{close}", frame.open) })
}

/// What becomes of a field: its lines, or nothing where it is taken away. The outer `None` is a conflict.
fn decided(key: &str, [base, ours, theirs]: [Option<&Block<'_>>; 3], stricter: Ordering) -> Option<Option<String>> {
    let text = |block: Option<&Block<'_>>| block.map(|block| block.text.to_owned());
    if let Some(text) = chosen(text(base), text(ours), text(theirs)) {
        return Some(text);
    }
    let (ours, theirs) = (ours?, theirs?);
    if ours.value == theirs.value {
        let parts = [base.map_or("", |base| base.text), ours.text, theirs.text, ours.text].map(words::words);
        return has_all_words(parts).then(|| Some(ours.text.to_owned()));
    }
    settle::settled(key, base.map(|base| &base.value), [ours, theirs], stricter).map(Some)
}

/// Of three states that of the side that changed it; `None` where both did.
pub(super) fn chosen<T: PartialEq>(base: T, ours: T, theirs: T) -> Option<T> {
    if ours == theirs || theirs == base { Some(ours) } else { (ours == base).then_some(theirs) }
}
