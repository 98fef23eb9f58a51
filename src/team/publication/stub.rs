//! temporary
use crate::entry::{Entry, Kind};
use crate::team::rules::{Rules, Style};
use chrono::NaiveDate;
#[derive(Clone, Copy)]
pub enum Verb {
    Publish,
    Update,
    Withdraw,
}
pub fn message(verb: Verb, entry: &Entry, title: &str, id: &str, _rules: &Rules) -> String {
    let head = match verb {
        Verb::Publish => entry.kind.name(),
        Verb::Update => "update",
        Verb::Withdraw => "withdraw",
    };
    format!("{head}: {title}\n\nEntry-Id: {id}\n")
}
pub struct Tombstone<'a> {
    pub title: &'a str,
    pub id: &'a str,
    pub kind: Kind,
    pub path: &'a str,
    pub date: NaiveDate,
    pub successor: Option<(&'a str, &'a str)>,
    pub style: Style,
}
pub fn tombstone(t: &Tombstone<'_>) -> String {
    format!(
        "---\nid: {}\nkind: {}\ntitle: {}\nstatus: retired\n---\n# {}\n\nThis page was withdrawn on {}.\n",
        t.id,
        t.kind.name(),
        t.title,
        t.title,
        t.date
    )
}
pub fn is_tombstone(text: &str) -> bool {
    text.contains("This page was withdrawn on")
}
pub struct Cleaned {
    pub name: String,
    pub bytes: Vec<u8>,
}
pub fn attachment(name: &str, bytes: &[u8]) -> Result<Cleaned, super::Refusal> {
    Ok(Cleaned { name: name.to_owned(), bytes: bytes.to_vec() })
}
