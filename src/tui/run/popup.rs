//! The capture alone, for a popup of a multiplexer or a hotkey of the desktop: no index, no network, no threads. It saves
//! and ends.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::appearance::theme_for;
use super::editor::hand_over;
use super::{Error, event, is_dumb};
use crate::clock::Stopwatch;
use crate::keymap::{Context, Key, Keymap, Resolution};
use crate::ops::capture::{NewEntry, Saved};
use crate::ops::{self, Workspace};
use crate::tui::core::drafts::{self, Draft, DraftKind};
use crate::tui::core::failure::Failure;
use crate::tui::core::msg::Msg;
use crate::tui::overlay::capture::Capture;
use crate::tui::overlay::{Layer, Look, Reply};
use crate::tui::terminal::wait::Waiter;
use crate::tui::terminal::{Abilities, Terminal};
use crate::tui::theme::Theme;
use crate::tui::widget::footer::first_key;
use crate::tui::widget::layout::Class;

/// A draft is kept at the latest so long after a key.
const PAUSE: Duration = Duration::from_millis(500);

/// Opens nothing but the capture, on the whole terminal, however small. Answers with what was saved, which the caller settles
/// after telling the person; nothing where the draft was kept for later.
pub fn capture(open: impl FnOnce() -> Result<Workspace, ops::Error>, keymap: Keymap) -> Result<Option<Saved>, Error> {
    if is_dumb() {
        return Err(Error::Dumb);
    }
    let workspace = open()?;
    let draft = drafts::load(&workspace, DraftKind::Capture);
    let (theme, _) = theme_for(&workspace);
    let mut popup = Popup {
        waiter: Waiter::new()?,
        terminal: Terminal::enter(Abilities::of(|name| std::env::var(name).ok()))?,
        input: Input::new(draft, keymap),
        theme,
        workspace,
        since: Stopwatch::start(),
        due: None,
    };
    popup.go_on()
}

/// What is typed, and what the keys mean in it.
struct Input {
    capture: Capture,
    keymap: Keymap,
    pending: Vec<Key>,
    /// Why it could not be saved.
    problem: Option<String>,
    /// As it was kept last.
    draft: Draft,
}

/// Where keys are looked up.
const CONTEXTS: [Context; 3] = [Context::Composer, Context::Input, Context::Global];

/// What is to be done after a key.
#[derive(Debug, PartialEq)]
enum Then {
    GoOn,
    Save(NewEntry),
    Keep(Draft),
    Editor(Draft),
}

impl Input {
    fn new(draft: Draft, keymap: Keymap) -> Self {
        Self { capture: Capture::new(&draft), keymap, pending: Vec::new(), problem: None, draft }
    }

    fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let key_of = |action| first_key(&self.keymap, action, &CONTEXTS);
        let look = Look { theme, class: Class::Normal, key_of: &key_of };
        self.capture.draw_in(&look, area, self.problem.as_deref(), buf)
    }

    fn take(&mut self, msg: Msg) -> Then {
        if let Msg::Paste(text) = &msg {
            self.capture.text(text);
        }
        if let Msg::Key(key) = msg { self.key(key) } else { Then::GoOn }
    }

    fn key(&mut self, key: Key) -> Then {
        self.problem = None;
        self.pending.push(key);
        let found = self.keymap.resolve(&CONTEXTS, &self.pending);
        if !matches!(found, Resolution::Pending(_)) {
            self.pending.clear();
        }
        match found {
            Resolution::Resolved(action) => match self.capture.act(action) {
                Reply::Save { entry, .. } => Then::Save(entry),
                Reply::Keep(draft) | Reply::SetAside(draft) => Then::Keep(draft),
                Reply::InEditor(draft) => Then::Editor(draft),
                Reply::Stay
                | Reply::Close
                | Reply::Run(_)
                | Reply::Command { .. }
                | Reply::Chosen(_)
                | Reply::Create(_)
                | Reply::Answer(..)
                | Reply::Ask(_)
                | Reply::Question(_)
                | Reply::Rewrite(_)
                | Reply::Answers { .. }
                | Reply::Restore { .. }
                | Reply::Capture(_)
                | Reply::Quit
                | Reply::Told(_)
                | Reply::Do(_)
                | Reply::Send(_) => Then::GoOn,
            },
            Resolution::Text(char) => {
                self.capture.text(char.encode_utf8(&mut [0; 4]));
                Then::GoOn
            }
            Resolution::Pending(_) | Resolution::Unbound => Then::GoOn,
        }
    }
}

/// The popup while it is on the terminal.
struct Popup {
    terminal: Terminal,
    waiter: Waiter,
    input: Input,
    theme: Theme,
    workspace: Workspace,
    since: Stopwatch,
    /// When what was typed is to be kept.
    due: Option<Duration>,
}

