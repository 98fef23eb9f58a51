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
    let mut hits = Vec::new();
    let mut from = source.body().start;
    for (quote, count) in quotes.iter().zip(&counts) {
        from = place(source.text, from, quote);
        if *count > PASSAGE {
            hits.push(passage(source, from, quote, *count));
        }
    }
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

/// Where a quote begins; its marks are not part of it.
fn place(text: &str, from: usize, quote: &str) -> usize {
    let first = quote.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    text[from..].find(first).map_or(from, |at| from + at)
}

fn passage(source: &Source<'_>, at: usize, quote: &str, count: usize) -> Hit {
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
        let last = code.partition_point(|code| code.range.start <= start).checked_sub(1);
        let is_code = last.is_some_and(|last| code[last].range.contains(&start));
        let is_quote = paragraph.trim_start().starts_with('>');
        if is_code || is_quote || paragraph.contains("://") {
            continue;
        }
        let found = marks.iter().find_map(|(open, close)| longest(paragraph, *open, *close));
        hits.extend(found.map(|said| {
            let at = said.as_ptr() as usize - source.text.as_ptr() as usize;
            passage(source, at, said, said.split_whitespace().count())
        }));
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
