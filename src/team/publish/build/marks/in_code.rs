//! Private marks in code. Code is shown as it stands, so a mark in it keeps nothing; who put one there may have meant it.

use super::callout;
use super::comment::is_private;
use super::fold::Folded;
use super::{Fault, Stray};
use crate::team::publish::build::draft::Draft;

/// Finds fault with private comments and callouts in code, and with `%%` that seem to have words between them.
pub(super) fn check(draft: &Draft, folded: &Folded) -> Result<(), Stray> {
    for code in draft.code() {
        let words = &folded.text[folded.place(code.start)..folded.place(code.end)];
        let comments = words.match_indices('<').map(|(at, _)| at).filter(|at| is_private(&words[*at..]));
        // Code that never ends was meant to: what follows was no code to its author.
        let is_open = is_open(&draft.text()[code.clone()]);
        let swallowed = ["%%", "<!--"].iter().filter_map(|mark| words.find(mark).filter(|_| is_open));
        let begun = begun(words, &folded.text[folded.place(code.end)..]);
        let heads = in_head(words);
        if let Some(at) = comments.chain(callout::marks(words)).chain(swallowed).chain(begun).chain(heads).min() {
            return Err(Stray { at: folded.source(folded.place(code.start) + at), fault: Fault::InCode });
        }
    }
    let percents = percents(draft, folded).or_else(|| over_lines(draft, folded));
    percents.map_or(Ok(()), |at| Err(Stray { at, fault: Fault::InCode }))
}

/// A comment that begins in code, with words, and ends only behind it.
fn begun(code: &str, behind: &str) -> Option<usize> {
    let at = code.rfind("<!--")?;
    let inner = &code[at + 4..];
    let is_open = !inner.contains("-->") && (code.contains('\n') || inner.contains(char::is_alphanumeric));
    (is_open && behind.contains("-->")).then_some(at)
}

/// A `%%` behind the fence that opens code: no language is called so, and what it began may end anywhere.
fn in_head(code: &str) -> Option<usize> {
    let head = code.lines().next().filter(|line| line.starts_with("```") || line.starts_with("~~~"))?;
    head.find("%%").filter(|_| code.contains('\n'))
}

/// A `%%` in code with a blank behind it, where one in code of a later line has a blank before it, and words lie between. What
/// begins a line and has words behind it is the head of a section in some languages, and ends nothing.
fn over_lines(draft: &Draft, folded: &Folded) -> Option<usize> {
    let text = folded.text.as_str();
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let marks = text.match_indices("%%").map(|(at, _)| at);
    let mut marks = marks.filter(|at| draft.is_code(folded.source(*at)));
    let first = marks.by_ref().find(|at| is_blank(text[at + 2..].chars().next()))?;
    let ends = |at: &usize| {
        let line = text[..*at].rfind('\n').map_or(0, |end| end + 1);
        let behind = text[at + 2..].lines().next().unwrap_or_default();
        let is_head = text[line..*at].trim().is_empty() && !behind.trim().is_empty();
        line > first && is_blank(text[..*at].chars().next_back()) && !is_head
    };
    let last = marks.filter(ends).last()?;
    text[first..last].contains(char::is_alphanumeric).then(|| folded.source(first))
}

/// Whether code begins with a fence and ends with none.
fn is_open(code: &str) -> bool {
    let sign = code.chars().next().filter(|c| matches!(c, '`' | '~')).unwrap_or(' ');
    let fence = code.chars().take_while(|c| *c == sign).count();
    let end = code.trim_end().chars().rev().take_while(|c| *c == sign).count();
    sign != ' ' && fence > 2 && (end < fence || !code.trim_end().contains('\n') && end == code.trim_end().len())
}

/// The first `%%` in code that looks like a mark of a comment: words lie between it and another on its line, or both are
/// lines of their own.
fn percents(draft: &Draft, folded: &Folded) -> Option<usize> {
    let (text, mut start, mut alone) = (folded.text.as_str(), 0, None);
    for line in text.split_inclusive('\n') {
        let marks: Vec<usize> = line.match_indices("%%").map(|(at, _)| at).collect();
        let source = |at: &usize| folded.source(start + at);
        let (inside, outside): (Vec<usize>, Vec<usize>) = marks.iter().partition(|at| draft.is_code(source(at)));
        // Where those outside belong together, those in code can only belong to each other.
        let all = if outside.len() % 2 == 0 || inside.is_empty() { &inside } else { &marks };
        if let Some(begin) = begin(line, all) {
            return Some(source(&begin));
        }
        if line.trim_matches([' ', '\t', '\n', '>']) == "%%" && draft.is_code(source(&marks[0])) {
            let code = draft.code().partition_point(|code| code.end <= source(&marks[0]));
            if let Some((_, at)) = alone.filter(|(other, _)| *other == code) {
                return Some(at);
            }
            alone = Some((code, source(&marks[0])));
        }
        start += line.len();
    }
    None
}

/// The first of these `%%` of a line that seems to begin a comment: by what stands around both marks, or within.
fn begin(line: &str, marks: &[usize]) -> Option<usize> {
    let has_words = |begin: usize, end: usize| line[begin + 2..end].contains(char::is_alphanumeric);
    let is_within = |two: &&[usize]| {
        let inner = &line[two[0] + 2..two[1]];
        let is_loose = inner.starts_with(char::is_whitespace) && inner.ends_with(char::is_whitespace);
        has_words(two[0], two[1]) && (is_loose || !inner.contains(char::is_whitespace))
    };
    let (first, last) = (marks.iter().find(|at| may_begin(line, **at)), marks.iter().rfind(|at| may_end(line, **at)));
    let around = first.zip(last).filter(|(first, last)| first < last && has_words(**first, **last));
    around.map(|(first, _)| *first).or_else(|| marks.windows(2).find(is_within).map(|two| two[0]))
}

fn may_begin(line: &str, at: usize) -> bool {
    let is_before = |c: char| c.is_whitespace() || "`(>\"'".contains(c);
    line[..at].chars().next_back().is_none_or(is_before)
}

fn may_end(line: &str, at: usize) -> bool {
    let is_behind = |c: char| c.is_whitespace() || "`)\"'.,;:!?".contains(c);
    line[at + 2..].chars().next().is_none_or(is_behind)
}
