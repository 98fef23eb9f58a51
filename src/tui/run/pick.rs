//! The picker alone, for other programs: finds while somebody types and answers with what was chosen. It draws on the terminal
//! itself, since its standard output belongs to the program that asks.

use std::time::Duration;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::appearance::theme_for;
use super::{Error, event, is_dumb};
use crate::keymap::{Action, Context, Key, Keymap, Move, Resolution, Run, Write};
use crate::ops::{Hit, Workspace};
use crate::tui::core::effect::{Answer, Effect, Performed};
use crate::tui::core::msg::Msg;
use crate::tui::core::views::{RenderRequest, RenderedEntry, SeenLines};
use crate::tui::overlay::finder::Finder;
use crate::tui::terminal::wait::Waiter;
use crate::tui::terminal::{Abilities, Terminal};
use crate::tui::theme::Theme;
use crate::tui::widget::footer::{Item, draw_keys, first_key};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::styled::Styled;

/// Where keys are looked up.
const CONTEXTS: [Context; 3] = [Context::Picker, Context::Input, Context::Global];

const KEYS: [Item; 3] =
    [(Action::Write(Write::Submit), "choose"), (Action::Move(Move::Down), "next"), (Action::Run(Run::Cancel), "leave")];

/// Lets a person choose an entry, beginning with what is typed already; nothing where they left without one.
pub fn pick(workspace: &Workspace, keymap: Keymap, typed: &str) -> Result<Option<Hit>, Error> {
    if is_dumb() {
        return Err(Error::Dumb);
    }
    let (theme, _) = theme_for(workspace);
    let waiter = Waiter::new()?;
    let mut terminal = Terminal::enter(Abilities::of(|name| std::env::var(name).ok()))?;
    let mut picker = Picker::new(keymap, typed);
    loop {
        let (width, height) = Terminal::size()?;
        let screen = Rect::new(0, 0, width, height);
        picker.fill(workspace, screen);
        terminal.draw(|frame| picker.draw_frame(&theme, frame))?;
        let woken = waiter.wait((!picker.finder.has_asked_teams()).then_some(Duration::ZERO))?;
        if woken.resumed {
            terminal.retake()?;
        }
        let events = waiter.events()?;
        if events.is_empty() {
            picker.ask_teams(workspace);
        }
        for msg in events.into_iter().filter_map(event::message) {
            match picker.take(msg) {
                // The next key may choose, and is about what was typed until then.
                Then::GoOn => picker.fill(workspace, screen),
                Then::End(chosen) => return Ok(chosen.map(|hit| *hit)),
            }
        }
        if woken.end {
            return Ok(None);
        }
    }
}

/// What is to be done after a key.
#[derive(Debug, PartialEq)]
enum Then {
    GoOn,
    /// With what was chosen, if something was.
    End(Option<Box<Hit>>),
}

/// What is typed and found, and the text of the selected entry.
struct Picker {
    finder: Finder,
    keymap: Keymap,
    pending: Vec<Key>,
    shown: Option<(RenderRequest, Option<Box<RenderedEntry>>)>,
}

/// Where things stand.
struct Areas {
    list: Rect,
    /// Empty where there is no room for a text.
    text: Rect,
    keys: Rect,
}

impl Areas {
    fn of(screen: Rect) -> Self {
        let [body, keys] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(screen);
        let [list, text] = match Class::of(screen.width, screen.height, None) {
            Class::Wide | Class::Normal => {
                Layout::horizontal([Constraint::Percentage(46), Constraint::Fill(1)]).areas(body)
            }
            Class::TallNarrow => Layout::vertical([Constraint::Percentage(46), Constraint::Fill(1)]).areas(body),
            Class::Small | Class::Tiny | Class::None => [body, Rect::default()],
        };
        Self { list, text, keys }
    }
}

impl Picker {
    fn new(keymap: Keymap, typed: &str) -> Self {
        let finder = Finder::new(typed, "Type words of the entry.", "No entry has these words.");
        Self { finder, keymap, pending: Vec::new(), shown: None }
    }

    fn take(&mut self, msg: Msg) -> Then {
        match msg {
            Msg::Paste(text) => {
                self.finder.insert(&text);
                Then::GoOn
            }
            Msg::Key(key) => self.key(key),
            _ => Then::GoOn,
        }
    }

