//! Lines of the text that are marked to be quoted: a first key puts a bar beside a line, a second begins to mark from there.

use std::ops::RangeInclusive;

use super::{Part, Workbench};
use crate::keymap::Move;
use crate::tui::widget::selection::steps;

/// The bar's line, and where marking began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) at: usize,
    from: Option<usize>,
}

impl Lines {
    pub(super) fn range(self) -> RangeInclusive<usize> {
        let from = self.from.unwrap_or(self.at);
        from.min(self.at)..=from.max(self.at)
    }
}

impl Workbench {
    /// Puts the bar on the first line in sight, begins to mark there, or ends marking.
    pub(super) fn mark_lines(&mut self) {
        self.lines = match self.lines {
            None => self.first_in_sight().map(|at| Lines { at, from: None }),
            Some(Lines { at, from: None }) => Some(Lines { at, from: Some(at) }),
            Some(Lines { from: Some(_), .. }) => None,
        };
    }

    pub(super) fn why_not_mark(&self) -> Option<&'static str> {
        match self.part {
            Part::Own | Part::Page => None,
            Part::About | Part::From | Part::Links | Part::Checks => Some("only lines of a text can be marked here"),
        }
    }

    pub(super) fn why_not_tick(&self) -> Option<&'static str> {
        let has_todo = match self.lines {
            Some(lines) => self.reader.tick_on(lines.at).is_some(),
            None => self.reader.has_todo(),
        };
        match self.part {
            Part::Own => (!has_todo).then_some("no to-do is on the screen"),
            Part::Page | Part::About | Part::From | Part::Links | Part::Checks => {
                Some("to-dos stand in the entry's own text")
            }
        }
    }

    fn first_in_sight(&self) -> Option<usize> {
        let page = self.reading().page(self.path.as_ref()?)?;
        let top = self.reading().first_line(page);
        (top..page.lines.len()).find(|line| !page.lines[*line].is_blank())
    }

    pub(super) fn go_lines(&mut self, r#move: Move) {
        let Some((mut lines, count)) = self.lines.zip(self.line_count()) else { return };
        let Some(by) = steps(r#move, self.reading().rows.max(2)) else { return };
        lines.at = lines.at.saturating_add_signed(by).min(count.saturating_sub(1));
        self.lines = Some(lines);
        self.reading_mut().reveal(lines.at);
    }

    fn line_count(&self) -> Option<usize> {
        Some(self.reading().page(self.path.as_ref()?)?.lines.len()).filter(|count| *count > 0)
    }

    /// The Markdown of the marked lines, without the marks of a quote; nothing if none are marked.
    pub(super) fn marked_lines(&self) -> Vec<String> {
        let shown = self.path.as_ref().and_then(|path| self.reading().page(path));
        let (Some(lines), Some(page)) = (self.lines, shown) else { return Vec::new() };
        let marked = page.lines.get(lines.range()).unwrap_or_default();
        let sources = marked.iter().filter(|line| !line.is_blank()).map(|line| line.source.clone());
        let Some(all) = sources.reduce(|all, one| all.start.min(one.start)..all.end.max(one.end)) else {
            return Vec::new();
        };
        let text = page.entry.body().get(all).unwrap_or_default();
        text.trim().lines().map(|line| line.trim_start_matches(['>', ' ']).trim_end().to_owned()).collect()
    }
}
