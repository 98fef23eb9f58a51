//! Walks what the parser finds and lays it out, block by block, without recursion.

mod breaks;
mod callout;
mod container;
mod leaf;
mod span;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::code::{Code, Highlighter};
use super::inline::Inline;
use super::page::Page;
use super::table::Table;
use super::{LinkNames, Look, Rendered, Seen, Source, comment};
use crate::render::safe_line;
use crate::render::styled::{Line, Role};
use crate::render::wrap::{Piece, wrap};
use callout::Callout;
use container::Frame;
use span::{Image, Link};

/// The lines of a body, as far as they are wanted; its width is at least one.
pub(super) fn lines(source: &Source<'_>, highlighter: &mut Highlighter) -> Rendered {
    let mut walk = Walk::new(source, highlighter);
    if is_too_deep(source.body) {
        walk.as_it_is();
        return Rendered { lines: walk.finish(), is_whole: true };
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    let parsed = comment::as_html(source.body);
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(&parsed, options).into_offset_iter()) {
        walk.take(event, range);
        if walk.has_enough() {
            return Rendered { lines: walk.finish(), is_whole: false };
        }
    }
    Rendered { lines: walk.finish(), is_whole: true }
}

/// Open blocks that cost nothing worth speaking of, and how many times lines are too many beyond that.
const DEEP: usize = 100;
const DEEP_LINES: usize = 20_000_000;

/// What is being walked through.
struct Walk<'a> {
    body: &'a str,
    look: Look,
    names: &'a LinkNames,
    seen: Option<Seen>,
    page: Page,
    /// What encloses the current block, outermost first.
    frames: Vec<Frame>,
    /// Running text since the last block ended.
    pieces: Vec<Piece>,
    roles: Vec<Role>,
    inline: Inline<'a>,
    highlighter: &'a mut Highlighter,
    table: Option<Table>,
    code: Option<Code>,
    callout: Option<Callout>,
    /// The parts of the block of HTML that is being read.
    html: Vec<Range<usize>>,
    /// The link around the current text.
    link: Option<Link>,
    /// Images around the current text: their description so far.
    images: Vec<Image>,
}

impl<'a> Walk<'a> {
    fn new(source: &Source<'a>, highlighter: &'a mut Highlighter) -> Self {
        Self {
            body: source.body,
            look: source.look,
            names: source.names,
            seen: source.seen,
            page: Page::new(source.width),
            frames: Vec::new(),
            pieces: Vec::new(),
            roles: Vec::new(),
            inline: Inline::new(source.body),
            highlighter,
            table: None,
            code: None,
            callout: None,
            html: Vec::new(),
            link: None,
            images: Vec::new(),
        }
    }

    /// Whether all that is seen has been laid out.
    fn has_enough(&self) -> bool {
        self.seen.is_some_and(|seen| self.page.at() > seen.place && self.page.lines_from(seen.place) >= seen.lines)
    }

    /// Takes the body as plain text.
    fn as_it_is(&mut self) {
        let mut at = 0;
        for line in self.body.split_inclusive('\n') {
            self.push(line.trim_end(), Role::Text, at..at + line.len());
            self.pieces.push(Piece::line_break(at..at + line.len()));
            at += line.len();
        }
    }

    fn finish(mut self) -> Vec<Line> {
        self.flush();
        let mut lines = self.page.lines;
        while lines.pop_if(|line| line.is_blank()).is_some() {}
        for line in &mut lines {
            // A range that was reckoned from changed text may be off by some bytes.
            let end = self.body.ceil_char_boundary(line.source.end);
            line.source = self.body.floor_char_boundary(line.source.start).min(end)..end;
        }
        lines
    }

