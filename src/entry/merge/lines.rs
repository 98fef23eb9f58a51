//! Joins two texts line by line, and where both changed the same lines, word by word.

use std::iter;
use std::ops::Range;

use super::three_way::{Stretch, stretches};
use super::words;
use crate::text::code;

/// What both sides made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub text: String,
    /// Whether a line is in it that no side has.
    pub is_by_word: bool,
}

/// A text in lines, without their endings.
#[derive(Clone)]
pub(super) struct Text<'a> {
    pub lines: Vec<&'a str>,
    forms: Vec<Form>,
}

/// What a line is, as far as a join has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Prose,
    /// May be joined with whole lines, not with words.
    Table,
    /// Of two versions one has to be chosen.
    Code,
}

/// Joins two sides of a text whose lines end in LF; `None` where both changed the same words.
pub(super) fn join(base: &str, ours: &str, theirs: &str) -> Option<Body> {
    let texts = [base, ours, theirs].map(Text::of);
    let mut body = Body { text: String::new(), is_by_word: false };
    let mut lines = Vec::new();
    for stretch in stretches(&texts[0].lines, &texts[1].lines, &texts[2].lines) {
        let joined = joined(&texts, &stretch)?;
        body.is_by_word |= joined.is_by_word;
        lines.extend(joined.lines);
    }
    body.text = lines.join("\n");
    Some(body)
}

/// What becomes of a stretch of lines.
pub(super) struct JoinedLines {
    pub lines: Vec<String>,
    /// Whether a line is in it that no side has.
    pub is_by_word: bool,
}

/// Joins one stretch; `None` where both sides changed the same words of it.
pub(super) fn joined(texts: &[Text<'_>; 3], stretch: &Stretch) -> Option<JoinedLines> {
    let [base, ours, theirs] = parts(texts, stretch);
    let lines = match () {
        () if ours == theirs || theirs == base => owned(ours).collect(),
        () if ours == base => owned(theirs).collect(),
        () if base.is_empty() && !has(texts, stretch, Form::Code) => both(ours, theirs),
        () if has(texts, stretch, Form::Code) || has(texts, stretch, Form::Table) => return None,
        () => {
            let [base, ours, theirs] = [base, ours, theirs].map(|lines| lines.join("\n"));
            let joined = words::join(&base, &ours, &theirs)?;
            return Some(JoinedLines { lines: vec![joined], is_by_word: true });
        }
    };
    Some(JoinedLines { lines, is_by_word: false })
}

impl<'a> Text<'a> {
    /// A text that is not there: it has not even an empty line.
    pub(super) fn none() -> Self {
        Self { lines: Vec::new(), forms: Vec::new() }
    }

    pub(super) fn of(text: &'a str) -> Self {
        let lines: Vec<&str> = text.split('\n').collect();
        let code = code::lines(text, 0..text.len()).map(|line| line.is_code).chain(iter::repeat(false));
        let forms =
            lines.iter().zip(code).map(|(line, is_code)| if is_code { Form::Code } else { form(line) }).collect();
        Self { lines, forms }
    }
}

fn form(line: &str) -> Form {
    match line.trim_start().chars().next() {
        Some('|') => Form::Table,
        Some('<') => Form::Code,
        Some(_) | None => Form::Prose,
    }
}

fn ranges(stretch: &Stretch) -> [Range<usize>; 3] {
    [stretch.base.clone(), stretch.ours.clone(), stretch.theirs.clone()]
}

pub(super) fn parts<'t, 'a>(texts: &'t [Text<'a>; 3], stretch: &Stretch) -> [&'t [&'a str]; 3] {
    let [base, ours, theirs] = ranges(stretch);
    [&texts[0].lines[base], &texts[1].lines[ours], &texts[2].lines[theirs]]
}

fn has(texts: &[Text<'_>; 3], stretch: &Stretch, form: Form) -> bool {
    texts.iter().zip(ranges(stretch)).any(|(text, lines)| text.forms[lines].contains(&form))
}

fn owned<'a>(lines: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    lines.iter().map(|line| (*line).to_owned())
}

/// Lines that both sides put into one place: what they have alike once, then those of one and those of the other, by the
/// times they begin with where both do.
pub(super) fn both(ours: &[&str], theirs: &[&str]) -> Vec<String> {
    let before = alike(ours.iter(), theirs.iter());
    let behind = alike(ours[before..].iter().rev(), theirs[before..].iter().rev());
    let [one, other] = [ours, theirs].map(|lines| &lines[before..lines.len() - behind]);
    let is_later = time(one).zip(time(other)).is_some_and(|(one, other)| one > other);
    let [first, second] = if is_later { [other, one] } else { [one, other] };
    let gap = are_paragraphs(first, second).then(String::new);
    let [alike, end] = [&ours[..before], &ours[ours.len() - behind..]];
    owned(alike).chain(owned(first)).chain(gap).chain(owned(second)).chain(owned(end)).collect()
}

fn alike<'a>(one: impl Iterator<Item = &'a &'a str>, other: impl Iterator<Item = &'a &'a str>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// The time of day that the first line begins with: `- 09:30 …`.
fn time<'a>(lines: &[&'a str]) -> Option<&'a str> {
    let line = lines.first()?.trim_start();
    let time = code::item(line).unwrap_or(line).get(..5)?;
    let is_time = time.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() });
    is_time.then_some(time)
}

/// Whether lines would run into those below as one paragraph.
fn are_paragraphs(above: &[&str], below: &[&str]) -> bool {
    let is_paragraph = |line: &&&str| {
        let line = line.trim_start();
        !line.is_empty() && code::item(line).is_none() && !line.starts_with(['#', '>', '|', '['])
    };
    above.last().is_some_and(|line| is_paragraph(&line)) && below.first().is_some_and(|line| is_paragraph(&line))
}
