//! Tables in CSV (RFC 4180, and what programs make of it): a first line that names the columns, then a row each.
//!
//! Not by a crate: what counts here is the line on which a row begins, and that on which a quote is opened that is never closed.

use super::{Cut, Item, Malformed, Reading, Skipped};

/// One row under the names of its columns.
pub(super) struct Row<'a> {
    pub(super) line: usize,
    columns: &'a [String],
    cells: &'a [String],
}

impl Row<'_> {
    /// What stands in a column, empty where there is no such column.
    pub(super) fn get(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    pub(super) fn says(&self, column: &str) -> bool {
        matches!(self.get(column).to_ascii_lowercase().as_str(), "true" | "1" | "yes")
    }
}

/// The names of the columns, in lower case.
pub(super) fn columns(text: &str) -> Vec<String> {
    let line = &text[..text.find(['\n', '\r']).unwrap_or(text.len())];
    let mut cells = Vec::new();
    Rows::of(line, line).next_into(&mut cells);
    cells.iter().map(|cell| cell.trim().to_lowercase()).collect()
}

/// Reads a table, an item a row; what `item` says no to is skipped with its reason.
pub(super) fn read(text: &str, item: impl Fn(&Row<'_>) -> Result<Item, String>) -> Result<Reading, Malformed> {
    let columns = columns(text);
    let (mut reading, mut cells) = (Reading::default(), Vec::new());
    let mut rows = Rows::of(text, text);
    rows.next_into(&mut cells);
    while let Some(line) = rows.next_into(&mut cells) {
        if let Some(line) = rows.open {
            reading.cut = Some(Cut { line, why: "a quote that is opened here is never closed" });
            break;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.is_at_end() && cells.len() < columns.len() && !text.ends_with(['\n', '\r']) {
            reading.cut = Some(Cut { line, why: "the file ends in the middle of this row" });
            break;
        }
        let read = match cells.len() == columns.len() {
            true => item(&Row { line, columns: &columns, cells: &cells }),
            false => Err(format!("has {} cells where the first line names {}", cells.len(), columns.len())),
        };
        match read {
            Ok(item) => reading.items.push(item),
            Err(why) => reading.skipped.push(Skipped { line, why }),
        }
    }
    Ok(reading)
}

struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    separator: u8,
    /// Where a quote was opened that is not closed by the end.
    open: Option<usize>,
}

impl<'a> Rows<'a> {
    /// The separator is what stands most often in the line of names: a comma, a semicolon or a tab.
    fn of(text: &'a str, head: &str) -> Self {
        let head = &head[..head.find('\n').unwrap_or(head.len())];
        let often = |mark: &u8| head.bytes().filter(|byte| byte == mark).count();
        let separator = [b'\t', b';', b','].into_iter().max_by_key(often).unwrap_or(b',');
        Self { text, at: 0, line: 1, separator, open: None }
    }

    /// Reads the next row into `cells`, and answers with the line where it begins.
    fn next_into(&mut self, cells: &mut Vec<String>) -> Option<usize> {
        if self.is_at_end() {
            return None;
        }
        cells.clear();
        let line = self.line;
        loop {
            let is_quoted = self.text.as_bytes().get(self.at) == Some(&b'"');
            cells.push(if is_quoted { self.quoted() } else { self.bare() });
            match self.text.as_bytes().get(self.at) {
                Some(mark) if *mark == self.separator => self.at += 1,
                _ => break,
            }
        }
        self.end_of_line();
        Some(line)
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn bare(&mut self) -> String {
        let rest = &self.text.as_bytes()[self.at..];
        let end = rest.iter().position(|byte| *byte == self.separator || matches!(byte, b'\n' | b'\r'));
        let start = self.at;
        self.at += end.unwrap_or(rest.len());
        self.text[start..self.at].to_owned()
    }

    /// A cell in quotes. A quote inside that neither is doubled nor ends the cell is one of the words.
    fn quoted(&mut self) -> String {
        let (bytes, opened) = (self.text.as_bytes(), self.line);
        let (mut cell, mut start) = (String::new(), self.at + 1);
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\n' => self.line += 1,
                b'"' if bytes.get(at + 1) == Some(&b'"') => {
                    cell.push_str(&self.text[start..=at]);
                    at += 1;
                    start = at + 1;
                }
                b'"' if bytes
                    .get(at + 1)
                    .is_none_or(|next| *next == self.separator || matches!(next, b'\n' | b'\r')) =>
                {
                    self.at = at + 1;
                    return cell + &self.text[start..at];
                }
                _ => {}
            }
            at += 1;
        }
        self.open = Some(opened);
        self.at = bytes.len();
        cell + &self.text[start.min(bytes.len())..]
    }

    fn end_of_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        self.line += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Reading {
        read(text, |row| Ok(Item::at(row.line, row.get("url"), row.get("title")))).unwrap()
    }

    #[test]
    fn quotes_lines_and_separators_are_read() {
        let read = titles("Title;URL\r\n\"a \"\"b\"\"; c\nd\";https://a.example\r\nsay \"hi\";https://b.example\r\n");

        assert_eq!(read.items[0].title, "a \"b\"; c\nd");
        assert_eq!((read.items[1].line, read.items[1].title.as_str()), (4, "say \"hi\""));
    }

    #[test]
    fn a_quote_within_quotes_that_is_not_doubled_is_one_of_the_words() {
        assert_eq!(titles("title,url\n\"a \"b\" c\",https://a.example\n").items[0].title, "a \"b\" c");
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_with_what_stands_before_it() {
        let read = titles("title,url\none,https://a.example\n\"two,https://b.example\nthree,https://c.example\n");

        assert_eq!((read.items.len(), read.cut.unwrap().line), (1, 3));
    }

    #[test]
    fn a_file_that_ends_within_a_row_is_cut_there() {
        let read = titles("title,url,tags\none,https://a.example,x\ntwo,https://b.exam");

        assert_eq!((read.items.len(), read.cut.map(|cut| cut.line)), (1, Some(3)));
        assert_eq!(titles("title,url\none,https://a.example").items.len(), 1);
    }

    #[test]
    fn a_row_that_is_too_long_or_too_short_is_skipped_with_its_line() {
        let read = titles("title,url\none,two,https://a.example\n\ntwo,https://b.example\n");

        assert_eq!((read.items.len(), read.skipped[0].line), (1, 2));
        assert_eq!(read.skipped[0].why, "has 3 cells where the first line names 2");
    }
}
