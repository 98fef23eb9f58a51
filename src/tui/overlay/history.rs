//! The versions of an entry: what each changed, and any of them brought back.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::confirm::Confirm;
use super::{Layer, Look, Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Action, Context, Move, Run, Write};
use crate::ops::history::{DiffLine, Version};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::Outcome;
use crate::tui::theme::Theme;
use crate::tui::widget::diff::DiffRow;
use crate::tui::widget::footer::Item;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

/// As many lines of a comparison as are shown, and as much of each.
const LINES: usize = 2_000;
const LINE: usize = 4_000;

const KEYS: [Item; 4] = [
    (Action::Write(Write::Submit), "restore"),
    (Action::Move(Move::Down), "next"),
    (Action::Move(Move::PreviewDown), "scroll"),
    (Action::Run(Run::Cancel), "back"),
];

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct History {
    path: EntryPath,
    title: String,
    asked: bool,
    versions: Option<Outcome<Vec<Version>>>,
    list: Selection,
    /// The version whose comparison was asked for last.
    wanted: Option<String>,
    diff: Option<(String, Outcome<Vec<DiffLine>>)>,
    scroll: usize,
}

impl History {
    pub fn new(path: EntryPath, title: &str) -> Self {
        Self {
            path,
            title: format!("History of \u{201c}{title}\u{201d}"),
            asked: false,
            versions: None,
            list: Selection::default(),
            wanted: None,
            diff: None,
            scroll: 0,
        }
    }

    /// Asks for the versions, and for what the selected one changed.
    fn want(&mut self) -> Option<Effect> {
        if !self.asked {
            self.asked = true;
            return Some(Effect::Versions { path: self.path.clone() });
        }
        let rev = self.selected()?.rev.clone();
        if self.wanted.as_ref() == Some(&rev) {
            return None;
        }
        self.wanted = Some(rev.clone());
        self.scroll = 0;
        Some(Effect::Diff { path: self.path.clone(), rev })
    }

    /// The versions have come; those of another entry are not looked at.
    fn listed(&mut self, path: &EntryPath, versions: Outcome<Vec<Version>>) {
        if *path == self.path {
            self.versions = Some(versions);
        }
    }

    fn compared(&mut self, path: &EntryPath, rev: String, diff: Outcome<Vec<DiffLine>>) {
        if *path == self.path && self.wanted.as_ref() == Some(&rev) {
            self.diff = Some((rev, diff));
        }
    }

    fn all(&self) -> &[Version] {
        self.versions.as_ref().and_then(|versions| versions.as_ref().ok()).map_or(&[], Vec::as_slice)
    }

    fn selected(&self) -> Option<&Version> {
        self.all().get(self.list.row)
    }

    /// Asks whether the selected version is to come back.
    fn restore(&self) -> Reply {
        let Some(version) = self.selected() else { return Reply::Stay };
        let when = version.when.format("%Y-%m-%d %H:%M");
        let about = format!("The text of {when} replaces the current one. You can undo this.");
        Reply::Ask(Box::new(Confirm::restore(&about, self.path.clone(), version.rev.clone())))
    }

    fn draw_versions(
        &self,
        theme: &Theme,
        class: Class,
        versions: &[Version],
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let gap = Constraint::Length(if class == Class::Wide { 2 } else { 1 });
        let [list, between, diff] = if class == Class::Wide {
            Layout::horizontal([Constraint::Percentage(42), gap, Constraint::Fill(1)]).areas(area)
        } else {
            let rows = u16::try_from(versions.len()).unwrap_or(u16::MAX).min(area.height / 3);
            Layout::vertical([Constraint::Length(rows), gap, Constraint::Fill(1)]).areas(area)
        };
        if class != Class::Wide {
            let rule = theme.rule().repeat(between.width.into());
            text::put_safe(buf, between, between.x, &rule, theme.border);
        }
        let place = self.draw_list(theme, versions, list, buf);
        self.draw_diff(theme, diff, buf);
        place
    }

    fn draw_list(&self, theme: &Theme, versions: &[Version], area: Rect, buf: &mut Buffer) -> Option<Position> {
        Rows::new(theme, area, versions.len()).draw(self.list, buf, |index, _, row, buf| {
            let version = &versions[index];
            let when = version.when.format("%Y-%m-%d %H:%M").to_string();
            let x = text::put_safe(buf, row, row.x + 2, &when, theme.muted);
            text::put_cut(theme, buf, text::from(row, x + 2), &version.subject, theme.text);
        })
    }

