//! Draws the entry: its text, the panes beside it or the names of the parts above it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas::Areas;
use super::side::{origins, warnings};
use super::{Part, Workbench};
use crate::keymap::Move;
use crate::tui::screen::LinkTarget;
use crate::tui::screen::Surroundings;
use crate::tui::screen::reader::{self, draw_lines, text_area};
use crate::tui::widget::format::count;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::{Look, Panel, panel_room};
use crate::tui::widget::parts::Names;

impl Workbench {
    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        self.draw_tabs(around, areas.tabs, buf);
        let text = self.draw_text(around, areas.text, buf);
        let panels = [
            self.draw_panel(around, Part::About, areas, buf),
            self.draw_panel(around, Part::From, areas, buf),
            self.draw_panel(around, Part::Links, areas, buf),
            self.draw_panel(around, Part::Checks, areas, buf),
        ];
        panels.into_iter().flatten().next().or(text)
    }

    fn draw_text(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let path = self.path.as_ref().filter(|_| !area.is_empty())?;
        let focused = self.part == self.home_part();
        let ticks = focused && self.lines.is_none();
        let shown = reader::Around { screen: around, path, title: self.title(), words: &[], focused, ticks };
        let cursor = self.reading().draw(&shown, area, buf);
        self.draw_lines(around, text_area(around.class, area), buf).or(cursor)
    }

    /// Lays the marked lines' look over them.
    fn draw_lines(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines?;
        let page = self.reading().page(self.path.as_ref()?)?;
        let rows = lines.range().filter_map(|line| self.reading().row_of(page, line));
        draw_lines(around.theme, rows, area, buf)
    }

    fn draw_panel(&self, around: &Surroundings<'_>, part: Part, areas: Areas, buf: &mut Buffer) -> Option<Position> {
        let (panel, title, area, labels) = match part {
            Part::Own | Part::Page => return None,
            Part::About => (&self.panels.about, "About".to_owned(), areas.about, None),
            Part::From => (&self.panels.from, "Where it came from".to_owned(), areas.from, None),
            Part::Links => (&self.panels.links, self.links_title(), areas.links, self.listed_labels()),
            Part::Checks => (&self.panels.checks, "Before you share".to_owned(), areas.checks, None),
        };
        if area.is_empty() {
            return None;
        }
        let focused = self.part == part && !around.covered;
        if around.class != Class::Tiny {
            Pane { title: &title, note: &Self::note(panel), focused }.draw(around.theme, area, buf);
        }
        let room = panel_room(around.class, area);
        let look = Look { theme: around.theme, focused: self.part == part, labels };
        let place = panel.draw(look, room, buf);
        place.filter(|_| self.part == part)
    }

    fn links_title(&self) -> String {
        match self.sides() {
            Some(sides) => {
                let links = &sides.links;
                format!("Links: {} out, {} in", count(links.out_total), count(links.back_total))
            }
            None => "Links".to_owned(),
        }
    }

    /// How many rows a pane does not show.
    fn note(panel: &Panel<LinkTarget>) -> String {
        match panel.below() {
            0 => String::new(),
            below => format!("{} more", count(below)),
        }
    }

    /// The parts that take turns, with what they hold; the one with the keys in brackets.
    fn draw_tabs(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let parts = self.tabs(around.class);
        let shown = if around.class == Class::Wide { self.home_part() } else { self.part };
        let labels = parts.iter().map(|part| self.label(*part)).collect();
        let shown = parts.iter().position(|part| *part == shown).unwrap_or(0);
        Names { labels, shown, edge: 1, key: around.key(Move::PaneNext.into()).to_owned() }.draw(
            around.theme,
            area,
            buf,
        );
    }

    /// The parts whose names stand above the text.
    fn tabs(&self, class: Class) -> Vec<Part> {
        let parts = self.parts().into_iter();
        match class {
            Class::Wide => parts.filter(|part| matches!(part, Part::Own | Part::Page)).collect(),
            Class::Normal | Class::TallNarrow | Class::Small | Class::Tiny | Class::None => parts.collect(),
        }
    }

    fn label(&self, part: Part) -> String {
        let sides = self.sides();
        let counted = |name: &str, number: Option<usize>| match number {
            Some(number) if number > 0 => format!("{name} {}", count(number)),
            Some(_) | None => name.to_owned(),
        };
        match part {
            Part::Own if sides.is_some_and(|sides| sides.has_page) => "Own words".to_owned(),
            Part::Own => "Text".to_owned(),
            Part::Page => "Page".to_owned(),
            Part::About => "About".to_owned(),
            Part::From => counted("From", sides.map(origins)),
            Part::Links => counted("Links", sides.map(|sides| sides.links.out_total + sides.links.back_total)),
            Part::Checks => match sides.map(warnings) {
                Some(warnings) if warnings > 0 => format!("Checks {warnings}!"),
                Some(_) | None => "Checks".to_owned(),
            },
        }
    }
}
