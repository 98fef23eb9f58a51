//! Passages that an author marked as their own: `%% … %%`, HTML comments, `<!-- private --> … <!-- /private -->`, and the
//! callout `> [!private]`.
//!
//! A mark that is never closed reaches to the end of the text. A closing mark in code closes nothing. In doubt more stays
//! behind, and the author is told.

use std::ops::Range;

use super::What;
use super::code;
use super::draft::{Draft, Edit};

/// Takes them out.
pub(super) fn remove(draft: &mut Draft) {
    let edits = marked(draft);
    draft.apply(edits);
    let edits = callouts(draft);
    draft.apply(edits);
}

fn marked(draft: &Draft) -> Vec<Edit> {
    let (mut edits, mut at) = (Vec::new(), 0);
    while let Some((range, what)) = next(draft, at) {
        at = range.end;
        edits.push(gap(draft, range, what));
    }
    edits
}

/// The next passage, and what it is.
fn next(draft: &Draft, from: usize) -> Option<(Range<usize>, What)> {
    let (percent, comment) = (draft.find("%%", from), begin_of_comment(draft, from));
    let is_percent = percent.is_some_and(|percent| comment.is_none_or(|comment| percent < comment));
    let start = if is_percent { percent? } else { comment? };
    let (end, what) = if is_percent {
        (behind(draft, "%%", start + 2), What::Comment)
    } else {
        match (behind(draft, "-->", start + 4), private(draft, start)) {
            (Some(end), Some(Side::Begin)) => (end_of_private(draft, end), What::PrivatePassage),
            (end, _) => (end, What::Comment),
        }
    };
    match end {
        Some(end) => Some((start..end, what)),
        None => Some((start..draft.text().len(), What::Unclosed)),
    }
}

fn behind(draft: &Draft, mark: &str, from: usize) -> Option<usize> {
    draft.find(mark, from).map(|at| at + mark.len())
}

fn begin_of_comment(draft: &Draft, from: usize) -> Option<usize> {
    let mut from = from;
    loop {
        let at = draft.find("<!--", from)?;
        let escapes = draft.text()[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if escapes % 2 == 0 {
            return Some(at);
        }
        from = at + 1;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Begin,
    End,
}

/// Whether a comment begins or ends a private passage.
fn private(draft: &Draft, start: usize) -> Option<Side> {
    let inner = draft.text().get(start + 4..)?;
    let inner = inner[..inner.find("-->")?].trim_matches(|c: char| c.is_whitespace() || c == '-');
    if inner.eq_ignore_ascii_case("private") {
        return Some(Side::Begin);
    }
    let inner = inner.strip_prefix('/')?.trim_start();
    inner.eq_ignore_ascii_case("private").then_some(Side::End)
}

/// Behind the mark that ends a passage which begins here; passages may lie in each other.
fn end_of_private(draft: &Draft, from: usize) -> Option<usize> {
    let (mut depth, mut at) = (1_usize, from);
    while depth > 0 {
        let start = draft.find("<!--", at)?;
        match private(draft, start) {
            Some(Side::Begin) => depth += 1,
            Some(Side::End) => depth -= 1,
            None => {
                at = start + 4;
                continue;
            }
        }
        at = behind(draft, "-->", start + 4)?;
    }
    Some(at)
}

/// Takes a passage out, with its lines where nothing else stands on them.
pub(super) fn gap(draft: &Draft, range: Range<usize>, what: What) -> Edit {
    let text = draft.text();
    let before = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let after = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length + 1);
    let is_alone = text[before..range.start].trim().is_empty() && text[range.end..after].trim().is_empty();
    if is_alone && !draft.has_code(before..range.start) && !draft.has_code(range.end..after) {
        return lines(draft, before..after, what);
    }
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let is_last = behind.is_empty() || behind.starts_with('\n');
    let start = if is_last { before.trim_end_matches(' ').len() } else { range.start };
    let is_doubled = before.ends_with([' ', '\n']) && behind.starts_with(' ') && !draft.is_code(range.end);
    let said = range.clone();
    Edit::out(start..range.end + usize::from(is_doubled), what).saying(what, said)
}

/// Takes out what kept nothing apart, such as a definition, with its lines.
pub(super) fn line(draft: &Draft, range: Range<usize>, what: What) -> Edit {
    let edit = gap(draft, range, what);
    Edit { with: String::new(), ..edit }
}

/// Takes whole lines out. What they kept apart stays apart by a blank line, and by no more than one.
fn lines(draft: &Draft, range: Range<usize>, what: What) -> Edit {
    let text = draft.text();
    let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let (before, next) = (text[..range.start].lines().next_back(), text[range.end..].lines().next());
    let with = if is_blank(before) || is_blank(next) { "" } else { "\n" };
    Edit { with: with.into(), ..Edit::out(range, what) }
}

/// Quotes that begin with `[!private]`, or what follows in a quote from the line on that does.
fn callouts(draft: &Draft) -> Vec<Edit> {
    let text = draft.text();
    if !text.to_ascii_lowercase().contains("[!private") {
        return Vec::new();
    }
    let (quotes, mut edits, mut start) = (code::quotes(text), Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let inner = private_callout(line).map(|at| start + at).filter(|at| !draft.is_code(*at));
        let within =
            inner.and_then(|at| quotes.iter().filter(|quote| quote.contains(&at)).min_by_key(|quote| quote.len()));
        edits.extend(within.map(|quote| gap(draft, start.max(quote.start)..quote.end, What::PrivatePassage)));
        start += line.len();
    }
    edits
}

/// Where in a line the mark of a private callout stands.
fn private_callout(line: &str) -> Option<usize> {
    let words = line.trim_start_matches(|c: char| c.is_ascii_digit() || "> \t-*+.)".contains(c));
    let behind = words.get(..9).filter(|start| start.eq_ignore_ascii_case("[!private")).map(|_| &words[9..])?;
    behind.starts_with([']', '|', '+', '-', ' ']).then(|| line.len() - words.len())
}
