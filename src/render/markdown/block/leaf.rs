//! Blocks that hold no others: headings, code, tables, raw HTML, rules; and images.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, HeadingLevel};

use super::Walk;

use crate::render::markdown::code::Code;
use crate::render::markdown::comment;
use crate::render::safe_line;
use crate::render::styled::{Line, Role};
use crate::render::wrap::{Piece, wrap};

/// Columns of a rule across a page without an edge.
const LONGEST_RULE: usize = 100;

impl Walk<'_> {
    /// The level is shown by the marks before it; the first level by the rule below it.
    pub(super) fn start_heading(&mut self, level: HeadingLevel, source: Range<usize>) {
        self.flush();
        self.roles.push(Role::Heading);
        if level != HeadingLevel::H1 {
            let marks = format!("{} ", "#".repeat(level as usize));
            self.pieces.push(Piece::words(marks, Role::Mark, source.start..source.start));
        }
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel, source: Range<usize>) {
        self.roles.pop();
        let lines = wrap(&std::mem::take(&mut self.pieces), self.page.room());
        let columns = lines.iter().map(Line::width).max().unwrap_or(0).min(self.page.room());
        self.page.add(lines);
        if level == HeadingLevel::H1 && columns > 0 {
            self.page.add_text(&self.look.glyphs.rule().repeat(columns), Role::Mark, source.end..source.end);
        }
        self.page.gap = true;
    }

    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.flush();
        let fence = match kind {
            CodeBlockKind::Fenced(fence) => fence,
            CodeBlockKind::Indented => "",
        };
        self.code = Some(Code::new(fence));
    }

    pub(super) fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.page.settle();
        let entered = self.page.enter_with_bar("  ", Role::Code);
        let lines = self.highlighter.lines(code, self.page.room());
        self.page.add(lines);
        if entered {
            self.page.leave();
        }
        self.page.gap = true;
    }

    pub(super) fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let lines = table.lines(self.page.room(), self.look.glyphs);
        self.page.add(lines);
        self.page.gap = true;
    }

    /// A comment is one dim line; other HTML is dim as it is written.
    pub(super) fn end_html(&mut self) {
        self.flush();
        let parts = std::mem::take(&mut self.html);
        let block: String = parts.iter().filter_map(|part| self.body.get(part.clone())).collect();
        let all = parts.first().map_or(0, |part| part.start)..parts.last().map_or(0, |part| part.end);
        let Some((words, rest)) = comment::split(&block) else {
            self.raw_html(&block, all);
            self.flush();
            self.page.gap = true;
            return;
        };
        // It stands as near to what is around it as it was written.
        self.page.gap &= self.body[..all.start].trim_end_matches([' ', '\t']).ends_with("\n\n");
        self.comment(&words, all.clone());
        self.raw_html(rest, all.end - rest.len().min(all.len())..all.end);
        self.flush();
        self.page.gap = self.body[all.end..].trim_start_matches([' ', '\t']).starts_with(['\r', '\n']);
    }

    fn comment(&mut self, words: &str, source: Range<usize>) {
        let mut line = Line { source, ..Line::default() };
        line.push(&safe_line(words), Role::Muted);
        line.wide = line.width() > self.page.room();
        self.page.add([line]);
    }

    fn raw_html(&mut self, html: &str, source: Range<usize>) {
        let mut at = source.start;
        for line in html.split_inclusive('\n') {
            let end = (at + line.len()).min(source.end);
            self.pieces.push(Piece::words(safe_line(line.trim_end()), Role::Muted, at..end));
            if line.ends_with('\n') {
                self.pieces.push(Piece::line_break(at..end));
            }
            at = end;
        }
    }

    pub(super) fn rule(&mut self, source: Range<usize>) {
        self.flush();
        let columns = self.page.room().min(LONGEST_RULE);
        self.page.add_text(&self.look.glyphs.rule().repeat(columns), Role::Mark, source);
        self.page.gap = true;
    }
}
