//! The lines of a week's journal, of which those that are ticked go to a team; none is ticked at first.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::entry::text::one_line;
use crate::keymap::{Act, Action, Context, Move, Run, Write};
use crate::ops::share::{self, Contribution, OfferedWeek, SharedLine, Week, WeekLines};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::theme::Theme;
use crate::tui::widget::footer::Item;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

const WIDTH: u16 = 84;
/// The frame, what is said above and below the list, the keys, and blank rows.
const AROUND: u16 = 7;

const KEYS: [Item; 3] = [
    (Action::Act(Act::Tick), "tick"),
    (Action::Write(Write::Submit), "show what leaves"),
    (Action::Run(Run::Cancel), "back"),
];

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct SharedWeek {
    team: String,
    week: Week,
    is_asked: bool,
    /// Nothing while they are looked for, or why they cannot be.
    offered: Option<Result<OfferedWeek, String>>,
    /// By the place of a line in the list.
    ticked: Vec<bool>,
    at: Selection,
}

impl SharedWeek {
    pub fn new(team: String, day: NaiveDate) -> Self {
        let week = Week::of(day);
        Self { team, week, is_asked: false, offered: None, ticked: Vec::new(), at: Selection::default() }
    }

    fn lines(&self) -> &[SharedLine] {
        match &self.offered {
            Some(Ok(offered)) => &offered.lines,
            Some(Err(_)) | None => &[],
        }
    }

    fn about(&self) -> &str {
        match &self.offered {
            Some(Ok(offered)) if offered.lines.is_empty() => "Nothing was logged in this week that may be shared.",
            Some(Ok(_)) => "Only the lines that you tick go to the team.",
            Some(Err(why)) => why,
            None => "Reading the journal\u{2026}",
        }
    }

    /// What stays, whatever is ticked.
    fn kept(&self) -> String {
        let Some(Ok(offered)) = &self.offered else { return String::new() };
        let lines = match offered.kept {
            0 => None,
            1 => Some("1 line is marked as private".to_owned()),
            many => Some(format!("{many} lines are marked as private")),
        };
        let day = |(day, why): &(NaiveDate, _)| format!("{}: {why}", day.format("%A"));
        lines.into_iter().chain(offered.kept_days.iter().map(day)).collect::<Vec<_>>().join("; ")
    }

    fn tick(&mut self) {
        if let Some(ticked) = self.ticked.get_mut(self.at.row) {
            *ticked = !*ticked;
            self.at.step(1, self.ticked.len());
        }
    }

    fn submit(&self) -> Reply {
        let lines = self.lines().iter().zip(&self.ticked).filter(|(_, ticked)| **ticked);
        let lines: Vec<SharedLine> = lines.map(|(line, _)| line.clone()).collect();
        if lines.is_empty() {
            return Reply::Stay;
        }
        let act = share::Act::Week(WeekLines { week: self.week, lines });
        let contribution = Contribution { team: self.team.clone(), act, allowed: Vec::new() };
        Reply::Do(Effect::PrepareContribution { contribution })
    }

    fn draw_lines(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines();
        Rows::new(theme, area, lines.len()).draw(self.at, buf, |index, _, row, buf| {
            let line = &lines[index];
            let sign = if self.ticked[index] { theme.ticked_box() } else { theme.open_box() };
            let x = text::put_safe(buf, row, row.x + 2, sign, theme.accent) + 1;
            let x = text::put_safe(buf, row, x, &line.day.format("%a").to_string(), theme.muted) + 1;
            let x = text::put_safe(buf, row, x, if line.surprise { "!" } else { " " }, theme.warn) + 1;
            let words = if line.surprise { theme.strong } else { theme.text };
            text::put_cut(theme, buf, text::from(row, x), &one_line(&line.text), words);
        })
    }
}

impl Layer for SharedWeek {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Week, Context::Menu, Context::Global]
    }

    fn go(&mut self, r#move: Move) {
        self.at.go(r#move, self.ticked.len());
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit { self.submit() } else { Reply::Stay }
    }

    fn other(&mut self, action: Action) -> Reply {
        if action == Action::Act(Act::Tick) {
            self.tick();
        }
        Reply::Stay
    }

    fn settle(&mut self, _: Class, (width, height): (u16, u16)) -> Option<Effect> {
        let room = middle(Rect::new(0, 0, width, height), WIDTH, u16::MAX).height.saturating_sub(AROUND);
        self.at.follow(self.ticked.len(), room.into());
        let ask = || Effect::OfferWeek { team: self.team.clone(), week: self.week };
        (!std::mem::replace(&mut self.is_asked, true)).then(ask)
    }

    fn take(&mut self, answer: &Answer) {
        if let Answer::OfferWeek { team, week, outcome } = answer
            && (team, *week) == (&self.team, self.week)
        {
            self.offered = Some(outcome.as_deref().cloned().map_err(|failure| failure.what.clone()));
            self.ticked = vec![false; self.lines().len()];
        }
    }

    fn footer(&self) -> &'static [Item] {
        &KEYS
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = look.theme;
        let rows = u16::try_from(self.ticked.len()).unwrap_or(u16::MAX).max(1);
        let area = middle(screen, WIDTH, rows.saturating_add(AROUND));
        let title = format!("My week {} for {}", self.week.name(), self.team);
        let count = self.ticked.iter().filter(|ticked| **ticked).count();
        let note = if count == 0 { "none ticked".to_owned() } else { format!("{count} ticked") };
        let inner = Pane { title: &title, note: &note, focused: true }.draw_over(theme, area, buf);
        text::put_cut(theme, buf, text::row(inner, 0), self.about(), theme.muted);
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(AROUND - 2), ..inner };
        let cursor = self.draw_lines(theme, list, buf);
        text::put_cut(theme, buf, text::row(inner, inner.height.saturating_sub(2)), &self.kept(), theme.muted);
        look.draw_keys(&KEYS, text::row(inner, inner.height.saturating_sub(1)), buf);
        cursor.or(Some(inner.as_position()))
    }
}
