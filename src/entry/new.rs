//! The text of an entry that does not exist yet.

use super::front_matter::{self, Value};
use super::text::one_line;
use super::{EntryId, Kind, Stage, Timestamp};

/// What a new entry says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct New {
    pub id: EntryId,
    pub kind: Kind,
    /// Left out when empty, as a journal's is.
    pub title: String,
    pub date: Timestamp,
    pub tags: Vec<String>,
    pub stage: Option<Stage>,
    pub url: Option<String>,
    /// Who or what pointed to it.
    pub via: Option<String>,
    /// Addresses or citations of what it rests on.
    pub source: Vec<String>,
    /// Links to what it was distilled from.
    pub derived_from: Vec<String>,
    /// Whose words they are: fields about that, as they are.
    pub credit: Vec<(&'static str, Value)>,
    /// Markdown.
    pub body: String,
}

impl New {
    /// The text of the file: front matter, a blank line, the body with a final newline.
    pub(crate) fn text(&self) -> String {
        let front = front_matter::print(&self.fields());
        let body = self.body.trim_matches(['\n', '\r']).trim_end();
        if body.is_empty() { front } else { format!("{front}\n{body}\n") }
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = Vec::new();
        let mut text = |key, text: String| {
            if !text.is_empty() {
                fields.push((key, Value::Text(text)));
            }
        };
        text("id", if let EntryId::Path(_) = self.id { String::new() } else { self.id.to_string() });
        text("kind", self.kind.to_string());
        text("title", one_line(&self.title));
        text("date", self.date.format("%Y-%m-%dT%H:%M:%S%:z").to_string());
        text("stage", self.stage.map(|stage| stage.to_string()).unwrap_or_default());
        let list = |items: &[String]| Some(Value::List(items.to_vec())).filter(|_| !items.is_empty());
        fields.extend(list(&self.tags).map(|tags| ("tags", tags)));
        let more = [("url", &self.url), ("via", &self.via)];
        fields.extend(more.into_iter().filter_map(|(key, value)| Some((key, Value::Text(one_line(value.as_ref()?))))));
        let sources = match self.source.as_slice() {
            [one] => Some(Value::Text(one_line(one))),
            several => list(several),
        };
        fields.extend(sources.map(|sources| ("source", sources)));
        fields.extend(list(&self.derived_from).map(|links| ("derived_from", links)));
        fields.extend(self.credit.iter().cloned());
        fields
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::entry::{Entry, EntryPath};

    fn new() -> New {
        New {
            id: EntryId::Ulid("01K0ABCDEFGHJKMNPQRSTVWXYZ".parse().unwrap()),
            kind: Kind::Bookmark,
            title: "No: a\ntitle".into(),
            date: DateTime::parse_from_rfc3339("2026-11-21T10:00:00+01:00").unwrap(),
            tags: vec!["a/b".into(), "no".into()],
            stage: Some(Stage::Inbox),
            url: Some("https://x.org/#a".into()),
            via: None,
            source: vec![],
            derived_from: vec![],
            credit: vec![],
            body: "\nText\n\n".into(),
        }
    }

    #[test]
    fn a_new_entry_has_its_mandatory_fields_first() {
        assert_eq!(
            new().text(),
            "---\nid: 01k0abcdefghjkmnpqrstvwxyz\nkind: bookmark\ntitle: \"No: a title\"\ndate: 2026-11-21T10:00:00+01:00\n\
             stage: inbox\ntags: [a/b, \"no\"]\nurl: https://x.org/#a\n---\n\nText\n"
        );
    }

    #[test]
    fn a_journal_is_its_day_and_needs_no_title() {
        let id = EntryId::Day("2026-11-21".parse().unwrap());
        let day = New {
            id: id.clone(),
            kind: Kind::Journal,
            title: String::new(),
            tags: vec![],
            stage: None,
            url: None,
            body: String::new(),
            ..new()
        };

        let text = day.text();

        assert_eq!(text, "---\nid: \"2026-11-21\"\nkind: journal\ndate: 2026-11-21T10:00:00+01:00\n---\n");
        assert_eq!(Entry::parse(EntryPath::new("a.md").unwrap(), text.as_bytes(), &[]).id, id);
    }

    #[test]
    fn what_was_meant_is_what_is_read() {
        let (new, path) = (new(), EntryPath::new("a.md").unwrap());

        let entry = Entry::parse(path, new.text().as_bytes(), &[]);

        assert_eq!((entry.id, entry.kind, entry.title.as_str()), (new.id, new.kind, "No: a title"));
        assert_eq!((entry.date, entry.tags, entry.stage, entry.url), (Some(new.date), new.tags, new.stage, new.url));
    }
}
