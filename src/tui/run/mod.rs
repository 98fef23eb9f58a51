//! The loop: nothing about content.
//!
//! The main thread waits on one poll, takes *all* waiting keys and answers, updates, carries effects out, and draws
//! once. Nothing runs when nothing happens.

mod appearance;
mod editor;
mod event;
pub(super) mod pick;
pub(super) mod popup;

use std::time::Duration;
use std::{env, io};

use crossterm::event::Event;
use rustix::process::{Signal, kill_current_process_group};

use crate::clock::Stopwatch;
use crate::keymap::Keymap;
use crate::ops::{self, Workspace, outside, stuck};
use crate::tui::app::{App, Session, Settings, view};
use crate::tui::core::effect::{Effect, Told};
use crate::tui::core::failure::Failure;
use crate::tui::core::lanes::{Lanes, Opener};
use crate::tui::core::msg::Msg;
use crate::tui::terminal::background::Listener;
use crate::tui::terminal::wait::{Waiter, Woken};
use crate::tui::terminal::{Abilities, Terminal};
use crate::tui::theme::Theme;
use appearance::{asks_background, theme_for};

/// An answer about the background is waited for until so long after the start, and only when the terminal is given away.
const ANSWERED_BY: Duration = Duration::from_millis(300);

/// Why the workbench could not start or go on.
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

/// Runs the workbench until the person quits. `open` is called once here and once in every lane; `complaints` is what
/// configuration and keymap files say wrongly.
pub fn run(open: impl Opener, keymap: Keymap, complaints: Vec<String>) -> Result<(), Error> {
    if is_dumb() {
        return Err(Error::Dumb);
    }
    let workspace = stuck::watched(&open)?;
    let (theme, colours) = theme_for(&workspace);
    let asks = asks_background(&workspace);
    let session = outside::session(&workspace).and_then(|text| serde_json::from_str(&text).ok());
    let complaints = complaints.into_iter().chain(colours.iter().map(ToString::to_string));
    let settings = settings(&workspace, keymap, complaints.chain(ops::take_news()).collect());
    let first = if ops::first_steps::come_first(&workspace) { Session::on_first_steps() } else { Session::default() };
    let session = session.unwrap_or(first);
    let waiter = Waiter::new()?;
    let (app, effects) = App::new(settings, session, Terminal::size()?);
    let mut ui = Ui {
        terminal: Terminal::enter(Abilities::of(|name| env::var(name).ok()))?,
        lanes: Lanes::start(&open, waiter.waker()),
        waiter,
        workspace,
        theme,
        app,
        since: Stopwatch::start(),
        listener: Listener::default(),
    };
    ui.draw()?;
    if asks {
        ui.terminal.ask_background()?;
        ui.listener.ask(ui.since.elapsed());
    }
    ui.lanes.watch(&open);
    ui.run_effects(effects)?;
    let end = ui.go_on();
    ui.close();
    end
}

/// How many characters come first.
fn typed(msgs: &[Msg]) -> usize {
    msgs.iter().take_while(|msg| matches!(msg, Msg::Key(key) if key.typed().is_some())).count()
}

/// Whether the terminal says that it cannot place text.
fn is_dumb() -> bool {
    env::var("TERM").is_ok_and(|term| term.is_empty() || term == "dumb")
}

/// What the workbench needs to know of a workspace.
pub fn settings(workspace: &Workspace, keymap: Keymap, complaints: Vec<String>) -> Settings {
    let root = workspace.root();
    Settings {
        store: root.file_name().unwrap_or(root.as_os_str()).to_string_lossy().into_owned(),
        keymap,
        which_key_after: Duration::from_millis(workspace.config.which_key_after),
        confirm_quit: workspace.config.confirm_quit,
        background_sync: workspace.config.background_sync,
        background_feeds: workspace.config.background_feeds,
        search_url: workspace.config.search_url.clone(),
        mouse: workspace.config.mouse,
        born: workspace.clock.now(),
        label: ops::demo::is_demo(root).then_some("demo"),
        first_steps: ops::first_steps::first_steps(workspace),
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

/// Whether the loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    GoOn,
    Quit,
}

/// What the main thread holds.
struct Ui {
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

impl Ui {
    fn go_on(&mut self) -> Result<(), Error> {
        loop {
            let limit = self.app.deadline().map(|deadline| deadline.saturating_sub(self.since.elapsed()));
            let woken = self.waiter.wait(limit)?;
            self.suspend_or_resume(woken)?;
            let msgs = self.waiting(woken)?;
            let drawn = !msgs.is_empty() || woken.suspend || woken.resumed;
            let behind: Vec<usize> = (1..=msgs.len()).map(|next| typed(&msgs[next..])).collect();
            for (msg, behind) in msgs.into_iter().zip(behind) {
                self.app.expect(behind);
                let effects = self.app.update(self.since.elapsed(), msg);
                if self.run_effects(effects)? == Then::Quit {
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
        msgs.extend(self.events()?.into_iter().filter_map(event::message));
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
            appearance::remember(&self.workspace, background);
            (self.theme, _) = theme_for(&self.workspace);
            self.draw()?;
        }
        Ok(events)
    }

    /// Lets an answer about the background come before the terminal is given away: nobody else would know what it is.
    fn await_answer(&mut self) -> Result<(), Error> {
        while self.listener.waits(self.since.elapsed()) && self.since.elapsed() < ANSWERED_BY {
            let woken = self.waiter.wait(Some(ANSWERED_BY.saturating_sub(self.since.elapsed())))?;
            let (_, background) = self.listener.take(self.waiter.events()?, self.since.elapsed());
            background.into_iter().for_each(|background| appearance::remember(&self.workspace, background));
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
            self.terminal.retake()?;
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

    fn run_effects(&mut self, effects: Vec<Effect>) -> Result<Then, Error> {
        for effect in effects {
            match effect {
                Effect::Edit(path) => self.edit(&path)?,
                Effect::Distil(sources) => self.distil(&sources)?,
                Effect::Suggest(page) => self.suggest(&page)?,
                Effect::EditDraft(draft) => self.edit_draft(&draft)?,
                Effect::CopyByTerminal(text) => self.terminal.copy(&text)?,
                Effect::EditPiece(text) => self.edit_piece(&text)?,
                Effect::Mouse(true) => self.terminal.take_mouse()?,
                Effect::Mouse(false) => self.terminal.leave_mouse()?,
                Effect::Cancel(job) => self.lanes.cancel(job),
                Effect::Told(Told(answer)) => self.lanes.tell(answer),
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
        self.run_effects(effects)?;
        self.draw()
    }

    /// Gives the terminal back first, then waits for what is still being written.
    fn close(mut self) {
        // It may be gone (hang-up), and what is being written counts more.
        self.await_answer().ok();
        self.terminal.give().ok();
        self.lanes.finish();
    }
}
