//! A question that wants yes or no; Enter alone never says yes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::entry::{EntryPath, Kind};
use crate::keymap::{Context, Run, Write};
use crate::ops::Named;
use crate::ops::capture::NewEntry;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::Effect;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// The overlay's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    title: &'static str,
    about: String,
    yes: Reply,
    /// What yes and no mean.
    answers: (&'static str, &'static str),
}

impl Confirm {
    pub fn quit(about: &str) -> Self {
        Self { title: "Quit?", about: about.to_owned(), yes: Reply::Quit, answers: ("quit", "stay") }
    }

    /// Brings a version of an entry back.
    pub fn restore(about: &str, path: EntryPath, rev: String) -> Self {
        let answers = ("restore", "cancel");
        Self { title: "Restore this version?", about: about.to_owned(), yes: Reply::Restore { path, rev }, answers }
    }

    /// Joins a bookmark into another of the same page.
    pub fn merge(path: EntryPath, title: &str, other: &Named) -> Self {
        let about = format!(
            "\u{201c}{title}\u{201d} goes into \u{201c}{}\u{201d} with its words, quotes and tags, and then to the trash.",
            other.title
        );
        let command = EntryCommand::Merge(other.path.clone());
        let yes = Reply::Command { command, paths: vec![path] };
        Self { title: "Join two bookmarks of one page?", about, yes, answers: ("join", "leave both") }
    }

    /// Writes down what a link leads to and nothing is called by.
    pub fn create(name: &str) -> Self {
        let title = name.trim_end_matches(".md").to_owned();
        let about = format!(
            "There is no \u{201c}{title}\u{201d} yet. A note with this title will be made, and the link leads to it."
        );
        let entry = NewEntry { text: title, title: None, tags: Vec::new(), kind: Some(Kind::Note), via: None };
        Self { title: "Create it?", about, yes: Reply::Create(entry), answers: ("create", "leave it") }
    }

    /// Changes an entry as the page was changed that it was adopted from.
    pub fn follow(title: &str, command: EntryCommand, entry: EntryPath) -> Self {
        let about = format!(
            "An entry of mine was adopted from \u{201c}{title}\u{201d}. It can be changed in the same lines; the rest of it stays."
        );
        let yes = Reply::Command { command, paths: vec![entry] };
        Self { title: "Change my entry too?", about, yes, answers: ("change it", "leave it") }
    }

    /// Puts a note in the place of a page in a team.
    pub fn withdraw(title: &str, team: &str, entry: EntryPath, successor: Option<(EntryPath, &str)>) -> Self {
        let instead = successor.as_ref().map(|(_, title)| format!(" that names \u{201c}{title}\u{201d}"));
        let about = format!(
            "In {team} a note{} takes the place of \u{201c}{title}\u{201d}. My text stays as it is. \
             What was published stays in the history of the team's repository, and in copies of it.",
            instead.unwrap_or_default()
        );
        let successor = successor.map(|(path, _)| path);
        let yes = Reply::Send(Effect::Withdraw { entry, team: team.to_owned(), successor });
        Self { title: "Withdraw it?", about, yes, answers: ("withdraw", "cancel") }
    }
}

impl Layer for Confirm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Confirm, Context::Global]
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit { self.yes.clone() } else { Reply::Stay }
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = look.theme;
        let area = middle(screen, 64, 9);
        let inner = Pane { title: self.title, note: "", focused: true }.draw_over(theme, area, buf);
        let about = Rect { height: inner.height.saturating_sub(2), ..inner };
        text::put_wrapped(buf, about, &self.about, theme.text);
        let last = text::row(inner, inner.height.saturating_sub(1));
        look.draw_keys(&[(Write::Submit.into(), self.answers.0), (Run::Cancel.into(), self.answers.1)], last, buf);
        Some(last.as_position())
    }
}
