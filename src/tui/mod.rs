//! The terminal face: the terminal, the loop, the lanes; nothing about content.
//!
//! The main thread waits on one poll, takes *all* waiting keys and answers, updates, carries effects out, and draws
//! once. Nothing runs when nothing happens.

pub mod app;
mod background;
pub mod command;
pub mod drafts;
pub mod effect;
pub mod failure;
pub mod footer;
pub mod job;
pub mod lanes;
pub mod layout;
pub mod messages;
pub mod msg;
pub mod overlay;
mod pending;
mod popup;
pub mod screen;
pub mod session;
pub mod shared;
pub mod sharing;
mod tabs;
pub mod terminal;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod undecided;
pub mod view;
pub mod views;
pub mod wait;
pub mod widget;

use std::path::Path;
use std::time::Duration;
use std::{env, io};

use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use rustix::process::{Signal, kill_current_process_group};

use crate::clock::Stopwatch;
use crate::config::{Complaint, Glyphs};
use crate::entry::EntryPath;
use crate::keymap::{Key, Keymap};
use crate::ops::distil::Source;
use crate::ops::{self, Workspace, outside, stuck};
use app::{App, Settings};
use background::{Background, Listener};
use drafts::Kept;
use effect::Effect;
use failure::{Failure, Outcome};
use lanes::{Lanes, Opener};
use msg::{Left, Msg, Pointed};
pub use popup::capture;
use terminal::{Abilities, Terminal};
use theme::file::Custom;
use theme::{Depth, Theme};
use wait::{Waiter, Woken};

/// An answer about the background is waited for until so long after the start, and only when the terminal is given away.
const ANSWERED_BY: Duration = Duration::from_millis(300);

/// Why the terminal face could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("this terminal cannot show a full screen (TERM is `dumb` or not set)")]
    Dumb,
    #[error(transparent)]
    Open(#[from] ops::Error),
    #[error("the terminal does not answer")]
    Terminal(#[from] io::Error),
}

impl Error {
    /// What the person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Dumb => Some("use `riffle --plain`, or the commands: `riffle search`, `riffle capture`".to_owned()),
            Self::Open(error) => error.hint().map(|hint| hint.shell),
            Self::Terminal(_) => None,
        }
    }
}

/// Runs the terminal face until the person quits. `open` is called once here and once in every lane; `complaints` is what
/// configuration and keymap files say wrongly.
pub fn run(open: impl Opener, keymap: Keymap, complaints: Vec<String>) -> Result<(), Error> {
    if is_dumb() {
        return Err(Error::Dumb);
    }
    let workspace = open()?;
    let (theme, colours) = theme_for(&workspace);
    let asks = asks_background(&workspace);
    let session = outside::session(&workspace).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let complaints = complaints.into_iter().chain(colours.iter().map(ToString::to_string));
    let settings = settings(&workspace, keymap, complaints.chain(ops::take_news()).collect());
    let waiter = Waiter::new()?;
    let (app, effects) = App::new(settings, session, Terminal::size()?);
    let mut face = Face {
        terminal: Terminal::enter(Abilities::of(|name| env::var(name).ok()))?,
        lanes: Lanes::start(&open, waiter.waker()),
        waiter,
        workspace,
        theme,
        app,
        since: Stopwatch::start(),
        listener: Listener::default(),
    };
    face.draw()?;
    if asks {
        face.terminal.ask_background()?;
        face.listener.ask(face.since.elapsed());
    }
    face.lanes.watch(face.workspace.root());
    face.carry_out(effects)?;
    let end = face.go_on();
    face.close();
    end
}

/// Whether the terminal is asked about its background: where its answer would decide, and the question is understood.
fn asks_background(workspace: &Workspace) -> bool {
    let (custom, _) = Custom::load(&workspace.paths.config.join("theme.toml"));
    let colours = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let is_open = workspace.config.theme.is_none() && custom.extends.is_none();
    colours && is_open && background::terminal(|name| env::var(name).ok()).is_some()
}

/// The theme that fits the terminal's background, as it was answered last time or as its environment says.
fn usual_theme(workspace: &Workspace) -> Option<&'static str> {
    let terminal = background::terminal(|name| env::var(name).ok());
    let answered = terminal.and_then(|terminal| outside::theme_of(workspace, &terminal));
    let answered = answered.and_then(|theme| Background::of_theme(&theme)).map(Background::theme);
    let light = || env::var("COLORFGBG").is_ok_and(|colors| colors.ends_with(";15") || colors.ends_with(";7"));
    answered.or_else(|| light().then_some("riffle-light"))
}

/// Whether the terminal says that it cannot place text.
fn is_dumb() -> bool {
    env::var("TERM").is_ok_and(|term| term.is_empty() || term == "dumb")
}

