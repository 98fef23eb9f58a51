//! Passages that an author marked as their own: `%% … %%`, HTML comments, `<!-- private --> … <!-- /private -->`, and the
//! callout `> [!private]`.
//!
//! They are found in the author's text, before anything of it is read as Markdown, and must lie in each other like brackets.
//! A mark that is alone, or only looks like one, is a fault: nobody can say what it was meant to keep, so nothing leaves.

mod callout;
mod comment;
mod fold;
mod in_code;

use std::ops::Range;

use super::LeftOutKind;
use super::draft::Draft;
use fold::Folded;

/// Why it cannot be said what is private, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    pub(super) at: usize,
    pub(super) fault: Fault,
}

/// What is wrong with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Percent,
    Doubt,
    OpenComment,
    OpenPrivate,
    End,
    LooksLike,
    Nested,
    Overlap,
    InCode,
    Callout,
    OpenHtml,
    HiddenHtml,
    FrontMatter,
}

impl Fault {
    /// What it is, and what to do.
    pub fn name(self) -> &'static str {
        match self {
            Self::Percent => "`%%` has no other `%%`; end the comment, or write `%` alone",
            Self::Doubt => {
                "it is unclear which `%%` open and which close a comment; write `%%so%%`, each on a line of its own"
            }
            Self::OpenComment => "a comment is opened and never closed; close it with `-->`",
            Self::OpenPrivate => "a private passage is opened and never closed; close it with `<!-- /private -->`",
            Self::End => {
                "`<!-- /private -->` closes nothing, or closes from within another mark; open it with `<!-- private -->`"
            }
            Self::LooksLike => {
                "this looks like a private mark and is not one; write `<!-- private -->` and `<!-- /private -->`, or word it otherwise"
            }
            Self::Nested => "a comment within a comment is closed by the inner one; take one of them out",
            Self::Overlap => "a comment and `%%` overlap; close one before the other",
            Self::InCode => "a private mark in code keeps nothing private; take it out of the code",
            Self::Callout => "`[!private]` keeps only a quote private that begins with it: `> [!private]`",
            Self::OpenHtml => "an HTML tag is opened and never closed; close it with `>` in the same paragraph",
            Self::FrontMatter => "there is a second front matter in the text; put its fields into the first",
            Self::HiddenHtml => "this HTML hides its words; mark them as private, or show them",
        }
    }
}

/// One mark of a text, outside code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    range: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Percent,
    Comment,
    Begin,
    End,
}

/// All passages of a text that its author keeps, in order and apart from each other.
pub(super) fn passages(draft: &Draft) -> Result<Vec<(Range<usize>, LeftOutKind)>, Stray> {
    let text = draft.text();
    if !text.contains(['%', '<', '!', '％', '＜', '！', '﹪', '﹤', '﹗']) {
        return Ok(Vec::new());
    }
    let folded = Folded::of(text);
    in_code::check(draft, &folded)?;
    let mut all = paired(&found(draft, &folded)?)?;
    percents_are_plain(text, &all)?;
    all.extend(callout::callouts(draft, &folded)?);
    Ok(merged(all))
}

/// The marks of a text, in order.
fn found(draft: &Draft, folded: &Folded) -> Result<Vec<Mark>, Stray> {
    let (mut marks, mut at) = (Vec::new(), 0);
    while let Some(length) = folded.text[at..].find(['%', '<', '!']) {
        let place = at + length;
        at = place + 1;
        if draft.is_code(folded.source(place)) {
            continue;
        }
        let run = &folded.text[place..];
        if run.starts_with("%%") {
            at = percents(draft, folded, place, &mut marks)?;
        } else if run.starts_with("!--") && !folded.text[..place].ends_with(['<', ';']) {
            // The rest of a mark without its beginning.
            return Err(Stray { at: folded.source(place), fault: Fault::LooksLike });
        } else if run.starts_with('<') {
            let Some(mark) = comment::comment(draft, folded, place)? else { continue };
            at = folded.place(mark.range.end).max(at);
            marks.push(mark);
        }
    }
    Ok(marks)
}

