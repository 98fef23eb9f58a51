//! Asks what a server wants to know: a name, a password, a passphrase, whether its host key is the right one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Layer, Look, Reply, middle};
use crate::keymap::{Context, Run, Write};
use crate::ops::sync::is_secret;
use crate::tui::widget::input::Input;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// Columns that it takes where there is room.
const WIDTH: u16 = 76;

/// The overlay's state.
#[derive(Clone)]
pub struct SignIn {
    question: String,
    input: Input,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("question", &self.question).finish_non_exhaustive()
    }
}

impl SignIn {
    pub fn new(question: String) -> Self {
        Self { question, input: Input::default() }
    }

    /// What is seen of what is typed.
    fn seen(&self) -> Input {
        match is_secret(&self.question) {
            true => Input::new("*".repeat(self.input.text().graphemes(true).count())),
            false => self.input.clone(),
        }
    }
}

impl Layer for SignIn {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        self.input.insert(text);
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit {
            return Reply::Told(Some(self.input.text().to_owned()));
        }
        self.input.write(write);
        Reply::Stay
    }

    fn close(&mut self) -> Reply {
        Reply::Told(None)
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = look.theme;
        let room = middle(screen, WIDTH, 6).width.saturating_sub(4);
        let asked: u16 = self.question.lines().map(|line| text::rows(line, room)).sum();
        let area = middle(screen, WIDTH, asked + 6);
        let inner = Pane { title: "Sign in", note: "", focused: true }.draw_over(theme, area, buf);
        let mut rest = Rect { height: inner.height.saturating_sub(4), ..inner };
        for line in self.question.lines() {
            let used = text::put_paragraph(buf, rest, line, theme.text);
            rest = Rect { y: rest.y + used, height: rest.height - used, ..rest };
        }
        let below = rest.y - inner.y;
        let line = text::row(inner, below + 1);
        let x = text::put_safe(buf, line, line.x, theme.either("› ", "> "), theme.accent);
        let caret = self.seen().draw(theme.text, text::from(line, x), buf);
        let keys = [(Write::Submit.into(), "ok"), (Run::Cancel.into(), "cancel")];
        look.draw_keys(&keys, text::row(inner, below + 3), buf);
        caret
    }
}