    fn draw_diff(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let shown = self.diff.as_ref().filter(|(rev, _)| self.wanted.as_ref() == Some(rev));
        let lines = match shown {
            None => return,
            Some((_, Err(failure))) => return text::put_wrapped(buf, area, &failure.what, theme.error),
            Some((_, Ok(lines))) => lines,
        };
        if lines.is_empty() {
            text::put_safe(buf, text::row(area, 0), area.x, "No line changed.", theme.muted);
        }
        let room = usize::from(area.width).saturating_sub(2).max(1);
        let last = self.scroll + usize::from(area.height);
        let mut at = 0_usize;
        for line in lines.iter().take(LINES) {
            let cut = &line.text[..line.text.floor_char_boundary(LINE)];
            let words = crate::render::safe_line(cut);
            for (piece, index) in text::wrap(&words, room).into_iter().zip(0..) {
                if let Some(row) = at.checked_sub(self.scroll).and_then(|row| u16::try_from(row).ok()) {
                    let row = text::row(area, row);
                    let text = words[piece].to_owned();
                    let shown = DiffRow { sign: line.sign, is_first: index == 0, text, line: at };
                    shown.draw(theme, theme.muted, row, buf);
                }
                at += 1;
                if at >= last {
                    return;
                }
            }
        }
    }
}

impl Layer for History {
    fn contexts(&self) -> &'static [Context] {
        &[Context::History, Context::Menu, Context::Global]
    }

    fn go(&mut self, r#move: Move) {
        match r#move {
            Move::PreviewDown => self.scroll = (self.scroll + 3).min(LINES * 2),
            Move::PreviewUp => self.scroll = self.scroll.saturating_sub(3),
            of_list => {
                let count = self.all().len();
                self.list.go(of_list, count);
            }
        }
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit { self.restore() } else { Reply::Stay }
    }

    fn settle(&mut self, _: Class, _: (u16, u16)) -> Option<Effect> {
        self.want()
    }

    fn take(&mut self, answer: &Answer) {
        if let Answer::Versions { path, outcome } = answer {
            self.listed(path, outcome.clone());
        } else if let Answer::Diff { path, rev, outcome } = answer {
            self.compared(path, rev.clone(), outcome.clone());
        }
    }

    fn footer(&self) -> &'static [Item] {
        &KEYS
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let area = match class {
            Class::Wide => middle(screen, 112, 30),
            Class::Normal | Class::TallNarrow => middle(screen, 76, screen.height.saturating_sub(4)),
            Class::Small | Class::Tiny | Class::None => screen,
        };
        let count = self.all().len();
        let key = look.key(Write::Submit);
        let note = if count == 0 { String::new() } else { format!("{}/{count}  {key} restores", self.list.row + 1) };
        let inner = Pane { title: &self.title, note: &note, focused: true }.draw_over(theme, area, buf);
        match &self.versions {
            None => None,
            Some(Err(failure)) => {
                text::put_wrapped(buf, inner, &failure.what, theme.error);
                None
            }
            Some(Ok(versions)) if versions.is_empty() => {
                text::put_wrapped(buf, inner, "No versions yet: it has not been committed.", theme.muted);
                None
            }
            Some(Ok(versions)) => self.draw_versions(theme, class, versions, inner, buf),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Timestamp;

    fn version(rev: &str) -> Version {
        let when = Timestamp::parse_from_rfc3339("2026-03-02T09:40:00+01:00").unwrap();
        Version { rev: rev.into(), subject: "edit: Tea".into(), when, author: "Ada".into() }
    }

    fn history() -> History {
        let mut history = History::new(EntryPath::new("tea.md").unwrap(), "Tea");
        assert_eq!(history.want(), Some(Effect::Versions { path: history.path.clone() }));
        history.listed(&history.path.clone(), Ok(vec![version("b"), version("a")]));
        history
    }

    #[test]
    fn the_comparison_of_the_selected_version_is_asked_for_once() {
        let mut history = history();
        let diff = |rev: &str| Some(Effect::Diff { path: EntryPath::new("tea.md").unwrap(), rev: rev.into() });

        assert_eq!(history.want(), diff("b"));
        assert_eq!(history.want(), None);
        history.act(Move::Down.into());
        assert_eq!(history.want(), diff("a"));
    }

    #[test]
    fn a_comparison_that_comes_too_late_is_not_shown() {
        let mut history = history();
        history.want();
        history.act(Move::Down.into());
        history.want();

        history.compared(&history.path.clone(), "b".into(), Ok(Vec::new()));

        assert_eq!(history.diff, None);
    }

    #[test]
    fn versions_of_another_entry_are_not_listed() {
        let mut history = History::new(EntryPath::new("tea.md").unwrap(), "Tea");

        history.listed(&EntryPath::new("other.md").unwrap(), Ok(vec![version("a")]));

        assert_eq!(history.act(Write::Submit.into()), Reply::Stay);
    }

    #[test]
    fn restoring_asks_first() {
        let Reply::Ask(_) = history().act(Write::Submit.into()) else { panic!("not asked") };
    }
}