/// A row of `%`: each two are a mark. Goes behind them.
fn percents(draft: &Draft, folded: &Folded, at: usize, marks: &mut Vec<Mark>) -> Result<usize, Stray> {
    let length = folded.text[at..].bytes().take_while(|byte| *byte == b'%').count();
    let row = folded.range(at..at + length, draft.text());
    if draft.text()[row.clone()].bytes().any(|byte| byte != b'%') || length % 2 == 1 {
        return Err(Stray { at: row.start, fault: Fault::Percent });
    }
    let two = (row.start..row.end).step_by(2);
    marks.extend(two.map(|start| Mark { range: start..start + 2, kind: Kind::Percent }));
    Ok(at + length)
}

/// Finds fault with `%%` of which nobody can say whether they begin or end something: one that closes and stands like one that
/// opens, one that opens and stands like one that closes, or two that share a word.
fn percents_are_plain(text: &str, passages: &[(Range<usize>, LeftOutKind)]) -> Result<(), Stray> {
    let comments: Vec<&Range<usize>> =
        passages.iter().map(|(range, _)| range).filter(|range| text[(*range).clone()].starts_with("%%")).collect();
    let before = |at: usize| text[..at].chars().next_back().unwrap_or(' ');
    let behind = |at: usize| text[at + 2..].chars().next().unwrap_or(' ');
    let stray = |at: usize| Err(Stray { at, fault: Fault::Doubt });
    for range in &comments {
        let (open, close) = (range.start, range.end - 2);
        if before(open).is_alphanumeric() && behind(open).is_whitespace() {
            return stray(open);
        }
        if before(close).is_whitespace() && behind(close).is_alphanumeric() {
            return stray(close);
        }
    }
    for two in comments.windows(2) {
        let (close, open) = (two[0].end - 2, two[1].start);
        let between = &text[close + 2..open];
        let is_glued = !between.is_empty() && !between.contains(char::is_whitespace);
        if is_glued {
            return stray(open);
        }
    }
    Ok(())
}

/// What lies between marks that belong together, the outermost ones.
fn paired(marks: &[Mark]) -> Result<Vec<(Range<usize>, LeftOutKind)>, Stray> {
    let (mut open, mut passages) = (Vec::<&Mark>::new(), Vec::new());
    for mark in marks {
        let is_closing = match (mark.kind, open.last().map(|mark| mark.kind)) {
            (Kind::Percent, Some(Kind::Percent)) | (Kind::End, Some(Kind::Begin)) => true,
            (Kind::End, _) => return Err(Stray { at: mark.range.start, fault: Fault::End }),
            (Kind::Percent | Kind::Begin | Kind::Comment, _) => false,
        };
        let what = if mark.kind == Kind::End { LeftOutKind::PrivatePassage } else { LeftOutKind::Comment };
        match (is_closing, mark.kind) {
            (true, _) => {
                let start = open.pop().map_or(mark.range.start, |begin| begin.range.start);
                passages.extend(open.is_empty().then_some((start..mark.range.end, what)));
            }
            (false, Kind::Comment) => passages.extend(open.is_empty().then(|| (mark.range.clone(), what))),
            (false, Kind::Percent | Kind::Begin | Kind::End) => open.push(mark),
        }
    }
    let fault = |mark: &Mark| if mark.kind == Kind::Percent { Fault::Percent } else { Fault::OpenPrivate };
    open.first().map_or(Ok(passages), |mark| Err(Stray { at: mark.range.start, fault: fault(mark) }))
}

/// Passages in order; those that touch or overlap are one.
fn merged(mut all: Vec<(Range<usize>, LeftOutKind)>) -> Vec<(Range<usize>, LeftOutKind)> {
    all.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut apart: Vec<(Range<usize>, LeftOutKind)> = Vec::new();
    for (range, what) in all {
        match apart.last_mut().filter(|(last, _)| range.start < last.end) {
            Some((last, _)) => last.end = last.end.max(range.end),
            None => apart.push((range, what)),
        }
    }
    apart
}