    fn take(&mut self, event: Event<'_>, source: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag, source),
            Event::Text(text) => self.text(&text, source),
            Event::Code(text) => self.push(&text, within(self.role(), Role::Code), source),
            Event::InlineMath(text) => self.push(&format!("${text}$"), Role::Code, source),
            Event::DisplayMath(text) => self.push(&format!("$${text}$$"), Role::Code, source),
            Event::Html(_) => self.html.push(source),
            Event::InlineHtml(html) if is_line_break(&html) => self.pieces.push(Piece::line_break(source)),
            Event::InlineHtml(html) => self.push(&one_line(&html), Role::Muted, source),
            Event::FootnoteReference(label) => self.push(&format!("[{label}]"), Role::Link, source),
            Event::SoftBreak => self.soft_break(source),
            Event::HardBreak => self.pieces.push(Piece::line_break(source)),
            Event::Rule => self.rule(source),
            Event::TaskListMarker(done) => self.task(done, source),
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { level, .. } => self.start_heading(level, source),
            Tag::BlockQuote(_) => self.start_quote(source),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::List(next) => {
                self.flush();
                self.page.settle();
                self.frames.push(Frame::List { next, loose: false });
            }
            Tag::Item => self.start_item(source),
            Tag::FootnoteDefinition(label) => self.start_indented(&format!("[{}] ", safe_line(&label)), source),
            Tag::DefinitionListDefinition => self.start_indented("  ", source),
            Tag::DefinitionListTitle => self.roles.push(Role::Strong),
            Tag::Table(alignments) => {
                self.flush();
                self.table = Some(Table::new(alignments));
            }
            Tag::TableHead | Tag::TableRow => {
                self.roles.push(if tag == Tag::TableHead { Role::Strong } else { Role::Text });
                self.table.iter_mut().for_each(|table| table.start_row(source.clone()));
            }
            Tag::Emphasis => self.roles.push(within(self.role(), Role::Emphasis)),
            Tag::Strong => self.roles.push(within(self.role(), Role::Strong)),
            Tag::Strikethrough => self.roles.push(within(self.role(), Role::Strike)),
            Tag::Link { link_type, id, .. } => self.start_link(link_type, &id, source),
            Tag::Image { link_type, dest_url, .. } => self.start_image(link_type, &dest_url, source),
            Tag::HtmlBlock
            | Tag::DefinitionList
            | Tag::TableCell
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => self.flush_block(),
        }
    }

    fn end(&mut self, tag: TagEnd, source: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.callout.iter_mut().for_each(Callout::end_paragraph);
                self.flush();
                self.page.gap = true;
            }
            TagEnd::Heading(level) => self.end_heading(level, source),
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition => {
                self.end_frame(source);
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(_) => {
                self.frames.pop();
                self.page.gap = self.is_gap_after_list();
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::DefinitionList => {
                self.flush();
                self.page.gap = true;
            }
            TagEnd::DefinitionListTitle => {
                self.flush();
                self.roles.pop();
            }
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => drop(self.roles.pop()),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.pieces);
                if let Some(table) = &mut self.table {
                    table.push(cell);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => drop(self.roles.pop()),
            TagEnd::Link => self.end_link(source),
            TagEnd::Image => self.end_image(source),
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn role(&self) -> Role {
        match (self.roles.last(), &self.callout) {
            (None | Some(Role::Text), Some(callout)) if callout.is_title() => Role::Callout,
            (role, _) => role.copied().unwrap_or_default(),
        }
    }

    /// Lays out the running text there is.
    fn flush(&mut self) {
        self.inline.end_block();
        let pieces = std::mem::take(&mut self.pieces);
        if pieces.iter().any(|piece| !piece.text.is_empty()) {
            let pieces = breaks::settled(self.body, self.look.breaks, pieces);
            let lines = wrap(&pieces, self.page.room());
            self.page.add(lines);
            self.page.gap = false;
        }
    }

    /// The same, but not inside a table's cell, whose text is laid out with the table.
    fn flush_block(&mut self) {
        if self.table.is_none() {
            self.flush();
        }
    }
}

/// Whether blocks nest so deeply that the parser, which looks at all open blocks for each line, would take its time.
fn is_too_deep(body: &str) -> bool {
    let deepest = body.lines().map(depth).max().unwrap_or(0);
    deepest > DEEP && deepest.saturating_mul(body.lines().count()) > DEEP_LINES
}

/// How many quotes and items a line opens, at most.
fn depth(line: &str) -> usize {
    let marks = line.bytes().take_while(|byte| b" \t>-+*0123456789.)".contains(byte));
    marks.filter(|byte| b">-+*.)".contains(byte)).count()
}

/// The role of text that has one role around it and another of its own.
fn within(outer: Role, inner: Role) -> Role {
    match (outer, inner) {
        (Role::Link | Role::Broken, _) => outer,
        (Role::Heading | Role::Muted | Role::Callout | Role::Strong, Role::Strong | Role::Emphasis) => outer,
        (_, inner) => inner,
    }
}

fn is_line_break(html: &str) -> bool {
    ["<br>", "<br/>", "<br />"].iter().any(|tag| html.eq_ignore_ascii_case(tag))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
