//! Entries as a person reads them: results of a search, rows of a list; cut to the terminal, whole in a pipe.

use std::ops::Range;

use super::output::columns_of_terminal;
use crate::ops::{self, Hit};
use crate::render::{Line, LinkStart, Role, Span, safe_line, width};

/// Wider lines are no easier to read.
const WIDEST: usize = 120;
const INDENT: &str = "    ";

/// A result: title and tags; what it is and where; the words around what matched.
pub(super) fn result(hit: &Hit) -> Vec<Line> {
    let columns = columns();
    let snippet = (!hit.snippet.text.is_empty()).then(|| snippet(hit, columns));
    [Some(headline(hit)), Some(place(hit)), snippet]
        .into_iter()
        .flatten()
        .filter(|line| !line.is_blank())
        .map(|line| fitted(line, columns))
        .collect()
}

/// Title, whether it is in conflict, and tags.
fn headline(hit: &Hit) -> Line {
    let mut line = marked(&hit.title, &hit.title_marks, Role::Strong);
    line.push(conflict(hit), Role::Callout);
    line.push(&tags(hit), Role::Tag);
    line
}

/// Says of the second text of a conflict that it is one.
fn conflict(hit: &Hit) -> &'static str {
    if hit.is_conflict { "  conflict" } else { "" }
}

/// Title, what it is, tags: in the order in which it is best read aloud.
pub(super) fn spoken(hit: &Hit) -> Line {
    let mut line = marked(&hit.title, &hit.title_marks, Role::Strong);
    line.push(conflict(hit), Role::Callout);
    line.push(&format!("  {}", about(hit)), Role::Muted);
    line.push(&tags(hit), Role::Tag);
    line
}

/// What it is and its path.
fn place(hit: &Hit) -> Line {
    let mut line = Line::default();
    line.push(&format!("{INDENT}{}  ", about(hit)), Role::Muted);
    line.links.push(LinkStart { column: line.width(), at: 0 });
    line.spans.push(Span::new(safe_line(hit.path.as_str()), Role::Muted));
    line
}

/// Kind, stage and day.
fn about(hit: &Hit) -> String {
    let mut about = vec![hit.kind.name().to_owned()];
    about.extend(ops::team::split(&hit.path).map(|(team, _)| format!("in {team}")));
    about.extend(hit.stage.map(|stage| stage.name().to_owned()));
    about.extend(hit.date.map(|date| date.format("%Y-%m-%d").to_string()));
    about.join("  ")
}

fn tags(hit: &Hit) -> String {
    hit.tags.iter().map(|tag| format!("  #{}", safe_line(tag))).collect()
}

/// Rows of a list: day, kind and stage in columns that are as wide as they must be, then title and tags.
pub(super) struct Rows {
    day: usize,
    kind: usize,
    stage: usize,
    columns: Option<usize>,
}

impl Rows {
    pub(super) fn of(hits: &[Hit]) -> Self {
        let widest = |of: fn(&Hit) -> usize| hits.iter().map(of).max().unwrap_or_default();
        Self {
            day: widest(|hit| if hit.date.is_some() { 12 } else { 0 }),
            kind: widest(|hit| hit.kind.name().len() + 2),
            stage: widest(|hit| hit.stage.map_or(0, |stage| stage.name().len() + 2)),
            columns: columns(),
        }
    }

    pub(super) fn row(&self, hit: &Hit) -> Line {
        let day = hit.date.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default();
        let stage = hit.stage.map_or("", |stage| stage.name());
        let Self { day: d, kind: k, stage: s, .. } = *self;
        let mut line = Line::default();
        line.push(&format!("{day:<d$}{:<k$}{stage:<s$}", hit.kind.name()), Role::Muted);
        line.links.push(LinkStart { column: line.width(), at: 0 });
        line.spans.extend(headline(hit).spans);
        fitted(line, self.columns)
    }
}

