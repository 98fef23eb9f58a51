//! The terminal: raw mode and alternate screen, given back on drop, panic, suspend and to the editor.

pub(crate) mod background;
mod clusters;
pub(crate) mod wait;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::os::fd::AsFd;
use std::panic;
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture, KeyboardEnhancementFlags, PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate,
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{Command, cursor, execute, queue, terminal};
use ratatui::Frame;
use ratatui::backend::{Backend, CrosstermBackend};

use crate::ops::{self, stuck};
use background::QUESTION;
use clusters::Stretch;

type Output = BufWriter<File>;

/// The terminal of this process.
const TTY: &str = "/dev/tty";

/// What the terminal can do beyond the usual, told by its environment; it is never asked, so it never has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Abilities {
    /// Keys such as Ctrl-i and Tab can be told apart.
    pub kitty_keys: bool,
}

impl Abilities {
    /// From `TERM`, `TERM_PROGRAM` and `TMUX`.
    pub(crate) fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let holds = |name: &str, words: &[&str]| {
            variable(name).is_some_and(|value| words.iter().any(|word| value.to_lowercase().contains(word)))
        };
        let inside = variable("TMUX").is_some() || variable("ZELLIJ").is_some();
        let kitty_keys = !inside
            && (holds("TERM", &["kitty", "ghostty", "foot", "alacritty"])
                || holds("TERM_PROGRAM", &["wezterm", "ghostty"]));
        Self { kitty_keys }
    }
}

/// The terminal while it is ours.
pub(crate) struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<Output>>,
    abilities: Abilities,
    ours: bool,
    /// Whether clicks and the wheel come to us, instead of selecting text in the terminal.
    mouse: bool,
    /// Rows that hold clusters of disputed width.
    disputed: BTreeSet<u16>,
}

/// Asks the terminal to send arrows for the wheel while on the alternate screen; needs no mouse capture.
struct AlternateScroll(bool);

impl Command for AlternateScroll {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str(if self.0 { "\x1b[?1007h" } else { "\x1b[?1007l" })
    }
}

impl Terminal {
    /// Takes the terminal over.
    pub(crate) fn enter(abilities: Abilities) -> io::Result<Self> {
        restore_on_panic(abilities);
        stuck::end_with(move |_| give_back_anyhow(abilities));
        let inner = ratatui::Terminal::new(CrosstermBackend::new(output()?))?;
        let mut terminal = Self { inner, abilities, ours: false, mouse: false, disputed: BTreeSet::new() };
        terminal.take()?;
        Ok(terminal)
    }

