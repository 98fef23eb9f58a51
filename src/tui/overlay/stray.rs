//! Prose that was typed on a list, held back and offered as a capture.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::keymap::{Action, Context, Run};
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// Characters that follow so soon belong to the same burst.
const BURST: Duration = Duration::from_millis(300);

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Stray {
    text: String,
    last: Duration,
}

impl Stray {
    pub fn new(text: String, at: Duration) -> Self {
        Self { text, last: at }
    }

    /// Takes a character if it belongs to the burst.
    pub fn goes_on(&mut self, char: char, at: Duration) -> bool {
        let belongs = at.saturating_sub(self.last) < BURST;
        if belongs {
            self.text.push(char);
            self.last = at;
        }
        belongs
    }
}

impl Layer for Stray {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Global]
    }

    fn act(&mut self, action: Action) -> Reply {
        if action == Action::Run(Run::Capture) {
            return Reply::Capture(std::mem::take(&mut self.text));
        }
        let leaves = matches!(action, Action::Run(Run::Cancel | Run::Close | Run::Interrupt));
        if leaves { Reply::Close } else { Reply::Stay }
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = look.theme;
        let area = middle(screen, 60, 6);
        let pane = Pane { title: "Was this meant for another window?", note: "", focused: true };
        let inner = pane.draw_over(theme, area, buf);
        let shown = text::cut(&self.text, inner.width.into(), theme.ellipsis());
        text::put(buf, text::row(inner, 0), inner.x, &shown, theme.text);
        text::put_safe(buf, text::row(inner, 2), inner.x, "Nothing was done with this text.", theme.muted);
        let keys = [(Run::Capture.into(), "capture it"), (Run::Cancel.into(), "ignore it")];
        look.draw_keys(&keys, text::row(inner, 3), buf);
        Some(inner.as_position())
    }
}
