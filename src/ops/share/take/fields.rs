//! The fields of a page, brought into its entry where a colleague changed them.

use serde_json::{Map, Value as Json};

use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, Problem};

/// Fields that hold one value.
const TEXTS: [&str; 9] = ["title", "date", "description", "lang", "url", "checked", "review_by", "license", "status"];
/// Fields that hold several.
const LISTS: [&str; 4] = ["tags", "aliases", "source", "authors"];

/// An entry's text with the fields that differ between its page and the wanted one.
pub(super) fn taken(entry: &Entry, text: &str, mine: &str, wanted: &str) -> Result<String, Problem> {
    let (mine, wanted) = (fields(mine), fields(wanted));
    let mut text = text.to_owned();
    for key in TEXTS {
        let (old, new) = (first(&mine, key), first(&wanted, key));
        // A title that the entry has as a heading comes with its text.
        let is_heading = key == "title" && !entry.fields.contains_key(key) && has_heading(entry);
        if old == new || is_heading {
            continue;
        }
        text = match new {
            Some(new) => front_matter::set(&text, key, &Value::Text(new))?,
            None => front_matter::remove(&text, key)?,
        };
    }
    for key in LISTS {
        let (old, new) = (all(&mine, key), all(&wanted, key));
        let (add, gone) = (without(&new, &old), without(&old, &new));
        if !add.is_empty() || !gone.is_empty() {
            text = front_matter::edit_list(&text, key, &add, &gone)?;
        }
    }
    Ok(text)
}

/// Whether the text of an entry begins with its title.
pub(super) fn has_heading(entry: &Entry) -> bool {
    entry.body().trim_start().starts_with("# ")
}

fn fields(page: &str) -> Map<String, Json> {
    let yaml = front_matter::split(page).yaml;
    yaml.and_then(|yaml| front_matter::read(&page[yaml]).ok()).unwrap_or_default()
}

fn all(fields: &Map<String, Json>, key: &str) -> Vec<String> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match fields.get(key) {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(items)) => items.iter().map(text).collect(),
        Some(one) => vec![text(one)],
    }
}

fn first(fields: &Map<String, Json>, key: &str) -> Option<String> {
    all(fields, key).into_iter().next()
}

fn without(some: &[String], others: &[String]) -> Vec<String> {
    some.iter().filter(|item| !others.contains(item)).cloned().collect()
}