    fn key(&mut self, key: Key) -> Then {
        self.pending.push(key);
        let found = self.keymap.resolve(&CONTEXTS, &self.pending);
        if !matches!(found, Resolution::Pending(_)) {
            self.pending.clear();
        }
        match found {
            Resolution::Resolved(Action::Write(Write::Submit)) => {
                self.finder.selected().map_or(Then::GoOn, |hit| Then::End(Some(Box::new(hit.clone()))))
            }
            Resolution::Resolved(Action::Run(Run::Cancel | Run::Close | Run::Quit | Run::Interrupt)) => Then::End(None),
            Resolution::Resolved(action) => self.act(action),
            Resolution::Text(char) => {
                self.finder.insert(char.encode_utf8(&mut [0; 4]));
                Then::GoOn
            }
            Resolution::Pending(_) | Resolution::Unbound => Then::GoOn,
        }
    }

    fn act(&mut self, action: Action) -> Then {
        match action {
            Action::Write(write) => self.finder.write(write),
            Action::Move(r#move) => self.finder.go(r#move),
            _ => {}
        }
        Then::GoOn
    }

    /// Finds what was typed, and reads what is selected.
    fn fill(&mut self, workspace: &Workspace, screen: Rect) {
        let areas = Areas::of(screen);
        self.finder.settle(inner(areas.list));
        if let Some(answer) = self.finder.want().and_then(|effect| answer(effect, workspace)) {
            self.finder.take(&answer);
        }
        let width = usize::from(inner(areas.text).width);
        let Some(hit) = self.finder.selected().filter(|_| width > 0) else { return };
        let seen = Some(SeenLines { count: usize::from(areas.text.height), line: None });
        let request = RenderRequest { path: hit.path.clone(), width, seen };
        if self.shown.as_ref().is_none_or(|(shown, _)| *shown != request) {
            let page = match answer(Effect::Show { request: request.clone() }, workspace) {
                Some(Answer::Show { outcome, .. }) => outcome.ok(),
                _ => None,
            };
            self.shown = Some((request, page));
        }
    }

    /// Asks what the teams have, which nobody waits for who types on.
    fn ask_teams(&mut self, workspace: &Workspace) {
        if let Some(answer) = self.finder.want_teams().and_then(|effect| answer(effect, workspace)) {
            self.finder.take(&answer);
        }
    }

    fn draw_frame(&self, theme: &Theme, frame: &mut Frame) {
        let area = frame.area();
        let caret = self.draw(theme, area, frame.buffer_mut());
        theme.settle(frame.buffer_mut());
        if let Some(caret) = caret.filter(|caret| area.contains(*caret)) {
            frame.set_cursor_position(caret);
        }
    }

    fn draw(&self, theme: &Theme, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let Areas { list, text, keys } = Areas::of(screen);
        let note = self.finder.note();
        let room = Pane { title: "Choose an entry", note: &note, focused: true }.draw(theme, list, buf);
        let caret = self.finder.draw(theme, room, buf);
        if let Some(hit) = self.finder.selected().filter(|_| !text.is_empty()) {
            let room = Pane { title: &hit.title, ..Pane::default() }.draw(theme, text, buf);
            if let Some((_, Some(page))) = self.shown.as_ref().filter(|(shown, _)| shown.path == hit.path) {
                Styled::plain(&page.lines).draw(theme, room, buf);
            }
        }
        let key_of = |action| first_key(&self.keymap, action, &CONTEXTS);
        draw_keys(theme, &key_of, &KEYS, Rect { x: keys.x + 1, width: keys.width.saturating_sub(1), ..keys }, buf);
        caret
    }
}

/// The room inside of a box.
fn inner(area: Rect) -> Rect {
    Rect { width: area.width.saturating_sub(4), height: area.height.saturating_sub(2), ..area }
}

fn answer(effect: Effect, workspace: &Workspace) -> Option<Answer> {
    match effect.perform(workspace, &mut |_| true)? {
        Performed::Answered(answer) => Some(*answer),
        Performed::Stopped(_) => None,
    }
}
