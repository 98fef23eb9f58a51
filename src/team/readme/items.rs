//! The lines of a README, and the list items among them that lead to pages.

use crate::text::code::Fence;
use crate::text::percent;

/// A line with its place and line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) start: usize,
    pub(super) text: &'t str,
    /// `\n`, `\r\n`, or nothing at the end of the text.
    pub(super) end: &'t str,
    /// Inside a fenced code block, or a fence.
    pub(super) is_code: bool,
}

/// A list item that begins with a link: `- [Title](topic/slug.md) - 2026-11-21`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item<'t> {
    /// Which line it is.
    pub(super) line: usize,
    /// `  - `
    pub(super) bullet: &'t str,
    /// As it is written.
    pub(super) title: String,
    /// What comes before the path in the target: nothing, `./`, `https://host/owner/name/blob/main/`.
    pub(super) prefix: &'t str,
    pub(super) path: String,
    /// What follows the link.
    pub(super) rest: &'t str,
}

impl Item<'_> {
    /// The folder of the page it leads to.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut start, mut open) = (0, None::<Fence>);
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let end = if whole.ends_with("\r\n") {
            "\r\n"
        } else if whole.ends_with('\n') {
            "\n"
        } else {
            ""
        };
        let line = &whole[..whole.len() - end.len()];
        let is_code = open.is_some() || Fence::of_line(line).is_some();
        open = match open {
            None => Fence::of_line(line),
            Some(fence) => open.filter(|_| !fence.is_ended_by(line.trim_start_matches(' '))),
        };
        lines.push(Line { start, text: line, end, is_code });
        start += whole.len();
    }
    lines
}

/// How the lines of a text end.
pub(super) fn line_end<'t>(lines: &[Line<'t>]) -> &'t str {
    lines.iter().map(|line| line.end).find(|end| !end.is_empty()).unwrap_or("\n")
}

/// Every item of a text that leads to a page.
pub(super) fn all(text: &str) -> Vec<Item<'_>> {
    let lines = lines(text);
    let items = lines.iter().enumerate().filter(|(_, line)| !line.is_code);
    items.filter_map(|(at, line)| item(at, line.text)).collect()
}

fn item(line: usize, text: &str) -> Option<Item<'_>> {
    let indent = text.len() - text.trim_start().len();
    let marker = text[indent..].strip_prefix(['-', '*', '+'])?;
    let spaces = marker.len() - marker.trim_start_matches(' ').len();
    let content = &marker[spaces..];
    let title_end = content.strip_prefix('[').and_then(closing)?;
    let title = &content[1..=title_end];
    let after = content[title_end + 2..].strip_prefix('(')?;
    let (target, rest) = after.split_once(')')?;
    let (prefix, path) = split_target(target)?;
    let bullet = &text[..indent + 1 + spaces];
    (spaces > 0).then(|| Item {
        line,
        bullet,
        title: title.to_owned(),
        prefix,
        path: percent::decoded_lossily(path),
        rest,
    })
}

/// Where the bracket closes that is open at the start of a text.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut is_escaped) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Splits a target into what leads to the repository and a path in it; `None` when it is no page of it.
fn split_target(target: &str) -> Option<(&str, &str)> {
    let start = match target.find("://") {
        Some(_) => {
            let blob = target.find("/blob/")? + "/blob/".len();
            blob + target[blob..].find('/')? + 1
        }
        None if target.starts_with("./") => 2,
        None if target.starts_with('/') => 1,
        None => 0,
    };
    let path = &target[start..];
    let is_page = path.ends_with(".md") && !path.contains(['#', '?', ' ', ':']) && !path.starts_with("..");
    is_page.then_some((&target[..start], path))
}
