//! Clusters of characters that terminals draw wider or narrower than they are counted: flags, skin tones, vowel signs, new emoji.
//!
//! What such a cluster shifts or leaves behind is not seen by comparing frames. A row that has one, or had one before, is
//! painted whole, and behind each the cursor is placed anew.

use std::collections::BTreeSet;

use ratatui::buffer::{Buffer, Cell, CellWidth};

/// Cells that are painted in one go, each with its column.
pub(super) type Stretch = Vec<(u16, Cell)>;

/// The rows on which terminals may disagree about a width.
pub(super) fn rows(frame: &Buffer) -> BTreeSet<u16> {
    let is_on = |y: &u16| frame.area.columns().any(|column| is_disputed(&frame[(column.x, *y)]));
    (frame.area.top()..frame.area.bottom()).filter(is_on).collect()
}

/// A row from left to right. A cluster of disputed width stands alone, and its columns are blank before it is drawn.
pub(super) fn stretches(frame: &Buffer, y: u16) -> Vec<Stretch> {
    let mut stretches = vec![Stretch::new()];
    let mut x = frame.area.left();
    while x < frame.area.right() {
        let cell = &frame[(x, y)];
        let width = cell.cell_width().max(1);
        let last = stretches.last_mut().expect("there is always one");
        if is_disputed(cell) {
            last.extend((x..frame.area.right().min(x + width)).map(|x| (x, blank(cell))));
            stretches.extend([vec![(x, cell.clone())], Stretch::new()]);
        } else {
            last.push((x, cell.clone()));
        }
        x += width;
    }
    stretches
}

fn blank(cell: &Cell) -> Cell {
    let mut blank = cell.clone();
    blank.set_symbol(" ");
    blank
}

/// Whether terminals may count its columns otherwise: joined of several characters, or beyond the planes of old.
fn is_disputed(cell: &Cell) -> bool {
    let mut chars = cell.symbol().chars();
    let first = chars.next();
    chars.next().is_some() || first.is_some_and(|char| char >= '\u{10000}')
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn frame(lines: &[&str]) -> Buffer {
        let mut frame = Buffer::empty(Rect::new(0, 0, 12, 4));
        for (y, line) in (0..).zip(lines) {
            frame.set_string(0, y, line, Style::new());
        }
        frame
    }

    fn texts(stretches: &[Stretch]) -> Vec<(u16, String)> {
        let text = |stretch: &Stretch| stretch.iter().map(|(_, cell)| cell.symbol()).collect::<String>();
        stretches.iter().filter_map(|stretch| Some((stretch.first()?.0, text(stretch)))).collect()
    }

    #[test]
    fn letters_of_every_script_and_frames_are_not_disputed() {
        assert!(rows(&frame(&["│ Añejo Ωμ", "日本語 한글", "─ ü 👍🏽", "हिन्दी"])).into_iter().eq([2, 3]));
    }

    #[test]
    fn a_disputed_cluster_is_drawn_alone_over_blanks_and_what_follows_begins_anew() {
        let row = stretches(&frame(&["ab 🇩🇪 e\u{301} cd"]), 0);

        let expected = [(0, "ab   "), (3, "🇩🇪"), (5, "  "), (6, "e\u{301}"), (7, " cd  ")];
        assert_eq!(texts(&row), expected.map(|(x, text)| (x, text.to_owned())));
    }
}
