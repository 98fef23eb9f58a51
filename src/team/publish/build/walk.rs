//! One walk over a text as Markdown reads it: what of it is known, and so may be on a page.
//!
//! Each event says which bytes it accounts for. What no event accounts for is only kept where it is signs alone, such as
//! list marks, pipes and asterisks; words that Markdown shows to nobody stay behind, whatever form they have.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Parser, Tag};

use super::LeftOutKind;
use super::code::OPTIONS;
use super::draft::{Draft, Edit};

/// What a walk found.
#[derive(Default)]
pub(super) struct Walk {
    /// What may stay, in the order of the events.
    known: Vec<Range<usize>>,
    /// What may not, and what it is.
    unknown: Vec<(Range<usize>, LeftOutKind)>,
    /// Pieces of raw HTML that belong together: the lines of a block, or a tag in the text.
    pub(super) html: Vec<Vec<Range<usize>>>,
    /// Tags in the text.
    pub(super) tags: Vec<Range<usize>>,
    /// All links and images.
    pub(super) links: Vec<Range<usize>>,
    /// Links and images by reference: their form, the name they refer to, and where they stand.
    pub(super) references: Vec<Reference>,
    /// What is defined for references, and where.
    pub(super) definitions: Vec<Definition>,
    footnotes: Vec<Footnote>,
}

/// A link or image by reference.
pub(super) struct Reference {
    pub(super) form: LinkType,
    pub(super) label: String,
    pub(super) range: Range<usize>,
}

/// `[label]: target "title"`
pub(super) struct Definition {
    pub(super) label: String,
    pub(super) target: String,
    pub(super) range: Range<usize>,
}

/// `[^label]: …`, or where the text refers to one.
struct Footnote {
    label: String,
    range: Range<usize>,
    is_definition: bool,
}

impl Walk {
    pub(super) fn over(text: &str) -> Self {
        let mut walk = Self::default();
        let parser = Parser::new_ext(text, OPTIONS);
        for (label, definition) in parser.reference_definitions().iter() {
            let (label, target) = (folded(label), definition.dest.to_string());
            walk.definitions.push(Definition { label, target, range: definition.span.clone() });
        }
        walk.definitions.sort_by_key(|it| it.range.start);
        for (event, range) in parser.into_offset_iter() {
            walk.take(text, event, range);
        }
        walk.settle(text);
        walk
    }

    /// Takes down what one event accounts for. What is not listed here accounts for nothing.
    fn take(&mut self, text: &str, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.begin(text, tag, range),
            Event::Text(_)
            | Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {
                self.known.push(range);
            }
            Event::Html(_) => {
                self.known.push(range.clone());
                self.html.last_mut().into_iter().for_each(|block| block.push(range.clone()));
            }
            Event::InlineHtml(_) => {
                self.known.push(range.clone());
                self.tags.push(range.clone());
                self.html.push(vec![range]);
            }
            Event::FootnoteReference(label) => {
                self.known.push(range.clone());
                self.footnotes.push(Footnote { label: folded(&label), range, is_definition: false });
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => self.unknown.push((range, LeftOutKind::Unknown)),
            // What a block or mark holds was taken down by its own events.
            Event::End(_) => {}
        }
    }

