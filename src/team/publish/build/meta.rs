//! What looks like a second front matter within a text, as when two files were put into one.

use super::draft::Draft;
use super::marks::{Fault, Stray};

/// Words by which a front matter says who may read.
const CONSENT: [&str; 4] = ["draft", "private", "publish", "share"];

/// The first block between `---` that is front matter by its look: any at the beginning of the text, elsewhere one that says
/// who may read.
pub(super) fn second(draft: &Draft) -> Option<Stray> {
    let (text, mut start, mut open, mut is_first) = (draft.text(), 0, None::<usize>, true);
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        if !matches!(line.trim_end(), "---" | "+++" | "...") || draft.is_code(at) {
            continue;
        }
        let is_begin = open.is_none() && text[..at].trim().is_empty();
        if let Some(open) = open
            && is_fields(&text[open..at], is_first)
        {
            return Some(Stray { at: open, fault: Fault::FrontMatter });
        }
        is_first = is_begin;
        open = Some(start);
    }
    None
}

/// Whether all lines are those of fields, and one of them says so by its name.
fn is_fields(block: &str, is_any: bool) -> bool {
    let key = |line: &str| {
        let (key, _) = line.split_once([':', '='])?;
        let key = key.trim_matches(['"', '\'', ' ']).to_lowercase();
        (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))).then_some(key)
    };
    let is_field =
        |line: &str| line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-']) || key(line).is_some();
    let keys: Vec<String> = block.lines().filter_map(key).collect();
    let is_meant = is_any || keys.iter().any(|key| CONSENT.contains(&key.as_str()));
    is_meant && !keys.is_empty() && block.lines().all(is_field)
}
