//! Finds links in a Markdown body, outside code, and in the front matter.
//!
//! Not by a Markdown parser: wiki links in tables (`[[a\|b]]`), embeds and bare addresses are found with the bytes that renaming rewrites.

mod dendron;
mod field;
mod html;
mod mention;
mod name;
mod target;
#[cfg(test)]
mod tests;
mod write;

use std::borrow::Cow;
use std::ops::Range;

use super::Entry;
use super::block::{after_backticks, blocks, wiki_end};
pub use mention::{is_telling, mentions};
pub use name::{Wanted, inside, is_called, key, meant, wanted};
use target::{decoded, destination, ends_address, has_scheme, trimmed_address};
pub use write::{encoded, is_wiki, relative};

/// One link as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where all of it stands in the body, brackets included.
    pub range: Range<usize>,
    /// The name, path or address it leads to, decoded, without the heading. An address with a scheme stays as it is written.
    pub target: String,
    /// What follows `#`; an address with a scheme keeps it in `target`.
    pub heading: Option<String>,
    /// What is shown instead of the target.
    pub shown: Option<String>,
    pub form: Form,
    /// Where the target stands as it is written, without brackets, quotes and heading.
    pub place: Range<usize>,
    /// The field of the front matter it stands in; `None` in the body.
    pub field: Option<String>,
    /// How else a wiki link may be meant.
    pub others: Vec<Reading>,
}

/// Another way in which the words of a wiki link may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub target: String,
    pub heading: Option<String>,
    pub place: Range<usize>,
    pub how: Other,
}

/// What sets a reading apart from the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// A `#` belongs to the name: `[[Draft #3]]`.
    Whole,
    /// The name stands behind the `|`, as Dendron writes it: `[[shown|the.name]]`.
    Swapped,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `[[name]]`
    Wiki,
    /// `![[name]]`
    Embed,
    /// `[text](target)`, also `[name]: target` on a line of its own.
    Markdown,
    /// `![text](target)`
    Image,
    /// `<https://…>` or a bare address
    Auto,
    /// `<a href="target">`, `<img src="target">`
    Html,
}

impl Form {
    pub fn name(self) -> &'static str {
        match self {
            Self::Wiki => "wiki",
            Self::Embed => "embed",
            Self::Markdown => "markdown",
            Self::Image => "image",
            Self::Auto => "auto",
            Self::Html => "html",
        }
    }
}

/// The longest target or wiki link that is looked for.
const MAX_TARGET: usize = 2048;
/// So many marks of a heading may belong to a name.
const MAX_CUTS: usize = 4;

/// All links of an entry, those of its front matter first; the ranges lie in the entry's text.
pub fn of(entry: &Entry) -> Vec<Link> {
    let mut all = in_front_matter(entry);
    all.extend(links(entry.body()).into_iter().map(|link| link.further_on(entry.body.start)));
    all
}

/// The links of an entry's front matter, in order; the ranges lie in the entry's text.
pub fn in_front_matter(entry: &Entry) -> Vec<Link> {
    field::links(entry)
}

/// All links of a body, in order.
pub fn links(body: &str) -> Vec<Link> {
    let mut links = Vec::new();
    if body.contains('[') || body.contains("://") || body.contains('<') {
        let has_links = |words: &str| words.contains(['[', '<']) || words.contains("://");
        for block in blocks(body).filter(|block| has_links(&body[block.words.clone()])) {
            Scan::of(body, block.words).run(&mut links);
        }
    }
    links.sort_by_key(|link: &Link| link.range.start);
    links
}

/// Behind the target and title of a Markdown link whose `](` is here, or behind the `]` where it has none.
pub(super) fn after_target(text: &str, at: usize) -> usize {
    let end = text.floor_char_boundary((at + MAX_TARGET).min(text.len()));
    text.get(at + 2..end).and_then(|inner| destination(inner, ')')).map_or(at + 1, |(_, length)| at + 2 + length)
}

/// The scan of one block.
struct Scan<'a> {
    body: &'a str,
    within: Range<usize>,
    /// For each `[` of the block its `]`, by the place of the `[`.
    pairs: Vec<(usize, usize)>,
}

impl<'a> Scan<'a> {
    fn of(body: &'a str, within: Range<usize>) -> Self {
        let mut scan = Self { body, within, pairs: Vec::new() };
        let mut open = Vec::new();
        let mut at = scan.within.start;
        while let Some(mark) = scan.mark(at) {
            at = mark;
            let next = scan.step(at);
            match scan.body.as_bytes()[at] {
                b'[' => open.push(at),
                b']' => scan.pairs.extend(open.pop().map(|start| (start, at))),
                _ => {}
            }
            at = next;
        }
        scan.pairs.sort_unstable();
        scan
    }

    /// The next byte that may mean something.
    fn mark(&self, at: usize) -> Option<usize> {
        let rest = self.body.as_bytes().get(at..self.within.end)?;
        rest.iter().position(|b| matches!(b, b'[' | b']' | b'<' | b':' | b'`' | b'\\')).map(|length| at + length)
    }

