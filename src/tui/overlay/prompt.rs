//! Asks for one line: a title, a day.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Action, Run, Write};
use crate::tui::layout::Class;
use crate::tui::theme::Theme;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// What the line is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The day on which these come back.
    Day(Vec<EntryPath>),
    /// The new title of an entry.
    Title(EntryPath),
}

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Prompt {
    ask: Ask,
    input: Input,
    /// Why what was typed is no answer.
    problem: Option<String>,
}

impl Prompt {
    pub fn day(paths: Vec<EntryPath>) -> Self {
        Self { ask: Ask::Day(paths), input: Input::default(), problem: None }
    }

    pub fn title(path: EntryPath, title: &str) -> Self {
        Self { ask: Ask::Title(path), input: Input::new(title), problem: None }
    }

    /// What was typed is no answer: it stays, with the reason.
    pub fn refuse(&mut self, problem: impl Into<String>) {
        self.problem = Some(problem.into());
    }

    pub fn text(&mut self, text: &str) {
        self.problem = None;
        self.input.insert(text);
    }

    pub fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Write(Write::Submit) => Reply::Answer(self.ask.clone(), self.input.text().trim().to_owned()),
            Action::Write(write) => {
                if self.input.write(write) == Typed::Changed {
                    self.problem = None;
                }
                Reply::Stay
            }
            Action::Run(Run::Cancel | Run::Close | Run::Interrupt | Run::Quit) => Reply::Close,
            Action::Move(_)
            | Action::Act(_)
            | Action::Later(_)
            | Action::Refine(_)
            | Action::Go(_)
            | Action::Run(_) => Reply::Stay,
        }
    }

    fn told(&self) -> (String, &'static str) {
        match &self.ask {
            Ask::Day(paths) => {
                let what = if paths.len() == 1 { "this".to_owned() } else { format!("these {} entries", paths.len()) };
                (format!("When shall {what} come back?"), "tomorrow, friday, 3d, 2w, 2026-12-24")
            }
            Ask::Title(_) => ("New title".to_owned(), "links to it are rewritten"),
        }
    }

    pub fn draw(&self, theme: &Theme, class: Class, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow | Class::Small => middle(screen, 64, 6),
            Class::Tiny | Class::None => screen,
        };
        let (title, hint) = self.told();
        let inner = Pane { title: &title, note: "", focused: true }.draw_over(theme, area, buf);
        let line = text::row(inner, 0);
        let x = text::put_safe(buf, line, line.x, theme.either("› ", "> "), theme.accent);
        let caret = self.input.draw(theme.text, Rect { x, width: line.right().saturating_sub(x), ..line }, buf);
        let (below, style) = match &self.problem {
            Some(problem) => (problem.as_str(), theme.warn),
            None => (hint, theme.muted),
        };
        text::put(buf, text::row(inner, 1), x, below, style);
        let keys = "Enter ok   Esc cancels";
        text::put_safe(buf, text::row(inner, 3), inner.x, keys, theme.muted);
        caret
    }
}
