//! The room there is: where the parts lie, and what is asked for to fill them.

use ratatui::layout::{Constraint, Layout, Rect};

use super::{At, Part, Workbench};
use crate::entry::text::headings;
use crate::tui::layout::Class;
use crate::tui::msg::{Effect, Page};
use crate::tui::screen::reader::text_area;
use crate::tui::view::Parts;

/// Where the parts lie; one that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Areas {
    pub(super) tabs: Rect,
    pub(super) text: Rect,
    pub(super) about: Rect,
    pub(super) from: Rect,
    pub(super) links: Rect,
    pub(super) checks: Rect,
}

/// Columns of the panes beside the text.
const LEAST: u16 = 42;
const MOST: u16 = 58;

/// Rows of a pane's frame, and of the smallest pane that says anything.
const FRAME: u16 = 2;
const SMALL: u16 = FRAME + 2;

impl Workbench {
    /// Brings positions into step with the room there is, and asks for what is to be shown.
    pub fn settle(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        self.class = Some(class);
        let body = Parts::of(class, Rect::new(0, 0, size.0, size.1)).body;
        let areas = self.areas(class, body);
        // A text that is not shown keeps its shape, so that it is there when it is.
        let rest = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
        let text = text_area(class, if areas.text.is_empty() { rest } else { areas.text });
        let mut effects = self.want_texts(usize::from(text.width));
        effects.extend(self.want_sides());
        (self.reader.rows, self.page.rows) = (text.height.into(), text.height.into());
        self.land();
        self.reader.hold();
        self.page.hold();
        for (panel, area) in [
            (&mut self.panels.about, areas.about),
            (&mut self.panels.from, areas.from),
            (&mut self.panels.links, areas.links),
            (&mut self.panels.checks, areas.checks),
        ] {
            panel.room = usize::from(panel_room(class, area).height);
            panel.follow();
        }
        effects
    }

    fn want_texts(&mut self, width: usize) -> Vec<Effect> {
        let Some(path) = self.path.clone() else { return Vec::new() };
        let own = self.reader.want(&path, width);
        let page = if self.shows_page { self.page.want(&path, width) } else { None };
        let page = page.map(|effect| match effect {
            Effect::Show(place) => Effect::ShowPage(place),
            other => other,
        });
        own.into_iter().chain(page).collect()
    }

    /// Once the text has come: shows the place in it that was wanted.
    fn land(&mut self) {
        let Some(path) = self.path.clone().filter(|path| self.reader.page(path).is_some()) else { return };
        match std::mem::take(&mut self.at) {
            At::Top => {}
            At::Line(line) => self.reader.land(&path, Some(line)),
            At::Heading(heading) => {
                let line = self.reader.page(&path).and_then(|page| line_of(page, &heading));
                line.into_iter().for_each(|line| self.reader.begin_at(line));
            }
        }
    }

    /// Where the parts lie in the body of the screen.
    pub(super) fn areas(&self, class: Class, body: Rect) -> Areas {
        if class == Class::Wide { self.beside(body) } else { self.alone(body) }
    }

    /// The text with all panes beside it.
    fn beside(&self, body: Rect) -> Areas {
        let side = (body.width / 3).clamp(LEAST, MOST);
        let [left, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(side)]).areas(body);
        let tabs = u16::from(self.sides().is_some_and(|sides| sides.has_page));
        let [tabs, text] = Layout::vertical([Constraint::Length(tabs), Constraint::Fill(1)]).areas(left);
        let panels = [&self.panels.about, &self.panels.from, &self.panels.links, &self.panels.checks];
        let wanted = panels.map(|panel| u16::try_from(panel.rows.len()).unwrap_or(u16::MAX).saturating_add(FRAME));
        let keys = [Part::About, Part::From, Part::Links, Part::Checks].iter().position(|part| *part == self.part);
        let [about, from, links, checks] = shared(right.height, wanted, keys).map(Constraint::Length);
        let [about, from, links, checks] = Layout::vertical([about, from, links, checks]).areas(right);
        Areas { tabs, text, about, from, links, checks }
    }

    /// The part that has the keys, below the names of all.
    fn alone(&self, body: Rect) -> Areas {
        let [tabs, rest] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(body);
        let nothing = Areas { tabs, ..Areas::default() };
        match self.part {
            Part::Own | Part::Page => Areas { text: rest, ..nothing },
            Part::About => Areas { about: rest, ..nothing },
            Part::From => Areas { from: rest, ..nothing },
            Part::Links => Areas { links: rest, ..nothing },
            Part::Checks => Areas { checks: rest, ..nothing },
        }
    }
}

/// The room for rows inside a pane's frame.
pub(super) fn panel_room(class: Class, area: Rect) -> Rect {
    match class {
        Class::Tiny => area,
        Class::Wide | Class::Normal | Class::TallNarrow | Class::Small | Class::None => Rect {
            x: area.x.saturating_add(2),
            y: area.y.saturating_add(1),
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        },
    }
}

/// Divides rows among four panes: each gets what it wants if there is enough, and the third what is left; else the largest
/// give way, the one with the keys last, and none below what says something while another can.
fn shared(rows: u16, wanted: [u16; 4], keys: Option<usize>) -> [u16; 4] {
    let mut given = wanted.map(|wanted| wanted.clamp(SMALL, rows.max(SMALL)));
    let sum = |given: &[u16; 4]| given.iter().map(|given| u32::from(*given)).sum::<u32>();
    while sum(&given) > u32::from(rows) {
        let gives = |pane: &usize| given[*pane] > SMALL && Some(*pane) != keys;
        let largest = (0..4).filter(gives).max_by_key(|pane| given[*pane]);
        let Some(pane) = largest.or((0..4).max_by_key(|pane| given[*pane])) else { break };
        given[pane] = given[pane].saturating_sub(1);
    }
    given[2] += rows - given.iter().sum::<u16>();
    given
}

/// The rendered line on which a heading, or a block's `^id`, stands.
fn line_of(page: &Page, heading: &str) -> Option<usize> {
    let body = page.entry.body();
    let at = if heading.starts_with('^') {
        body.find(heading)?
    } else {
        // `a#b` names the heading b below the heading a.
        let last = heading.rsplit('#').next().unwrap_or(heading).trim();
        headings(body).into_iter().find(|it| it.text.trim().to_lowercase() == last.to_lowercase())?.at
    };
    page.lines.iter().position(|line| line.source.start >= at || line.source.contains(&at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_pane_gets_what_it_wants_and_the_links_what_is_left() {
        assert_eq!(shared(33, [11, 5, 8, 6], None), [11, 5, 11, 6]);
    }

    #[test]
    fn the_largest_give_way_first() {
        assert_eq!(shared(27, [12, 5, 400, 6], None), [8, 5, 8, 6]);
    }

    #[test]
    fn the_one_with_the_keys_gives_way_last() {
        assert_eq!(shared(30, [12, 7, 14, 6], Some(2)), [6, 5, 14, 5]);
        assert_eq!(shared(27, [12, 5, 400, 6], Some(2)), [4, 4, 15, 4]);
    }

    proptest! {
        #[test]
        fn all_rows_are_given_and_no_more(rows in 0..120_u16, wanted in proptest::array::uniform4(0..60_000_u16), keys in 0..5_usize) {
            let given = shared(rows, wanted, Some(keys));
            prop_assert_eq!(given.iter().sum::<u16>(), rows);
        }
    }
}
