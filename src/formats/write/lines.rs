//! Everything, as JSON: an entry a line.

use serde_json::json;

use crate::entry::Entry;

pub(super) fn write(entries: &[Entry]) -> String {
    entries.iter().map(|entry| line(entry) + "\n").collect()
}

fn line(entry: &Entry) -> String {
    json!({
        "path": entry.path.as_str(),
        "id": entry.id.to_string(),
        "kind": entry.kind.name(),
        "title": entry.title,
        "url": entry.url,
        "date": entry.date.map(|date| date.to_rfc3339()),
        "tags": entry.tags,
        "stage": entry.stage.map(|stage| stage.name()),
        "fields": entry.fields,
        "body": entry.body(),
        "text": entry.text,
    })
    .to_string()
}
