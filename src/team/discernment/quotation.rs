//! Others' words at length, without saying whose they are.

use super::source::{Hit, Role, Source};
use crate::entry::text::{quotes, word_count};

/// Words of one passage that need no source yet.
const PASSAGE: usize = 60;
/// Fewer quoted words than this are never too much of a text.
const FEW: usize = 20;

const ADVICE: &str = "name the source, or say it in your own words";

pub(super) fn find(source: &Source<'_>) -> Vec<Hit> {
    if !matches!(source.role, Role::File(path) if is_page(path)) {
        return Vec::new();
    }
    let body = &source.text[source.body()];
    let quotes: Vec<String> = quotes(body).into_iter().filter(|quote| !names_source(quote)).collect();
    let counts: Vec<usize> = quotes.iter().map(|quote| quote.split_whitespace().count()).collect();
    let (quoted, own) = (counts.iter().sum::<usize>(), word_count(body));
    let long = quotes.iter().zip(&counts).filter(|(_, count)| **count > PASSAGE);
    let mut hits: Vec<Hit> = long.map(|(quote, count)| passage(source, quote, *count)).collect();
    hits.extend(spoken(source));
    if hits.is_empty() && quoted > FEW && quoted > own {
        let what = format!("mostly quoted without a source ({quoted} of {} words)", own + quoted);
        hits.push(source.hit(source.body().start, "mostly", &quotes.concat(), what).advising(ADVICE));
    }
    hits
}

fn is_page(path: &str) -> bool {
    let name = path.to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown") || name.ends_with(".txt")
}

fn passage(source: &Source<'_>, quote: &str, count: usize) -> Hit {
    let first = quote.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let at = source.text.find(first).unwrap_or_default();
    source.hit(at, "passage", quote, format!("{count} words quoted without a source")).advising(ADVICE)
}

/// A link, or a last line that begins with a dash.
fn names_source(quote: &str) -> bool {
    let last = quote.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    quote.contains("://") || last.starts_with(['—', '–', '―']) || last.starts_with("-- ")
}

/// Long passages between quotation marks, a paragraph at most each.
fn spoken(source: &Source<'_>) -> Vec<Hit> {
    let body = source.body();
    let code = source.code();
    let marks = [('“', '”'), ('„', '“'), ('«', '»'), ('"', '"')];
    let mut hits = Vec::new();
    let mut at = body.start;
    for paragraph in source.text[body].split_inclusive("\n\n") {
        let start = at;
        at += paragraph.len();
        let is_code = code.iter().any(|code| code.range.contains(&start));
        let is_quote = paragraph.trim_start().starts_with('>');
        if is_code || is_quote || paragraph.contains("://") {
            continue;
        }
        let found = marks.iter().find_map(|(open, close)| longest(paragraph, *open, *close));
        hits.extend(found.map(|said| passage(source, said, said.split_whitespace().count())));
    }
    hits
}

fn longest(paragraph: &str, open: char, close: char) -> Option<&str> {
    let mut rest = paragraph;
    while let Some((_, said)) = rest.split_once(open) {
        let (said, behind) = said.split_once(close)?;
        if said.split_whitespace().count() > PASSAGE {
            return Some(said);
        }
        rest = behind;
    }
    None
}
