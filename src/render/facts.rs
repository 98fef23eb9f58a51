//! Names and values, quiet: one below the other with the values in a column, or packed where there are many.

use super::safe::safe_line;
use super::styled::{Line, Role};
use super::width;
use super::wrap::{Piece, wrap};

/// The widest column of names; a longer name stands for itself.
const WIDEST: usize = 20;
/// Columns between a name and its value.
const GAP: usize = 2;
/// So many stand one below the other before a text; more would hide it.
const MOST: usize = 5;

/// One below the other; a value that does not fit goes on below itself.
pub(crate) fn aligned<'a>(facts: impl Iterator<Item = (&'a str, &'a str)> + Clone, columns: usize) -> Vec<Line> {
    let widest = columns / 3;
    let names = facts.clone().map(|(name, _)| width::of(&safe_line(name))).filter(|name| *name <= WIDEST.min(widest));
    let column = names.max().unwrap_or_default() + GAP;
    facts.flat_map(|(name, value)| fact(name, value, column, columns)).collect()
}

/// Rows above a text: a few one below the other, many side by side with a mark between them.
pub(crate) fn above_text(facts: &[(&str, &str)], columns: usize, dot: &str) -> Vec<Line> {
    let rows = aligned(facts.iter().copied(), columns);
    if rows.len() <= MOST { rows } else { packed(facts, columns, dot) }
}

/// One fact in its rows.
fn fact(name: &str, value: &str, column: usize, columns: usize) -> Vec<Line> {
    let name = safe_line(name);
    let used = width::of(&name);
    let mut rows: Vec<Line> = value.lines().flat_map(|line| wrapped(line, columns.saturating_sub(column))).collect();
    if used + GAP > column {
        rows.insert(0, Line::default());
    }
    for (index, row) in rows.iter_mut().enumerate() {
        let mut line = Line::default();
        let label = if index == 0 { name.as_ref() } else { "" };
        line.push(label, Role::Muted);
        line.push(
            &" ".repeat(if row.spans.is_empty() { 0 } else { column - width::of(label).min(column) }),
            Role::Muted,
        );
        row.spans.iter().for_each(|span| line.push(&span.text, span.role));
        *row = line;
    }
    rows
}

fn wrapped(text: &str, columns: usize) -> Vec<Line> {
    wrap(&[Piece::words(safe_line(text.trim_end()), Role::Text, 0..0)], columns)
}

/// Side by side, each whole on its row where it fits there.
fn packed(facts: &[(&str, &str)], columns: usize, dot: &str) -> Vec<Line> {
    let mut rows: Vec<Line> = Vec::new();
    for (name, value) in facts {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let pieces = [
            Piece::words(format!("{} ", safe_line(name)), Role::Muted, 0..0),
            Piece::words(safe_line(&value), Role::Text, 0..0),
        ];
        let mut own = wrap(&pieces, columns).into_iter();
        let Some(first) = own.next() else { continue };
        match rows.last_mut().filter(|row| row.width() + width::of(dot) + first.width() <= columns && own.len() == 0) {
            Some(row) => {
                row.push(dot, Role::Muted);
                first.spans.iter().for_each(|span| row.push(&span.text, span.role));
            }
            None => rows.push(first),
        }
        rows.extend(own);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(lines: &[Line]) -> Vec<String> {
        lines.iter().map(Line::plain).collect()
    }

    #[test]
    fn values_stand_in_a_column_and_go_on_below_themselves() {
        let facts = [("status", "done"), ("by", "one two three four"), ("a very long name of a field", "x")];

        assert_eq!(
            plain(&aligned(facts.into_iter(), 20)),
            ["status  done", "by      one two", "        three four", "a very long name of a field", "        x"]
        );
    }

    #[test]
    fn lines_of_a_value_stay_lines() {
        assert_eq!(plain(&aligned([("poem", "a\nb\n\nc")].into_iter(), 40)), ["poem  a", "      b", "      c"]);
    }

    #[test]
    fn many_are_packed_and_none_is_broken_that_fits() {
        let facts =
            [("a", "one"), ("b", "two"), ("c", "three"), ("d", "four"), ("e", "five"), ("f", "six seven eight")];

        assert_eq!(
            plain(&above_text(&facts, 20, " - ")),
            ["a one - b two", "c three - d four", "e five", "f six seven eight"]
        );
    }

    #[test]
    fn nothing_is_wider_than_the_room_nor_reaches_the_terminal() {
        let facts = [("na\u{1b}[31mme", "bad\u{1b}]0;x\u{7} 日本語日本語"); 7];
        for columns in 1..40 {
            for line in above_text(&facts, columns, " · ").iter().chain(&aligned(facts.into_iter(), columns)) {
                assert!(!line.plain().contains('\u{1b}'), "{columns}");
            }
        }
    }
}
