//! What others said, and what the person said about that, in an entry that is there already.

use super::compose;
use super::merge::Thing;
use super::paragraphs::Paragraphs;
use crate::entry::{Entry, EntryId, text};
use crate::formats::Quote;

/// The text of an entry with the quotes that it lacks, and with what is said about those that it has.
pub(super) fn joined(entry: &Entry, thing: &Thing) -> String {
    let there = Paragraphs::of(entry.body());
    let (mut text, mut new) = (entry.text.clone(), Vec::new());
    for quote in &thing.item.quotes {
        match quote.text.as_str() {
            "" if there.have(&quote.note) => {}
            words if !words.is_empty() && there.quote(words) => {
                if !there.have(&quote.note) {
                    text = with_note(&entry.with(text), quote, thing);
                }
            }
            _ => new.push(quote.clone()),
        }
    }
    if new.is_empty() { text } else { with_quotes(&entry.with(text), &new) }
}

/// Puts words below the quote that they are about. What the person made of an earlier import stays where it has words there.
fn with_note(entry: &Entry, quote: &Quote, thing: &Thing) -> String {
    let Some(end) = end_of(entry.body(), &quote.text) else {
        return with_quotes(entry, std::slice::from_ref(quote));
    };
    let (before, after) = entry.text.split_at(entry.body.start + end);
    let after = after.trim_start();
    let has_words = !after.is_empty() && !after.starts_with(['>', '#']);
    if has_words && entry.id == EntryId::Ulid(thing.id) {
        return entry.text.clone();
    }
    let gap = if after.is_empty() { "\n" } else { "\n\n" };
    format!("{}\n\n{}{gap}{after}", before.trim_end(), quote.note.trim())
}

/// Where a quote of these words ends.
fn end_of(body: &str, words: &str) -> Option<usize> {
    let (words, mut quoted, mut at) = (text::one_line(words), String::new(), 0);
    for line in body.split_inclusive('\n').chain([""]) {
        match line.trim_start().strip_prefix('>') {
            Some(rest) => quoted.extend([rest, " "]),
            None if text::one_line(&quoted) == words => return Some(at),
            None => quoted.clear(),
        }
        at += line.len();
    }
    None
}

/// Adds quotes at the end of the section for them, which is made where there is none.
fn with_quotes(entry: &Entry, quotes: &[Quote]) -> String {
    let (body, words) = (entry.body(), compose::quotes(quotes));
    let sections = text::headings(body);
    let section = sections.iter().position(|it| it.level == 2 && it.text.eq_ignore_ascii_case("quotes"));
    let Some(section) = section else {
        return format!("{}\n\n## Quotes\n\n{words}\n", entry.text.trim_end());
    };
    let next = sections[section + 1..].iter().find(|it| it.level <= 2).map_or(body.len(), |it| it.at);
    let (before, after) = entry.text.split_at(entry.body.start + next);
    let gap = if after.is_empty() { "\n" } else { "\n\n" };
    format!("{}\n\n{words}{gap}{after}", before.trim_end())
}
