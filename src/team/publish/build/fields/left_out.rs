//! The fields of an entry that stay behind.

use super::form::day_in;
use crate::entry::Entry;
use crate::entry::front_matter::{self, Value};
use crate::team::publish::build::draft::shown;
use crate::team::publish::build::{LeftOut, LeftOutKind};

/// The fields of an entry of which the page does not say the same.
pub(in crate::team::publish::build) fn left_out(entry: &Entry, kept: &[(&'static str, Value)]) -> Vec<LeftOut> {
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
pub(in crate::team::publish::build) fn line_of(entry: &Entry, key: &str) -> usize {
    let Some(yaml) = front_matter::split(&entry.text).yaml else { return 1 };
    let is_key = |line: &str| {
        let bare = line.trim_start().trim_start_matches(['"', '\'']);
        bare.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    entry.text[yaml].lines().position(is_key).map_or(1, |at| at + 2)
}
