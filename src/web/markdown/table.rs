//! Tables: every row as long as the others, every cell below its own heading.

use dom_query::NodeRef;

use super::one_line;

/// The most columns of a table; wider ones become paragraphs.
const COLUMNS: usize = 50;

/// The most rows that a cell may span, as browsers have it.
const ROWS: usize = 65_534;

/// A table gets rows of one length and cells of one line; what is only laid out with a table becomes paragraphs.
pub(super) fn lay_out(table: &NodeRef) {
    let rows: Vec<NodeRef> = table.descendants_it().filter(|node| node.has_name("tr")).collect();
    let columns = columns(&rows);
    // A column that no cell begins in is none, however far the last cell spans.
    let width = columns.iter().flatten().max().map_or(0, |last| last + 1);
    let is_nested = table.descendants_it().any(|node| node.has_name("table"));
    if is_nested || rows.len() < 2 || !(2..=COLUMNS).contains(&width) {
        let parts = table.descendants_it().filter(|node| is_part_of_table(node)).collect::<Vec<_>>();
        parts.iter().chain([table]).for_each(|part| part.rename("div"));
        return;
    }
    for (row, columns) in rows.iter().zip(columns) {
        fill(row, &columns, width);
    }
}

/// The columns in which the cells of each row begin: those to the right of a cell that spans columns, and below one
/// that spans rows of its group, are taken.
fn columns(rows: &[NodeRef]) -> Vec<Vec<usize>> {
    let mut taken = [0; COLUMNS + 1];
    let mut group = None;
    rows.iter()
        .map(|row| {
            let own = row.parent().map(|parent| parent.id);
            if group.replace(own) != Some(own) {
                taken.fill(0);
            }
            place(row, &mut taken)
        })
        .collect()
}

/// Places the cells of a row; `taken` says for how many rows a column is taken.
fn place(row: &NodeRef, taken: &mut [usize; COLUMNS + 1]) -> Vec<usize> {
    let above = *taken;
    taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    let mut next = 0;
    let mut columns = Vec::new();
    for cell in cells(row) {
        while above.get(next).is_some_and(|rows| *rows > 0) {
            next += 1;
        }
        columns.push(next);
        let end = next + span(&cell, "colspan", COLUMNS).max(1);
        let rows = match span(&cell, "rowspan", ROWS) {
            // To the end of its group.
            0 => ROWS,
            rows => rows - 1,
        };
        taken.iter_mut().take(end).skip(next).for_each(|left| *left = rows.max(*left));
        next = end;
    }
    columns
}

fn span(cell: &NodeRef, name: &str, most: usize) -> usize {
    cell.attr(name).and_then(|said| said.trim().parse().ok()).unwrap_or(1).min(most)
}

/// Puts empty cells where a row has none of its own.
fn fill(row: &NodeRef, columns: &[usize], width: usize) {
    let cells = cells(row);
    let name = if cells.iter().all(|cell| cell.has_name("th")) { "th" } else { "td" };
    let mut next = 0;
    for (cell, column) in cells.iter().zip(columns) {
        one_line(cell);
        (next..*column).for_each(|_| cell.insert_before(&row.tree.new_element(name)));
        next = column + 1;
    }
    (next..width).for_each(|_| row.append_child(&row.tree.new_element(name)));
}

fn cells<'a>(row: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    row.children().into_iter().filter(|node| node.has_name("td") || node.has_name("th")).collect()
}

fn is_part_of_table(node: &NodeRef) -> bool {
    ["tr", "td", "th", "thead", "tbody", "tfoot", "caption"].iter().any(|name| node.has_name(name))
}

#[cfg(test)]
mod tests {
    use super::super::tests::markdown;

    #[test]
    fn a_table_without_a_head_keeps_its_cells_apart() {
        assert_eq!(
            markdown("<table><tr><td>tea<td>4 min<tr><td>milk</table>"),
            "|   |   |\n| - | - |\n| tea | 4 min |\n| milk |  |\n"
        );
    }

    #[test]
    fn a_table_with_a_head_has_cells_of_one_line() {
        assert_eq!(
            markdown("<table><tr><th>a<th>b<tr><td><p>one<p>two<td>x<br>y</table>"),
            "| a | b |\n| - | - |\n| one two | x y |\n"
        );
    }

    #[test]
    fn what_is_laid_out_with_a_table_is_paragraphs() {
        assert_eq!(markdown("<table><tr><td><p>one<tr><td><p>two</table>"), "one\n\ntwo\n");
    }

    /// The rows below the line under the heading.
    fn rows(html: &str) -> String {
        let text = markdown(&format!("<table><tr><th>a<th>b<th>c{html}</table>"));
        text.lines().skip(2).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_cell_that_spans_rows_takes_its_place_in_each() {
        assert_eq!(rows("<tr><td rowspan=2>1<td>2<td>3<tr><td>5<td>6"), "| 1 | 2 | 3 |\n|  | 5 | 6 |");
        assert_eq!(rows("<tr><td>1<td rowspan=2>2<td>3<tr><td>4<td>6"), "| 1 | 2 | 3 |\n| 4 |  | 6 |");
        assert_eq!(rows("<tr><td>1<td>2<td rowspan=2>3<tr><td>4<td>5"), "| 1 | 2 | 3 |\n| 4 | 5 |  |");
        assert_eq!(
            rows("<tr><td rowspan=2 colspan=2>1<td>3<tr><td>6<tr><td>7"),
            "| 1 |  | 3 |\n|  |  | 6 |\n| 7 |  |  |"
        );
    }

    #[test]
    fn a_cell_that_spans_columns_moves_what_follows() {
        assert_eq!(rows("<tr><td colspan=2>1<td>3"), "| 1 |  | 3 |");
        assert_eq!(rows("<tr><td>1<td colspan=2>2"), "| 1 | 2 |  |");
        assert_eq!(rows("<tr><td colspan=1000>all"), "| all |  |  |");
        assert_eq!(rows("<tr><td colspan=0>1<td colspan=x>2<td colspan=-4>3"), "| 1 | 2 | 3 |");
    }

    #[test]
    fn a_heading_that_spans_rows_stands_above_its_column() {
        assert_eq!(
            markdown("<table><tr><th rowspan=2>a<th colspan=2>b<tr><th>x<th>y<tr><td>1<td>2<td>3</table>"),
            "| a | b |  |\n| - | - | - |\n|  | x | y |\n| 1 | 2 | 3 |\n"
        );
    }

    #[test]
    fn a_cell_spans_no_further_than_its_group_of_rows() {
        for rowspan in ["0", "9", "65534", "99999999999999999999"] {
            let html =
                format!("<tbody><tr><td rowspan={rowspan}>1<td>2<td>3<tr><td>5<td>6<tbody><tr><td>7<td>8<td>9</table>");
            let expected =
                if rowspan.len() > 5 { "| 1 | 2 | 3 |\n| 5 | 6 |  |" } else { "| 1 | 2 | 3 |\n|  | 5 | 6 |" };
            assert_eq!(rows(&html), format!("{expected}\n| 7 | 8 | 9 |"), "{rowspan}");
        }
    }

    #[test]
    fn spans_make_no_table_large() {
        let cell = "<td rowspan=65534 colspan=65534>tea";
        let text = markdown(&format!("<table>{}</table>", format!("<tr>{}", cell.repeat(50)).repeat(50)));

        assert_eq!(text.matches("tea").count(), 2500);
        assert!(text.len() < 20_000, "{}", text.len());
    }
}
