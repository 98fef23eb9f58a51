//! The pane that narrows the results: kinds, stages, folders and tags with how many results each would leave, as many as there
//! is room for. In the narrower layouts it lies over the list while it has the keys.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Focus, Library};
use crate::keymap::Move;
use crate::ops::facets::Facets;
use crate::query::Term;
use crate::tui::core::effect::Effect;
use crate::tui::core::failure::Outcome;
use crate::tui::screen::Surroundings;
use crate::tui::widget::format::count;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Selection, draw_bar};
use crate::tui::widget::text;

/// Columns of the pane where it stands beside the list.
pub(super) const WIDTH: u16 = 24;
/// Rows that folders and tags have at least, each with the group's name.
const LEAST: usize = 4;
/// Results are counted when so long no letter came: nobody reads counts while typing.
const PAUSE: Duration = Duration::from_millis(200);

/// What the results can be narrowed to.
#[derive(Clone, Debug, Default)]
pub(super) struct Narrow {
    facets: Facets,
    /// Where results are: mine, and the teams.
    pub places: Vec<(String, usize)>,
    list: Selection,
    /// Whether all folders and tags are shown, and the pane scrolls.
    is_whole: [bool; 2],
    /// Rows of the screen it has.
    room: usize,
    /// The results that are shown are not counted yet.
    stale: bool,
    /// When they are to be.
    due: Option<Duration>,
}

/// One row: the name of a group, something to narrow to, or how much more there is.
enum Row {
    Group(&'static str),
    Choice {
        name: String,
        count: usize,
        term: Term,
    },
    /// Of the folders (0) or the tags (1), so many more.
    More(usize, usize),
}

/// What pressing Enter on a row means.
enum Chosen {
    Term(Term),
    More,
}

impl Narrow {
    /// Other results are shown.
    pub(super) fn spoil(&mut self) {
        (self.stale, self.due) = (true, None);
    }

    fn rows(&self) -> Vec<Row> {
        let Facets { kinds, stages, folders, tags } = &self.facets;
        let row = |name: &str, count: &usize, term| Row::Choice { name: name.to_owned(), count: *count, term };
        let kinds = kinds.iter().map(|(kind, n)| row(kind.name(), n, Term::Kind(vec![*kind])));
        let stages = stages.iter().map(|(stage, n)| row(stage.name(), n, Term::Stage(vec![*stage])));
        let places = self.places.iter().map(|(place, n)| row(place, n, Library::place_term(place)));
        let folders = folders.iter().map(|(path, n)| row(in_team(path), n, Term::Path(format!("/{path}"))));
        let tags = tags.iter().map(|(tag, n)| row(&format!("#{tag}"), n, Term::Tag(vec![tag.clone()])));
        let [shown_folders, shown_tags] = self.shown();
        let groups = [
            ("Kind", kinds.collect(), usize::MAX),
            ("Stage", stages.collect(), usize::MAX),
            ("Where", places.collect(), usize::MAX),
            ("Folders", folders.collect(), shown_folders),
            ("Tags", tags.collect(), shown_tags),
        ];
        groups
            .into_iter()
            .zip(0_usize..)
            .flat_map(|((name, choices, shown), at)| group(name, choices, shown, at))
            .collect()
    }

    /// How many folders and tags are shown: as many as there is room for below kinds and stages, each group its half where
    /// both have more.
    fn shown(&self) -> [usize; 2] {
        let above = [self.facets.kinds.len(), self.facets.stages.len(), self.places.len()];
        let above = above.map(|len| if len > 0 { len + 1 } else { 0 });
        let wanted =
            [&self.facets.folders, &self.facets.tags].map(|group| if group.is_empty() { 0 } else { group.len() + 1 });
        let room = self.room.saturating_sub(above.iter().sum()).max(LEAST * 2);
        let half = room / 2;
        let given = if wanted.iter().sum::<usize>() <= room {
            wanted
        } else if wanted[0] <= half {
            [wanted[0], room - wanted[0]]
        } else {
            let tags = wanted[1].min(room - half);
            [room - tags, tags]
        };
        // The name of the group takes a row, and what is not shown another.
        let rows = |at: usize| match given[at] {
            given if self.is_whole[at] || given >= wanted[at] => usize::MAX,
            given => given.saturating_sub(2),
        };
        [rows(0), rows(1)]
    }

    /// The rows that can be selected.
    fn choices(&self) -> Vec<Row> {
        self.rows().into_iter().filter(|row| !matches!(row, Row::Group(_))).collect()
    }

    /// What the selected row means; all of its group is shown from now on where that is what it means.
    fn choose(&mut self) -> Option<Chosen> {
        match self.choices().into_iter().nth(self.list.row)? {
            Row::Choice { term, .. } => Some(Chosen::Term(term)),
            Row::More(group, _) => {
                self.is_whole[group] = true;
                Some(Chosen::More)
            }
            Row::Group(_) => None,
        }
    }

