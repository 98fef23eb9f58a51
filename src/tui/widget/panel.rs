//! A pane of rows, some of which lead somewhere: which of them is selected, which is the first shown.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::facts::stage_style;
use super::labels::Labels;
use super::layout::Class;
use super::selection::{Selection, steps};
use super::text;
use crate::entry::Stage;
use crate::keymap::Move;
use crate::tui::theme::Theme;

/// How a piece of a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Text,
    Strong,
    Muted,
    Good,
    Warn,
    Bad,
    /// Tags and addresses.
    Found,
    Stage(Stage),
}

/// One line; one with a target can be selected, and leads there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PanelRow<G> {
    pub pieces: Vec<(Tone, String)>,
    /// At the right edge, muted.
    pub right: String,
    pub target: Option<G>,
    /// An address is cut with `>`, since the rest of it matters.
    pub address: bool,
}

impl<G> Default for PanelRow<G> {
    fn default() -> Self {
        Self { pieces: Vec::new(), right: String::new(), target: None, address: false }
    }
}

impl<G> PanelRow<G> {
    pub(crate) fn of(pieces: Vec<(Tone, String)>) -> Self {
        Self { pieces, ..Self::default() }
    }

    pub(crate) fn heading(text: impl Into<String>) -> Self {
        Self::of(vec![(Tone::Muted, text.into())])
    }

    pub(crate) fn indented(tone: Tone, text: impl Into<String>) -> Self {
        Self::of(vec![(tone, format!("  {}", text.into()))])
    }

    /// A label and its value, in two columns.
    pub(crate) fn fact(label: &str, tone: Tone, value: impl Into<String>) -> Self {
        Self::of(vec![(Tone::Muted, format!("{label:<12}")), (tone, value.into())])
    }

    /// A text over as many rows as it needs in so many columns, all but the first indented below `first`.
    pub(crate) fn wrapped(first: &[(Tone, &str)], tone: Tone, text: &str, columns: usize) -> Vec<Self> {
        let indent: usize = first.iter().map(|(_, text)| text::width(text)).sum();
        let safe = crate::render::safe_line(text).into_owned();
        let pieces = text::wrap(&safe, columns.saturating_sub(indent).max(1));
        let row = |(index, piece): (usize, std::ops::Range<usize>)| {
            let begin = match index {
                0 => first.iter().map(|(tone, text)| (*tone, (*text).to_owned())).collect(),
                _ => vec![(tone, " ".repeat(indent))],
            };
            Self::of(begin.into_iter().chain([(tone, safe[piece].trim_end().to_owned())]).collect())
        };
        pieces.into_iter().enumerate().map(row).collect()
    }

    #[must_use]
    pub(crate) fn leads(mut self, target: G) -> Self {
        self.target = Some(target);
        self
    }

    #[must_use]
    pub(crate) fn beside(mut self, right: impl Into<String>) -> Self {
        self.right = right.into();
        self
    }

    /// Its words, for tests and for what is read aloud.
    #[cfg(test)]
    pub(crate) fn plain(&self) -> String {
        let text: String = self.pieces.iter().map(|(_, text)| text.as_str()).collect();
        if self.right.is_empty() { text } else { format!("{text} | {}", self.right) }
    }
}

/// How a pane is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    pub theme: &'a Theme,
    /// Whether the keys go to it.
    pub focused: bool,
    /// Letters beside the rows that lead somewhere, and which of them is the first row's.
    pub labels: Option<(&'a Labels, usize)>,
}

/// Rows, of which those with a target can be selected.
#[derive(Clone, Debug)]
pub(crate) struct Panel<G> {
    pub rows: Vec<PanelRow<G>>,
    list: Selection,
    /// Rows of the screen it has.
    pub room: usize,
}

impl<G> Default for Panel<G> {
    fn default() -> Self {
        Self { rows: Vec::new(), list: Selection::default(), room: 0 }
    }
}

