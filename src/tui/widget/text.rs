//! Puts text into cells: made safe, measured by display width, cut by grapheme.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::caret;
use crate::render;
use crate::tui::theme::Theme;

/// The part of a line that stands on one row.
pub(crate) type Piece = Range<usize>;

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most `room` columns; what was cut ends with `end`.
pub(crate) fn cut<'a>(text: &'a str, room: usize, end: &str) -> Cow<'a, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let end = if width(end) <= room { end } else { "" };
    let kept = head(text, room - width(end));
    Cow::Owned(format!("{}{end}", kept.trim_end()))
}

/// The longest beginning that takes at most `room` columns.
pub(crate) fn head(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// Writes a text from outside on one row and returns the column after it.
pub(crate) fn put(buf: &mut Buffer, area: Rect, x: u16, text: &str, style: Style) -> u16 {
    put_safe(buf, area, x, &render::safe_line(text), style)
}

/// The same for text that is already safe for a terminal.
pub(crate) fn put_safe(buf: &mut Buffer, area: Rect, x: u16, text: &str, style: Style) -> u16 {
    let area = area.intersection(buf.area);
    if area.is_empty() || x < area.left() || x >= area.right() {
        return x;
    }
    let room = usize::from(area.right() - x);
    buf.set_stringn(x, area.top(), head(text, room), room, style).0
}

/// Writes a text from outside from the left edge of an area, cut where it does not fit; returns the column after it.
pub(crate) fn put_cut(theme: &Theme, buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let text = render::safe_line(text);
    put_safe(buf, area, area.x, &cut(&text, area.width.into(), theme.ellipsis()), style)
}

/// Writes a text ending at the right edge of the area and returns where it begins.
pub(crate) fn put_right(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let text = render::safe_line(text);
    let text = head(&text, usize::from(area.width));
    let x = area.right() - columns(text);
    put_safe(buf, area, x, text, style);
    x
}

/// Writes a text with marked byte ranges, cut to the area; marks look like `theme.match_`.
pub(crate) fn put_marked(
    theme: &Theme,
    buf: &mut Buffer,
    area: Rect,
    (text, marks): (&str, &[Range<usize>]),
    style: Style,
) {
    let shown = cut_len(text, usize::from(area.width), theme.ellipsis());
    let mut x = area.left();
    let mut at = 0;
    for mark in marks {
        let (start, end) = (mark.start.min(shown), mark.end.min(shown));
        if start < at || start >= end || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        x = put(buf, area, x, &text[at..start], style);
        x = put(buf, area, x, &text[start..end], style.patch(theme.match_));
        at = end;
    }
    x = put(buf, area, x, &text[at..shown], style);
    if shown < text.len() {
        put(buf, area, x, theme.ellipsis(), style);
    }
}

/// Writes a text over several rows, broken between words; what does not fit is left out.
pub(crate) fn put_wrapped(buf: &mut Buffer, area: Rect, text: &str, style: Style) {
    let text = render::safe_line(text);
    for (piece, index) in wrap(&text, usize::from(area.width).max(1)).into_iter().zip(0..area.height) {
        put_safe(buf, row(area, index), area.x, &text[piece], style);
    }
}

/// The same; returns how many rows it took.
pub(crate) fn put_paragraph(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    put_wrapped(buf, area, text, style);
    rows(text, area.width).min(area.height)
}

/// How many rows a text takes in a width.
pub(crate) fn rows(text: &str, width: u16) -> u16 {
    let rows = wrap(&render::safe_line(text), usize::from(width).max(1)).len();
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// How many bytes of a text are shown where only `room` columns are, leaving space for `end` if it is cut.
fn cut_len(text: &str, room: usize, end: &str) -> usize {
    if width(text) <= room { text.len() } else { head(text, room.saturating_sub(width(end))).len() }
}

/// One row of an area, counted from its top; empty if it is not that high.
pub(crate) fn row(area: Rect, index: u16) -> Rect {
    if index >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect { y: area.y + index, height: 1, ..area }
}

/// The part of a row from a column on.
pub(crate) fn from(row: Rect, x: u16) -> Rect {
    Rect { x, width: row.right().saturating_sub(x), ..row }
}

/// The part of a row before a column.
pub(crate) fn until(row: Rect, x: u16) -> Rect {
    Rect { width: x.saturating_sub(row.x).min(row.width), ..row }
}

/// A display width as the columns of a terminal.
pub(crate) fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// Cuts a line into pieces of at most `room` columns, between words where that is possible.
pub(crate) fn wrap(line: &str, room: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, word) in words(line) {
        let wide = width(word);
        if used + wide > room && at > start && !word.trim().is_empty() {
            pieces.push(start..at);
            (start, used) = (at, 0);
        }
        used += wide;
        while width(line[start..at + word.len()].trim_end()) > room {
            let kept = head(&line[start..], room).len().max(caret::after(&line[start..], 0));
            if start + kept >= at + word.len() {
                break;
            }
            pieces.push(start..start + kept);
            start += kept;
            used = width(&line[start..at + word.len()]);
        }
    }
    pieces.push(start..line.len());
    pieces
}

/// The words of a line and the blanks between them; what closes a word stays with it.
fn words(line: &str) -> Vec<(usize, &str)> {
    let mut words: Vec<Piece> = Vec::new();
    for (at, word) in line.split_word_bound_indices() {
        let closes = word.chars().all(|char| ",.;:!?)]}\u{201d}\u{2019}\"'".contains(char));
        match words.last_mut() {
            Some(last) if closes && !line[last.clone()].trim().is_empty() => last.end = at + word.len(),
            Some(_) | None => words.push(at..at + word.len()),
        }
    }
    words.into_iter().map(|word| (word.start, &line[word])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_never_takes_more_room_than_there_is() {
        for text in ["", "plain words", "日本語のテキスト", "e\u{301}e\u{301}e\u{301}", "👩‍👩‍👧 family 👩‍👩‍👧"]
        {
            for room in 0..12 {
                assert!(width(&cut(text, room, "…")) <= room, "{text:?} in {room}");
            }
        }
    }

    #[test]
    fn a_wide_character_is_never_cut_in_half() {
        assert_eq!(head("日本", 3), "日");
        assert_eq!(cut("日本語", 5, "…"), "日本…");
    }

    #[test]
    fn long_lines_wrap_between_words() {
        let pieces: Vec<&str> = wrap("one two three", 8).into_iter().map(|piece| &"one two three"[piece]).collect();

        assert_eq!(pieces, ["one two ", "three"]);
    }

    #[test]
    fn no_row_begins_with_what_closes_a_word() {
        let line = "one two, three.";
        let pieces: Vec<&str> = wrap(line, 7).into_iter().map(|piece| &line[piece]).collect();

        assert_eq!(pieces, ["one ", "two, ", "three."]);
    }
}