    /// Moves in the choices.
    pub(super) fn go(&mut self, r#move: Move) {
        self.list.go(r#move, self.choices().len());
    }

    /// Fits the selection into so many rows of the screen.
    pub(super) fn follow(&mut self, room: usize) {
        self.room = room;
        self.list.follow(self.choices().len(), room);
    }
}

/// A folder as its team calls it.
fn in_team(folder: &str) -> &str {
    let inside = folder.strip_prefix(".team/").and_then(|rest| rest.split_once('/'));
    inside.map_or(folder, |(_, inside)| inside)
}

/// A group's name and rows, of which so many are shown and the others counted.
fn group(name: &'static str, mut choices: Vec<Row>, shown: usize, at: usize) -> Vec<Row> {
    if choices.is_empty() {
        return choices;
    }
    let more = choices.len().saturating_sub(shown);
    choices.truncate(shown);
    choices.insert(0, Row::Group(name));
    choices.extend((more > 0).then(|| Row::More(at.saturating_sub(3), more)));
    choices
}

impl Library {
    /// Whether the pane is on the screen.
    fn shows_narrow(&self) -> bool {
        match self.focus {
            Focus::Narrow => true,
            Focus::Query | Focus::Results => self.class == Some(Class::Wide),
            Focus::Reader => false,
        }
    }

    /// Asks for counts in the first pause after results came.
    pub(super) fn count(&mut self, now: Duration) -> Option<Effect> {
        let under_way = self.asked != self.shown_for;
        if !self.narrow.stale || !self.answered || under_way || !self.shows_narrow() {
            return None;
        }
        let pause = if self.focus == Focus::Narrow { Duration::ZERO } else { PAUSE };
        let due = *self.narrow.due.get_or_insert(now + pause);
        if due > now {
            return None;
        }
        (self.narrow.stale, self.narrow.due) = (false, None);
        Some(Effect::Facets { generation: self.generation, text: self.shown_for.clone() })
    }

    /// When [`Library::count`] has something to ask.
    pub(super) fn count_due(&self) -> Option<Duration> {
        self.narrow.due.filter(|_| self.narrow.stale && self.shows_narrow())
    }

    /// Counts have come; those of older results are not looked at.
    pub(super) fn counted_facets(&mut self, generation: u64, facets: &Outcome<Facets>) {
        if generation != self.generation {
            return;
        }
        // What cannot be counted is not offered; the search itself says what is wrong.
        self.narrow.facets = facets.as_ref().ok().cloned().unwrap_or_default();
        let len = self.narrow.choices().len();
        self.narrow.list.step(0, len);
    }

    /// Narrows the query to what is selected, or takes that back.
    pub(super) fn choose_facet(&mut self) -> Option<Effect> {
        let Chosen::Term(term) = self.narrow.choose()? else { return None };
        let text = toggled(self.query.text(), &term.to_string());
        self.query = crate::tui::widget::input::Input::new(text);
        let selected = self.selected().map(|hit| hit.path.clone());
        let effect = self.asked_anew();
        selected.into_iter().for_each(|path| self.list.choose(path));
        effect
    }

    /// Where the pane lies when it is over the list.
    pub(super) fn narrow_over(&self, class: Class, list: Rect) -> Rect {
        let rows = u16::try_from(self.narrow.rows().len().max(1)).unwrap_or(u16::MAX).saturating_add(2);
        match class {
            Class::Tiny | Class::None => list,
            Class::Wide | Class::Normal | Class::TallNarrow | Class::Small => {
                Rect { width: list.width.min(WIDTH + 6), height: list.height.min(rows), ..list }
            }
        }
    }

    pub(super) fn draw_narrow(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let focused = self.focus == Focus::Narrow && !around.covered;
        let rows = self.narrow.rows();
        let room = usize::from(area.height.saturating_sub(2));
        let below = rows.len().saturating_sub(self.first_choice(&rows, room) + room);
        let note = if below > 0 { format!("{} more", count(below)) } else { String::new() };
        let pane = Pane { title: "Narrow", note: &note, focused };
        let inner = match around.class {
            Class::Tiny => {
                ratatui::widgets::Widget::render(ratatui::widgets::Clear, area, buf);
                area
            }
            Class::Wide => pane.draw(around.theme, area, buf),
            Class::Normal | Class::TallNarrow | Class::Small | Class::None => pane.draw_over(around.theme, area, buf),
        };
        if rows.is_empty() {
            text::put_safe(buf, text::row(inner, 0), inner.x, "Nothing to filter by.", around.theme.muted);
            return Some(inner.as_position());
        }
        self.draw_choices(around, &rows, inner, buf)
    }