    fn begin(&mut self, text: &str, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            // Of these only the signs stay, and what other events account for.
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough => {}
            Tag::CodeBlock(kind) => self.code(text, &kind, range),
            Tag::HtmlBlock => self.html.push(Vec::new()),
            Tag::FootnoteDefinition(label) => {
                let mark = text[range.clone()].find("]:").map_or(0, |at| at + 2);
                self.known.push(range.start..range.start + mark);
                self.footnotes.push(Footnote { label: folded(&label), range, is_definition: true });
            }
            Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. } => {
                self.link(text, link_type, &id, range);
            }
            // Not asked for, so there are none.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => self.unknown.push((range, LeftOutKind::Unknown)),
        }
    }

    /// Code stays as it is; of what is said of it, the first word, which is its language.
    fn code(&mut self, text: &str, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        if let CodeBlockKind::Fenced(info) = kind
            && info.contains(char::is_whitespace)
        {
            let line = text[range.clone()].find('\n').map_or(range.end, |length| range.start + length);
            let fence = text[range.start..line].trim_start_matches(['`', '~', ' ', '\t']);
            let language = fence.find(char::is_whitespace).unwrap_or(fence.len());
            let said = line - fence.len() + language..line;
            self.unknown.extend((!text[said.clone()].trim().is_empty()).then_some((said, LeftOutKind::Attribute)));
        }
        self.known.push(range);
    }

    fn link(&mut self, text: &str, form: LinkType, label: &CowStr<'_>, range: Range<usize>) {
        match form {
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                self.references.push(Reference { form, label: folded(label), range: range.clone() });
            }
            LinkType::Inline | LinkType::Autolink | LinkType::Email => {}
            // Not asked for, so there are none.
            LinkType::ReferenceUnknown
            | LinkType::CollapsedUnknown
            | LinkType::ShortcutUnknown
            | LinkType::WikiLink { .. } => self.unknown.push((range.clone(), LeftOutKind::Unknown)),
        }
        let empty = if form == LinkType::Collapsed && text[range.end..].starts_with("[]") { 2 } else { 0 };
        self.links.push(range.clone());
        self.known.push(range.start..range.end + empty);
    }

    /// Definitions that nothing refers to are shown to nobody, and so are footnotes.
    fn settle(&mut self, text: &str) {
        let referred: HashSet<&str> = self.references.iter().map(|it| it.label.as_str()).collect();
        for it in &self.definitions {
            let is_comment = !referred.contains(it.label.as_str());
            let range = it.range.clone();
            match is_comment {
                true => self.unknown.push((range, LeftOutKind::Comment)),
                false => {
                    let title = hidden_title(text, &it.range);
                    self.known.push(range);
                    self.unknown.extend(title.map(|title| (title, LeftOutKind::Comment)));
                }
            }
        }
        self.drop_footnotes();
        self.known.sort_by_key(|range| range.start);
    }

    /// Footnotes that no text refers to, nor a footnote that stays.
    fn drop_footnotes(&mut self) {
        let mut dropped = 0;
        loop {
            let is_dropped = |range: &Range<usize>| {
                self.unknown.iter().any(|(gone, _)| gone.start <= range.start && range.end <= gone.end)
            };
            let is_within_own = |it: &Footnote| {
                let own = self.footnotes.iter().filter(|own| own.is_definition && own.label == it.label);
                own.into_iter().any(|own| own.range.start <= it.range.start && it.range.end <= own.range.end)
            };
            let referring = self.footnotes.iter().filter(|it| !it.is_definition && !is_dropped(&it.range));
            let referred: HashSet<&str> =
                referring.filter(|it| !is_within_own(it)).map(|it| it.label.as_str()).collect();
            let lonely = self.footnotes.iter().filter(|it| it.is_definition && !referred.contains(it.label.as_str()));
            let lonely: Vec<_> = lonely.map(|it| (it.range.clone(), LeftOutKind::Comment)).collect();
            if lonely.len() == dropped {
                return;
            }
            dropped = lonely.len();
            self.unknown.retain(|(range, _)| !lonely.iter().any(|(other, _)| other == range));
            self.unknown.extend(lonely);
        }
    }

    /// What has to stay behind: what is known not to be shown, and words that no event accounts for.
    pub(super) fn unknown(&self, draft: &Draft) -> Vec<Edit> {
        let (text, mut edits, mut at) = (draft.text(), Vec::new(), 0);
        edits.extend(self.unknown.iter().map(|(range, what)| lines_of(draft, range.clone(), *what)));
        let end = text.len()..text.len();
        for known in self.known.iter().chain([&end]) {
            if known.start > at {
                edits
                    .extend(words_between(text, at..known.start).map(|gap| lines_of(draft, gap, LeftOutKind::Unknown)));
            }
            at = at.max(known.end);
        }
        edits
    }
}

/// What goes, with its lines where it is alone on them.
fn lines_of(draft: &Draft, range: Range<usize>, what: LeftOutKind) -> Edit {
    if what == LeftOutKind::Attribute { Edit::out(range, what) } else { super::gap::line(draft, range, what) }
}

/// The title of a definition that stands on more than its line.
fn hidden_title(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let written = &text[range.clone()];
    let target = written.find("]:")? + 2;
    let start = target + (written[target..].len() - written[target..].trim_start().len());
    let end = written[start..].find(char::is_whitespace).map(|length| start + length)?;
    let is_hidden = written[end..].trim_end().contains('\n');
    is_hidden.then(|| range.start + end..range.start + written.trim_end().len())
}

/// What a label is compared by.
pub(super) fn folded(label: &str) -> String {
    crate::entry::text::one_line(label).to_lowercase()
}

/// The words between two known parts: from the first byte that is no sign to the last, line by line.
fn words_between(text: &str, gap: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = gap.start;
    text[gap].split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let first = line.len() - signs(line).len();
        let words = line[first..].trim_end_matches(is_sign);
        (!words.is_empty()).then(|| at + first..at + first + words.len())
    })
}

/// A line behind its signs: list marks with their numbers, quotes, and what emphasis, headings, tables and rules are made of.
fn signs(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(is_sign);
        let digits = rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
        let is_number = (1..10).contains(&digits) && rest[digits..].starts_with(['.', ')']);
        if !is_number || !rest[digits + 1..].starts_with([' ', '\t', '\n']) && rest.len() > digits + 1 {
            return rest;
        }
        rest = &rest[digits + 1..];
    }
}

fn is_sign(c: char) -> bool {
    c.is_ascii_whitespace() || ">*_~#=-+|:\\".contains(c)
}