/// What the terminal face needs to know of a workspace.
pub fn settings(workspace: &Workspace, keymap: Keymap, complaints: Vec<String>) -> Settings {
    let root = workspace.root();
    Settings {
        store: root.file_name().unwrap_or(root.as_os_str()).to_string_lossy().into_owned(),
        keymap,
        which_key_after: Duration::from_millis(workspace.config.which_key_after),
        confirm_quit: workspace.config.confirm_quit,
        mouse: workspace.config.mouse,
        born: workspace.clock.now(),
        has_history: workspace.has_history(),
        no_history: no_history(workspace),
        complaints,
    }
}

/// Why there is no history, and what turns it on; nothing if there is one.
fn no_history(workspace: &Workspace) -> Option<String> {
    if workspace.has_history() {
        return None;
    }
    Some(match ops::sync::status(workspace) {
        Ok(_) => "History and sync are off: `riffle init DIR` turns them on.".to_owned(),
        Err(error) => format!("History and sync are off: {}.", Failure::from(error).what),
    })
}

/// The theme the person chose, in as many colours as the terminal says it has, with their own laid over it; and what is
/// wrong with those.
fn theme_for(workspace: &Workspace) -> (Theme, Vec<Complaint>) {
    let config = &workspace.config;
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let depth = match env::var("COLORTERM").as_deref() {
        _ if set("NO_COLOR") => Depth::None,
        Ok("truecolor" | "24bit") => Depth::True,
        _ => Depth::Sixteen,
    };
    let (custom, complaints) = Custom::load(&workspace.paths.config.join("theme.toml"));
    let name = config.theme.as_deref().or(custom.extends).or_else(|| usual_theme(workspace));
    let glyphs = if config.ambiguous_width == 2 { Glyphs::Ascii } else { config.glyphs };
    (Theme::custom(name, &custom, depth, glyphs), complaints)
}

/// Whether the loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    GoOn,
    Quit,
}

/// What the main thread holds.
struct Face {
    terminal: Terminal,
    lanes: Lanes,
    waiter: Waiter,
    /// For what needs the terminal; the lanes have their own.
    workspace: Workspace,
    theme: Theme,
    app: App,
    since: Stopwatch,
    listener: Listener,
}

impl Face {
    fn go_on(&mut self) -> Result<(), Error> {
        loop {
            let limit = self.app.deadline().map(|deadline| deadline.saturating_sub(self.since.elapsed()));
            let woken = self.waiter.wait(limit)?;
            self.suspend_or_resume(woken)?;
            let msgs = self.waiting(woken)?;
            let drawn = !msgs.is_empty() || woken.suspend || woken.resumed;
            for msg in msgs {
                let effects = self.app.update(self.since.elapsed(), msg);
                if self.carry_out(effects)? == Then::Quit {
                    return Ok(());
                }
            }
            if drawn {
                self.draw()?;
            }
        }
    }

    /// Everything that has happened since the last time.
    fn waiting(&mut self, woken: Woken) -> Result<Vec<Msg>, Error> {
        let mut msgs = Vec::new();
        if woken.resized || woken.resumed {
            let (width, height) = Terminal::size()?;
            msgs.push(Msg::Resized { width, height });
        }
        msgs.extend(self.events()?.into_iter().filter_map(told));
        msgs.extend(self.lanes.inbox.try_iter());
        if self.app.deadline().is_some_and(|deadline| deadline <= self.since.elapsed()) {
            msgs.push(Msg::Late);
        }
        if woken.end {
            msgs.push(Msg::Ended);
        }
        Ok(msgs)
    }

    /// What came from the terminal, without its answer about the background: that is heeded and remembered.
    fn events(&mut self) -> Result<Vec<Event>, Error> {
        let (events, background) = self.listener.take(self.waiter.events()?, self.since.elapsed());
        if let Some(background) = background {
            self.remember(background);
            (self.theme, _) = theme_for(&self.workspace);
            self.draw()?;
        }
        Ok(events)
    }

    fn remember(&self, background: Background) {
        let Some(terminal) = background::terminal(|name| env::var(name).ok()) else { return };
        let theme = background.theme();
        if outside::theme_of(&self.workspace, &terminal).as_deref() != Some(theme) {
            // It is asked again at the next start.
            outside::remember_theme(&self.workspace, &terminal, theme).ok();
        }
    }

    /// Lets an answer about the background come before the terminal is given away: nobody else would know what it is.
    fn await_answer(&mut self) -> Result<(), Error> {
        while self.listener.waits(self.since.elapsed()) && self.since.elapsed() < ANSWERED_BY {
            let woken = self.waiter.wait(Some(ANSWERED_BY.saturating_sub(self.since.elapsed())))?;
            let (_, background) = self.listener.take(self.waiter.events()?, self.since.elapsed());
            background.into_iter().for_each(|background| self.remember(background));
            if woken.end {
                break;
            }
        }
        Ok(())
    }

    fn suspend_or_resume(&mut self, woken: Woken) -> Result<(), Error> {
        if woken.suspend {
            self.suspend()?;
        } else if woken.resumed {
            // Stopped by somebody else: whatever the shell did to the terminal since is done over.
            self.terminal.give()?;
            self.terminal.take()?;
        }
        Ok(())
    }

