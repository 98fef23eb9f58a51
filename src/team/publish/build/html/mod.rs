//! Raw HTML in its bare form: of its attributes only those that show words, sizes, or the way to somewhere public.

use std::collections::BTreeSet;
use std::ops::Range;

use super::draft::{Draft, Edit, Led};
use super::links::{Keep, destination, resolved};
use super::marks::{Fault, Stray};
use super::spans::Spans;
use super::walk::Walk;
use super::{Attached, LeftOutKind, LinkTarget, Order, gap};
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

/// Elements whose content is not shown as it is written.
const UNSHOWN: [&str; 12] =
    ["canvas", "head", "iframe", "math", "noscript", "object", "script", "select", "style", "svg", "template", "title"];

/// What to change for raw HTML to say no more than it shows. HTML that nobody can read to its end is a fault.
pub(super) fn edits(
    draft: &Draft,
    walk: &Walk,
    keep: Keep,
    order: &Order,
    attached: &mut BTreeSet<Attached>,
) -> Result<Vec<Edit>, Stray> {
    malformed(draft, walk)?;
    let mut tags = Vec::new();
    for parts in &walk.html {
        tags.extend(Markup::of(draft.text(), parts).tags()?);
    }
    let (mut edits, mut behind) = (Vec::new(), 0);
    for (at, tag) in tags.iter().enumerate() {
        if tag.range.start < behind || draft.is_settled(tag.attributes.start) {
            continue;
        }
        if let Some(end) = tag.unshown(&tags[at + 1..])? {
            behind = end;
            edits.push(gap::gap(draft, tag.range.start..end, LeftOutKind::Attribute));
            continue;
        }
        edits.extend(tag.bare(draft, keep, order, attached)?);
    }
    Ok(edits)
}

/// Finds fault with what is meant as HTML and read as text: a known element with an attribute that never ends.
fn malformed(draft: &Draft, walk: &Walk) -> Result<(), Stray> {
    let text = draft.text();
    let html = Spans::of(walk.html.iter().flatten());
    for (at, _) in text.match_indices('<') {
        let inner = &text[at + 1..];
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let is_known = KNOWN.contains(&inner[..length].to_ascii_lowercase().as_str());
        if is_known && has_value(&inner[length..]) && !draft.is_code(at) && !html.contains(at) {
            return Err(Stray { at, fault: Fault::OpenHtml });
        }
    }
    Ok(())
}

/// Whether an attribute with a quoted value follows.
fn has_value(text: &str) -> bool {
    let name = text.trim_start();
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_:@".contains(c));
    let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
    name.len() < text.len() && rest.len() < name.len() && value.is_some_and(|it| it.starts_with(QUOTES))
}

const QUOTES: [char; 8] = ['"', '\'', '“', '”', '‘', '’', '„', '«'];

/// Raw HTML that belongs together, without the signs of quotes and lists before its lines.
struct Markup {
    text: String,
    /// Where each byte stands in the draft.
    from: Vec<usize>,
    end: usize,
}

impl Markup {
    fn of(text: &str, parts: &[Range<usize>]) -> Self {
        let mut markup = Self { text: String::new(), from: Vec::new(), end: parts.last().map_or(0, |part| part.end) };
        // A tag in the text is one part, with such signs in it where it goes over several lines.
        let lines = parts.iter().flat_map(|part| match parts.len() {
            1 => quoted_lines(text, part.clone()),
            _ => vec![part.clone()],
        });
        for line in lines {
            markup.text.push_str(&text[line.clone()]);
            markup.from.extend(line);
        }
        markup
    }

    fn source(&self, at: usize) -> usize {
        self.from.get(at).copied().unwrap_or(self.end)
    }

    fn tags(&self) -> Result<Vec<Tag>, Stray> {
        let (mut tags, mut at) = (Vec::new(), 0);
        while let Some(length) = self.text[at..].find('<') {
            let start = at + length;
            at = match self.tag(start)? {
                Some((tag, end)) => {
                    tags.push(tag);
                    end
                }
                None => start + 1,
            };
        }
        Ok(tags)
    }

    /// What begins at a `<`, and where it ends.
    fn tag(&self, start: usize) -> Result<Option<(Tag, usize)>, Stray> {
        let open = Stray { at: self.source(start), fault: Fault::OpenHtml };
        let inner = &self.text[start + 1..];
        let bare = inner.trim_start_matches('/');
        let length = bare.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(bare.len());
        let name = bare[..length].to_ascii_lowercase();
        let closing = [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>"), ("!", ">")];
        let words = start + 1 + (inner.len() - bare.len()) + length;
        let end = match closing.iter().find(|(begin, _)| inner.starts_with(begin)) {
            Some((_, mark)) => start + 1 + inner.find(mark).ok_or(open)? + mark.len(),
            None if !name.starts_with(|c: char| c.is_ascii_alphabetic()) => return Ok(None),
            None => match close_of(&self.text[words..]) {
                Some(length) => words + length + 1,
                None if KNOWN.contains(&name.as_str()) || self.text[words..].contains('=') => return Err(open),
                None => return Ok(None),
            },
        };
        let is_element = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !inner.starts_with(['!', '?']);
        let tag = Tag {
            range: self.source(start)..self.source(end - 1) + 1,
            attributes: self.source(words)..self.source(end - 1),
            written: if is_element { self.text[words..end - 1].to_owned() } else { String::new() },
            name: if is_element { name } else { String::new() },
            is_closing: inner.starts_with('/'),
        };
        Ok(Some((tag, end)))
    }
}

/// The lines of a range, those behind the first without the signs of quotes before them.
fn quoted_lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    let lines = text[range].split_inclusive('\n').enumerate().map(|(at, line)| {
        let signs = if at == 0 { 0 } else { line.len() - line.trim_start_matches([' ', '\t', '>']).len() };
        // A line of signs alone ends the tag.
        let signs = if signs == line.len() { line.find('>').unwrap_or(0) } else { signs };
        start += line.len();
        start - line.len() + signs..start
    });
    lines.collect()
}

