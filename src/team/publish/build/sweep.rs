//! What may stand anywhere in the words: paths of this machine, tags that stay, block ids, brackets that look like links.

use std::ops::Range;

use super::addresses::{self, LOCAL};
use super::draft::{Draft, Edit};
use super::{LeftOutKind, Order};
use crate::entry::text;

/// Cleans the words of a page.
pub(super) fn clean(draft: &mut Draft, order: &Order) {
    addresses::clean(draft);
    for sweep in [paths, block_ids, brackets] {
        let edits = sweep(draft);
        draft.apply(edits);
    }
    let edits = tags(draft, order);
    draft.apply(edits);
}

/// Cleans a text that is no Markdown.
pub(super) fn clean_plain(draft: &mut Draft) {
    addresses::clean(draft);
    for sweep in [paths, names] {
        let edits = sweep(draft);
        draft.apply(edits);
    }
}

/// `[[names]]` of notes in plain text; `[[ … ]]` with blanks is a command.
fn names(draft: &Draft) -> Vec<Edit> {
    let (text, mut edits, mut at) = (draft.text(), Vec::new(), 0);
    while let Some(mark) = draft.find("[[", at) {
        at = mark + 2;
        let line = text[at..].lines().next().unwrap_or_default();
        let Some(name) = line.split_once("]]").map(|(name, _)| name).filter(|name| !name.is_empty()) else { continue };
        if name.trim() == name {
            let range = mark..at + name.len() + 2;
            edits.push(Edit::by(range.clone(), super::links::PRIVATE).saying(LeftOutKind::PrivateLink, range));
        }
    }
    edits
}

/// Folders below which everything is somebody's own.
const HOMES: [&str; 5] = ["/home/", "/Users/", "/root/", "/Volumes/", "/var/home/"];

/// `/home/x`, `C:\x` and the like.
fn paths(draft: &Draft) -> Vec<Edit> {
    let (text, mut edits, mut at) = (draft.text(), Vec::new(), 0);
    while let Some(length) = text[at..].find(['/', ':']) {
        let mark = at + length;
        at = mark + 1;
        if draft.is_code(mark) {
            continue;
        }
        if let Some(start) = path_start(text, mark) {
            let end = path_end(draft, start);
            edits.push(Edit::by(start..end, LOCAL).saying(LeftOutKind::LocalPath, start..end));
            at = end;
        }
    }
    edits
}

/// Where the path begins of which this `/` or `:` is the first mark.
fn path_start(text: &str, mark: usize) -> Option<usize> {
    let rest = &text[mark..];
    let is_home = HOMES.iter().any(|home| rest.strip_prefix(home).is_some_and(|rest| rest.starts_with(is_in_path)));
    let is_drive = rest.starts_with(":\\") || rest.starts_with(":/") && !rest.starts_with("://");
    let start = match (is_home, is_drive) {
        (true, _) => mark,
        (false, true) => mark.checked_sub(1).filter(|at| text.as_bytes()[*at].is_ascii_alphabetic())?,
        (false, false) => return None,
    };
    let is_inside = |c: char| c.is_alphanumeric() || "/.-_~%\\&?#@".contains(c);
    let is_free = !text[..start].ends_with(is_inside) && (is_home || rest[2..].starts_with(is_in_path));
    is_free.then_some(start)
}

fn is_in_path(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"\"'`<>|()[]*".contains(c)
}

/// Behind a path: blanks belong to it where they are escaped, quoted, or before another `\`.
fn path_end(draft: &Draft, start: usize) -> usize {
    let text = draft.text();
    let quote = text[..start].chars().next_back().filter(|c| matches!(c, '"' | '\''));
    let line = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let quoted = quote.and_then(|quote| text[start..line].find(quote)).map(|length| start + length);
    if let Some(end) = quoted.filter(|end| !draft.has_code(start..*end)) {
        return end;
    }
    let is_windows = text.as_bytes().get(start + 1) == Some(&b':');
    let mut end = start;
    for (at, c) in text[start..line].char_indices() {
        let rest = &text[start + at..line];
        let goes_on = match c {
            ' ' if is_windows => rest[1..].split(' ').next().is_some_and(|word| word.contains('\\')),
            ' ' => text[..start + at].ends_with('\\'),
            c => is_in_path(c) && !draft.is_code(start + at),
        };
        if !goes_on {
            break;
        }
        end = start + at + c.len_utf8();
    }
    start + text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']).len()
}

/// `#tags` that stay, with the blank before them.
fn tags(draft: &Draft, order: &Order) -> Vec<Edit> {
    let (text, mut edits, mut at) = (draft.text(), Vec::new(), 0);
    while let Some(mark) = draft.find("#", at) {
        at = mark + 1;
        let tag = &text[at..at + text::tag_length(&text[at..])];
        let is_inside = text[..mark].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '&' | '#' | '_'));
        if is_inside || tag.is_empty() || !order.keeps_tag(tag) {
            continue;
        }
        at += tag.len();
        edits.push(Edit::out(with_blank(text, mark..at), LeftOutKind::Tag));
    }
    edits
}

/// A range with one blank before it, or behind it at the beginning of a line.
fn with_blank(text: &str, range: Range<usize>) -> Range<usize> {
    let is_first = range.start == 0 || text[..range.start].ends_with('\n');
    let is_last = text[range.end..].starts_with([' ', '\n']) || range.end == text.len();
    match (is_first, is_last) {
        (false, true) if text[..range.start].ends_with(' ') => range.start - 1..range.end,
        (true, _) if text[range.end..].starts_with(' ') => range.start..range.end + 1,
        _ => range,
    }
}

/// ` ^id` at the end of a line; a short number is one.
fn block_ids(draft: &Draft) -> Vec<Edit> {
    let (text, mut edits, mut start) = (draft.text(), Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let (before, id) = words.rsplit_once('^').unwrap_or((words, ""));
        let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let is_power = id.len() <= 3 && id.bytes().all(|b| b.is_ascii_digit());
        let is_free = before.is_empty() || before.ends_with([' ', '\t', '>']);
        let mark = start + before.len();
        if is_id && !is_power && is_free && !draft.is_code(mark) {
            let from = start + before.trim_end_matches([' ', '\t']).len();
            edits.push(Edit::out(from..start + words.len(), LeftOutKind::BlockId));
        }
        start += line.len();
    }
    edits
}

/// `[[` that is no link any more, or never was one: its words stay where they are only that.
fn brackets(draft: &Draft) -> Vec<Edit> {
    let (text, mut edits, mut at) = (draft.text(), Vec::new(), 0);
    while let Some(mark) = draft.find("[[", at) {
        at = mark + 1;
        let is_escaped = text[..mark].ends_with('\\');
        match closing(draft, mark).filter(|_| !is_escaped) {
            Some(end) => {
                at = end;
                edits.push(Edit::by(mark..end, super::links::PRIVATE).saying(LeftOutKind::PrivateLink, mark..end));
            }
            None => edits.push(Edit::by(mark + 1..mark + 1, "\\")),
        }
    }
    edits
}

/// Behind the `]]` that closes these brackets in the same paragraph with words between.
fn closing(draft: &Draft, mark: usize) -> Option<usize> {
    let end = draft.find("]]", mark + 2)?;
    let words = &draft.text()[mark + 2..end];
    let is_linked = !words.trim().is_empty() && !words.contains("\n\n") && !words.contains("[[");
    is_linked.then_some(end + 2)
}
