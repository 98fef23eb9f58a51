//! The rows of the three columns: what both texts have is shown in part, and each place in all three.

use crate::ops::{Choice, Comparison, Hunk, Part};
use crate::render;
use crate::tui::widget::text;

use super::choices::Choices;

/// So many lines that both texts have are shown around a place.
const AROUND: usize = 2;

/// How a row of a column looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Both texts have it.
    Same,
    /// It may come into the result.
    Open,
    /// It is in the result.
    Taken,
    /// It is not.
    Left,
    /// Nothing was said about it yet.
    Undecided,
    /// Lines that are not shown, or none.
    Note,
}

/// A piece of a line that fits on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Safe for a terminal.
    pub text: String,
    pub tone: Tone,
    /// The place that it belongs to.
    pub place: Option<usize>,
}

/// The rows of mine, theirs and the result.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub rows: [Vec<Row>; 3],
    pub scroll: [usize; 3],
    /// For which they were made.
    width: usize,
    is_beside: bool,
    rooms: [usize; 3],
    /// The place that is to be brought into sight.
    reveal: Option<usize>,
}

impl Columns {
    /// The rows have to be made again; the selected place stays in sight.
    pub(super) fn forget(&mut self) {
        self.width = 0;
    }

    pub(super) fn reveal(&mut self, place: usize) {
        self.reveal = Some(place);
    }

    /// Rows of the screen that the texts have.
    pub(super) fn room(&self) -> usize {
        self.rooms[0]
    }

    pub(super) fn scroll(&mut self, by: isize) {
        for at in 0..3 {
            let last = self.rows[at].len().saturating_sub(self.rooms[at]);
            self.scroll[at] = self.scroll[at].saturating_add_signed(by).min(last);
        }
    }

    /// Fits the rows into the room there is: so many columns, and so many rows for each.
    pub(super) fn settle(
        &mut self,
        comparison: Option<&Comparison>,
        choices: &Choices,
        (width, rooms): (usize, [usize; 3]),
        is_beside: bool,
    ) {
        let is_new = self.width != width || self.is_beside != is_beside || self.rooms != rooms;
        if is_new {
            (self.width, self.is_beside, self.rooms) = (width, is_beside, rooms);
            self.rows = comparison.map(|it| rows(it, choices, width.max(1), is_beside)).unwrap_or_default();
            self.reveal.get_or_insert(choices.at);
        }
        if let Some(place) = self.reveal.take() {
            self.bring_into_sight(place);
        }
        self.scroll(0);
    }

    /// Puts a place into the middle, or as much of it as there is room for.
    fn bring_into_sight(&mut self, place: usize) {
        for at in 0..3 {
            let Some(first) = self.rows[at].iter().position(|row| row.place == Some(place)) else { continue };
            let length = self.rows[at].iter().filter(|row| row.place == Some(place)).count();
            let above = self.rooms[at].saturating_sub(length) / 2;
            self.scroll[at] = first.saturating_sub(above);
        }
        if self.is_beside {
            self.scroll = [self.scroll[0]; 3];
        }
    }
}

/// The rows of the columns; beside each other, what belongs together begins on one row.
fn rows(comparison: &Comparison, choices: &Choices, width: usize, is_beside: bool) -> [Vec<Row>; 3] {
    if let Some(whole) = choices.whole() {
        return with_whole(comparison, whole, width);
    }
    let mut columns: [Vec<Row>; 3] = Default::default();
    let parts: Vec<&Part> = comparison.parts().collect();
    let mut place = 0;
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Same(lines) => {
                let same = same(lines, at == 0, at + 1 == parts.len(), width);
                columns.iter_mut().for_each(|column| column.extend(same.iter().cloned()));
            }
            Part::Differs(hunk) => {
                let sides = place_rows(hunk, choices.get(place), place, width);
                columns.iter_mut().zip(sides).for_each(|(column, rows)| column.extend(rows));
                place += 1;
            }
        }
        if is_beside {
            level(&mut columns, place.checked_sub(1).filter(|_| matches!(part, Part::Differs(_))));
        }
    }
    columns
}

/// A result that was written by hand stands beside the two texts as they are.
fn with_whole(comparison: &Comparison, whole: &str, width: usize) -> [Vec<Row>; 3] {
    let side = |choice: &Choice| {
        let all = vec![choice.clone(); comparison.hunks().count()];
        let text = comparison.result(&all);
        text.lines().flat_map(|line| wrapped(line, Tone::Left, None, width)).collect()
    };
    let result = whole.lines().flat_map(|line| wrapped(line, Tone::Taken, None, width)).collect();
    [side(&Choice::Mine), side(&Choice::Theirs), result]
}