impl Popup {
    fn go_on(&mut self) -> Result<Option<Saved>, Error> {
        loop {
            self.draw()?;
            let limit = self.due.map(|due| due.saturating_sub(self.since.elapsed()));
            let woken = self.waiter.wait(limit)?;
            if woken.resumed {
                self.terminal.retake()?;
            }
            if woken.end {
                self.keep(&self.input.capture.as_draft());
                return Ok(None);
            }
            for msg in self.waiter.events()?.into_iter().filter_map(event::message) {
                match self.input.take(msg) {
                    Then::GoOn => {}
                    Then::Save(entry) => {
                        if let Some(saved) = self.save(&entry)? {
                            return Ok(Some(saved));
                        }
                    }
                    Then::Keep(draft) => {
                        self.keep(&draft);
                        return Ok(None);
                    }
                    Then::Editor(draft) => self.edit(&draft)?,
                }
            }
            self.keep_if_due();
        }
    }

    fn draw(&mut self) -> Result<(), Error> {
        let (input, theme) = (&self.input, &self.theme);
        self.terminal.draw(|frame| {
            let area = frame.area();
            let caret = input.draw(theme, area, frame.buffer_mut());
            theme.settle(frame.buffer_mut());
            if let Some(caret) = caret.filter(|caret| area.contains(*caret)) {
                frame.set_cursor_position(caret);
            }
        })?;
        Ok(())
    }

    /// Saves, gives the terminal back and forgets the draft; what cannot be saved stays on the screen with the reason.
    fn save(&mut self, entry: &NewEntry) -> Result<Option<Saved>, Error> {
        match ops::capture::save(&self.workspace, entry) {
            Ok(saved) => {
                self.terminal.give()?;
                self.keep(&Draft::default());
                Ok(Some(saved))
            }
            Err(error) => {
                self.input.problem = Some(Failure::from(error).what);
                self.keep(&self.input.capture.as_draft());
                Ok(None)
            }
        }
    }

    fn keep(&mut self, draft: &Draft) {
        self.due = None;
        match drafts::keep(&self.workspace, draft) {
            Ok(_) => self.input.draft = draft.clone(),
            Err(failure) => self.input.problem = Some(failure.what),
        }
    }

    fn keep_if_due(&mut self) {
        let draft = self.input.capture.as_draft();
        if draft == self.input.draft || self.input.problem.is_some() {
            self.due = None;
        } else if *self.due.get_or_insert(self.since.elapsed() + PAUSE) <= self.since.elapsed() {
            self.keep(&draft);
        }
    }

    fn edit(&mut self, draft: &Draft) -> Result<(), Error> {
        match drafts::file(&self.workspace, draft) {
            Err(failure) => self.input.problem = Some(failure.what),
            Ok(file) => match hand_over(&mut self.terminal, &self.waiter, &file)? {
                Ok(()) => {
                    if let Ok(text) = std::fs::read_to_string(file) {
                        self.input.capture.replace(&text);
                    }
                }
                Err(why) => self.input.problem = Some(why),
            },
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> Input {
        Input::new(Draft::default(), Keymap::default())
    }

    fn press(input: &mut Input, keys: &str) -> Then {
        keys.split(' ').map(|key| input.key(key.parse().unwrap())).last().unwrap()
    }

    #[test]
    fn enter_saves_and_esc_keeps_the_draft() {
        let draft = Draft::new(DraftKind::Capture, "tea");

        assert_eq!(press(&mut input(), "t e a esc"), Then::Keep(draft));
        let saved = press(&mut input(), "t e a enter");
        assert_eq!(saved, Then::Save(NewEntry { text: "tea".into(), ..NewEntry::default() }));
    }

    #[test]
    fn a_paste_is_one_insert_and_saves_nothing() {
        let mut input = input();

        assert_eq!(input.take(Msg::Paste("one\ntwo\n".into())), Then::GoOn);

        assert_eq!(input.capture.as_draft().text, "one\ntwo\n");
    }

    #[test]
    fn the_kind_can_be_chosen() {
        let saved = press(&mut input(), "t e a tab tab n n enter");

        let Then::Save(entry) = saved else { panic!("{saved:?}") };
        assert_eq!(entry.kind, Some(crate::entry::Kind::Nugget));
    }

    #[test]
    fn the_overlay_fits_a_popup_of_seven_rows_and_smaller_ones() {
        let theme = crate::tui::testing::theme();
        for (width, height) in [(76, 7), (40, 5), (40, 4), (20, 2), (1, 1), (0, 0)] {
            let area = ratatui::layout::Rect::new(0, 0, width, height);
            let mut buf = ratatui::buffer::Buffer::empty(area);
            let mut input = input();
            press(&mut input, "t e a");
            input.problem = Some("no room".to_owned());
            input.draw(&theme, area, &mut buf);
        }
    }
}
