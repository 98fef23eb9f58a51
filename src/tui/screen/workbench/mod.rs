//! The workbench: one entry with its text, what it is, where it came from, its links, and what to fix before it is shared.
//!
//! The text is drawn as soon as it has been read; what stands beside it comes with an answer of its own. Where there is no
//! room for panes side by side, they are parts of one, and the same keys go from one to the next.

mod areas;
mod draw;
mod follow;
mod keys;
mod lines;
mod screen;
pub(crate) mod side;

use super::ScreenState;
use super::reader::Reader;
use crate::entry::EntryPath;
use crate::keymap::Move;
use crate::ops;
use crate::ops::conflicts::Conflicts;
use crate::ops::share::Outgoing;
use crate::ops::workbench::Sides;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::{Failure, Outcome};
use crate::tui::screen::{Anchor, LinkTarget};
use crate::tui::widget::layout::Class;
use crate::tui::widget::panel::Panel;
use crate::tui::widget::parts::turned;
use lines::Lines;

/// A part of the screen that can have the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// The entry's own text.
    #[default]
    Own,
    /// The text of its page.
    Page,
    About,
    From,
    Links,
    Checks,
}

/// The panes beside the text.
#[derive(Clone, Debug, Default)]
struct Panels {
    about: Panel<LinkTarget>,
    from: Panel<LinkTarget>,
    links: Panel<LinkTarget>,
    checks: Panel<LinkTarget>,
}

impl Panels {
    fn of(&mut self, part: Part) -> Option<&mut Panel<LinkTarget>> {
        match part {
            Part::Own | Part::Page => None,
            Part::About => Some(&mut self.about),
            Part::From => Some(&mut self.from),
            Part::Links => Some(&mut self.links),
            Part::Checks => Some(&mut self.checks),
        }
    }
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Workbench {
    /// The entry that is shown.
    path: Option<EntryPath>,
    /// Its title, as far as it is known before its text has come.
    title: String,
    pub reader: Reader,
    /// The text of its page.
    page: Reader,
    part: Part,
    /// Which of the two texts is shown while something else has the keys.
    shows_page: bool,
    sides: Option<Outcome<Box<Sides>>>,
    /// What the newest request for the panes asked for.
    asked: Option<EntryPath>,
    generation: u64,
    panels: Panels,
    /// Two texts of it are kept.
    in_conflict: bool,
    /// Where the entry is published.
    shared: Vec<Outgoing>,
    lines: Option<Lines>,
    /// Where the text is to be shown once it has come.
    at: Anchor,
    /// The heading or block that was wanted and is not in its text.
    lacks: Option<String>,
    /// How far the texts were read that were left, oldest first.
    left: Vec<(EntryPath, usize)>,
    class: Option<Class>,
}

/// So many texts are opened again where they were left.
const LEFT: usize = 100;

impl Workbench {
    /// Shows an entry; one that was shown before, where it was left.
    fn open(&mut self, path: EntryPath, title: &str) {
        if self.path.as_ref() == Some(&path) {
            if self.title.is_empty() {
                self.title = title.to_owned();
            }
            return;
        }
        let mut left = std::mem::take(&mut self.left);
        if let Some(old) = self.path.take() {
            left.retain(|(path, _)| *path != old);
            left.push((old, self.reader.scroll));
            let many = left.len().saturating_sub(LEFT);
            left.drain(..many);
        }
        let scroll = left.iter().find(|(known, _)| *known == path).map_or(0, |(_, scroll)| *scroll);
        *self = Self {
            path: Some(path),
            title: title.to_owned(),
            reader: Reader::at(scroll),
            generation: self.generation,
            left,
            class: self.class,
            ..Self::default()
        };
    }

    /// The entry is called something else now: it stays open.
    fn moved(&mut self, from: &EntryPath, to: &EntryPath) {
        if self.path.as_ref() == Some(from) {
            self.open(to.clone(), "");
        }
    }

    fn title(&self) -> &str {
        self.entry().map_or(&self.title, |entry| &entry.title)
    }

    /// The text that is shown.
    fn reading(&self) -> &Reader {
        if self.shows_page { &self.page } else { &self.reader }
    }

    fn reading_mut(&mut self) -> &mut Reader {
        if self.shows_page { &mut self.page } else { &mut self.reader }
    }

    fn sides(&self) -> Option<&Sides> {
        self.sides.as_ref()?.as_ref().ok().map(Box::as_ref)
    }

