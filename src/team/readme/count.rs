//! The number of pages that a README boasts of: `_1871 TILs and counting..._`.

use std::ops::Range;

use super::items::Line;

/// What is counted.
const THINGS: [&str; 10] =
    ["til", "tils", "entries", "nuggets", "pages", "posts", "notes", "snippets", "learnings", "articles"];

/// Where the number is, if there is exactly one; looked for outside lists and code.
pub(super) fn find(lines: &[Line<'_>]) -> Option<Range<usize>> {
    let mut found = lines.iter().filter(|line| !line.is_code && !is_list(line.text)).flat_map(|line| {
        numbers(line.text).into_iter().map(|number| line.start + number.start..line.start + number.end)
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// A number with so many more, with the separators it had.
pub(super) fn stepped(number: &str, more: i64) -> String {
    let value: u64 = number.replace(',', "").parse().unwrap_or_default();
    let digits = value.saturating_add_signed(more).to_string();
    if !number.contains(',') {
        return digits;
    }
    let grouped = digits.char_indices().flat_map(|(at, digit)| {
        let is_edge = at > 0 && (digits.len() - at).is_multiple_of(3);
        is_edge.then_some(',').into_iter().chain([digit])
    });
    grouped.collect()
}

fn is_list(line: &str) -> bool {
    line.trim_start().starts_with(['-', '*', '+']) && line.contains("](")
}

/// The numbers of a line that count pages.
fn numbers(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let length = line[start..].find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(line.len() - start);
        let number = line[start..start + length].trim_end_matches(',');
        let end = start + number.len();
        let is_word = line[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"./:#".contains(c));
        if is_word && number.len() <= 9 && counts(&line[end..]) {
            found.push(start..end);
        }
        at = start + length;
    }
    found
}

/// Whether what follows a number is what it counts; emphasis and a comment's end may come between.
fn counts(after: &str) -> bool {
    let mut after = after;
    if let Some(rest) = after.strip_prefix("<!--") {
        let Some((_, rest)) = rest.split_once("-->") else { return false };
        after = rest;
    }
    let after = after.trim_start_matches(['*', '_']);
    let Some(words) = after.strip_prefix(' ') else { return false };
    let word: String = words.trim_start_matches(['*', '_']).chars().take_while(|c| c.is_alphabetic()).collect();
    THINGS.contains(&word.to_lowercase().as_str())
}