impl<G: Clone + PartialEq> Panel<G> {
    /// Takes new rows; what leads to the same place stays selected.
    pub(crate) fn fill(&mut self, rows: Vec<PanelRow<G>>) {
        let before = self.target().cloned();
        self.rows = rows;
        let same = before.and_then(|target| self.rows.iter().position(|row| row.target.as_ref() == Some(&target)));
        let first = || self.rows.iter().position(|row| row.target.is_some());
        let row = same.or_else(first).unwrap_or(0);
        self.list.select(row, self.rows.len());
    }

    /// Selects the first row that leads to such a place, unless the selected one does.
    pub(crate) fn select(&mut self, is_wanted: impl Fn(&G) -> bool) {
        let wanted = |row: &PanelRow<G>| row.target.as_ref().is_some_and(&is_wanted);
        if !self.rows.get(self.list.row).is_some_and(wanted)
            && let Some(row) = self.rows.iter().position(wanted)
        {
            self.list.select(row, self.rows.len());
        }
    }

    /// Where the selected row leads.
    pub(crate) fn target(&self) -> Option<&G> {
        self.rows.get(self.list.row)?.target.as_ref()
    }

    pub(crate) fn targets(&self) -> impl Iterator<Item = &G> {
        self.rows.iter().filter_map(|row| row.target.as_ref())
    }

    /// From one row that leads somewhere to another; without such rows the text moves.
    pub(crate) fn go(&mut self, r#move: Move) {
        let r#move = match r#move {
            Move::PreviewDown => Move::HalfPageDown,
            Move::PreviewUp => Move::HalfPageUp,
            other => other,
        };
        let Some(by) = steps(r#move, self.room.max(2)) else { return };
        if self.rows.is_empty() {
            return;
        }
        if self.targets().next().is_none() {
            self.list.first = self.list.first.saturating_add_signed(by);
            return;
        }
        let wanted = self.list.row.saturating_add_signed(by);
        let leads = |row: &usize| self.rows[*row].target.is_some();
        let next = if by > 0 {
            (wanted..self.rows.len()).find(leads).or_else(|| (0..self.rows.len()).rfind(leads))
        } else {
            (0..=wanted.min(self.rows.len().saturating_sub(1)))
                .rfind(leads)
                .or_else(|| (0..self.rows.len()).find(leads))
        };
        self.list.select(next.unwrap_or(0), self.rows.len());
    }

    /// Scrolls so that the selected row is shown with what belongs to it: the heading above the first one, the lines below.
    pub(crate) fn follow(&mut self) {
        let (count, room) = (self.rows.len(), self.room.max(1));
        let leads = |row: &PanelRow<G>| row.target.is_some();
        let here = self.list.row;
        let mut first = self.list.first.min(count.saturating_sub(room));
        if self.rows.iter().any(leads) {
            let below = self.rows.iter().skip(here + 1).position(leads).map_or(count, |more| here + 1 + more);
            let top = if self.rows.iter().take(here).any(leads) { here } else { 0 };
            first = first.max(below.saturating_sub(room)).min(top).max((here + 1).saturating_sub(room));
        }
        self.list.first = first;
    }

    /// Whether there is anything to do: a row to follow, or rows that are not shown.
    pub(crate) fn has_more(&self) -> bool {
        self.targets().next().is_some() || self.rows.len() > self.room
    }

    /// How many rows lie below those that are shown.
    pub(crate) fn below(&self) -> usize {
        self.rows.len().saturating_sub(self.list.first + self.room)
    }

    /// Draws the rows and returns where the selected one is.
    pub(crate) fn draw(&self, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Look { theme, focused, labels } = look;
        let shown = self.list.shown(self.rows.len(), area.height.into());
        let mut leading = self.rows[..shown.start].iter().filter(|row| row.target.is_some()).count();
        let mut place = None;
        for (index, y) in shown.zip(0..area.height) {
            let row = &self.rows[index];
            let area = text::row(area, y);
            if focused && index == self.list.row && row.target.is_some() {
                buf.set_style(area.intersection(buf.area), theme.selected);
                place = Some(area.as_position());
            }
            draw_row(row, theme, area, buf);
            if row.target.is_some() {
                let label = labels.and_then(|(labels, first)| labels.name(first + leading));
                text::put_safe(buf, area, area.x, label.unwrap_or_default(), theme.label());
                leading += 1;
            }
            if place == Some(area.as_position()) {
                let bar = Rect { x: area.x.saturating_sub(1), width: area.width + 1, ..area };
                text::put_safe(buf, bar, bar.x, theme.bar(), theme.accent);
            }
        }
        place.or(focused.then(|| area.as_position()))
    }
}

