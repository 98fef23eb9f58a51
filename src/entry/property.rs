//! The other values of a front matter, as a person reads them below the title.

use serde_json::{Map, Value as Json};

use super::{Entry, EntryId, Kind, date, front_matter};

/// A field of the front matter, or a value in it that has a name of its own (`author.name`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    pub name: String,
    /// As text, with the line feeds it has.
    pub value: String,
}

impl Entry {
    /// What the front matter says beyond what is shown of every entry, in the file's order. Fields that say nothing are
    /// left out.
    pub fn properties(&self) -> Vec<Property> {
        let mut all = Vec::new();
        self.other_fields().for_each(|(name, value)| collect(name.clone(), value, &mut all));
        all
    }

    /// The fields of the front matter that are not shown of every entry.
    pub fn other_fields(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.fields.iter().filter(|(name, value)| !self.is_shown_elsewhere(name, value))
    }

    fn is_shown_elsewhere(&self, name: &str, value: &Json) -> bool {
        match name {
            "title" => !self.said("title").is_empty(),
            "kind" | "type" => value.as_str().is_some_and(|kind| kind.trim().parse::<Kind>().is_ok()),
            "stage" => self.stage.is_some(),
            "url" => self.url.is_some(),
            "id" => !matches!(self.id, EntryId::Path(_)),
            // Logseq's name for it, which is kept beside ours.
            "alias" => self.fields.get("aliases") == Some(value),
            "published" | "taken" => {
                let lines = self.said(name);
                !lines.is_empty() && lines.iter().all(|line| is_publication(line))
            }
            _ if front_matter::OF_TAGS.contains(&name) => !self.said(name).is_empty(),
            _ => date::key(&self.fields) == Some(name),
        }
    }
}

/// Whether a line is what Riffle writes of a publication: `team@commit path date`.
fn is_publication(line: &str) -> bool {
    let commit = line.split_once('@').and_then(|(_, rest)| rest.split_once(' '));
    commit.is_some_and(|(commit, _)| commit.len() >= 7 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn collect(name: String, value: &Json, all: &mut Vec<Property>) {
    if let Json::Object(fields) = value {
        fields.iter().for_each(|(inner, value)| collect(format!("{name}.{inner}"), value, all));
        return;
    }
    let value = words(value);
    if !value.is_empty() {
        all.push(Property { name, value });
    }
}

/// A value as text: items between commas, a map as `name: value`.
fn words(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(is) => is.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        Json::Array(items) => match bare_link(items) {
            Some(name) => format!("[[{name}]]"),
            None => joined(items),
        },
        Json::Object(fields) => said(fields),
    }
}

/// The name in a wiki link without quotes, which is a list in a list to YAML.
fn bare_link(items: &[Json]) -> Option<&str> {
    match items {
        [Json::Array(inner)] => match inner.as_slice() {
            [Json::String(name)] => Some(name),
            _ => None,
        },
        _ => None,
    }
}

fn joined(items: &[Json]) -> String {
    let has_maps = items.iter().any(Json::is_object);
    let items: Vec<String> = items.iter().map(words).filter(|item| !item.is_empty()).collect();
    items.join(if has_maps { "; " } else { ", " })
}

fn said(fields: &Map<String, Json>) -> String {
    let fields = fields.iter().map(|(name, value)| (name, words(value))).filter(|(_, value)| !value.is_empty());
    fields.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::EntryPath;

    fn properties(front: &str) -> Vec<String> {
        let text = format!("---\n{front}---\nText.\n");
        let entry = Entry::parse(EntryPath::new("a.md").unwrap(), text.as_bytes(), &[]);
        entry.properties().into_iter().map(|it| format!("{} = {}", it.name, it.value)).collect()
    }

    #[test]
    fn what_stands_elsewhere_is_left_out_and_the_rest_comes_in_order() {
        let front = "title: T\nstatus: done\ntags: [a]\ndate: 2026-01-02\nkind: note\nrating: 4.50\nstage: seed\n\
                     id: 01jdm5zk8qv3w9x0y1z2a3b4c5\nurl: https://a.example\naliases: [B, C]\n";

        assert_eq!(properties(front), ["status = done", "rating = 4.50", "aliases = B, C"]);
    }

    #[test]
    fn what_has_a_known_name_and_cannot_be_read_is_shown() {
        assert_eq!(
            properties("date: some day\nid: mine\nkind: recipe\nstage: raw\npublished: 2024-01-02\n"),
            ["date = some day", "id = mine", "kind = recipe", "stage = raw", "published = 2024-01-02"]
        );
    }

    #[test]
    fn where_it_is_published_is_told_elsewhere() {
        assert_eq!(properties("published:\n  - team@0123abcd notes/a.md 2026-11-21\n"), [""; 0]);
    }

    #[test]
    fn of_several_dates_the_one_that_counts_is_shown_elsewhere() {
        assert_eq!(properties("created: 2024-01-01\ndate: 2024-01-02\n"), ["created = 2024-01-01"]);
    }

    #[test]
    fn nested_values_have_names_or_stand_between_commas() {
        assert_eq!(
            properties(
                "author: {name: Jane, born: 1900}\nup: [[Home]]\nlinks: [[[A]], \"[[B]]\"]\nsteps:\n- what: boil\n  for: 3\n- what: \
                 cool\nnothing:\nempty: []\nis: false\n"
            ),
            [
                "author.name = Jane",
                "author.born = 1900",
                "up = [[Home]]",
                "links = [[A]], [[B]]",
                "steps = what: boil, for: 3; what: cool",
                "is = false",
            ]
        );
    }
}
