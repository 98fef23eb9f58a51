//! What lies over the screen: a stack, of which the top has the keys.

pub mod capture;
pub mod choose;
pub mod confirm;
pub mod history;
pub mod link;
pub mod log;
pub mod menu;
pub mod prompt;
pub mod stray;
pub mod tags;
pub mod take;
pub mod which_key;
pub mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::command::EntryCommand;
use super::drafts::{Kept, Purpose};
use super::effect::{Answer, Effect};
use super::layout::Class;
use super::theme::Theme;
use crate::entry::EntryPath;
use crate::keymap::{Action, Context};
use crate::ops::capture::Draft;

/// One overlay.
#[derive(Clone, Debug)]
pub enum Overlay {
    Capture(capture::Capture),
    /// Own words for an entry.
    Words(words::Words),
    Prompt(prompt::Prompt),
    /// Palette, help, actions.
    Menu(menu::Menu),
    Tags(tags::Tags),
    Link(link::Link),
    History(history::History),
    Confirm(confirm::Confirm),
    Choose(choose::Choose),
    /// What would come into an entry.
    Take(take::Take),
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
    /// The same, and says where.
    SetAside(Kept),
    /// Closes and saves.
    Save {
        draft: Draft,
        purpose: Purpose,
    },
    /// Goes on in the editor.
    Write(Kept),
    /// Closes and does something with entries.
    Command {
        command: EntryCommand,
        paths: Vec<EntryPath>,
    },
    /// Closes; this was chosen from a list.
    Chosen(choose::Choice),
    /// What was typed in a prompt.
    Answer(prompt::Ask, String),
    /// Asks first.
    Ask(Box<confirm::Confirm>),
    /// Closes all and brings a version of an entry back.
    Restore {
        path: EntryPath,
        rev: String,
    },
    /// Closes and opens the capture with this text.
    Capture(String),
    Quit,
    Do(Effect),
    /// Closes and sends something to a team.
    Send(Effect),
}

impl Overlay {
    pub fn contexts(&self) -> &'static [Context] {
        match self {
            Self::Capture(_) | Self::Words(_) => &[Context::Composer, Context::Input, Context::Global],
            Self::Menu(menu) => menu.contexts(),
            Self::Tags(_) | Self::Link(_) | Self::Prompt(_) => &[Context::Picker, Context::Input, Context::Global],
            Self::History(_) => &[Context::History, Context::Menu, Context::Global],
            Self::Confirm(_) => &[Context::Confirm, Context::Global],
            Self::Take(_) => &[Context::Confirm, Context::Preview, Context::Global],
            Self::Choose(_) => &[Context::Menu, Context::Global],
            Self::Log(_) => &[Context::Messages, Context::Global],
            Self::Stray(_) => &[Context::Global],
        }
    }

    /// Typed or pasted text.
    pub fn text(&mut self, text: &str) {
        match self {
            Self::Capture(capture) => capture.text(text),
            Self::Words(words) => words.text(text),
            Self::Prompt(prompt) => prompt.text(text),
            Self::Menu(menu) => menu.text(text),
            Self::Tags(tags) => tags.text(text),
            Self::Link(link) => link.text(text),
            Self::History(_) | Self::Confirm(_) | Self::Choose(_) | Self::Take(_) | Self::Log(_) | Self::Stray(_) => {}
        }
    }

    pub fn act(&mut self, action: Action) -> Reply {
        match self {
            Self::Capture(capture) => capture.act(action),
            Self::Words(words) => words.act(action),
            Self::Prompt(prompt) => prompt.act(action),
            Self::Menu(menu) => menu.act(action),
            Self::Tags(tags) => tags.act(action),
            Self::Link(link) => link.act(action),
            Self::History(history) => history.act(action),
            Self::Confirm(confirm) => confirm.act(action),
            Self::Choose(choose) => choose.act(action),
            Self::Take(take) => take.act(action),
            Self::Log(log) => log.act(action),
            Self::Stray(stray) => stray.act(action),
        }
    }

    /// What it needs to be filled, once for each.
    pub fn want(&mut self) -> Option<Effect> {
        match self {
            Self::Link(link) => link.want(),
            Self::History(history) => history.want(),
            Self::Capture(_)
            | Self::Words(_)
            | Self::Menu(_)
            | Self::Tags(_)
            | Self::Prompt(_)
            | Self::Confirm(_)
            | Self::Choose(_)
            | Self::Take(_)
            | Self::Log(_)
            | Self::Stray(_) => None,
        }
    }

    /// Takes an answer in, if it is what it asked for.
    pub fn take(&mut self, answer: &Answer) {
        match (self, answer) {
            (Self::Link(link), Answer::Pick { text, outcome }) => link.found(text, outcome),
            (Self::History(history), Answer::Versions { path, outcome }) => history.listed(path, outcome.clone()),
            (Self::History(history), Answer::Diff { path, rev, outcome }) => {
                history.compared(path, rev.clone(), outcome.clone());
            }
            (Self::Capture(capture), Answer::Tags { outcome: Ok(tags) }) => capture.known = names(tags),
            (Self::Tags(prompt), Answer::Tags { outcome: Ok(tags) }) => prompt.known(&names(tags)),
            _ => {}
        }
    }

    /// What is being written down in it.
    pub fn draft(&self) -> Option<Kept> {
        match self {
            Self::Capture(capture) => Some(capture.kept()),
            Self::Words(words) => Some(words.kept()),
            Self::Prompt(_)
            | Self::Menu(_)
            | Self::Tags(_)
            | Self::Link(_)
            | Self::History(_)
            | Self::Confirm(_)
            | Self::Choose(_)
            | Self::Take(_)
            | Self::Log(_)
            | Self::Stray(_) => None,
        }
    }

    /// What is typed in it for something else than an entry: no draft is kept of it until it is left without an answer.
    pub fn unanswered(&self) -> Option<Kept> {
        match self {
            Self::Prompt(prompt) => prompt.unanswered(),
            Self::Tags(tags) => tags.unanswered(),
            Self::Capture(_)
            | Self::Words(_)
            | Self::Menu(_)
            | Self::Link(_)
            | Self::History(_)
            | Self::Confirm(_)
            | Self::Choose(_)
            | Self::Log(_)
            | Self::Take(_)
            | Self::Stray(_) => None,
        }
    }

    /// Draws it over the screen and returns where the terminal's cursor belongs.
    pub fn draw(&self, theme: &Theme, class: Class, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        match self {
            Self::Capture(capture) => capture.draw(theme, class, screen, buf),
            Self::Words(words) => words.draw(theme, class, screen, buf),
            Self::Prompt(prompt) => prompt.draw(theme, class, screen, buf),
            Self::Menu(menu) => menu.draw(theme, class, screen, buf),
            Self::Tags(tags) => tags.draw(theme, class, screen, buf),
            Self::Link(link) => link.draw(theme, class, screen, buf),
            Self::History(history) => history.draw(theme, class, screen, buf),
            Self::Confirm(confirm) => confirm.draw(theme, screen, buf),
            Self::Choose(choose) => choose.draw(theme, screen, buf),
            Self::Take(take) => take.draw(theme, class, screen, buf),
            Self::Log(log) => log.draw(theme, class, screen, buf),
            Self::Stray(stray) => stray.draw(theme, screen, buf),
        }
    }
}

fn names(tags: &[(String, usize)]) -> Vec<String> {
    tags.iter().map(|(tag, _)| tag.clone()).collect()
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