/// The piece of a snippet that shows a match on one line; a heading that only says the title again is left out.
fn snippet(hit: &Hit, columns: Option<usize>) -> Line {
    let text = &hit.snippet.text;
    let title = heading(text, &hit.title);
    let match_at = hit.snippet.marks.iter().map(|mark| mark.start).find(|start| *start >= title);
    let from = match (columns, match_at) {
        (Some(columns), Some(at)) if width::of(&text[title..at]) > columns / 2 => near(text, title, at, columns / 3),
        _ => title,
    };
    let marks: Vec<Range<usize>> = hit.snippet.marks.iter().filter(|mark| mark.start >= from).cloned().collect();
    let marks: Vec<Range<usize>> = marks.into_iter().map(|mark| mark.start - from..mark.end - from).collect();
    let mut line = Line::default();
    line.push(if from > title { "    …" } else { INDENT }, Role::Text);
    line.spans.extend(marked(&text[from..], &marks, Role::Text).spans);
    line
}

/// How many bytes at the beginning of a text are a heading that says `title`.
fn heading(text: &str, title: &str) -> usize {
    let words = text.trim_start_matches('#').trim_start();
    match words.strip_prefix(title) {
        Some(rest) if words.len() < text.len() => text.len() - rest.trim_start().len(),
        Some(_) | None => 0,
    }
}

/// The beginning of a word, at most so many bytes in front of `at`.
fn near(text: &str, from: usize, at: usize, before: usize) -> usize {
    let earliest = text.ceil_char_boundary(at.saturating_sub(before).max(from));
    text[earliest..at].find(' ').map_or(earliest, |space| earliest + space + 1)
}

/// A text with its matched parts told apart.
fn marked(text: &str, marks: &[Range<usize>], role: Role) -> Line {
    let mut line = Line::default();
    let mut at = 0;
    for mark in marks {
        line.push(&safe_line(&text[at..mark.start]), role);
        line.push(&safe_line(&text[mark.clone()]), Role::Match);
        at = mark.end;
    }
    line.push(&safe_line(&text[at..]), role);
    line
}

/// A line cut to the terminal.
pub(super) fn cut(line: Line) -> Line {
    fitted(line, columns())
}

/// How wide lines may be; in a pipe, as wide as they are.
fn columns() -> Option<usize> {
    columns_of_terminal().map(|columns| columns.clamp(20, WIDEST))
}

/// A line cut to so many columns.
fn fitted(line: Line, columns: Option<usize>) -> Line {
    let Some(columns) = columns.filter(|columns| line.width() > *columns) else { return line };
    let mut room = columns.saturating_sub(1);
    let mut spans = Vec::new();
    for span in line.spans {
        let (fits, rest) = width::split(&span.text, room);
        room = if rest.is_empty() { room - width::of(fits) } else { 0 };
        spans.push(Span::new(fits, span.role));
        if !rest.is_empty() {
            break;
        }
    }
    spans.push(Span::new("…", Role::Muted));
    Line { spans, ..line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Line {
        Line { spans: vec![Span::new(words, Role::Text)], ..Line::default() }
    }

    #[test]
    fn a_line_is_cut_to_the_terminal_and_says_so() {
        assert_eq!(fitted(text("北京の天気"), Some(6)).plain(), "北京…");
        assert_eq!(fitted(text("short"), Some(5)).plain(), "short");
        assert_eq!(fitted(text("as long as it is"), None).plain(), "as long as it is");
    }

    #[test]
    fn a_heading_that_is_the_title_is_not_said_twice() {
        assert_eq!(heading("# Tea Green tea at 80 degrees", "Tea"), "# Tea ".len());
        assert_eq!(heading("Tea is green", "Tea"), 0);
        assert_eq!(heading("## Coffee", "Tea"), 0);
    }

    #[test]
    fn a_late_match_begins_near_its_line() {
        let words = "one two three four five six seven eight nine ten";
        let at = words.find("nine").unwrap_or_default();

        assert!(words[near(words, 0, at, 14)..].starts_with("seven eight nine"));
        assert_eq!(near("日本語の長い文", 0, "日本語の長い".len(), 4), "日本語の長".len());
    }

    #[test]
    fn marks_keep_their_role_in_a_cut_line() {
        let line = fitted(marked("undo a rebase", std::slice::from_ref(&(0..4)), Role::Strong), Some(9));

        assert_eq!(line.spans[0], Span::new("undo", Role::Match));
        assert_eq!(line.plain(), "undo a r…");
    }
}
