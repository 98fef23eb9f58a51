//! Tags in brackets that are written with their `#` (`tags: [#a, #b]`), which begins a comment to YAML: read as they are
//! meant where the line is no YAML otherwise, and written without the `#` when the list is edited.

use std::ops::Range;

use super::field::{line_end, lines};
use super::{key, quote};

/// A text with its lists of tags written so that YAML reads them; `None` where no line needs that.
pub(super) fn mended(text: &str, yaml: Range<usize>) -> Option<String> {
    let mut mended = text.to_owned();
    let found: Vec<(Range<usize>, String)> = lines(text, yaml).filter_map(|line| brackets(text, line.start)).collect();
    for (place, list) in found.iter().rev() {
        mended.replace_range(place.clone(), list);
    }
    (!found.is_empty()).then_some(mended)
}

/// The brackets of a line that is a list of tags with a `#` before one, and the list as YAML has it.
pub(super) fn brackets(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    let line = &text[start..line_end(text, start)];
    let (key, rest) = line.split_once(':')?;
    let is_of_tags = key::OF_TAGS.iter().any(|of_tags| of_tags.eq_ignore_ascii_case(key.trim_matches(['"', '\''])));
    let inner = rest.trim().strip_prefix('[')?.strip_suffix(']')?;
    let items: Vec<&str> = inner.split(',').map(str::trim).collect();
    let is_hashed = |item: &&str| item.strip_prefix('#').is_some_and(|tag| !tag.is_empty());
    let is_plain = !inner.contains(['"', '\'', '[', ']', '{', '}']);
    if !is_of_tags || !is_plain || !items.iter().any(is_hashed) {
        return None;
    }
    let tags = items.iter().map(|item| item.trim_start_matches('#').trim()).filter(|item| !item.is_empty());
    let tags: Vec<_> = tags.map(quote::item).collect();
    let open = start + line.find('[')?;
    Some((open..start + line.trim_end().len(), format!("[{}]", tags.join(", "))))
}
