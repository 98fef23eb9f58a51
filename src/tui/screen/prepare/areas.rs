//! The room there is: where the parts lie, and the rows that fit into them.

use ratatui::layout::{Constraint, Layout, Rect};

use super::rows::{self, PassedShown};
use super::{Panels, Part, Prepare, RowTarget};
use crate::tui::core::effect::Effect;
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::panel::{FRAME, panel_room, shared};

/// Where the parts lie; one that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Areas {
    pub(super) tabs: Rect,
    /// The frame around whatever is shown, where one thing is.
    pub(super) frame: Rect,
    pub(super) text: Rect,
    pub(super) ready: Rect,
    pub(super) discernment: Rect,
    pub(super) commit: Rect,
    pub(super) stays: Rect,
    /// Warnings and the destination.
    pub(super) pinned: Rect,
}

/// Columns of the panes beside the text.
const LEAST: u16 = 44;
const MOST: u16 = 60;
/// Rows of a pane that gives way, with its frame.
const FEW: u16 = 6;

impl Prepare {
    /// Brings rows and positions into step with the room there is, and asks for what is to be shown.
    pub(super) fn settle_in(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        self.class = Some(class);
        let body = ScreenAreas::of(class, Rect::new(0, 0, size.0, size.1)).body;
        let columns = usize::from(self.panel_columns(class, body));
        if self.columns != columns {
            self.columns = columns;
            self.fill(columns);
        }
        let areas = self.areas(class, body);
        let text = if areas.text.is_empty() { self.text_room(class, body) } else { areas.text };
        self.text.settle(text.width.into(), text.height.into());
        self.copy.settle(text.width.into(), text.height.into());
        let Panels { ready, discernment, commit, stays } = &mut self.panels;
        for (panel, area) in
            [(ready, areas.ready), (discernment, areas.discernment), (commit, areas.commit), (stays, areas.stays)]
        {
            let room = if class == Class::Wide { panel_room(class, area) } else { area };
            panel.room = usize::from(room.height);
            panel.follow();
        }
        self.want().into_iter().collect()
    }

    /// Fills the panes.
    fn fill(&mut self, columns: usize) {
        let Some(preview) = self.preview.as_ref().and_then(|preview| preview.as_ref().ok()) else {
            self.panels = Panels::default();
            return;
        };
        self.panels.ready.fill(rows::ready(preview, columns));
        self.panels.commit.fill(rows::commit(preview, columns));
        self.panels.stays.fill(rows::stays(preview, columns));
        let found = rows::discernment(preview, columns, self.passed_shown);
        self.panels.discernment.fill(found);
        // What needs a look is looked at first.
        if self.passed_shown == PassedShown::Counted {
            self.panels.discernment.select(|target| *target != RowTarget::Passed);
        }
    }

    /// The columns of the words in a pane.
    fn panel_columns(&self, class: Class, body: Rect) -> u16 {
        match class {
            Class::Wide => side(body).saturating_sub(4),
            Class::Normal | Class::TallNarrow | Class::Small => body.width.saturating_sub(4),
            Class::Tiny | Class::None => body.width.saturating_sub(1),
        }
    }

    fn text_room(&self, class: Class, body: Rect) -> Rect {
        let shown = Self { part: self.home_part(), ..Self::default() };
        shown.areas(class, body).text
    }

    /// Where the parts lie in the body of the screen.
    pub(super) fn areas(&self, class: Class, body: Rect) -> Areas {
        match class {
            Class::Wide => self.beside(body),
            Class::Normal | Class::TallNarrow | Class::Small => self.alone(body),
            Class::Tiny | Class::None => self.bare(body),
        }
    }

    /// The text with all panes beside it.
    fn beside(&self, body: Rect) -> Areas {
        let [left, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(side(body))]).areas(body);
        let tabs = u16::from(!self.copy.is_empty());
        let [tabs, frame] = Layout::vertical([Constraint::Length(tabs), Constraint::Fill(1)]).areas(left);
        let Panels { ready, discernment, commit, stays } = &self.panels;
        let mut wanted = [ready, discernment, commit, stays]
            .map(|panel| u16::try_from(panel.rows.len()).unwrap_or(u16::MAX).saturating_add(FRAME));
        let keys = [Part::Ready, Part::Discernment, Part::Commit, Part::Stays];
        let all: u32 = wanted.iter().map(|rows| u32::from(*rows)).sum();
        let left_over = if all > u32::from(right.height) {
            // What was found is worth more rows than the commit and what stays.
            for (pane, part) in [(2, Part::Commit), (3, Part::Stays)] {
                wanted[pane] = wanted[pane].min(if self.part == part { u16::MAX } else { FEW });
            }
            1
        } else {
            2
        };
        // Where it would go gives way last.
        let keys = keys.iter().position(|part| *part == self.part).or(Some(0));
        let [ready, discernment, commit, stays] = shared(right.height, wanted, keys, left_over).map(Constraint::Length);
        let [ready, discernment, commit, stays] = Layout::vertical([ready, discernment, commit, stays]).areas(right);
        // The last rows of the frame are a blank one and the key to the signs.
        let text = inside(frame, 2);
        Areas { tabs, frame, text, ready, discernment, commit, stays, pinned: Rect::default() }
    }

    /// The part that has the keys, in a frame with the names of all above it and what must be seen below it.
    fn alone(&self, body: Rect) -> Areas {
        let inner = inside(body, 0);
        let [tabs, _, rest, pinned] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(u16::from(inner.height > 12)),
            Constraint::Fill(1),
            Constraint::Length(3.min(inner.height.saturating_sub(2))),
        ])
        .areas(inner);
        self.one(rest, Areas { tabs, frame: body, pinned, ..Areas::default() })
    }

    /// The same without a frame.
    fn bare(&self, body: Rect) -> Areas {
        let [tabs, rest, pinned] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Fill(1),
            Constraint::Length(2.min(body.height.saturating_sub(2))),
        ])
        .areas(Rect { x: body.x + 1, width: body.width.saturating_sub(1), ..body });
        self.one(rest, Areas { tabs, pinned, ..Areas::default() })
    }

    fn one(&self, rest: Rect, around: Areas) -> Areas {
        match self.part {
            Part::Text | Part::Copy => Areas { text: rest, ..around },
            Part::Ready => Areas { ready: rest, ..around },
            Part::Discernment => Areas { discernment: rest, ..around },
            Part::Commit => Areas { commit: rest, ..around },
            Part::Stays => Areas { stays: rest, ..around },
        }
    }
}

fn side(body: Rect) -> u16 {
    (body.width * 2 / 5).clamp(LEAST, MOST)
}

/// The room inside a frame, with a blank column at each side and so many rows less at the bottom.
fn inside(frame: Rect, less: u16) -> Rect {
    Rect {
        x: frame.x.saturating_add(2),
        y: frame.y.saturating_add(1),
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2 + less),
    }
}