    /// Goes over one byte, escaped character or code span.
    fn step(&self, at: usize) -> usize {
        match self.body.as_bytes()[at] {
            b'`' => self.within.start + after_backticks(&self.body[self.within.clone()], at - self.within.start),
            b'\\' => at + 2,
            _ => at + 1,
        }
    }

    fn run(&self, links: &mut Vec<Link>) {
        let (mut at, mut free) = (self.within.start, self.within.start);
        // Behind the `]` of a link whose text is being scanned, its target is skipped.
        let mut targets: Vec<(usize, usize)> = Vec::new();
        while let Some(mark) = self.mark(at) {
            at = mark;
            if let Some((_, end)) = targets.pop_if(|(close, _)| *close <= at) {
                at = at.max(end);
                continue;
            }
            at = match self.body.as_bytes()[at] {
                b'[' => match self.wiki(at).or_else(|| self.definition(at)) {
                    Some(link) => found(links, link),
                    None => match self.markdown(at) {
                        Some((close, link)) => {
                            targets.push((close, link.range.end));
                            links.push(link);
                            at + 1
                        }
                        None => at + 1,
                    },
                },
                b'<' => match self.angled(at).or_else(|| html::link(self.near(at), at)) {
                    Some(link) => found(links, link),
                    None => at + 1,
                },
                b':' if targets.is_empty() => self.bare(at, free).map_or(at + 1, |link| found(links, link)),
                _ => self.step(at),
            };
            free = links.last().map_or(free, |link| free.max(link.range.end.min(at)));
        }
    }

    /// `[[target#heading|shown]]`
    fn wiki(&self, at: usize) -> Option<Link> {
        let rest = self.near(at).strip_prefix("[[")?;
        let end = wiki_end(rest.as_bytes())?;
        // `[[[Note]]]`: the first bracket is text, unless the name has the other one of the pair (`[[[FR] Note]]`).
        if rest.starts_with('[') && !rest[..end].contains(']') {
            return None;
        }
        let Inner { target, place, heading, shown, others } = Inner::of(&rest[..end], at + 2)?;
        let (start, form) = if self.is_after_bang(at) { (at - 1, Form::Embed) } else { (at, Form::Wiki) };
        Some(Link { range: start..at + 4 + end, target, heading, shown, form, place, field: None, others })
    }

    /// `[text](target "title")`, and where its `]` is.
    fn markdown(&self, at: usize) -> Option<(usize, Link)> {
        let pair = self.pairs.binary_search_by_key(&at, |(open, _)| *open).ok()?;
        let close = self.pairs[pair].1;
        let inner = self.near(close + 1).strip_prefix('(')?;
        let (written, length) = destination(inner, ')')?;
        let (start, form) = if self.is_after_bang(at) { (at - 1, Form::Image) } else { (at, Form::Markdown) };
        let (target, heading) = decoded(&inner[written.clone()]);
        let place = place_of(inner, written, close + 2);
        let shown = Some(self.body[at + 1..close].to_owned());
        Some((
            close,
            Link {
                range: start..close + 2 + length,
                target,
                heading,
                shown,
                form,
                place,
                field: None,
                others: Vec::new(),
            },
        ))
    }

    /// `[name]: target` at the beginning of a line.
    fn definition(&self, at: usize) -> Option<Link> {
        let pair = self.pairs.binary_search_by_key(&at, |(open, _)| *open).ok()?;
        let close = self.pairs[pair].1;
        let name = &self.body[at + 1..close];
        let rest = self.near(close + 1).strip_prefix(':')?;
        let before = self.body[self.within.start..at].trim_end_matches(' ');
        let is_first = before.is_empty() || before.ends_with('\n');
        let is_line = is_first && !name.starts_with('^') && !name.trim().is_empty();
        let line = rest.split('\n').next().filter(|_| is_line)?.trim_end();
        let (written, length) = destination(line, '\n').filter(|(written, _)| !written.is_empty())?;
        let (target, heading) = decoded(&line[written.clone()]);
        let (range, place) = (at..close + 2 + length, place_of(line, written, close + 2));
        Some(Link {
            range,
            target,
            heading,
            shown: Some(name.to_owned()),
            form: Form::Markdown,
            place,
            field: None,
            others: Vec::new(),
        })
    }

    /// `<https://…>`
    fn angled(&self, at: usize) -> Option<Link> {
        let inner = &self.near(at)[1..];
        let end = inner.find(['>', '<', ' ', '\n', '\t']).filter(|end| inner[*end..].starts_with('>'))?;
        let target = inner[..end].to_owned();
        has_scheme(&target).then(|| Link::auto(at..at + end + 2, at + 1..at + 1 + end, target))
    }