    /// Takes it again after [`Terminal::give`]; the next drawing paints everything.
    pub(crate) fn take(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        self.ours = true;
        let out = self.inner.backend_mut();
        queue!(out, EnterAlternateScreen, DisableLineWrap)?;
        queue!(out, EnableBracketedPaste, EnableFocusChange, AlternateScroll(true))?;
        if self.mouse {
            queue!(out, EnableMouseCapture)?;
        }
        if self.abilities.kitty_keys {
            queue!(out, PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES))?;
        }
        io::Write::flush(out)?;
        self.forget()
    }

    /// Gives the terminal back as it was.
    pub(crate) fn give(&mut self) -> io::Result<()> {
        self.ours = false;
        if self.mouse {
            queue!(self.inner.backend_mut(), DisableMouseCapture)?;
        }
        give_back(self.inner.backend_mut(), self.abilities)
    }

    /// Takes it anew after it was stopped by somebody else: whatever the shell did to it since is done over.
    pub(crate) fn retake(&mut self) -> io::Result<()> {
        self.give()?;
        self.take()
    }

    pub(crate) fn take_mouse(&mut self) -> io::Result<()> {
        self.mouse = true;
        execute!(self.inner.backend_mut(), EnableMouseCapture)
    }

    /// Leaves the mouse to the terminal.
    pub(crate) fn leave_mouse(&mut self) -> io::Result<()> {
        self.mouse = false;
        execute!(self.inner.backend_mut(), DisableMouseCapture)
    }

    /// Forgets what is on the screen, so that the next drawing paints all of it.
    ///
    /// The terminal is not asked where its cursor is, as [`ratatui::Terminal::clear`] does: it would have to answer first.
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        queue!(self.inner.backend_mut(), Clear(ClearType::All))?;
        self.inner.swap_buffers();
        Ok(())
    }

    /// Draws one frame in one piece.
    pub(crate) fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        let frame = self.inner.draw(render)?.buffer;
        let disputed = clusters::rows(frame);
        let painted = self.disputed.union(&disputed).filter(|y| **y < frame.area.bottom());
        let rows: Vec<_> = painted.map(|y| (*y, clusters::stretches(frame, *y))).collect();
        self.disputed = disputed;
        self.paint(&rows)?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }

    /// Paints rows whole, over whatever is there.
    fn paint(&mut self, rows: &[(u16, Vec<Stretch>)]) -> io::Result<()> {
        let out = self.inner.backend_mut();
        if rows.is_empty() {
            return Ok(());
        }
        queue!(out, cursor::SavePosition)?;
        for (y, stretches) in rows {
            for stretch in stretches {
                out.draw(stretch.iter().map(|(x, cell)| (*x, *y, cell)))?;
            }
        }
        queue!(out, cursor::RestorePosition)
    }

    /// Hands a text to the clipboard of the terminal, which is the person's even over ssh.
    pub(crate) fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.inner.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Asks what the background is like; the answer comes among the events.
    pub(crate) fn ask_background(&mut self) -> io::Result<()> {
        let out = self.inner.backend_mut();
        out.write_all(QUESTION.as_bytes())?;
        io::Write::flush(out)
    }

    pub(crate) fn size() -> io::Result<(u16, u16)> {
        terminal::size()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.ours {
            // The terminal may be gone (hang-up); nobody would see an error.
            self.give().ok();
        }
    }
}

fn output() -> io::Result<Output> {
    Ok(BufWriter::with_capacity(64 * 1024, screen()?))
}

/// Where is drawn: standard output, or the terminal itself where that belongs to another program.
fn screen() -> io::Result<File> {
    let stdout = io::stdout();
    if stdout.is_terminal() {
        Ok(rustix::io::dup(stdout.as_fd())?.into())
    } else {
        File::options().write(true).open(TTY)
    }
}

/// Where keys come from: standard input, or the terminal itself, if there is one, where that belongs to another program.
fn keyboard() -> io::Result<File> {
    let stdin = io::stdin();
    let terminal = if stdin.is_terminal() { None } else { File::open(TTY).ok() };
    terminal.map_or_else(|| Ok(rustix::io::dup(stdin.as_fd())?.into()), Ok)
}

fn give_back(out: &mut impl Write, abilities: Abilities) -> io::Result<()> {
    if abilities.kitty_keys {
        queue!(out, PopKeyboardEnhancementFlags)?;
    }
    queue!(out, AlternateScroll(false), DisableFocusChange, DisableBracketedPaste)?;
    queue!(out, EnableLineWrap, LeaveAlternateScreen, cursor::Show)?;
    out.flush()?;
    disable_raw_mode()
}

/// Gives the terminal back before a panic of the main thread is printed. A lane's panic is caught there and shown as a
/// message, so it must not print over the screen; a damaged index that panics is read anew.
fn restore_on_panic(abilities: Abilities) {
    let main = thread::current().id();
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == main && !ops::is_guarded() {
            give_back_anyhow(abilities);
            print(info);
        }
    }));
}

/// Nothing better can be done than to try.
fn give_back_anyhow(abilities: Abilities) {
    let Ok(mut screen) = screen() else { return };
    execute!(screen, DisableMouseCapture).ok();
    give_back(&mut screen, abilities).ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_asked_for_only_where_the_terminal_is_known_to_know_them() {
        let abilities = |pairs: &'static [(&str, &str)]| {
            Abilities::of(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };

        assert!(abilities(&[("TERM", "xterm-kitty")]).kitty_keys);
        assert!(!abilities(&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/x")]).kitty_keys);
        assert!(!abilities(&[("TERM", "xterm-256color")]).kitty_keys);
        assert!(!abilities(&[]).kitty_keys);
    }
}
