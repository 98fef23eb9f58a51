//! An entry that is there already, with what is new to it.

use super::Request;
use super::compose;
use super::merge::Thing;
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryId, Problem, annotate, text};
use crate::formats::Quote;
use crate::team::publish::permitted;
use crate::team::read::rules::Audience;

/// Its text with the tags, words and quotes that it lacks, and the older of both dates; what was private elsewhere is so here.
///
/// One that came in before, by its id, is what the person made of it since: only quotes that are new join it.
pub(super) fn joined(entry: &Entry, thing: &Thing, request: &Request) -> Result<String, Problem> {
    let item = &thing.item;
    let mut text = entry.text.clone();
    if entry.id != EntryId::Ulid(thing.id) {
        text = front_matter::edit_tags(&text, &lacking(entry, compose::tags(item, request)), &[])?;
        if let (Some(old), Some(new)) = (entry.date, item.date.filter(|_| entry.fields.contains_key("date")))
            && new < old
        {
            let date = new.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
            text = front_matter::set(&text, "date", &Value::Text(date))?;
        }
        if !has(entry.body(), &item.words) {
            text = annotate::annotated(&again(entry, text), &item.words, &[]);
        }
    }
    if item.is_private && permitted(&again(entry, text.clone()), Audience::Team).is_ok() {
        text = front_matter::set(&text, "share", &Value::Text("never".into()))?;
    }
    let body = unquoted(entry.body());
    let is_there = |quote: &Quote| has(&body, if quote.text.is_empty() { &quote.note } else { &quote.text });
    let new: Vec<Quote> = item.quotes.iter().filter(|quote| !is_there(quote)).cloned().collect();
    Ok(if new.is_empty() { text } else { with_quotes(&again(entry, text), &new) })
}

fn lacking(entry: &Entry, tags: Vec<String>) -> Vec<String> {
    let is_there = |tag: &String| entry.tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
    tags.into_iter().filter(|tag| !is_there(tag)).collect()
}

/// Whether a text has these words, however its lines are broken.
fn has(body: &str, words: &str) -> bool {
    let words = text::one_line(words);
    words.is_empty() || text::one_line(body).contains(&words)
}

fn unquoted(body: &str) -> String {
    body.lines().map(|line| line.strip_prefix('>').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The same entry with another text.
fn again(entry: &Entry, text: String) -> Entry {
    Entry::parse(entry.path.clone(), text.as_bytes(), &[])
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
