//! Jobs and messages of this session, newest first.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::entry::Timestamp;
use crate::keymap::{Act, Action, Context, Move, Run, Write};
use crate::tui::core::effect::Effect;
use crate::tui::core::job::Job;
use crate::tui::core::messages::{Level, Messages, RunningJob};
use crate::tui::theme::Theme;
use crate::tui::widget::format::progress;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

/// The overlay's state: the log as it was when it was opened.
#[derive(Clone, Debug)]
pub struct Log {
    lines: Vec<(Level, String, String)>,
    jobs: Vec<RunningJob>,
    list: Selection,
}

impl Log {
    pub fn new(messages: &Messages, born: Timestamp) -> Self {
        let time = |at| (born + chrono::Duration::from_std(at).unwrap_or_default()).format("%H:%M").to_string();
        let lines = messages.log().iter().rev();
        Self {
            lines: lines.map(|message| (message.level, time(message.at), message.text.clone())).collect(),
            jobs: messages.jobs.clone(),
            list: Selection::default(),
        }
    }

    fn draw_lines(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let rows = Rows::new(theme, area, self.lines.len());
        let cursor = rows.draw(self.list, buf, |index, _, row, buf| {
            let (level, time, text) = &self.lines[index];
            let x = text::put_safe(buf, row, row.x + 2, time, theme.muted);
            text::put(buf, row, x + 2, text, style(theme, *level));
        });
        cursor.or(Some(area.as_position()))
    }
}

impl Layer for Log {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Messages, Context::Global]
    }

    fn go(&mut self, r#move: Move) {
        self.list.go(r#move, self.lines.len());
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit { Reply::Close } else { Reply::Stay }
    }

    fn other(&mut self, action: Action) -> Reply {
        if action == Action::Run(Run::CancelJob) {
            return Reply::Run(action);
        }
        let line = self.lines.get(self.list.row).filter(|_| action == Action::Act(Act::CopyText));
        line.map_or(Reply::Stay, |(_, _, text)| {
            Reply::Do(Effect::Copy { what: "message".to_owned(), text: text.clone() })
        })
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow => middle(screen, 96, 20),
            Class::Small | Class::Tiny | Class::None => screen,
        };
        let keys = (look.key(Run::CancelJob), look.key(Act::CopyText));
        let note = format!("{} cancels the job  {} copies", keys.0, keys.1);
        let pane = Pane { title: "Jobs and messages", note: &note, focused: true };
        let inner = pane.draw_over(theme, area, buf);
        let jobs = u16::try_from(self.jobs.len()).unwrap_or(0) + 1;
        for (running, index) in self.jobs.iter().zip(0..) {
            let text = format!("{} {}", theme.mark(), summary(running));
            text::put(buf, text::row(inner, index), inner.x, &text, theme.accent);
        }
        if self.jobs.is_empty() {
            text::put_safe(buf, text::row(inner, 0), inner.x, "Nothing is running.", theme.muted);
        }
        let jobs = jobs.max(2).min(inner.height);
        let rest = Rect { y: inner.y + jobs, height: inner.height - jobs, ..inner };
        let whole = if rest.height >= 8 { 4 } else { 0 };
        let rows = Rect { height: rest.height - whole, ..rest };
        if let Some((level, _, text)) = self.lines.get(self.list.row) {
            let below = Rect { y: rows.bottom() + 1, height: whole.saturating_sub(1), ..rest };
            text::put_wrapped(buf, below, text, style(theme, *level));
        }
        self.draw_lines(theme, rows, buf)
    }
}

/// What a job is doing, in words.
pub(crate) fn summary(running: &RunningJob) -> String {
    let what = match running.job {
        Job::Index => "Reading the store",
        Job::Sync => "Syncing with the remote",
        Job::Rename => "Rewriting links",
        Job::Publish => "Publishing",
        Job::Team => "Reading the team's repository",
        Job::Feeds => "Asking for feeds",
    };
    match running.progress {
        Some(at) if running.job == Job::Index => format!("Reading {}", progress(at)),
        Some(at) => format!("{what}: {}", progress(at)),
        None => what.to_owned(),
    }
}

/// How a message of that level looks.
pub(crate) fn style(theme: &Theme, level: Level) -> ratatui::style::Style {
    match level {
        Level::Done => theme.ok,
        Level::Info => theme.text,
        Level::Warning => theme.warn,
        Level::Error => theme.error,
    }
}
