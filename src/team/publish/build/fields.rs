//! The front matter of a page: each field that may leave, in one order, and nothing else.

use chrono::NaiveDate;

use super::draft::shown;
use super::{LeftOut, LeftOutKind, LinkTarget, Order, Refusal, addresses, body, credit};
use crate::entry::front_matter::{self, Value};
use crate::entry::link::{self, Form, Link};
use crate::entry::{Entry, EntryId};

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
}

/// The fields of a page with this title and text.
pub(super) fn published(order: &Order, title: &str, text: &str) -> Result<Fields, Refusal> {
    let entry = order.entry;
    let mut kept: Vec<(&'static str, Field)> = Vec::new();
    let mut one = |key, value: Option<String>| kept.extend(value.map(|value| (key, Field::One(Item::Text(value)))));
    one("id", Some(order.id.to_owned()));
    one("kind", Some(entry.kind.to_string()));
    one("title", Some(title.to_owned()));
    kept.push(("date", Field::Made(made(entry))));
    let tags = tags(order, text);
    kept.extend(list(tags.clone()).map(|tags| ("tags", tags)));
    kept.extend(list(cleaned(order, "aliases", &entry.aliases)?).map(|names| ("aliases", names)));
    let value = first(entry, "description").into_iter().collect::<Vec<_>>();
    let description = cleaned(order, "description", &value)?.pop();
    let mut one = |key, value: Option<String>| kept.extend(value.map(|value| (key, Field::One(Item::Text(value)))));
    one("description", description);
    one("lang", first(entry, "lang").filter(|lang| is_language(lang)));
    one("url", entry.url.as_deref().and_then(addresses::public));
    kept.extend(some_or_list(sources(order)?).map(|it| ("source", it)));
    kept.extend(first(entry, "checked").and_then(|day| day_in(&day)).map(|day| ("checked", Field::Made(Some(day)))));
    team(order, &mut kept);
    for key in ["derived_from", "related", "replaces"] {
        kept.extend(items(led(order, key)).map(|items| (key, items)));
    }
    let via = first(entry, "via").filter(|via| (order.is_person)(via)).or_else(|| credit::via(entry));
    kept.extend(via.map(|via| ("via", Field::One(Item::Text(via)))));
    let sure = first(entry, "confidence").filter(|it| order.rules.asks_confidence && is_confidence(it));
    kept.extend(sure.map(|it| ("confidence", Field::One(Item::Text(it)))));
    Ok(Fields { kept, tags })
}

/// The team's own fields: of the entry's values those that only a team can have given it.
fn team(order: &Order, kept: &mut Vec<(&'static str, Field)>) {
    let text = |text: String| Field::One(Item::Text(text));
    let (entry, rules) = (order.entry, order.rules);
    let is_known = |name: &String| (order.is_person)(name);
    // Words that were adopted keep the names of those who wrote them, and the licence under which they came.
    let is_adopted = credit::origin(entry).is_some();
    let is_author =
        |name: &String| is_known(name) || is_adopted && body::words(name, 1, order).is_ok_and(|words| words == *name);
    let authors: Vec<String> = entry.said("authors").into_iter().filter(is_author).collect();
    kept.extend(list(authors).map(|authors| ("authors", authors)));
    let owner = first(entry, "owner").filter(is_known);
    kept.extend(owner.map(|owner| ("owner", text(owner))));
    let value = first(entry, "review_by").and_then(|day| day_in(&day));
    let value = value.map(|day| Field::Made(Some(day)));
    kept.extend(value.or(rules.review_after.map(Field::Due)).map(|day| ("review_by", day)));
    let own = first(entry, "license").filter(|it| credit::is_license(it));
    let license = if is_adopted { own } else { rules.license.clone().or(own) };
    kept.extend(license.map(|license| ("license", text(license))));
    let status = first(entry, "status").filter(|it| is_status(it));
    kept.extend(status.map(|status| ("status", text(status))));
}

fn first(entry: &Entry, key: &str) -> Option<String> {
    entry.said(key).into_iter().next()
}

fn list(texts: Vec<String>) -> Option<Field> {
    items(texts.into_iter().map(Item::Text).collect())
}

fn items(items: Vec<Item>) -> Option<Field> {
    (!items.is_empty()).then_some(Field::Many(items))
}

fn some_or_list(mut all: Vec<Item>) -> Option<Field> {
    if all.len() == 1 { all.pop().map(Field::One) } else { items(all) }
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

/// The day with which a text begins.
fn day_in(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
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

/// Addresses and citations; of links the way they lead.
fn sources(order: &Order) -> Result<Vec<Item>, Refusal> {
    let (links, mut all) = (of_field(order.entry, "source"), Vec::new());
    for value in order.entry.said("source") {
        match links.iter().find(|link| value.contains(&link.target)) {
            Some(link) => all.extend(led_to(order, link)),
            None if value.contains("://") && !value.contains(char::is_whitespace) => {
                all.extend(addresses::public(&value).map(Item::Text));
            }
            None if is_of_machine(&value) => {}
            None => all.extend(cleaned(order, "source", &[value])?.into_iter().map(Item::Text)),
        }
    }
    Ok(all)
}

/// Whether a source begins with a place that not everybody can go to: a folder, or another team's repository, of which an
/// adopted page says `place: file`.
fn is_of_machine(value: &str) -> bool {
    let place = value.split_whitespace().next().unwrap_or_default();
    let is_drive = place.as_bytes().get(1..3).is_some_and(|two| two == b":\\" || two == b":/");
    let is_repository = match place.split_once(':') {
        Some((_, rest)) if rest.starts_with("//") => !addresses::may_be_public(place),
        Some((host, path)) => host.contains('@') && !path.is_empty(),
        None => false,
    };
    place.starts_with(['/', '~', '\\'])
        || place.starts_with("./")
        || place.starts_with("../")
        || is_drive
        || is_repository
}

/// Where the links of a field lead, for the team.
fn led(order: &Order, key: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for link in of_field(order.entry, key) {
        items.extend(led_to(order, &link).filter(|item| !items.contains(item)));
    }
    items
}

fn of_field(entry: &Entry, key: &str) -> Vec<Link> {
    link::in_front_matter(entry).into_iter().filter(|link| link.field.as_deref() == Some(key)).collect()
}

fn led_to(order: &Order, found: &Link) -> Option<Item> {
    if found.form == Form::Auto {
        return addresses::public(&found.target).map(Item::Text);
    }
    match (order.target_of)(found) {
        LinkTarget::Page { path, .. } => Some(Item::File(path)),
        LinkTarget::Address(address) => addresses::public(&address).map(Item::Text),
        LinkTarget::Attachment(_) | LinkTarget::Private => None,
    }
}

/// A tag of BCP 47, by its form.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let language =
        parts.next().is_some_and(|it| (2..=3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic()));
    language && text.len() <= 35 && parts.all(is_part)
}

fn is_status(text: &str) -> bool {
    ["draft", "proposed", "accepted", "superseded", "retired"].contains(&text)
}

fn is_confidence(text: &str) -> bool {
    ["low", "medium", "high"].contains(&text)
}

/// The fields of an entry of which the page does not say the same.
pub(super) fn left_out(entry: &Entry, kept: &[(&'static str, Value)]) -> Vec<LeftOut> {
    let is_whole = |key: &str| {
        let values = entry.said(key);
        kept.iter().any(|(name, value)| *name == key && is_same(value, &values))
    };
    let missing = entry.fields.iter().filter(|(key, value)| !value.is_null() && !is_whole(key));
    let left = |(key, value): (&String, &serde_json::Value)| {
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        LeftOut { what: LeftOutKind::Field, line: line_of(entry, key), text: shown(&format!("{key}: {words}")) }
    };
    missing.map(left).collect()
}

fn is_same(value: &Value, written: &[String]) -> bool {
    match value {
        Value::Text(text) => {
            written.len() == 1 && (written[0] == *text || day_in(&written[0]).is_some_and(|it| it.to_string() == *text))
        }
        Value::List(items) => written.iter().all(|item| items.contains(item)),
    }
}

/// The line of a file on which a field begins.
pub(super) fn line_of(entry: &Entry, key: &str) -> usize {
    let Some(yaml) = front_matter::split(&entry.text).yaml else { return 1 };
    let is_key = |line: &str| {
        let bare = line.trim_start().trim_start_matches(['"', '\'']);
        bare.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    entry.text[yaml].lines().position(is_key).map_or(1, |at| at + 2)
}
