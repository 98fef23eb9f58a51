//! The elements of a list with where they stand in its text.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

use super::Error;
use crate::feed::repair::mended;

/// The deepest that outlines are read.
const DEEPEST: usize = 100;
/// The most elements of one list.
const MOST: usize = 100_000;

/// An element.
#[derive(Clone, Debug)]
pub(super) struct Node {
    name: String,
    pub(super) attributes: Vec<(String, String)>,
    parent: Option<usize>,
    /// Its first tag.
    tag: Range<usize>,
    /// From its first tag to the end of its last.
    whole: Range<usize>,
    /// Where its last tag begins; nothing where it has only one.
    close: Option<usize>,
}

impl Node {
    /// The value of an attribute, whatever its case.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }
}

#[derive(Debug)]
pub(super) struct Tree<'t> {
    text: &'t str,
    nodes: Vec<Node>,
}

impl<'t> Tree<'t> {
    pub(super) fn of(text: &'t str) -> Result<Self, Error> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let mut tree = Self { text, nodes: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        loop {
            let from = position(&reader);
            let event = reader.read_event().map_err(|error| broken(text, from, error.to_string()))?;
            let to = position(&reader);
            match event {
                Event::Start(start) => {
                    open.push(tree.add(&start, open.last().copied(), from..to));
                    if open.len() > DEEPEST || tree.nodes.len() > MOST {
                        return Err(broken(text, from, "it is too deep or too long".to_owned()));
                    }
                }
                Event::Empty(start) => drop(tree.add(&start, open.last().copied(), from..to)),
                Event::End(_) => {
                    if let Some(node) = open.pop().and_then(|at| tree.nodes.get_mut(at)) {
                        (node.close, node.whole.end) = (Some(from), to);
                    }
                }
                Event::Eof if open.is_empty() => return Ok(tree),
                Event::Eof => return Err(broken(text, from, "it ends before its last element does".to_owned())),
                _ => {}
            }
        }
    }

    fn add(&mut self, start: &BytesStart<'_>, parent: Option<usize>, tag: Range<usize>) -> usize {
        let mut attributes = start.html_attributes();
        let attributes = attributes.with_checks(false).flatten().map(|it| {
            let mended = mended(&it.value);
            let value = unescape(&mended).map_or_else(|_| it.value.to_string(), |value| value.into_owned());
            (it.key.0.to_owned(), value)
        });
        let (attributes, name) = (attributes.collect(), start.name().0.to_owned());
        self.nodes.push(Node { name, attributes, parent, whole: tag.clone(), tag, close: None });
        self.nodes.len() - 1
    }

    pub(super) fn body(&self) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name.eq_ignore_ascii_case("body"))
    }

    pub(super) fn outlines(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.name.eq_ignore_ascii_case("outline"))
    }

    pub(super) fn children<'a>(&'a self, parent: &'a Node) -> impl Iterator<Item = &'a Node> {
        self.outlines().filter(|node| node.parent.is_some_and(|at| self.nodes[at].tag == parent.tag))
    }

    /// The outlines around one, outermost first.
    pub(super) fn around(&self, node: &Node) -> Vec<&Node> {
        let mut around = Vec::new();
        let mut at = node.parent;
        while let Some(node) = at.map(|at| &self.nodes[at]) {
            if node.name.eq_ignore_ascii_case("outline") {
                around.insert(0, node);
            }
            at = node.parent;
        }
        around
    }

    /// The text with something at the end of an element, which gets a last tag if it has none.
    pub(super) fn with_child(&self, parent: &Node, child: &dyn Fn(&str) -> String) -> String {
        let indent = self.indent(parent.tag.start);
        let child = child(&format!("{indent}  "));
        let Some(close) = parent.close else {
            let open = tag(&parent.name, &parent.attributes, false);
            let (before, after) = (&self.text[..parent.tag.start], &self.text[parent.tag.end..]);
            return format!("{before}{open}\n{child}{indent}</{}>{after}", parent.name);
        };
        let (before, after) = self.text.split_at(close);
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        match before[line..].trim().is_empty() && line > 0 {
            true => format!("{}{child}{}{after}", &before[..line], &before[line..]),
            false => format!("{before}\n{child}{indent}{after}"),
        }
    }

    /// The text without an element, and without the line that it stood on alone; what lies within it stays.
    pub(super) fn without(&self, node: &Node) -> String {
        let Range { start, end } = node.whole;
        let inner = node.close.map_or("", |close| &self.text[node.tag.end..close]);
        if !inner.trim().is_empty() {
            return format!("{}{}{}", &self.text[..start], inner.trim(), &self.text[end..]);
        }
        let (before, after) = (&self.text[..start], &self.text[end..]);
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = after.find('\n').map_or(after.len(), |at| at + 1);
        match before[line..].trim().is_empty() && after[..rest].trim().is_empty() {
            true => format!("{}{}", &before[..line], &after[rest..]),
            false => format!("{before}{after}"),
        }
    }

    /// The text with other attributes of an element; the same ones leave it as it is.
    pub(super) fn with_attributes(&self, node: &Node, attributes: &[(String, String)]) -> String {
        if node.attributes == attributes {
            return self.text.to_owned();
        }
        let tag = tag(&node.name, attributes, node.close.is_none());
        format!("{}{tag}{}", &self.text[..node.tag.start], &self.text[node.tag.end..])
    }

    fn indent(&self, at: usize) -> String {
        let line = &self.text[self.text[..at].rfind('\n').map_or(0, |line| line + 1)..at];
        line.chars().take_while(|char| char.is_whitespace()).collect()
    }
}

/// A tag as it is written.
pub(super) fn tag(name: &str, attributes: &[(String, String)], is_empty: bool) -> String {
    let attributes: String = attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect();
    format!("<{name}{attributes}{}>", if is_empty { "/" } else { "" })
}

fn escaped(value: &str) -> String {
    let value: String = value.chars().filter(|char| !char.is_control() || matches!(char, '\n' | '\t' | '\r')).collect();
    escape(value.as_str()).replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "&#13;")
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn broken(text: &str, at: usize, what: String) -> Error {
    let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    Error::Broken { line, what }
}
