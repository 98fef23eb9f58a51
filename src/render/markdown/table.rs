//! Tables: columns aligned and shrunk to the width as far as whole words allow, and wider than the page else.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::Glyphs;
use crate::render::styled::{Line, Role};
use crate::render::width;
use crate::render::wrap::{Piece, extent, wrap};

/// Columns beyond which a table is shown row by row.
const MANY: usize = 200;

/// Columns that a cell takes at most in a table that is wider than the page, if its words allow.
const WIDEST: usize = 40;

/// Lines of a cell beyond which its column gets wider instead.
const TALL: usize = 40;

/// A table on its way from the parser.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    /// The first is the head.
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    cells: Vec<Vec<Piece>>,
    source: Range<usize>,
}

impl Table {
    pub(super) fn new(alignments: Vec<Alignment>) -> Self {
        Self { alignments, rows: Vec::new() }
    }

    pub(super) fn start_row(&mut self, source: Range<usize>) {
        self.rows.push(Row { cells: Vec::new(), source });
    }

    pub(super) fn push(&mut self, cell: Vec<Piece>) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(cell);
        }
    }

    /// The lines of the table, no wider than `columns` if that is possible with whole words.
    pub(super) fn lines(&self, columns: usize, glyphs: Glyphs) -> Vec<Line> {
        match self.widths(columns, glyphs) {
            Some(widths) => self.in_columns(&widths, columns, glyphs),
            None => self.stacked(columns, glyphs),
        }
    }

    /// How wide each column is; none if there are too many.
    fn widths(&self, columns: usize, glyphs: Glyphs) -> Option<Vec<usize>> {
        let count = self.alignments.len();
        if count == 0 || count > MANY {
            return None;
        }
        let mut widest = vec![(1, 1); count];
        for (at, cell) in self.rows.iter().flat_map(|row| row.cells.iter().enumerate()).filter(|(at, _)| *at < count) {
            let (word, line) = extent(cell);
            widest[at] = (widest[at].0.max(word), widest[at].1.max(line));
        }
        let (words, natural): (Vec<usize>, Vec<usize>) = widest.into_iter().unzip();
        let room = columns.saturating_sub((count - 1) * width::of(glyphs.column().0));
        let fitting = (words.iter().sum::<usize>() <= room).then(|| share(&words, &natural, room));
        let towers = |widths: &Vec<usize>| widths.iter().zip(&natural).any(|(columns, line)| *line > columns * TALL);
        let wide = || words.iter().zip(&natural).map(|(word, line)| (*line).min(WIDEST.max(line / TALL)).max(*word));
        Some(fitting.filter(|widths| !towers(widths)).unwrap_or_else(|| wide().collect()))
    }

    fn in_columns(&self, widths: &[usize], columns: usize, glyphs: Glyphs) -> Vec<Line> {
        let mut lines = Vec::new();
        let all = widths.iter().sum::<usize>() + (widths.len() - 1) * width::of(glyphs.column().0);
        for (at, row) in self.rows.iter().enumerate() {
            lines.extend(self.row(row, widths, glyphs));
            if at == 0 {
                let rules: Vec<String> = widths.iter().map(|columns| glyphs.rule().repeat(*columns)).collect();
                let mut line = Line { source: row.source.end..row.source.end, ..Line::default() };
                line.push(&rules.join(glyphs.column().1), Role::Mark);
                lines.push(line);
            }
        }
        // All of them, so that they stay below each other when they are scrolled.
        lines.iter_mut().for_each(|line| line.wide = all > columns);
        lines
    }

    fn row(&self, row: &Row, widths: &[usize], glyphs: Glyphs) -> Vec<Line> {
        let none = Vec::new();
        let cell = |(at, columns): (usize, &usize)| wrap(row.cells.get(at).unwrap_or(&none), *columns);
        let cells: Vec<Vec<Line>> = widths.iter().enumerate().map(cell).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        (0..height)
            .map(|line| {
                let mut whole = Line { source: row.source.clone(), ..Line::default() };
                for (at, columns) in widths.iter().enumerate() {
                    if at > 0 {
                        whole.push(glyphs.column().0, Role::Mark);
                    }
                    self.align(&mut whole, cells[at].get(line), at, *columns);
                }
                whole
            })
            .collect()
    }

    /// Puts one line of a cell into its column; the last column has no spaces behind it.
    fn align(&self, whole: &mut Line, text: Option<&Line>, at: usize, columns: usize) {
        let free = columns.saturating_sub(text.map_or(0, Line::width));
        let left = match self.alignments[at] {
            Alignment::None | Alignment::Left => 0,
            Alignment::Center => free / 2,
            Alignment::Right => free,
        };
        whole.push(&" ".repeat(left), Role::Text);
        if let Some(text) = text {
            whole.append(text);
        }
        if at + 1 < self.alignments.len() {
            whole.push(&" ".repeat(free - left), Role::Text);
        }
    }

    /// Each row as lines of `head: cell`, rows set apart by a rule.
    fn stacked(&self, columns: usize, glyphs: Glyphs) -> Vec<Line> {
        let mut lines = Vec::new();
        let Some((head, rows)) = self.rows.split_first() else { return lines };
        let names: Vec<String> = head.cells.iter().map(|cell| name(cell)).collect();
        let only_head = rows.is_empty().then_some(head);
        for row in rows.iter().chain(only_head) {
            if !lines.is_empty() {
                let mut line = Line { source: row.source.start..row.source.start, ..Line::default() };
                line.push(&glyphs.rule().repeat(columns.min(3)), Role::Mark);
                lines.push(line);
            }
            for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let mut pieces = Vec::new();
                if let Some(name) = names.get(at).filter(|name| !name.is_empty() && !rows.is_empty()) {
                    pieces.push(Piece::words(name, Role::Strong, row.source.clone()));
                    pieces.push(Piece::words(": ", Role::Mark, row.source.clone()));
                }
                pieces.extend(cell.iter().cloned());
                lines
                    .extend(wrap(&pieces, columns).into_iter().map(|line| Line { source: row.source.clone(), ..line }));
            }
        }
        lines
    }
}

/// The text of a head's cell.
fn name(cell: &[Piece]) -> String {
    cell.iter().map(|piece| piece.text.as_str()).collect()
}

/// Gives each column its least and shares the rest of the room among those that want more, the modest first.
fn share(least: &[usize], natural: &[usize], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..least.len()).collect();
    order.sort_by_key(|at| natural[*at].saturating_sub(least[*at]));
    let mut widths = least.to_vec();
    let mut free = room.saturating_sub(least.iter().sum());
    for (done, at) in order.iter().enumerate() {
        let wanted = natural[*at].saturating_sub(least[*at]);
        let given = wanted.min(free / (order.len() - done));
        widths[*at] += given;
        free -= given;
    }
    widths
}