    /// Gives the terminal to the shell; goes on when the person comes back.
    fn suspend(&mut self) -> Result<(), Error> {
        self.await_answer()?;
        self.terminal.give()?;
        // Not SIGTSTP: a process group without a parent in its session would not stop.
        kill_current_process_group(Signal::STOP).map_err(io::Error::from)?;
        self.terminal.take()?;
        self.waiter.forget();
        let (width, height) = Terminal::size()?;
        self.answer(Msg::Resized { width, height })
    }

    fn draw(&mut self) -> Result<(), Error> {
        let (app, theme) = (&self.app, &self.theme);
        self.terminal.draw(|frame| {
            let area = frame.area();
            if let Some(position) = view::draw(app, theme, area, frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        })?;
        Ok(())
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<Then, Error> {
        for effect in effects {
            match effect {
                Effect::Edit(path) => self.edit(&path)?,
                Effect::Distil(sources) => self.distil(&sources)?,
                Effect::EditDraft(kept) => self.edit_draft(&kept)?,
                Effect::Copy(text) => self.terminal.copy(&text)?,
                Effect::Mouse(on) => self.terminal.set_mouse(on)?,
                Effect::Cancel(job) => self.lanes.cancel(job),
                Effect::Suspend => self.suspend()?,
                Effect::Redraw => self.terminal.forget()?,
                Effect::Quit => return Ok(Then::Quit),
                other => self.lanes.send(other),
            }
        }
        Ok(Then::GoOn)
    }

    /// Tells the app what a hand-over came to, as if a lane had answered.
    fn answer(&mut self, msg: Msg) -> Result<(), Error> {
        let effects = self.app.update(self.since.elapsed(), msg);
        self.carry_out(effects)?;
        self.draw()
    }

    fn edit(&mut self, path: &EntryPath) -> Result<(), Error> {
        let left = match stuck::watched(|| ops::edit::begin(&self.workspace, path)) {
            Err(error) => Left::Failed(format!("{}.", Failure::from(error).what)),
            Ok(session) => match self.hand_over(&session.file)? {
                Ok(()) => Left::Done(session),
                Err(why) => Left::Failed(why),
            },
        };
        self.answer(Msg::Edited(left))
    }

    fn distil(&mut self, sources: &[Source]) -> Result<(), Error> {
        let left = match stuck::watched(|| ops::distil::begin(&self.workspace, sources)) {
            Err(error) => Left::Failed(format!("{}.", Failure::from(error).what)),
            Ok(distilling) => match self.hand_over(&distilling.file)? {
                Ok(()) => Left::Done(distilling),
                Err(why) => Left::Failed(why),
            },
        };
        self.answer(Msg::Written(left))
    }

    fn edit_draft(&mut self, kept: &Kept) -> Result<(), Error> {
        let text: Outcome<Option<String>> = match drafts::file(&self.workspace, kept) {
            Err(failure) => Err(failure),
            Ok(file) => match self.hand_over(&file)? {
                Ok(()) => Ok(std::fs::read_to_string(file).ok()),
                Err(why) => Err(Failure { what: why, hint: Some("The draft is as it was.".to_owned()) }),
            },
        };
        self.answer(Msg::DraftEdited(text))
    }

    fn hand_over(&mut self, file: &Path) -> Result<Result<(), String>, Error> {
        self.await_answer()?;
        hand_over(&mut self.terminal, &self.waiter, file)
    }

    /// Gives the terminal back first, then waits for what is still being written.
    fn close(mut self) {
        // It may be gone (hang-up), and what is being written counts more.
        self.await_answer().ok();
        self.terminal.give().ok();
        self.lanes.finish();
    }
}

/// Gives the terminal to the editor and takes it back, however the editor ends; says what went wrong with it.
fn hand_over(terminal: &mut Terminal, waiter: &Waiter, file: &Path) -> Result<Result<(), String>, Error> {
    terminal.give()?;
    let ended = ops::edit::run_editor(file);
    terminal.take()?;
    waiter.forget();
    Ok(ended.map_err(|error| match error {
        ops::Error::Write(ops::WriteError::Editor { status, .. }) => format!("The editor ended with {status}."),
        error => format!("{}.", Failure::from(error).what),
    }))
}

/// What an event of the terminal means.
fn told(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => Key::from_event(&key).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resized { width, height }),
        Event::FocusGained => Some(Msg::FocusGained),
        Event::Mouse(MouseEvent { kind, column: x, row: y, .. }) => {
            let did = match kind {
                MouseEventKind::Down(MouseButton::Left) => Pointed::Click,
                MouseEventKind::ScrollUp => Pointed::WheelUp,
                MouseEventKind::ScrollDown => Pointed::WheelDown,
                _ => return None,
            };
            Some(Msg::Mouse { x, y, did })
        }
        Event::FocusLost => None,
    }
}