fn draw_row<G>(row: &PanelRow<G>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let right = text::columns(&row.right);
    let shown_right = right > 0 && right + 12 <= area.width;
    if shown_right {
        text::put_right(buf, area, &row.right, theme.muted);
    }
    let taken = if shown_right { right + 2 } else { 0 };
    let room = Rect { width: area.width.saturating_sub(taken), ..area };
    let mut x = room.x;
    for (tone, piece) in &row.pieces {
        let left = usize::from(room.right().saturating_sub(x));
        let piece = crate::render::safe_line(piece);
        let end = if row.address { ">" } else { theme.ellipsis() };
        x = text::put_safe(buf, room, x, &text::cut(&piece, left, end), style(theme, *tone));
    }
}

fn style(theme: &Theme, tone: Tone) -> Style {
    match tone {
        Tone::Text => theme.text,
        Tone::Strong => theme.strong,
        Tone::Muted => theme.muted,
        Tone::Good => theme.ok,
        Tone::Warn => theme.warn,
        Tone::Bad => theme.error,
        Tone::Found => theme.seek,
        Tone::Stage(stage) => stage_style(theme, stage),
    }
}

/// Rows of a pane's frame, and of the smallest pane that says anything.
pub(crate) const FRAME: u16 = 2;
const SMALL: u16 = FRAME + 2;

/// The room for rows inside a pane's frame.
pub(crate) fn panel_room(class: Class, area: Rect) -> Rect {
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

/// Divides rows among panes: each gets what it wants if there is enough, and one of them what is left; else the largest give
/// way, the one with the keys last, and none below what says something while another can.
pub(crate) fn shared<const N: usize>(rows: u16, wanted: [u16; N], keys: Option<usize>, left_over: usize) -> [u16; N] {
    let mut given = wanted.map(|wanted| wanted.clamp(SMALL, rows.max(SMALL)));
    let sum = |given: &[u16; N]| given.iter().map(|given| u32::from(*given)).sum::<u32>();
    while sum(&given) > u32::from(rows) {
        let gives = |pane: &usize| given[*pane] > SMALL && Some(*pane) != keys;
        let largest = (0..N).filter(gives).max_by_key(|pane| given[*pane]);
        let Some(pane) = largest.or((0..N).max_by_key(|pane| given[*pane])) else { break };
        given[pane] = given[pane].saturating_sub(1);
    }
    given[left_over] += rows - given.iter().sum::<u16>();
    given
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_pane_gets_what_it_wants_and_the_links_what_is_left() {
        assert_eq!(shared(33, [11, 5, 8, 6], None, 2), [11, 5, 11, 6]);
    }

    #[test]
    fn the_largest_give_way_first() {
        assert_eq!(shared(27, [12, 5, 400, 6], None, 2), [8, 5, 8, 6]);
    }

    #[test]
    fn the_one_with_the_keys_gives_way_last() {
        assert_eq!(shared(30, [12, 7, 14, 6], Some(2), 2), [6, 5, 14, 5]);
        assert_eq!(shared(27, [12, 5, 400, 6], Some(2), 2), [4, 4, 15, 4]);
    }

    proptest! {
        #[test]
        fn all_rows_are_given_and_no_more(rows in 0..120_u16, wanted in proptest::array::uniform4(0..60_000_u16), keys in 0..5_usize) {
            let given = shared(rows, wanted, Some(keys), 2);
            prop_assert_eq!(given.iter().sum::<u16>(), rows);
        }
    }
}