/// `<name attributes>` in raw HTML; what has no name is a comment or the like.
struct Tag {
    range: Range<usize>,
    name: String,
    is_closing: bool,
    attributes: Range<usize>,
    /// The attributes, without the signs of quotes between them.
    written: String,
}

impl Tag {
    /// Where an element ends whose content is not shown.
    fn unshown(&self, later: &[Self]) -> Result<Option<usize>, Stray> {
        if self.is_closing || !UNSHOWN.contains(&self.name.as_str()) {
            return Ok(None);
        }
        let end = later.iter().find(|tag| tag.is_closing && tag.name == self.name);
        match end {
            Some(end) => Ok(Some(end.range.end)),
            // Without attributes it is a word in a sentence.
            None if self.written.trim().is_empty() => Ok(None),
            None => Err(Stray { at: self.range.start, fault: Fault::OpenHtml }),
        }
    }

    /// What to change for it to be bare.
    fn bare(
        &self,
        draft: &Draft,
        keep: Keep,
        order: &Order,
        attached: &mut BTreeSet<Attached>,
    ) -> Result<Option<Edit>, Stray> {
        if self.name.is_empty() {
            return Ok(Some(gap::gap(draft, self.range.clone(), LeftOutKind::Comment)));
        }
        let at = self.range.start;
        if has_stray_quotes(&self.written) {
            return Err(Stray { at, fault: Fault::OpenHtml });
        }
        let is_known = KNOWN.contains(&self.name.as_str());
        if keep == Keep::Words && (is_known || self.written.contains('=')) {
            return Ok(Some(Edit::out(self.range.clone(), LeftOutKind::Attribute)));
        }
        let is_placeholder = !is_known && !self.written.contains('=');
        if self.written.trim_matches([' ', '\n', '\t', '/']).is_empty() || is_placeholder {
            return Ok(None);
        }
        let all = attributes(&self.written);
        if all.iter().any(Attribute::hides) {
            return Err(Stray { at, fault: Fault::HiddenHtml });
        }
        let kept: Vec<Led> = all.iter().filter_map(|it| it.kept(&self.name, order, attached)).collect();
        let is_whole = kept.len() == all.len();
        if is_whole && kept.iter().zip(&all).all(|(kept, it)| kept.text == it.plain()) {
            return Ok(None);
        }
        let slash = if self.written.trim_end().ends_with('/') { " /" } else { "" };
        let kept = kept.into_iter().fold(Led::default(), |led, it| led.words(" ").joined(it)).words(slash);
        let edit = Edit::led(self.attributes.clone(), kept);
        Ok(Some(if is_whole { edit } else { edit.saying(LeftOutKind::Attribute, self.attributes.clone()) }))
    }
}

/// Whether quotes, or what begins a tag, stand where no value begins: then nobody can say where the tag ends.
fn has_stray_quotes(written: &str) -> bool {
    let (mut quote, mut last) = (None, ' ');
    for c in written.chars() {
        match (quote, c) {
            (None, '"' | '\'') if last == '=' => quote = Some(c),
            (None, c) if c == '<' || c == '`' || QUOTES.contains(&c) => return true,
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        last = if c.is_whitespace() { last } else { c };
    }
    false
}

/// Where a tag is closed, outside the quotes of its values.
fn close_of(text: &str) -> Option<usize> {
    let (mut quote, mut last) = (None, ' ');
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') if last == '=' => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        last = if c.is_whitespace() { last } else { c };
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
    fn kept(&self, element: &str, order: &Order, attached: &mut BTreeSet<Attached>) -> Option<Led> {
        let name = self.name.as_str();
        if LEADING.contains(&name) {
            let value = led(self.value.as_ref()?, element, order, attached)?;
            return Some(Led::default().words(name).words("=\"").joined(value).words("\""));
        }
        PLAIN.contains(&name).then(|| Led::default().words(&self.plain()))
    }

    fn plain(&self) -> String {
        let value = self.value.as_ref().map(|value| format!("=\"{}\"", value.replace('"', "&quot;")));
        self.name.clone() + &value.unwrap_or_default()
    }

    /// Whether it keeps readers from seeing the words of its element.
    fn hides(&self) -> bool {
        let value = self.value.as_deref().unwrap_or_default().to_ascii_lowercase();
        let style: String = value.split_whitespace().collect();
        let is_unseen =
            ["display:none", "visibility:hidden", "opacity:0", "font-size:0"].iter().any(|it| style.contains(it));
        self.name == "hidden" || self.name == "style" && is_unseen
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
fn led(value: &str, element: &str, order: &Order, attached: &mut BTreeSet<Attached>) -> Option<Led> {
    let form = if element == "a" { Form::Markdown } else { Form::Image };
    let (target, heading) =
        value.split_once('#').map_or((value, None), |(target, heading)| (target, Some(heading.to_owned())));
    if target.is_empty() {
        return None;
    }
    let target = if super::addresses::has_scheme(value) { value } else { target };
    let link = Link { range: 0..0, target: target.into(), heading, shown: None, form, place: 0..0, field: None };
    let target = resolved(&link, order);
    if let LinkTarget::Attachment(file) = &target {
        attached.insert(file.clone());
    }
    (target != LinkTarget::Private).then(|| destination(&target))
}
