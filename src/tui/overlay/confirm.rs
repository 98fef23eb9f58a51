//! A question that wants yes or no; Enter alone never says yes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Reply, middle};
use crate::keymap::{Action, Run, Write};
use crate::tui::theme::Theme;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Confirm {
    title: &'static str,
    about: String,
    yes: Reply,
}

impl Confirm {
    pub fn quit(about: &str) -> Self {
        Self { title: "Quit?", about: about.to_owned(), yes: Reply::Quit }
    }

    pub fn act(&self, action: Action) -> Reply {
        match action {
            Action::Write(Write::Submit) => self.yes.clone(),
            Action::Run(Run::Cancel | Run::Close | Run::Interrupt | Run::Quit) => Reply::Close,
            Action::Move(_) | Action::Write(_) | Action::Act(_) | Action::Go(_) | Action::Run(_) => Reply::Stay,
        }
    }

    pub fn draw(&self, theme: &Theme, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let area = middle(screen, 56, 7);
        let inner = Pane { title: self.title, note: "", focused: true }.draw_over(theme, area, buf);
        let about = Rect { height: inner.height.saturating_sub(2), ..inner };
        text::put_wrapped(buf, about, &self.about, theme.text);
        let last = text::row(inner, inner.height.saturating_sub(1));
        let x = text::put_safe(buf, last, inner.x, "y", theme.accent);
        let x = text::put_safe(buf, last, x, " quit   ", theme.text);
        let x = text::put_safe(buf, last, x, "n", theme.accent);
        text::put_safe(buf, last, x, " stay", theme.text);
        Some(last.as_position())
    }
}
