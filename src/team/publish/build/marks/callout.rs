//! The callout `> [!private]`: the whole quote that begins with it, or what of a quote follows from the line on that does.

use std::ops::Range;

use super::fold::{Folded, begins_private};
use super::{Fault, Stray};
use crate::team::publish::build::draft::Draft;
use crate::team::publish::build::{LeftOutKind, code};

/// The private callouts of a text. A mark that stands where none is read is a fault.
pub(super) fn callouts(draft: &Draft, folded: &Folded) -> Result<Vec<(Range<usize>, LeftOutKind)>, Stray> {
    let marks: Vec<usize> = marks(&folded.text).map(|at| folded.source(at)).filter(|at| !draft.is_code(*at)).collect();
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let quotes = code::quotes(draft.text());
    let quote = |at: &usize| quote(draft.text(), &quotes, *at).ok_or(Stray { at: *at, fault: Fault::Callout });
    marks.iter().map(|at| Ok((quote(at)?, LeftOutKind::PrivatePassage))).collect()
}

/// Where a folded text has `[!priv`, perhaps with blanks in it.
pub(super) fn marks(folded: &str) -> impl Iterator<Item = usize> + '_ {
    let is_mark = |at: &usize| {
        let inner = folded[at + 1..].trim_start_matches(' ').strip_prefix('!');
        inner.is_some_and(|inner| begins_private(inner.trim_start_matches(' ')))
    };
    folded.match_indices('[').map(|(at, _)| at).filter(is_mark)
}

/// What a mark of the known form keeps, where it stands at the beginning of a quote or of a line in one.
fn quote(text: &str, quotes: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    let name = text[at..].strip_prefix("[!")?;
    let is_known = name.get(..7)?.eq_ignore_ascii_case("private") && name[7..].starts_with([']', '|']);
    let quote =
        quotes.iter().filter(|quote| quote.contains(&at)).min_by_key(|quote| quote.len()).filter(|_| is_known)?;
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let start = line.max(quote.start);
    let is_first = text[start..at].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
    let depth = text[line..at].matches('>').count();
    is_first.then(|| start..behind(text, at + text[at..quote.end].trim_end().len(), depth))
}

/// Behind the lines that follow at once with as many `>`, though they lie in another quote, such as one outside of a list.
fn behind(text: &str, end: usize, depth: usize) -> usize {
    let Some(rest) = text[end..].find('\n').map(|length| end + length + 1) else { return end };
    let is_quoted = |line: &&str| {
        let signs = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        line[..signs].matches('>').count() >= depth
    };
    let length: usize = text[rest..].split_inclusive('\n').take_while(is_quoted).map(str::len).sum();
    if length == 0 { end } else { rest + text[rest..rest + length].trim_end().len() }
}
