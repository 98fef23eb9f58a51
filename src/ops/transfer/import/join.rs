//! An entry that is there already, with what is new to it.

use super::merge::{self, Thing};
use super::paragraphs::Paragraphs;
use super::{Request, compose, quotes};
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryId, Problem, Timestamp, annotate};
use crate::team::publish::permitted;
use crate::team::read::rules::Audience;

/// Its text with the tags, words and quotes that it lacks, and the older of both dates; what was private elsewhere is so here.
///
/// One that came in before, by its id, is what the person made of it since: only quotes and what is said about them join it.
pub(super) fn joined(entry: &Entry, thing: &Thing, request: &Request) -> Result<String, Problem> {
    let item = &thing.item;
    let mut text = entry.text.clone();
    if entry.id != EntryId::Ulid(thing.id) {
        text = front_matter::edit_tags(&text, &lacking(entry, compose::tags(item, request)), &[])?;
        text = dated(entry, item.date, text)?;
        let there = Paragraphs::of(entry.body());
        let place = merge::other_place(entry.url.as_deref(), item);
        for words in [Some(&item.words), place.as_ref()].into_iter().flatten().filter(|words| !there.have(words)) {
            text = annotate::annotated(&entry.with(text), words, &[]);
        }
    }
    if item.is_private && permitted(&entry.with(text.clone()), Audience::Team).is_ok() {
        text = front_matter::set(&text, "share", &Value::Text("never".into()))?;
    }
    Ok(quotes::joined(&entry.with(text), thing))
}

/// With the date of when it was kept first.
fn dated(entry: &Entry, date: Option<Timestamp>, text: String) -> Result<String, Problem> {
    match (entry.date, date.filter(|_| entry.fields.contains_key("date"))) {
        (Some(old), Some(new)) if new < old => {
            let date = new.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
            front_matter::set(&text, "date", &Value::Text(date))
        }
        _ => Ok(text),
    }
}

fn lacking(entry: &Entry, tags: Vec<String>) -> Vec<String> {
    let is_there = |tag: &String| entry.tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
    tags.into_iter().filter(|tag| !is_there(tag)).collect()
}
