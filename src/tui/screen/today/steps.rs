//! The first steps, above the log until they are done or put away; then what a new version brought.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Part, Today};
use crate::keymap::{Act, Context, Go, Run};
use crate::ops::first_steps::{self, Step};
use crate::tui::screen::Surroundings;
use crate::tui::screen::shared::Shared;
use crate::tui::widget::checklist;
use crate::tui::widget::layout::Class;
use crate::tui::widget::text;

/// A heading, four steps, and a row below them.
const STEPS: u16 = 6;
/// A heading, a line of news, and a row below it.
const NEWS: u16 = 3;
/// Rows that the log keeps for itself.
const LOG: u16 = 12;

impl Today {
    /// Rows above the log for the first steps.
    pub(super) fn steps_height(&self, class: Class, part: Part, area: Rect) -> u16 {
        let wanted = match (self.has_steps, self.has_news) {
            (true, _) => STEPS,
            (false, true) => NEWS,
            (false, false) => 0,
        };
        let fits = part == Part::Log && class != Class::Tiny && area.height >= wanted + LOG;
        if fits { wanted } else { 0 }
    }

    /// What a new version brought, and what puts that away.
    pub(super) fn draw_news(around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        let ((major, minor), news) = first_steps::NEWS;
        let away = (around.key(Run::PutAway.into()), "hides this");
        checklist::draw_head(theme, &format!("New in {major}.{minor}"), away, area, buf);
        let news = format!("{news}{}{} lists keys", theme.dot(), around.key(Run::Help.into()));
        let row = text::row(area, 1);
        text::put_cut(theme, buf, text::from(row, row.x + 1), &news, theme.text);
    }

    pub(super) fn draw_steps(around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let steps = Step::ALL.map(|step| row(around.shared, step));
        let away = (around.key(Run::PutAway.into()), "hides this for good");
        checklist::draw(around.theme, &steps, away, area, buf);
    }
}

fn row(shared: &Shared, step: Step) -> checklist::Step {
    let place = |go: Go| shared.first_key(go.into(), &[Context::Global]);
    let key = |run: Run| shared.first_key(run.into(), &[Context::Global]);
    let act = |act: Act| shared.first_key(act.into(), &[Context::Entry]);
    let (keys, what) = match step {
        Step::Capture => (format!("{} {}", place(Go::Inbox), key(Run::Capture)), "write down a thought or a link"),
        Step::SayWhy => (act(Act::Annotate), "say in one line why it matters to you"),
        Step::Distil => (act(Act::Nugget), "distil a nugget from it, in your own words"),
        Step::FindAgain => (place(Go::Search), "find it again"),
    };
    checklist::Step { is_done: shared.first_steps.is_done(step), keys, what }
}