/// Fills up the shorter columns.
fn level(columns: &mut [Vec<Row>; 3], place: Option<usize>) {
    let length = columns.iter().map(Vec::len).max().unwrap_or(0);
    let blank = Row { text: String::new(), tone: Tone::Same, place };
    columns.iter_mut().for_each(|column| column.resize(length, blank.clone()));
}

/// What both texts have, at most some lines of it at either end.
fn same(lines: &[String], is_first: bool, is_last: bool, width: usize) -> Vec<Row> {
    let (head, tail) = (if is_first { 0 } else { AROUND }, if is_last { 0 } else { AROUND });
    let row = |line: &String| wrapped(line, Tone::Same, None, width);
    // One line takes no more room than a word about it.
    if lines.len() <= head + tail + 1 {
        return lines.iter().flat_map(row).collect();
    }
    let gap = note(&format!("{} lines alike", lines.len() - head - tail), None);
    let (above, below) = (&lines[..head], &lines[lines.len() - tail..]);
    above.iter().flat_map(row).chain([gap]).chain(below.iter().flat_map(row)).collect()
}

/// One place: mine, theirs, and what becomes of it.
fn place_rows(hunk: &Hunk, choice: Option<&Choice>, place: usize, width: usize) -> [Vec<Row>; 3] {
    let (mine, theirs) = match choice {
        None => (Tone::Open, Tone::Open),
        Some(Choice::Mine) => (Tone::Taken, Tone::Left),
        Some(Choice::Theirs) => (Tone::Left, Tone::Taken),
        Some(Choice::Both) => (Tone::Taken, Tone::Taken),
        Some(Choice::Lines(_)) => (Tone::Left, Tone::Left),
    };
    let result = match choice {
        Some(choice) => side(&hunk.lines(choice), Tone::Taken, place, width),
        None => vec![Row { text: "not decided yet".to_owned(), tone: Tone::Undecided, place: Some(place) }],
    };
    [side(&hunk.mine, mine, place, width), side(&hunk.theirs, theirs, place, width), result]
}

fn side(lines: &[String], tone: Tone, place: usize, width: usize) -> Vec<Row> {
    if lines.is_empty() {
        return vec![note("nothing", Some(place))];
    }
    lines.iter().flat_map(|line| wrapped(line, tone, Some(place), width)).collect()
}

fn note(text: &str, place: Option<usize>) -> Row {
    Row { text: text.to_owned(), tone: Tone::Note, place }
}

fn wrapped(line: &str, tone: Tone, place: Option<usize>, width: usize) -> Vec<Row> {
    // How a line ends is not a part of what it says.
    let words = render::revealed(line.trim_end_matches('\r'));
    let pieces = text::wrap(&words, width).into_iter();
    pieces.map(|piece| Row { text: words[piece].trim_end().to_owned(), tone, place }).collect()
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;
    use crate::keymap::Decide;

    fn texts(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.text.as_str()).collect()
    }

    #[test]
    fn beside_each_other_what_belongs_together_begins_on_one_row() {
        let (mine, theirs) = ("a\none two\nz\n", "a\n1\n2\n3\nz\n");
        let comparison = Comparison::of(Some("a\nx\nz\n"), mine, theirs, Ordering::Equal);
        let mut choices = Choices::of(&comparison);

        let [left, right, result] = rows(&comparison, &choices, 4, true);
        assert_eq!(texts(&left), ["a", "one", "two", "", "z", ""]);
        assert_eq!(texts(&right), ["a", "1", "2", "3", "z", ""]);
        assert_eq!((texts(&result)[4], result[1].tone), ("z", Tone::Undecided));

        choices.decide(Decide::Theirs, &comparison);
        let [left, _, result] = rows(&comparison, &choices, 9, false);
        assert_eq!(texts(&result)[..5], ["a", "1", "2", "3", "z"]);
        assert_eq!(left[1].tone, Tone::Left);
    }

    #[test]
    fn what_is_alike_is_shown_in_part_and_the_selected_place_is_in_sight() {
        let long: String = (0..40).map(|line| format!("{line}\n")).collect();
        let comparison =
            Comparison::of(Some(&format!("{long}x\n")), &format!("{long}y\n"), &format!("{long}z\n"), Ordering::Equal);
        let choices = Choices::of(&comparison);
        let mut columns = Columns::default();

        columns.settle(Some(&comparison), &choices, (20, [2; 3]), true);

        assert_eq!(texts(&columns.rows[0]), ["38 lines alike", "38", "39", "y", ""]);
        assert_eq!(columns.scroll, [3; 3]);
    }
}
