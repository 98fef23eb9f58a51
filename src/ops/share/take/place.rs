//! Finds the place in an entry's text for what changed between its page and another: by lines, else by words.
//!
//! What comes of it is a proposal. It counts only if the page that is made of it is the wanted one.

use super::fields;
use crate::entry::{Entry, front_matter};
use crate::git::{self, Repo, Side};

/// A line end as a word of its own, where each word is a line.
const LINE_END: char = '\u{f8ff}';

/// Bodies that an entry could have, the likeliest first.
pub(super) fn bodies(entry: &Entry, mine: &str, wanted: &str) -> Vec<String> {
    let (before, core, after) = core(entry.body());
    let is_titled = fields::has_heading(entry);
    let [mine, wanted] = [mine, wanted].map(|page| below_title(body(page), is_titled));
    let lines = joins(&mine, core, &wanted, &str::to_owned, &str::to_owned);
    let words = joins(&mine, core, &wanted, &split, &unsplit);
    let all = lines.into_iter().chain(words);
    let mut bodies = Vec::new();
    for joined in all.map(|joined| format!("{before}{}{after}", joined.trim_end_matches('\n'))) {
        if !bodies.contains(&joined) {
            bodies.push(joined);
        }
    }
    bodies
}

/// The first line in which two pages differ, blank ones aside.
pub(super) fn difference(page: &str, wanted: &str) -> Option<String> {
    let lines = |text: &'_ str| -> Vec<String> {
        text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let (page, wanted) = (lines(page), lines(wanted));
    let at = (0..page.len().max(wanted.len())).find(|at| page.get(*at) != wanted.get(*at))?;
    Some(wanted.get(at).or_else(|| page.get(at)).cloned().unwrap_or_default())
}

/// A text without the blank lines at both ends, and those.
fn core(body: &str) -> (&str, &str, &str) {
    let start = body.len() - body.trim_start_matches(['\n', '\r']).len();
    let end = start + body[start..].trim_end().len();
    (&body[..start], &body[start..end], &body[end..])
}

/// A page behind its front matter.
fn body(page: &str) -> &str {
    page[front_matter::split(page).body].trim_matches('\n')
}

/// A page's text without the title that stands above it, unless the entry has it there, too.
fn below_title(body: &str, is_titled: bool) -> String {
    match body.split_once('\n') {
        Some((title, rest)) if !is_titled && title.starts_with("# ") => rest.trim_start_matches('\n').to_owned(),
        None if !is_titled && body.starts_with("# ") => String::new(),
        Some(_) | None => body.to_owned(),
    }
}

/// The entry's text with what changed between the pages; where both have something in one place, one after the other.
fn joins(
    mine: &str,
    text: &str,
    wanted: &str,
    split: &dyn Fn(&str) -> String,
    unsplit: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let [mine, text, wanted] = [mine, text, wanted].map(|text| split(&format!("{text}\n")));
    let clean = Repo::merge_text(mine.as_bytes(), text.as_bytes(), wanted.as_bytes());
    let clean = clean.and_then(|bytes| String::from_utf8(bytes).ok());
    let both = || {
        let one = git::merge_favoring(&mine, &text, &wanted, Side::Both);
        one.into_iter().chain(git::merge_favoring(&mine, &wanted, &text, Side::Both)).collect()
    };
    let all: Vec<String> = clean.map_or_else(both, |clean| vec![clean]);
    all.iter().map(|joined| unsplit(joined)).collect()
}

/// A text with each word, blank and sign on a line of its own.
fn split(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() * 2);
    let mut last = None;
    for c in text.chars() {
        let sort = (c.is_alphanumeric(), c == ' ');
        if last.is_some_and(|last| last != sort || sort == (false, false)) {
            lines.push('\n');
        }
        lines.push(if c == '\n' { LINE_END } else { c });
        last = Some(sort);
    }
    lines + "\n"
}

fn unsplit(lines: &str) -> String {
    lines.split('\n').collect::<String>().replace(LINE_END, "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_they_were() {
        for text in ["", "a b  c\n\nd, e! f\n", "部分 克隆\n", "x\n\n\n"] {
            assert_eq!(unsplit(&split(text)), text);
        }
    }

    #[test]
    fn a_word_that_changed_finds_its_place_beside_what_is_private() {
        let text = "See [[tea|my tea]] at 0m52. %% ask Mina %%";
        let joined = joins("See my tea at 0m52.", text, "See my tea at 0m48.", &split, &unsplit);

        assert_eq!(joined[0].trim_end(), "See [[tea|my tea]] at 0m48. %% ask Mina %%");
    }
}
