//! A day of the journal: timed lines as list items (`- 09:05 text`) in a file that may hold anything else besides.
//!
//! A line is inserted in the order of time; every byte that was there stays. Lines in code are no lines of the day.

mod merge;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::{NaiveTime, Timelike as _};

use super::front_matter;
use crate::text::code::{self, lines};
pub use merge::merge;

/// One line of a day with the lines that go on with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub time: Option<NaiveTime>,
    /// Begins with `!`: a dead end or a surprise.
    pub surprise: bool,
    /// Without the time and the marks; further lines without their indentation.
    pub text: String,
    /// Where it stands in the file, its last line ending included.
    pub range: Range<usize>,
    /// In the file, counted from 1.
    pub line: usize,
}

/// The lines of a day's file: its list items, with a time or without, and lines that begin with a time.
pub fn lines_of(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    // Blank lines that may lie within the last one.
    let mut gap = false;
    let mut is_open = false;
    let body = front_matter::split(text).body;
    let before = text[..body.start].matches('\n').count();
    for (number, line) in lines(text, body).enumerate() {
        let words = text[line.range.clone()].trim_end();
        if words.is_empty() {
            gap = true;
            continue;
        }
        let goes_on = is_open && (words.starts_with([' ', '\t']) || !gap && !line.is_code && !starts_anew(words));
        gap = false;
        if goes_on {
            if let Some(last) = found.last_mut() {
                last.range.end = line.range.end;
            }
            continue;
        }
        let begun = begin(words).filter(|_| is_list_code(words) || !line.is_code);
        is_open = begun.is_some();
        found.extend(begun.map(|(time, surprise, _)| Line {
            time,
            surprise,
            text: String::new(),
            range: line.range,
            line: before + number + 1,
        }));
    }
    for line in &mut found {
        line.text = words_of(&text[line.range.clone()]);
    }
    found
}

/// The whole file with a line of that time in its place: behind all that are not later.
///
/// `words` may begin with `!` and have several lines. Nothing is added where there are no words.
pub fn insert(text: &str, time: NaiveTime, words: &str) -> String {
    let Some(line) = Item::new(Some(time), words) else { return text.to_owned() };
    put(text, &line)
}

/// The whole file with a list item without a time at the end of its lines, unless it has that already.
pub fn append(text: &str, words: &str) -> String {
    let Some(item) = Item::new(None, words) else { return text.to_owned() };
    match lines_of(text).iter().any(|line| item.is(line)) {
        true => text.to_owned(),
        false => put(text, &item),
    }
}

/// What is to become a line of a day.
struct Item {
    time: Option<NaiveTime>,
    surprise: bool,
    text: String,
}

impl Item {
    /// Words as they were typed; `None` where there are none.
    fn new(time: Option<NaiveTime>, words: &str) -> Option<Self> {
        let words = words.replace("\r\n", "\n").replace('\r', "\n");
        let (surprise, words) = without_mark(words.trim());
        let text = words.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        (!text.is_empty()).then_some(Self { time, surprise, text })
    }

    fn is(&self, line: &Line) -> bool {
        (self.time, self.surprise, &self.text) == (line.time, line.surprise, &line.text)
    }

    /// As it stands in the file, without the last line ending.
    fn printed(&self, eol: &str) -> String {
        let time = self.time.map(|time| format!("{:02}:{:02} ", time.hour(), time.minute())).unwrap_or_default();
        let mark = if self.surprise { "! " } else { "" };
        let indented = |line: &str| if line.is_empty() { String::new() } else { format!("  {line}") };
        let mut lines = self.text.lines();
        let first = format!("- {time}{mark}{}", lines.next().unwrap_or_default()).trim_end().to_owned();
        std::iter::once(first).chain(lines.map(indented)).collect::<Vec<_>>().join(eol)
    }
}

/// Puts an item into a file: behind the last line that is not later, or before the first that is.
fn put(text: &str, item: &Item) -> String {
    let lines = lines_of(text);
    let eol = front_matter::line_ending(text);
    let behind = match item.time {
        Some(_) => lines.iter().rfind(|line| line.time.is_some() && line.time <= item.time),
        None => lines.last(),
    };
    let before = lines.iter().find(|line| line.time.is_some() && item.time.is_some());
    let printed = item.printed(eol);
    match (behind, before) {
        (Some(line), _) if text[..line.range.end].ends_with('\n') => spliced(text, line.range.end, &(printed + eol)),
        (Some(line), _) => spliced(text, line.range.end, &format!("{eol}{printed}")),
        (None, Some(line)) => spliced(text, line.range.start, &(printed + eol)),
        (None, None) => at_end(text, &printed, eol),
    }
}

