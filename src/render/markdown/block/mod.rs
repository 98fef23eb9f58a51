//! Walks what the parser finds and lays it out, block by block, without recursion.

mod callout;
mod container;
mod leaf;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::Glyphs;
use super::code::{Code, Highlighter};
use super::inline::Inline;
use super::page::Page;
use super::table::Table;
use crate::render::safe_line;
use crate::render::styled::{Line, Role};
use crate::render::wrap::{Flow, Piece, wrap};
use callout::Callout;
use container::Frame;
use leaf::image_label;

/// The lines of a body; `width` is at least one.
pub(super) fn lines(body: &str, width: usize, glyphs: Glyphs, highlighter: &mut Highlighter) -> Vec<Line> {
    let mut walk = Walk::new(body, width, glyphs, highlighter);
    if is_too_deep(body) {
        walk.as_it_is();
        return walk.finish();
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    for (event, source) in TextMergeWithOffset::new(Parser::new_ext(body, options).into_offset_iter()) {
        walk.take(event, source);
    }
    walk.finish()
}

/// Open blocks that cost nothing worth speaking of, and how many times lines are too many beyond that.
const DEEP: usize = 100;
const DEEP_LINES: usize = 20_000_000;

/// Bytes of an image's description that are shown.
const DESCRIPTION: usize = 300;

/// What is being walked through.
struct Walk<'a> {
    body: &'a str,
    glyphs: Glyphs,
    page: Page,
    /// What encloses the current block, outermost first.
    frames: Vec<Frame>,
    /// Running text since the last block ended.
    pieces: Vec<Piece>,
    roles: Vec<Role>,
    inline: Inline,
    highlighter: &'a mut Highlighter,
    table: Option<Table>,
    code: Option<Code>,
    callout: Option<Callout>,
    /// Images around the current text: their description so far.
    images: Vec<String>,
}

impl<'a> Walk<'a> {
    fn new(body: &'a str, width: usize, glyphs: Glyphs, highlighter: &'a mut Highlighter) -> Self {
        Self {
            body,
            glyphs,
            page: Page::new(width),
            frames: Vec::new(),
            pieces: Vec::new(),
            roles: Vec::new(),
            inline: Inline::new(body),
            highlighter,
            table: None,
            code: None,
            callout: None,
            images: Vec::new(),
        }
    }

    /// Takes the body as plain text.
    fn as_it_is(&mut self) {
        let mut at = 0;
        for line in self.body.split_inclusive('\n') {
            self.push(line.trim_end(), Role::Text, at..at + line.len());
            self.line_break(at..at + line.len());
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
            Event::Html(html) => self.html(&html, source),
            Event::InlineHtml(html) if is_line_break(&html) => self.line_break(source),
            Event::InlineHtml(html) => self.push(&html, Role::Muted, source),
            Event::FootnoteReference(label) => self.push(&format!("[{label}]"), Role::Link, source),
            Event::SoftBreak => self.soft_break(source),
            Event::HardBreak => self.line_break(source),
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
            Tag::Link { .. } => self.roles.push(Role::Link),
            Tag::Image { link_type, dest_url, .. } => {
                self.roles.push(Role::Link);
                self.images.push(image_label(link_type, &dest_url));
            }
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
            TagEnd::DefinitionList | TagEnd::HtmlBlock => {
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
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => drop(self.roles.pop()),
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

    fn text(&mut self, text: &str, source: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.push(text, source);
        } else if !self.images.is_empty() {
            self.describe(text);
        } else {
            let (text, source) = match &self.callout {
                Some(callout) => callout.without_label(text, source),
                None => (text, source),
            };
            let role = self.role();
            self.pieces.extend(self.inline.pieces(text, role, source));
        }
    }

    /// Adds running text as it is.
    fn push(&mut self, text: &str, role: Role, source: Range<usize>) {
        if self.images.is_empty() {
            self.pieces.push(Piece::words(safe_line(text), role, source));
        } else {
            self.describe(text);
        }
    }

    /// Adds to the description of the innermost image, which stays short however images nest.
    fn describe(&mut self, text: &str) {
        if let Some(description) = self.images.last_mut().filter(|description| description.len() < DESCRIPTION) {
            description.push_str(&text[..text.floor_char_boundary(DESCRIPTION)]);
        }
    }

    fn soft_break(&mut self, source: Range<usize>) {
        if self.callout.as_mut().is_some_and(|callout| callout.end_title(source.start)) {
            self.line_break(source);
        } else {
            self.push(" ", self.role(), source);
        }
    }

    fn line_break(&mut self, source: Range<usize>) {
        self.pieces.push(Piece { text: String::new(), role: Role::Text, source, flow: Flow::Break });
    }

    /// Lays out the running text there is.
    fn flush(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        if pieces.iter().any(|piece| !piece.text.is_empty()) {
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
        (Role::Link, _) => Role::Link,
        (Role::Heading | Role::Muted | Role::Callout | Role::Strong, Role::Strong | Role::Emphasis) => outer,
        (_, inner) => inner,
    }
}

fn is_line_break(html: &str) -> bool {
    ["<br>", "<br/>", "<br />"].iter().any(|tag| html.eq_ignore_ascii_case(tag))
}