    /// `https://…` in the text, around its colon; not before `free`.
    fn bare(&self, colon: usize, free: usize) -> Option<Link> {
        let bytes = self.body.as_bytes();
        let scheme = |name: &str| {
            let start = colon.checked_sub(name.len()).filter(|start| *start >= free)?;
            bytes[start..colon].eq_ignore_ascii_case(name.as_bytes()).then_some(start)
        };
        let at = scheme("https").or_else(|| scheme("http")).filter(|_| bytes[colon..].starts_with(b"://"))?;
        if at > free && bytes[at - 1].is_ascii_alphanumeric() {
            return None;
        }
        let near = self.near(at);
        let length = near.find(ends_address).unwrap_or(near.len());
        let target = trimmed_address(&near[..length]);
        let has_host = target
            .get(colon + 3 - at..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['));
        has_host.then(|| {
            let range = at..at + target.len();
            Link::auto(range.clone(), range, target.to_owned())
        })
    }

    fn is_after_bang(&self, at: usize) -> bool {
        let before = &self.body[self.within.start..at];
        before.ends_with('!') && !before.ends_with("\\!")
    }

    /// The text from here on, as far as a link may reach.
    fn near(&self, at: usize) -> &'a str {
        let end = self.body.floor_char_boundary((at + MAX_TARGET).min(self.within.end));
        &self.body[at.min(end)..end]
    }
}

impl Link {
    /// The link as one of its other readings has it.
    pub fn read(&self, reading: &Reading) -> Self {
        let Reading { target, heading, place, .. } = reading.clone();
        Self { target, heading, place, others: Vec::new(), ..self.clone() }
    }

    /// All ways in which the link may be meant.
    pub fn readings(&self) -> impl Iterator<Item = Cow<'_, Self>> {
        std::iter::once(Cow::Borrowed(self)).chain(self.others.iter().map(|other| Cow::Owned(self.read(other))))
    }

    /// Whether it says where other links lead that name it: `[name]: target`. `text` is what its places lie in.
    pub fn is_definition(&self, text: &str) -> bool {
        let name = self.shown.as_deref().filter(|_| self.form == Form::Markdown);
        name.is_some_and(|name| {
            let behind = self.range.start + 1 + name.len();
            text.get(behind..).is_some_and(|rest| rest.starts_with("]:"))
        })
    }

    /// An address that stands for itself.
    fn auto(range: Range<usize>, place: Range<usize>, target: String) -> Self {
        Self { range, target, heading: None, shown: None, form: Form::Auto, place, field: None, others: Vec::new() }
    }
}

/// What stands between the brackets of a wiki link.
struct Inner {
    target: String,
    place: Range<usize>,
    heading: Option<String>,
    shown: Option<String>,
    others: Vec<Reading>,
}

impl Inner {
    /// Reads words that begin at `start`.
    fn of(inner: &str, start: usize) -> Option<Self> {
        if inner.trim().is_empty() {
            return None;
        }
        let (words, shown) = match inner.split_once('|') {
            Some((words, shown)) => (words.strip_suffix('\\').unwrap_or(words), Some(shown)),
            None => (inner, None),
        };
        let first = words.find('#');
        let (target, place, heading) = named(words, first, start);
        let mut others = Vec::new();
        if first.is_some() {
            let cuts = words.rmatch_indices('#').map(|(at, _)| at).filter(|at| Some(*at) != first).map(Some);
            let cuts = std::iter::once(None).chain(cuts.take(MAX_CUTS));
            others.extend(cuts.map(|cut| Reading::of(named(words, cut, start), Other::Whole)));
        }
        if let Some(name) = shown.map(dendron::without_vault).filter(|name| dendron::is_dotted_name(name.trim())) {
            let start = start + inner.len() - name.len();
            others.push(Reading::of(named(name, name.find('#'), start), Other::Swapped));
        }
        Some(Self { target, place, heading, shown: shown.map(|shown| shown.trim().to_owned()), others })
    }
}

impl Reading {
    fn of((target, place, heading): (String, Range<usize>, Option<String>), how: Other) -> Self {
        Self { target, heading, place, how }
    }
}

/// A name, where it stands, and the heading behind the `#` at `cut`.
fn named(words: &str, cut: Option<usize>, start: usize) -> (String, Range<usize>, Option<String>) {
    let name = &words[..cut.unwrap_or(words.len())];
    let start = start + name.len() - name.trim_start().len();
    let name = name.trim();
    (name.to_owned(), start..start + name.len(), cut.map(|at| words[at + 1..].trim().to_owned()))
}

/// Where a Markdown link's target stands without its heading; `written` lies in a text that begins at `start`.
fn place_of(text: &str, written: Range<usize>, start: usize) -> Range<usize> {
    let length = text[written.clone()].find('#').filter(|_| !target::is_address(&text[written.clone()]));
    start + written.start..start + written.start + length.unwrap_or(written.len())
}

/// Keeps a link and goes behind it.
fn found(links: &mut Vec<Link>, link: Link) -> usize {
    let end = link.range.end;
    links.push(link);
    end
}
