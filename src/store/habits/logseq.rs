//! What the settings of a Logseq graph say about new files.

use std::fs;
use std::path::Path;

use super::Naming;
use super::pattern::{Part, Pattern};

pub(super) const SETTINGS: &str = "logseq/config.edn";
/// Where the days are, and what they are called, unless the graph says otherwise.
const DAYS: &str = "journals";
const DAY: &str = "yyyy_MM_dd";
/// The letters that stand for a part of a day, the longer ones first.
const LETTERS: [(&str, &str); 4] = [("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("EEEE", "%A")];

/// Logseq's own settings, if the folder has some.
pub(super) fn naming(root: &Path) -> Option<Naming> {
    let settings = fs::read_to_string(root.join(SETTINGS)).ok()?;
    let format = said(&settings, ":journal/file-name-format").unwrap_or(DAY);
    let mut naming = Naming { program: "Logseq", ..Naming::default() };
    match day(format) {
        Some(pattern) => {
            naming.journal = Some(pattern.within(said(&settings, ":journals-directory").unwrap_or(DAYS)));
        }
        None => naming
            .problems
            .push(format!("the graph calls days {format:?}, which Riffle does not know; its own journal is used")),
    }
    Some(naming)
}

/// The text behind a key, on a line that is no comment.
fn said<'a>(settings: &'a str, key: &str) -> Option<&'a str> {
    let lines = settings.lines().map(|line| line.split(';').next().unwrap_or_default());
    let value =
        lines.filter_map(|line| line.split_once(key)).find_map(|(_, rest)| rest.trim_start().strip_prefix('"'))?;
    value.split_once('"').map(|(text, _)| text).filter(|text| !text.is_empty())
}

fn day(format: &str) -> Option<Pattern> {
    let (mut parts, mut rest) = (Vec::new(), format);
    while let Some(first) = rest.chars().next() {
        let known = LETTERS.iter().find(|(letters, _)| rest.starts_with(letters));
        let (part, length) = match known {
            Some((letters, form)) => (Part::Moment(form), letters.len()),
            None if first.is_alphabetic() => return None,
            None => (Part::Text(first.into()), first.len_utf8()),
        };
        parts.push(part);
        rest = &rest[length..];
    }
    Some(Pattern(parts)).filter(Pattern::is_daily)
}