/// Puts a paragraph or an item behind all text, or before code that is never closed.
fn at_end(text: &str, printed: &str, eol: &str) -> String {
    let body = front_matter::split(text).body;
    let end = open_code(text, body.clone()).unwrap_or(body.end);
    let words = body.start + text[body.start..end].trim_end_matches([' ', '\t', '\r', '\n']).len();
    let at = text[words..end].find('\n').map_or(end, |length| words + length + 1);
    let above = &text[..at];
    let goes_on = printed.starts_with("- ") && lines_of(text).last().is_some_and(|line| line.range.end == at);
    let is_apart = above.trim().is_empty() || goes_on || above.ends_with("\n\n") || above.ends_with("\n\r\n");
    let ended = if above.is_empty() || above.ends_with('\n') { "" } else { eol };
    let blank = if is_apart { "" } else { eol };
    let last = if ended.is_empty() || at < text.len() { eol } else { "" };
    spliced(text, at, &format!("{ended}{blank}{printed}{last}"))
}

/// Where code begins that reaches to the end of the file without a closing fence.
fn open_code(text: &str, body: Range<usize>) -> Option<usize> {
    let sentinel = format!("{}\n- x", &text[body]);
    let all: Vec<code::Line> = lines(&sentinel, 0..sentinel.len()).collect();
    let offset = text.len() - (sentinel.len() - "\n- x".len());
    let is_open = all.last().is_some_and(|line| line.is_code);
    let code = all.iter().rfind(|line| line.begins_code);
    code.filter(|_| is_open).map(|line| offset + line.range.start)
}

fn spliced(text: &str, at: usize, more: &str) -> String {
    format!("{}{more}{}", &text[..at], &text[at..])
}

/// Time, mark and words of a line that begins an item.
fn begin(words: &str) -> Option<(Option<NaiveTime>, bool, &str)> {
    let item = list_item(words);
    let (time, rest) = match timed(item.unwrap_or(words)) {
        Some((time, rest)) => (Some(time), rest),
        None => (None, item?),
    };
    let (surprise, rest) = without_mark(rest);
    Some((time, surprise, rest))
}

/// What follows `- `, `* ` or `+ ` at the beginning of a line.
fn list_item(words: &str) -> Option<&str> {
    ["- ", "* ", "+ "].iter().find_map(|mark| words.strip_prefix(mark)).map(str::trim_start)
}

/// A time of day at the beginning, as `9:05` or `09:05`, and what follows it.
pub(super) fn timed(words: &str) -> Option<(NaiveTime, &str)> {
    let (time, rest) = words.split_once([' ', '\t']).unwrap_or((words, ""));
    let (hour, minute) = time.split_once(':')?;
    let is_number = |digits: &str, least: usize| {
        (least..=2).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    let time = NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)?;
    (is_number(hour, 1) && is_number(minute, 2)).then(|| (time, rest.trim_start()))
}

/// Whether words begin with the mark of a surprise, and what follows it. `![` begins a picture.
fn without_mark(words: &str) -> (bool, &str) {
    match words.strip_prefix('!') {
        Some(rest) if !rest.starts_with('[') => (true, rest.trim_start()),
        Some(_) | None => (false, words),
    }
}

/// Whether a line ends the paragraph before it.
fn starts_anew(words: &str) -> bool {
    begin(words).is_some() || words.starts_with(['#', '>', '|', '<', '`', '~'])
}

/// Whether a line begins code that is a list item.
fn is_list_code(words: &str) -> bool {
    list_item(words).is_some_and(|rest| rest.starts_with(['`', '~']))
}

/// The words of an item as it stands in a file.
fn words_of(item: &str) -> String {
    let mut lines = item.lines().map(str::trim_end);
    let first = lines.next().and_then(begin).map(|(_, _, words)| words).unwrap_or_default();
    let rest = lines.map(|line| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        line.strip_prefix('\t').unwrap_or(&line[indent.min(2)..])
    });
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}
