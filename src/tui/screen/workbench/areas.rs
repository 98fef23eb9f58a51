//! The room there is: where the parts lie, and what is asked for to fill them.

use ratatui::layout::{Constraint, Layout, Rect};

use super::{Part, Workbench};
use crate::entry::text::headings;
use crate::tui::core::effect::Effect;
use crate::tui::core::views::RenderedEntry;
use crate::tui::screen::Anchor;
use crate::tui::screen::reader::text_area;
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::panel::{FRAME, panel_room, shared};

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

/// The links take what rows are left.
const LEFT_OVER: usize = 2;

/// Columns of the panes beside the text.
const LEAST: u16 = 42;
const MOST: u16 = 58;

impl Workbench {
    /// Brings positions into step with the room there is, and asks for what is to be shown.
    pub(super) fn settle_in(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        self.class = Some(class);
        let body = ScreenAreas::of(class, Rect::new(0, 0, size.0, size.1)).body;
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
        self.reader.aim(if let Anchor::Line(line) = self.at { Some(line) } else { None });
        let own = self.reader.want(&path, width);
        let page = if self.shows_page { self.page.request(&path, width) } else { None };
        let page = page.map(|request| Effect::ShowPage { request });
        own.into_iter().chain(page).collect()
    }

    /// Once the text has come: shows the place in it that was wanted.
    fn land(&mut self) {
        let Some(path) = self.path.clone() else { return };
        let Some(page) = self.reader.page(&path) else { return };
        if let Anchor::Heading(heading) = &self.at {
            let line = line_of(page, heading);
            if line.is_none() && !page.is_whole {
                return;
            }
            self.lacks = if line.is_none() { Some(heading.clone()) } else { None };
            line.into_iter().for_each(|line| self.reader.begin_at(line));
        } else if let Anchor::Line(line) = self.at {
            self.reader.land(&path, Some(line));
        }
        self.at = Anchor::Top;
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
        if !self.is_mine() {
            let about = u16::try_from(self.panels.about.rows.len()).unwrap_or(u16::MAX).saturating_add(FRAME);
            let about = Rect { height: about.min(right.height), ..right };
            return Areas { tabs, text, about, ..Areas::default() };
        }
        let panels = [&self.panels.about, &self.panels.from, &self.panels.links, &self.panels.checks];
        let wanted = panels.map(|panel| u16::try_from(panel.rows.len()).unwrap_or(u16::MAX).saturating_add(FRAME));
        let keys = [Part::About, Part::From, Part::Links, Part::Checks].iter().position(|part| *part == self.part);
        let [about, from, links, checks] = shared(right.height, wanted, keys, LEFT_OVER).map(Constraint::Length);
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

/// The rendered line on which a heading, or a block's `^id`, stands.
fn line_of(page: &RenderedEntry, heading: &str) -> Option<usize> {
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
