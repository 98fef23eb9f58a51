//! A table in CSV (RFC 4180).

use crate::entry::Entry;

const COLUMNS: &str = "path,id,kind,title,url,date,tags,stage,words";

pub(super) fn write(entries: &[Entry]) -> String {
    let rows: String = entries.iter().map(|entry| row(entry) + "\r\n").collect();
    format!("{COLUMNS}\r\n{rows}")
}

fn row(entry: &Entry) -> String {
    let date = entry.date.map(|date| date.to_rfc3339()).unwrap_or_default();
    let stage = entry.stage.map(|stage| stage.name()).unwrap_or_default();
    let (id, tags) = (entry.id.to_string(), entry.tags.join(", "));
    let url = entry.url.as_deref().unwrap_or_default();
    let cells =
        [entry.path.as_str(), &id, entry.kind.name(), &entry.title, url, &date, &tags, stage, entry.body().trim()];
    cells.map(cell).join(",")
}

/// A cell; one that a spreadsheet would take for a formula begins with an apostrophe.
fn cell(words: &str) -> String {
    let guard = if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    match words.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{guard}{}\"", words.replace('"', "\"\"")),
        false => format!("{guard}{words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_keeps_its_lines() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("a,\nb"), "\"a,\nb\"");
        assert_eq!(cell("plain"), "plain");
    }
}
