//! The first steps, above the log until they are done or put away.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Part, Today};
use crate::keymap::{Act, Context, Go, Run};
use crate::ops::first_steps::Step;
use crate::tui::screen::Surroundings;
use crate::tui::screen::shared::Shared;
use crate::tui::widget::checklist;
use crate::tui::widget::layout::Class;

/// A heading, four steps, and a row below them.
pub(super) const STEPS: u16 = 6;
/// Rows that the log keeps for itself.
const LOG: u16 = 12;

impl Today {
    /// Rows above the log for the first steps.
    pub(super) fn steps_height(&self, class: Class, part: Part, area: Rect) -> u16 {
        let fits = part == Part::Log && class != Class::Tiny && area.height >= STEPS + LOG;
        if fits && self.has_steps { STEPS } else { 0 }
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
