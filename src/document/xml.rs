//! The elements of a small XML file, one after the other.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// The most elements of a file.
const MOST: usize = 100_000;

/// An element, without what it stands in.
#[derive(Debug)]
pub(super) struct Element {
    /// Without its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Self {
        let mut attributes = start.html_attributes();
        let attributes = attributes.with_checks(false).flatten().map(|it| {
            let value = unescape(&it.value).map_or_else(|_| it.value.to_string(), |value| value.into_owned());
            (it.key.0.to_owned(), value)
        });
        Self { name: start.local_name().as_ref().to_owned(), attributes: attributes.collect(), text: String::new() }
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// All elements; text belongs to the one that began last.
pub(super) fn elements(text: &str) -> Result<Vec<Element>, String> {
    let mut reader = Reader::from_str(text);
    let mut elements: Vec<Element> = Vec::new();
    loop {
        let words = match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) | Event::Empty(start) if elements.len() < MOST => {
                elements.push(Element::of(&start));
                continue;
            }
            Event::Start(_) | Event::Empty(_) => return Err("it lists too much".to_owned()),
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                return Err("it makes words of its own, which may be endless".to_owned());
            }
            Event::Text(text) => text.to_string(),
            Event::CData(text) => text.to_string(),
            Event::GeneralRef(name) => unescape(&format!("&{};", &*name)).map(|it| it.into_owned()).unwrap_or_default(),
            Event::Eof => return Ok(elements),
            _ => continue,
        };
        if let Some(last) = elements.last_mut() {
            last.text.push_str(&words);
        }
    }
}
