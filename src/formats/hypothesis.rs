//! Annotations of Hypothesis as JSON, from its API or its export: quotes of a page, and what was said about them.

use serde_json::{Map, Value};

use super::json::{self, list, text};
use super::{Format, Item, Malformed, Quote, Reading, moment};

pub(super) const FORMAT: Format = Format {
    name: "hypothesis",
    of: "Hypothesis (JSON)",
    is_recognised: |sample| sample.has_fields(&["uri", "target", "text"]),
    read,
};

fn read(file: &str) -> Result<Reading, Malformed> {
    json::read(file, |line, fields| {
        let title = fields.get("document").and_then(|document| document.get("title")?.get(0)?.as_str());
        let item = Item::at(line, text(fields, "uri"), title.unwrap_or_default()).tagged(list(fields, "tags"));
        let (quote, said) = (exact(fields), text(fields, "text").trim().to_owned());
        let (words, quotes) = match quote {
            Some(quote) => (String::new(), vec![Quote { note: said, ..Quote::of(quote) }]),
            None => (said, Vec::new()),
        };
        let readers = fields.get("permissions").and_then(|it| it.get("read")?.get(0)?.as_str());
        let is_private = readers.is_some_and(|who| who.starts_with("acct:"));
        Ok(Item { date: moment::of(text(fields, "created")), words, quotes, is_private, ..item })
    })
}

/// The words of the page that it is about.
fn exact(fields: &Map<String, Value>) -> Option<&str> {
    let selectors = fields.get("target")?.get(0)?.get("selector")?.as_array()?;
    selectors.iter().find_map(|selector| selector.get("exact")?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_are_quotes_with_what_was_said_about_them() {
        let file = r#"{"total":2,"rows":[{"id":"a","created":"2024-01-02T03:04:05.123456+00:00","user":"acct:ada@hypothes.is","uri":"https://a.example/",
            "text":"Not for oolong","tags":["tea"],"document":{"title":["Tea"]},"permissions":{"read":["acct:ada@hypothes.is"]},
            "target":[{"source":"https://a.example/","selector":[{"type":"RangeSelector"},{"type":"TextQuoteSelector","exact":"80 °C","prefix":"at "}]}]},
            {"id":"b","created":"2024-01-02T03:05:05+00:00","uri":"https://a.example/","text":"A page note","tags":[],"document":{},"target":[{"source":"x"}],
            "permissions":{"read":["group:__world__"]}}]}"#;

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!(items[0].quotes, [Quote { text: "80 °C".into(), note: "Not for oolong".into() }]);
        assert_eq!((items[0].title.as_str(), items[0].is_private), ("Tea", true));
        assert_eq!((items[1].words.as_str(), items[1].is_private), ("A page note", false));
    }
}
