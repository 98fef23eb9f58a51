//! What the program asks of an overlay. What most overlays do alike is done here.

use std::fmt::Debug;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Reply;
use crate::keymap::{Action, Context, Move, Run, Write};
use crate::tui::core::drafts::Draft;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::theme::Theme;
use crate::tui::widget::footer::{Item, KeyOf, draw_keys};
use crate::tui::widget::layout::Class;

const BACK: [Item; 1] = [(Action::Run(Run::Cancel), "back")];

/// What the footer names below a list to choose from.
pub(crate) const MENU: [Item; 2] = [(Action::Write(Write::Submit), "run"), (Action::Run(Run::Cancel), "back")];

/// How an overlay is drawn.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub theme: &'a Theme,
    pub class: Class,
    pub key_of: KeyOf<'a>,
}

impl Look<'_> {
    pub(crate) fn key(&self, action: impl Into<Action>) -> String {
        (self.key_of)(action.into())
    }

    /// Names keys and what they do on one row, as many as there is room for.
    pub(crate) fn draw_keys(&self, items: &[Item], area: Rect, buf: &mut Buffer) {
        draw_keys(self.theme, self.key_of, items, area, buf);
    }
}

/// Something that lies over the screen and has the keys.
pub trait Layer: Debug {
    /// Where keys are looked up, innermost first.
    fn contexts(&self) -> &'static [Context];

    /// Typed or pasted text.
    fn text(&mut self, _text: &str) {}

    fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Move(r#move) => {
                self.go(r#move);
                Reply::Stay
            }
            Action::Write(write) => self.write(write),
            Action::Run(Run::Interrupt) => self.interrupt(),
            Action::Run(Run::Cancel | Run::Close | Run::Quit) => self.close(),
            other => self.other(other),
        }
    }

    fn go(&mut self, _move: Move) {}

    /// An editing key, or Enter.
    fn write(&mut self, _write: Write) -> Reply {
        Reply::Stay
    }

    /// It is left without an answer.
    fn close(&mut self) -> Reply {
        Reply::Close
    }

    /// The same in haste.
    fn interrupt(&mut self) -> Reply {
        self.close()
    }

    /// An action that is not for overlays in general.
    fn other(&mut self, _action: Action) -> Reply {
        Reply::Stay
    }

    /// Brings positions into step with the room there is, and asks for what it needs to be filled, once for each.
    fn settle(&mut self, _class: Class, _size: (u16, u16)) -> Option<Effect> {
        None
    }

    /// Takes an answer in, if it is what it asked for.
    fn take(&mut self, _answer: &Answer) {}

    /// What is being written down in it.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// What is typed in it for something else than an entry: no draft is kept of it until it is left without an answer.
    fn unanswered(&self) -> Option<Draft> {
        None
    }

    /// Draws it over the screen and returns where the terminal's cursor belongs.
    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position>;

    /// What works here and now.
    fn footer(&self) -> &'static [Item] {
        &BACK
    }
}

/// The names of tags that were counted.
pub(super) fn names(tags: &[(String, usize)]) -> Vec<String> {
    tags.iter().map(|(tag, _)| tag.clone()).collect()
}