    /// Draws as many rows as there is room for, the selected one among them.
    fn draw_choices(&self, around: &Surroundings<'_>, rows: &[Row], area: Rect, buf: &mut Buffer) -> Option<Position> {
        let first = self.first_choice(rows, area.height.into());
        let mut cursor = None;
        for ((row, number), y) in numbered(rows).into_iter().skip(first).zip(0..area.height) {
            let line = text::row(area, y);
            let selected = self.focus == Focus::Narrow && number == Some(self.narrow.list.row);
            self.draw_row(around, row, selected, line, buf);
            if selected {
                cursor = Some(line.as_position());
            }
        }
        cursor.or(Some(area.as_position()))
    }

    /// The row at the top, so that the selected one is among those that there is room for.
    fn first_choice(&self, rows: &[Row], room: usize) -> usize {
        let selected = numbered(rows).iter().position(|(_, number)| *number == Some(self.narrow.list.row));
        (selected.unwrap_or(0) + 1).saturating_sub(room)
    }

    fn draw_row(&self, around: &Surroundings<'_>, row: &Row, selected: bool, area: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        match row {
            Row::Group(name) => {
                text::put_safe(buf, area, area.x, name, theme.muted);
            }
            Row::More(_, more) => {
                if selected {
                    draw_bar(theme, area, buf);
                }
                text::put_safe(buf, area, area.x + 3, &format!("{} more", count(*more)), theme.muted);
            }
            Row::Choice { name, count: results, term } => {
                if selected {
                    draw_bar(theme, area, buf);
                }
                let chosen = is_chosen(self.query.text(), &term.to_string());
                if chosen {
                    text::put_safe(buf, area, area.x + 1, theme.mark(), theme.accent);
                }
                let left = text::put_right(buf, area, &count(*results), theme.muted);
                let style = if selected || chosen { theme.strong } else { theme.text };
                let room = text::from(text::until(area, left.saturating_sub(1)), area.x + 3);
                text::put_cut(theme, buf, room, name, style);
            }
        }
    }
}

/// The rows, with the numbers of those that can be chosen.
fn numbered(rows: &[Row]) -> Vec<(&Row, Option<usize>)> {
    let mut choices = 0..;
    rows.iter().map(|row| (row, if matches!(row, Row::Group(_)) { None } else { choices.next() })).collect()
}

/// The alternatives of a query as they are typed.
fn alternatives(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, char) in text.char_indices() {
        quoted ^= char == '"';
        if !quoted && at >= from && text[at..].starts_with(" OR ") {
            parts.push(&text[from..at]);
            from = at + " OR ".len();
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Whether every alternative asks for this.
fn is_chosen(text: &str, filter: &str) -> bool {
    alternatives(text).into_iter().all(|part| place(part, filter).is_some())
}

/// A query with a condition in front of each alternative, or without it where all have it. In front, since the last word
/// of a query may be the beginning of one.
fn toggled(text: &str, filter: &str) -> String {
    let chosen = is_chosen(text, filter);
    let part = |part: &str| match place(part, filter) {
        Some(at) if chosen => {
            let rest = part[at + filter.len()..].strip_prefix(' ').unwrap_or(&part[at + filter.len()..]);
            format!("{}{rest}", &part[..at])
        }
        Some(_) => part.to_owned(),
        None if part.trim().is_empty() => filter.to_owned(),
        None => format!("{filter} {}", part.trim_start()),
    };
    alternatives(text).into_iter().map(part).collect::<Vec<_>>().join(" OR ")
}

/// Where a condition stands as a word of its own.
fn place(text: &str, filter: &str) -> Option<usize> {
    let is_alone = |at: &usize| {
        text[..*at].chars().next_back().is_none_or(char::is_whitespace)
            && text[at + filter.len()..].chars().next().is_none_or(char::is_whitespace)
    };
    text.match_indices(filter).map(|(at, _)| at).find(is_alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_put_in_front_and_taken_back() {
        for (text, filter, with) in [
            ("git reb", "kind:note", "kind:note git reb"),
            ("", "#git", "#git"),
            ("a OR b", "stage:seed", "stage:seed a OR stage:seed b"),
            ("\"this OR that\"", "#git", "#git \"this OR that\""),
            ("tags:#gitx", "#git", "#git tags:#gitx"),
        ] {
            assert_eq!(toggled(text, filter), with);
            assert_eq!(toggled(with, filter), text, "{with}");
            assert!(is_chosen(with, filter) && !is_chosen(text, filter));
        }
    }

    #[test]
    fn a_filter_that_only_one_alternative_has_is_given_to_the_others() {
        assert_eq!(toggled("#git a OR b", "#git"), "#git a OR #git b");
    }
}
