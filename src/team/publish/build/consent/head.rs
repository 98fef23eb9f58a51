//! The first lines of a text, where front matter may lie that no program reads for one.

use super::key::{self, Key, Looks, Verdict, is_private_tag, judged};
use super::{OF_TAGS, allows, doubt};
use crate::entry::front_matter;
use crate::team::publish::build::Refusal;
use crate::team::read::rules::Audience;

/// How many lines are looked at.
const LINES: usize = 60;
/// A value of more words is a sentence.
const WORDS: usize = 3;

/// Says no to a text that begins as front matter does, or that has a field about leaving in its first lines. `above` is the
/// number of lines above it.
pub(super) fn check(body: &str, above: usize, audience: Audience) -> Result<(), Refusal> {
    let is_first = above == 0;
    let mut code = None;
    for (at, line) in body.split('\n').flat_map(|line| line.trim_end_matches('\r').split('\r')).take(LINES).enumerate()
    {
        let words = line.trim_start();
        let fence = ["```", "~~~"].into_iter().find(|fence| words.starts_with(fence));
        match (code, fence) {
            (Some(open), Some(fence)) if open == fence => code = None,
            (None, Some(fence)) => code = Some(fence),
            (None, None) => field(line, above + at + 1, audience)?,
            (Some(_), _) => {}
        }
    }
    let start = body.trim_start_matches(is_unseen);
    let line = above + body[..body.len() - start.len()].matches('\n').count() + 1;
    if is_begun(start) || is_first && line == 1 && is_bare_fence(start) {
        return Err(doubt(
            line,
            "the text begins as front matter does, and is not read as such; fix it or take it out",
        ));
    }
    Ok(())
}

fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a text begins with a fence and a field, or with the bracket of a JSON object.
fn is_begun(start: &str) -> bool {
    let (first, below) = start.split_once(['\n', '\r']).unwrap_or((start, ""));
    let first = first.trim_end();
    if let Some(rest) = first.strip_prefix('{') {
        return rest.trim_start().is_empty() || rest.trim_start().starts_with(['"', '\'']);
    }
    let bare = first.trim_start_matches(['-', '+', ';', '\u{2010}', '\u{2013}', '\u{2014}', '\u{2212}']);
    let length = first.chars().count() - bare.chars().count();
    let names_language = !bare.is_empty() && bare.trim().chars().all(char::is_alphanumeric);
    let is_fence = length >= 3 && (bare.is_empty() || names_language) || first == "\u{2014}" || first == "<!--";
    is_fence && front_matter::begins_field(below)
}

/// Whether the first line is a fence alone: front matter that nothing closes.
fn is_bare_fence(start: &str) -> bool {
    let first = start.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    matches!(first, "---" | "+++" | ";;;")
}

/// Says no to a line that is a field about leaving, or has the tag `private`. A heading is none, nor is a sentence.
fn field(line: &str, number: usize, audience: Audience) -> Result<(), Refusal> {
    let is_heading = line.trim_start().starts_with('#');
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(end) = bare.find([':', '=', '\u{ff1a}', '\u{ff1d}']).filter(|end| *end <= 40) else { return Ok(()) };
    let (name, rest) = (bare[..end].trim_end_matches(|c: char| !c.is_alphanumeric()), &bare[end..]);
    let is_mark = |c: char| !c.is_alphanumeric();
    let value = rest.trim_matches(is_mark);
    if is_heading || value.is_empty() || value.split_whitespace().count() > WORDS {
        return Ok(());
    }
    if OF_TAGS.iter().any(|of_tags| of_tags.eq_ignore_ascii_case(name)) {
        let is_private = value.split([',', ' ', '#']).any(|tag| is_private_tag(tag.trim_matches(is_mark)));
        return if is_private { Err(Refusal::Never { field: format!("{name}: {value}") }) } else { Ok(()) };
    }
    match key::of(name) {
        Looks::Like(key) if counts(key, value) => allows(key, name, value, number, audience),
        Looks::Nearly(key) if counts(key, value) => Err(doubt(number, format!("{name:?} may mean `{}`", key.name()))),
        Looks::Like(_) | Looks::Nearly(_) | Looks::Unlike => Ok(()),
    }
}

/// Whether a word in the text is an answer at all: one that is known, or one that a person may give instead.
fn counts(key: Key, value: &str) -> bool {
    const ANSWERS: [&str; 14] =
        ["on", "off", "y", "n", "t", "f", "1", "0", "null", "nobody", "not", "only", "me", "nil"];
    let first = value.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    match judged(key, value) {
        Verdict::Leaves | Verdict::ForTeams | Verdict::Stays => true,
        Verdict::Unclear => {
            judged(key, first) == Verdict::Stays || ANSWERS.iter().any(|answer| answer.eq_ignore_ascii_case(first))
        }
    }
}
