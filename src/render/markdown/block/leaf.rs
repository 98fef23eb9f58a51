//! Blocks that hold no others: headings, code, tables, raw HTML, rules; and images.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, HeadingLevel, LinkType};

use super::Walk;

use crate::render::markdown::code::Code;
use crate::render::safe_line;
use crate::render::styled::{Line, Role};
use crate::render::wrap::{Piece, wrap};

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
        let columns = lines.iter().map(Line::width).max().unwrap_or(0);
        self.page.add(lines);
        if level == HeadingLevel::H1 && columns > 0 {
            self.page.add_text(&self.glyphs.rule().repeat(columns), Role::Mark, source.end..source.end);
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
        let lines = table.lines(self.page.room(), self.glyphs);
        self.page.add(lines);
        self.page.gap = true;
    }

    pub(super) fn end_image(&mut self, source: Range<usize>) {
        self.roles.pop();
        let Some(description) = self.images.pop() else { return };
        let text = format!("[{}]", description.trim_end_matches([':', ' ']));
        self.push(&text, Role::Link, source);
    }

    pub(super) fn html(&mut self, html: &str, source: Range<usize>) {
        let mut at = source.start;
        for line in html.split_inclusive('\n') {
            let end = (at + line.len()).min(source.end);
            self.pieces.push(Piece::words(safe_line(line.trim_end()), Role::Muted, at..end));
            if line.ends_with('\n') {
                self.line_break(at..end);
            }
            at = end;
        }
    }

    pub(super) fn rule(&mut self, source: Range<usize>) {
        self.flush();
        let columns = self.page.room();
        self.page.add_text(&self.glyphs.rule().repeat(columns), Role::Mark, source);
        self.page.gap = true;
    }
}

/// What goes before the description of an image, or the name of an embedded entry.
pub(super) fn image_label(link_type: LinkType, target: &str) -> String {
    const PICTURES: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif", ".tiff"];
    let lower = target.to_lowercase();
    let picture = PICTURES.iter().any(|end| lower.ends_with(end));
    match link_type {
        LinkType::WikiLink { .. } if !picture => "embed: ".to_owned(),
        LinkType::WikiLink { has_pothole: true } => format!("image: {target}, "),
        _ => "image: ".to_owned(),
    }
}
