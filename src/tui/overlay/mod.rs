//! What lies over the screen: a stack, of which the top has the keys.

pub mod capture;
pub mod confirm;
pub mod log;
pub mod menu;
pub mod stray;
pub mod tags;
pub mod which_key;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::layout::Class;
use super::msg::{Effect, Kept};
use super::theme::Theme;
use crate::keymap::{Action, Context};
use crate::ops::capture::Draft;

/// One overlay.
#[derive(Clone, Debug)]
pub enum Overlay {
    Capture(capture::Capture),
    /// Palette, help, actions.
    Menu(menu::Menu),
    Tags(tags::Tags),
    Confirm(confirm::Confirm),
    Log(log::Log),
    Stray(stray::Stray),
}

/// What an overlay asks for after a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Stay,
    Close,
    /// Closes and does this on the screen below.
    Run(Action),
    /// Closes and keeps the text for later.
    Keep(Kept),
    /// Closes and saves.
    Save(Draft),
    /// Goes on in the editor.
    Write(Kept),
    Tag {
        add: Vec<String>,
        remove: Vec<String>,
    },
    /// Closes and opens the capture with this text.
    Capture(String),
    Quit,
    Do(Effect),
}

impl Overlay {
    pub fn contexts(&self) -> &'static [Context] {
        match self {
            Self::Capture(_) => &[Context::Composer, Context::Input, Context::Global],
            Self::Menu(menu) => menu.contexts(),
            Self::Tags(_) => &[Context::Picker, Context::Input, Context::Global],
            Self::Confirm(_) => &[Context::Confirm, Context::Global],
            Self::Log(_) => &[Context::Messages, Context::Global],
            Self::Stray(_) => &[Context::Global],
        }
    }

    /// Typed or pasted text.
    pub fn text(&mut self, text: &str) {
        match self {
            Self::Capture(capture) => capture.text(text),
            Self::Menu(menu) => menu.text(text),
            Self::Tags(tags) => tags.text(text),
            Self::Confirm(_) | Self::Log(_) | Self::Stray(_) => {}
        }
    }

    pub fn act(&mut self, action: Action) -> Reply {
        match self {
            Self::Capture(capture) => capture.act(action),
            Self::Menu(menu) => menu.act(action),
            Self::Tags(tags) => tags.act(action),
            Self::Confirm(confirm) => confirm.act(action),
            Self::Log(log) => log.act(action),
            Self::Stray(stray) => stray.act(action),
        }
    }

    /// What is being written down in it.
    pub fn draft(&self) -> Option<Kept> {
        match self {
            Self::Capture(capture) => Some(capture.kept()),
            Self::Menu(_) | Self::Tags(_) | Self::Confirm(_) | Self::Log(_) | Self::Stray(_) => None,
        }
    }

    /// Draws it over the screen and returns where the terminal's cursor belongs.
    pub fn draw(&self, theme: &Theme, class: Class, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        match self {
            Self::Capture(capture) => capture.draw(theme, class, screen, buf),
            Self::Menu(menu) => menu.draw(theme, class, screen, buf),
            Self::Tags(tags) => tags.draw(theme, class, screen, buf),
            Self::Confirm(confirm) => confirm.draw(theme, screen, buf),
            Self::Log(log) => log.draw(theme, class, screen, buf),
            Self::Stray(stray) => stray.draw(theme, screen, buf),
        }
    }
}

/// A box of at most this size in the upper middle of the screen.
pub fn middle(screen: Rect, width: u16, height: u16) -> Rect {
    let margin = if screen.width >= 60 { 4 } else { 0 };
    let width = width.min(screen.width.saturating_sub(2 * margin));
    // At most four fifths, so that what it belongs to stays in sight.
    let height = height.min((screen.height / 5 * 4).max(6)).min(screen.height);
    let x = screen.x + (screen.width - width) / 2;
    let y = screen.y + (screen.height - height) / 3;
    Rect { x, y, width, height }
}