    /// The parts that Tab goes through: all where they take turns, else those with something to do.
    fn parts(&self) -> Vec<Part> {
        let has_page = self.sides().is_some_and(|sides| sides.has_page);
        let texts = [Some(Part::Own), has_page.then_some(Part::Page)];
        let Panels { about, from, links, checks } = &self.panels;
        let panes = [(Part::About, about), (Part::From, from), (Part::Links, links), (Part::Checks, checks)];
        let beside = self.class == Some(Class::Wide);
        let mine = |part: Part| self.is_mine() || part == Part::About;
        let shown = |(part, panel): &(Part, &Panel<LinkTarget>)| mine(*part) && (!beside || panel.has_more());
        let panes = panes.into_iter().filter(shown).map(|(part, _)| part);
        texts.into_iter().flatten().chain(panes).collect()
    }

    /// Where an entry came from, its links and checks are known of my own entries only.
    fn is_mine(&self) -> bool {
        self.path.as_ref().is_none_or(|path| ops::team::split(path).is_none())
    }

    fn show_text(&mut self, part: Part) {
        let page = part == Part::Page;
        if page != self.shows_page {
            self.lines = None;
        }
        self.shows_page = page;
        self.part = part;
    }

    fn focus(&mut self, part: Part) {
        match part {
            Part::Own | Part::Page => self.show_text(part),
            Part::About | Part::From | Part::Links | Part::Checks => {
                self.lines = None;
                self.part = part;
            }
        }
    }

    fn turn(&mut self, by: isize) {
        if let Some(next) = turned(&self.parts(), self.part, by) {
            self.focus(next);
        }
    }

    fn step(&mut self, r#move: Move) {
        match r#move {
            Move::PaneNext => self.turn(1),
            Move::PanePrevious => self.turn(-1),
            Move::PaneRight if self.part == self.home_part() => self.turn(1),
            Move::PaneLeft if self.part != self.home_part() => self.focus(self.home_part()),
            Move::PreviewDown | Move::PreviewUp | Move::SideLeft | Move::SideRight => self.reading_mut().go(r#move),
            Move::FindNext | Move::FindPrevious => self.reading_mut().go(r#move),
            other => match self.panels.of(self.part) {
                Some(panel) => panel.go(other),
                None if self.lines.is_some() => self.go_lines(other),
                None => self.reading_mut().go(other),
            },
        }
    }

    /// The text that the panes belong to.
    fn home_part(&self) -> Part {
        if self.shows_page { Part::Page } else { Part::Own }
    }

    /// A text has come, if it is the one that was asked for.
    fn shown(&mut self, answer: &Answer) {
        self.reader.take(answer);
        if let Some(entry) = self.entry() {
            // Kept for when the entry is gone.
            self.title = entry.title.clone();
        }
        self.fill_about();
    }

    /// The panes have come; those of an older request are not looked at.
    fn sides_came(&mut self, generation: u64, sides: &Outcome<Box<Sides>>, conflicts: &Conflicts) {
        if generation != self.generation {
            return;
        }
        self.conflicts_came(conflicts);
        match sides {
            Ok(sides) => {
                let marked = |rows| side::with_conflicts(rows, conflicts);
                self.panels.from.fill(marked(side::from(&sides.provenance, &sides.kinds)));
                self.panels.links.fill(marked(side::links(&sides.links, &sides.kinds)));
                self.panels.checks.fill(side::checks(&sides.checks, &self.shared));
            }
            Err(failure) => self.fill_failed(failure),
        }
        self.sides = Some(sides.clone());
        self.fill_about();
    }

    /// Says of the entry whether two texts of it are kept.
    fn conflicts_came(&mut self, conflicts: &Conflicts) {
        self.in_conflict = self.path.as_ref().is_some_and(|path| conflicts.concern(path));
        self.fill_about();
    }

    fn fill_failed(&mut self, failure: &Failure) {
        self.panels.from.fill(side::failed(failure));
        self.panels.links.fill(Vec::new());
        self.panels.checks.fill(Vec::new());
    }

    fn fill_about(&mut self) {
        let Some(page) = self.path.as_ref().and_then(|path| self.reader.page(path)) else { return };
        let sides = self.sides.as_ref().and_then(|sides| sides.as_ref().ok());
        let mut rows = side::about(&page.entry, sides.map(Box::as_ref));
        rows.splice(0..0, self.in_conflict.then(side::in_conflict));
        self.panels.about.fill(rows);
    }

    fn want_sides(&mut self) -> Option<Effect> {
        let wanted = |path: &EntryPath| self.asked.as_ref() != Some(path) && self.is_mine();
        let path = self.path.clone().filter(wanted)?;
        self.generation += 1;
        self.asked = Some(path.clone());
        Some(Effect::Sides { generation: self.generation, path })
    }
}
