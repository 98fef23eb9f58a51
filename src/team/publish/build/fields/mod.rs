//! The front matter of a page: each field that may leave, in one order, and nothing else.

mod form;
mod left_out;
mod source;

use chrono::NaiveDate;

use super::{Order, Refusal, addresses, body, credit};
use crate::entry::front_matter::Value;
use crate::entry::link;
use crate::entry::{Entry, EntryId};
use form::{day_in, is_confidence, is_language, is_status};
pub(super) use left_out::{left_out, line_of};

/// What a page carries, wherever it lies.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    kept: Vec<(&'static str, Field)>,
    pub(super) tags: Vec<String>,
}

/// The value of a field.
#[derive(Clone, Debug)]
enum Field {
    One(Item),
    Many(Vec<Item>),
    /// The day the entry was made, or that of its publication where nobody knows.
    Made(Option<NaiveDate>),
    /// The day by which somebody should look again: so many days from its publication.
    Due(u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Text(String),
    /// A path in the team.
    File(String),
}

impl Item {
    fn at(&self, folder: &str) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::File(path) => {
                let path = link::relative(folder, path.split('#').next().unwrap_or_default());
                if path.starts_with("../") { path } else { format!("./{path}") }
            }
        }
    }
}

impl Field {
    fn at(&self, folder: &str, today: NaiveDate) -> Value {
        match self {
            Self::One(item) => Value::Text(item.at(folder)),
            Self::Many(items) => Value::List(items.iter().map(|item| item.at(folder)).collect()),
            Self::Made(day) => text_of(&day.unwrap_or(today)),
            Self::Due(days) => {
                text_of(&today.checked_add_days(chrono::Days::new(u64::from(*days))).unwrap_or(NaiveDate::MAX))
            }
        }
    }
}

impl Fields {
    /// As they are in a page of a folder, published on a day.
    pub(super) fn at(&self, folder: &str, today: NaiveDate) -> Vec<(&'static str, Value)> {
        self.kept.iter().map(|(key, field)| (*key, field.at(folder, today))).collect()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.kept.iter().any(|(kept, _)| *kept == key)
    }

    fn put(&mut self, key: &'static str, field: Option<Field>) {
        self.kept.extend(field.map(|field| (key, field)));
    }

    fn text(&mut self, key: &'static str, text: Option<String>) {
        self.put(key, text.map(|text| Field::One(Item::Text(text))));
    }

    fn texts(&mut self, key: &'static str, texts: Vec<String>) {
        self.items(key, texts.into_iter().map(Item::Text).collect());
    }

    fn items(&mut self, key: &'static str, items: Vec<Item>) {
        self.put(key, (!items.is_empty()).then_some(Field::Many(items)));
    }
}

/// The fields of a page with this title and text.
pub(super) fn published(order: &Order, title: &str, text: &str) -> Result<Fields, Refusal> {
    let (entry, tags) = (order.entry, tags(order, text));
    let mut fields = Fields { kept: Vec::new(), tags: tags.clone() };
    fields.text("id", Some(order.id.to_owned()));
    fields.text("kind", Some(entry.kind.to_string()));
    fields.text("title", Some(title.to_owned()));
    fields.put("date", Some(Field::Made(made(entry))));
    fields.texts("tags", tags);
    fields.texts("aliases", cleaned(order, "aliases", &entry.aliases)?);
    let description = first(entry, "description").into_iter().collect::<Vec<_>>();
    fields.text("description", cleaned(order, "description", &description)?.pop());
    fields.text("lang", first(entry, "lang").filter(|lang| is_language(lang)));
    fields.text("url", entry.url.as_deref().and_then(addresses::public));
    match source::sources(order)? {
        one if one.len() == 1 => fields.put("source", one.into_iter().next().map(Field::One)),
        many => fields.items("source", many),
    }
    fields.put("checked", day(entry, "checked"));
    team(order, &mut fields);
    for key in ["derived_from", "related", "replaces"] {
        fields.items(key, source::led(order, key));
    }
    let via = first(entry, "via").filter(|via| (order.is_person)(via)).or_else(|| credit::via(entry));
    fields.text("via", via.or_else(|| order.origin.map(|origin| origin.team.clone())));
    let confidence = first(entry, "confidence").filter(|it| order.rules.asks_confidence && is_confidence(it));
    fields.text("confidence", confidence);
    Ok(fields)
}

/// The team's own fields: of the entry's values those that only a team can have given it.
fn team(order: &Order, fields: &mut Fields) {
    let (entry, rules) = (order.entry, order.rules);
    let is_known = |name: &String| (order.is_person)(name);
    // Words that were adopted keep the names of those who wrote them, and the licence under which they came.
    let is_adopted = credit::origin(entry).is_some();
    let is_author =
        |name: &String| is_known(name) || is_adopted && body::words(name, 1, order).is_ok_and(|words| words == *name);
    fields.texts("authors", entry.said("authors").into_iter().filter(is_author).collect());
    fields.text("owner", first(entry, "owner").filter(is_known));
    fields.put("review_by", day(entry, "review_by").or(rules.review_after.map(Field::Due)));
    let own = first(entry, "license").filter(|it| credit::is_license(it));
    fields.text("license", if is_adopted { own } else { rules.license.clone().or(own) });
    fields.text("status", first(entry, "status").filter(|it| is_status(it)));
}

fn first(entry: &Entry, key: &str) -> Option<String> {
    entry.said(key).into_iter().next()
}

fn day(entry: &Entry, key: &str) -> Option<Field> {
    first(entry, key).and_then(|day| day_in(&day)).map(|day| Field::Made(Some(day)))
}

fn text_of(day: &NaiveDate) -> Value {
    Value::Text(day.to_string())
}

/// The day an entry was made: as it says, else as its id does.
fn made(entry: &Entry) -> Option<NaiveDate> {
    if let Some(date) = entry.date {
        return Some(date.date_naive());
    }
    match entry.id {
        // An id that was made for an entry without a date has no time in it.
        EntryId::Ulid(ulid) if ulid.timestamp_ms() > 0 => {
            let moment = i64::try_from(ulid.timestamp_ms()).ok().and_then(chrono::DateTime::from_timestamp_millis);
            moment.map(|moment| moment.date_naive())
        }
        EntryId::Ulid(_) | EntryId::Day(_) | EntryId::Path(_) => None,
    }
}

/// The tags of the front matter and of the published text, without those that stay.
pub(super) fn tags(order: &Order, text: &str) -> Vec<String> {
    let entry = order.entry;
    let above = &entry.text[..entry.body.start];
    let published = Entry::parse(entry.path.clone(), format!("{above}{text}").as_bytes(), &[]);
    let is_plain = |tag: &String| body::words(tag, 1, order).is_ok_and(|words| words == *tag);
    published.tags.into_iter().filter(|tag| !order.keeps_tag(tag)).filter(is_plain).collect()
}

impl Order<'_, '_> {
    /// Whether a tag stays behind.
    pub(super) fn keeps_tag(&self, tag: &str) -> bool {
        let tag = tag.to_lowercase();
        let is_within = |kept: &String| {
            let kept = kept.trim_start_matches('#').trim_end_matches('/').to_lowercase();
            tag.strip_prefix(kept.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.rules.without_tags.iter().chain(self.without_tags).any(is_within)
    }
}

fn cleaned(order: &Order, key: &str, items: &[String]) -> Result<Vec<String>, Refusal> {
    let line = line_of(order.entry, key);
    let words = items.iter().map(|item| body::words(item, line, order));
    Ok(words.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|words| !words.is_empty()).collect())
}
