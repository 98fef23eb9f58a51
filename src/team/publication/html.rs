//! Raw HTML in its bare form: of its attributes only those that show words, sizes, or the way to somewhere public.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use super::draft::{Draft, Edit};
use super::links::resolved;
use super::{Attached, Order, Way, What, code, passages};
use crate::entry::link::{Form, Link};

/// Elements whose attributes mean something. Others, without any `=`, are words in brackets: `<your name>`.
const KNOWN: [&str; 87] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "object",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "td",
    "textarea",
    "th",
    "tr",
    "ul",
    "video",
];

/// Attributes that carry no more than a reader sees.
const PLAIN: [&str; 9] = ["align", "alt", "colspan", "height", "open", "rowspan", "start", "valign", "width"];

/// Attributes that lead somewhere.
const LEADING: [&str; 2] = ["href", "src"];

/// Takes out what raw HTML says and does not show.
pub(super) fn bare(draft: &mut Draft, order: &Order, attached: &mut BTreeSet<Attached>) {
    let mut edits = Vec::new();
    for block in code::html(draft.text()) {
        let mut at = block.start;
        while let Some(tag) = Tag::next(draft, at..block.end) {
            at = tag.range.end.max(at + 1);
            edits.extend(tag.bare(draft, order, attached));
        }
    }
    draft.apply(edits);
}

/// `<name attributes>` in raw HTML, or what HTML takes for a comment.
struct Tag {
    range: Range<usize>,
    name: String,
    attributes: Range<usize>,
}

impl Tag {
    /// The next one; one that is never closed reaches to the end.
    fn next(draft: &Draft, within: Range<usize>) -> Option<Self> {
        let text = draft.text();
        let opening = text[within.clone()].match_indices('<').map(|(at, _)| within.start + at);
        let begins = |at: &usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let start = opening.into_iter().find(|at| begins(at) && !draft.is_code(*at))?;
        let inner = &text[start + 1..within.end];
        let name = inner.trim_start_matches('/');
        let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
        let attributes = start + 1 + (inner.len() - name.len()) + length;
        let end = closing(&text[attributes..within.end]).map_or(within.end, |length| attributes + length);
        let name = name[..length].to_ascii_lowercase();
        Some(Self { range: start..(end + 1).min(within.end), name, attributes: attributes..end })
    }

    fn is_closed(&self) -> bool {
        self.attributes.end < self.range.end
    }

    /// What to change for it to be bare.
    fn bare(&self, draft: &Draft, order: &Order, attached: &mut BTreeSet<Attached>) -> Option<Edit> {
        let written = &draft.text()[self.attributes.clone()];
        if self.name.is_empty() {
            return Some(passages::gap(draft, self.range.clone(), What::Comment));
        }
        let is_placeholder = !KNOWN.contains(&self.name.as_str()) && !written.contains('=');
        if written.trim_matches([' ', '\n', '/']).is_empty()
            || is_placeholder
            || draft.is_settled(self.attributes.start)
        {
            return None;
        }
        let all = attributes(written);
        let kept = all.iter().filter_map(|it| it.kept(&self.name, order, attached)).collect::<Vec<_>>();
        if kept == all {
            return None;
        }
        let slash = if written.trim_end().ends_with('/') { " /" } else { "" };
        let end = if self.is_closed() { "" } else { ">" };
        let kept = kept.iter().map(|it| format!(" {it}")).collect::<String>() + slash + end;
        let edit = Edit::led(self.attributes.clone(), kept);
        Some(edit.saying(What::Attribute, self.range.clone()))
    }
}

/// Where the `>` is that ends a tag, outside quotes.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// One attribute.
#[derive(Clone, Debug, PartialEq)]
struct Attribute {
    /// In lower case.
    name: String,
    /// Without quotes.
    value: Option<String>,
}

impl Attribute {
    /// What a page has of it.
    fn kept(&self, element: &str, order: &Order, attached: &mut BTreeSet<Attached>) -> Option<Self> {
        let name = self.name.as_str();
        if LEADING.contains(&name) {
            let value = led(self.value.as_ref()?, element, order, attached)?;
            return Some(Self { name: self.name.clone(), value: Some(value) });
        }
        PLAIN.contains(&name).then(|| self.clone())
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.value {
            Some(value) => write!(f, "=\"{}\"", value.replace('"', "&quot;")),
            None => Ok(()),
        }
    }
}

fn attributes(text: &str) -> Vec<Attribute> {
    let (mut all, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        if rest.is_empty() {
            return all;
        }
        let name = rest[..length.max(1).min(rest.len())].to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
            all.push(Attribute { name, value: None });
            continue;
        };
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        all.push(Attribute { name, value: Some(value.to_owned()) });
        rest = behind;
    }
}

/// Where an attribute leads, for the team.
fn led(value: &str, element: &str, order: &Order, attached: &mut BTreeSet<Attached>) -> Option<String> {
    let form = if element == "a" { Form::Markdown } else { Form::Image };
    let (target, heading) =
        value.split_once('#').map_or((value, None), |(target, heading)| (target, Some(heading.to_owned())));
    if target.is_empty() {
        return None;
    }
    let target = if super::addresses::has_scheme(value) { value } else { target };
    let link = Link { range: 0..0, target: target.into(), heading, shown: None, form, place: 0..0, field: None };
    let way = resolved(&link, order);
    if let Way::Attachment(file) = &way {
        attached.insert(file.clone());
    }
    let folder = order.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    (way != Way::Private).then(|| super::links::destination(&way, folder))
}
