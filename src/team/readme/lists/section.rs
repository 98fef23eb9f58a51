//! A topic that the index does not have yet: a heading with a list below it, and its line in the table of contents.

use crate::entry::place::anchor;

use super::{Edit, FEWEST, before, behind, is_nearly_sorted, written};
use crate::team::readme::items::{Item, Line, line_end};
use crate::team::readme::{Shown, markdown};

/// A heading with the items below it.
struct Section<'t> {
    /// Which line the heading is.
    line: usize,
    /// `###`
    marks: &'t str,
    name: &'t str,
    /// The first and the last line with an item.
    items: (usize, usize),
    folder: String,
    first: usize,
}

/// The edits that add a section for the page's topic; `None` where the index has no sections of one form.
pub(super) fn new(lines: &[Line<'_>], items: &[Item<'_>], page: &Shown) -> Option<Vec<Edit>> {
    let sections = sections(lines, items);
    let last =
        sections.last().filter(|last| sections.len() >= FEWEST && sections.iter().all(|it| it.marks == last.marks))?;
    let name = name(&sections, page);
    if let Some(edit) = in_empty(lines, last.marks, &name, &items[last.first], page) {
        return Some(vec![edit]);
    }
    let names: Vec<String> = sections.iter().map(|section| section.name.to_lowercase()).collect();
    let is_kept_in_order = is_nearly_sorted(&names);
    let next = sections.iter().find(|section| is_kept_in_order && section.name.to_lowercase() > name.to_lowercase());
    let like = &items[next.unwrap_or(last).first];
    let end = line_end(lines);
    let rest = if super::date(like.rest).is_some() { format!(" - {}", page.date) } else { String::new() };
    let item = written(like, &markdown::escaped(&page.title), &page.path, &rest);
    let text = format!("{} {}{end}{end}{item}{end}", last.marks, markdown::escaped(&name));
    let mut edits = match next {
        Some(next) => vec![(lines[next.line].start, 0, format!("{text}{end}"))],
        None => vec![section_behind(lines, last.items.1, end, &text)],
    };
    edits.extend(in_contents(lines, &sections, &name));
    Some(edits)
}

/// The edit that fills a section of that name which lost its last page.
fn in_empty(lines: &[Line<'_>], marks: &str, name: &str, like: &Item<'_>, page: &Shown) -> Option<Edit> {
    let is_it =
        |line: &Line<'_>| heading(line).is_some_and(|(level, found)| level == marks && markdown::plain(found) == name);
    let at = lines.iter().position(is_it).filter(|at| !lines[*at].end.is_empty())?;
    let end = lines[at].end;
    let rest = if super::date(like.rest).is_some() { format!(" - {}", page.date) } else { String::new() };
    let item = written(like, &markdown::escaped(&page.title), &page.path, &rest);
    let blank = lines.get(at + 1).filter(|line| line.text.trim().is_empty());
    let line = blank.unwrap_or(&lines[at]);
    let above = if blank.is_some() { "" } else { end };
    Some((line.start + line.text.len() + line.end.len(), 0, format!("{above}{item}{end}")))
}

fn section_behind(lines: &[Line<'_>], line: usize, end: &str, text: &str) -> Edit {
    let line = &lines[line];
    let open = if line.end.is_empty() { end } else { "" };
    (line.start + line.text.len() + line.end.len(), 0, format!("{open}{end}{text}"))
}

/// The headings whose items all lead to one folder, each with its list right below.
fn sections<'t>(lines: &[Line<'t>], items: &[Item<'_>]) -> Vec<Section<'t>> {
    let mut found: Vec<Section<'t>> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(last) = found.last_mut().filter(|last| last.items.1 + 1 == item.line) {
            last.items.1 = item.line;
            continue;
        }
        let above = lines[..item.line].iter().rposition(|line| !line.text.trim().is_empty());
        let heading = above.and_then(|line| Some((line, heading(&lines[line])?)));
        if let Some((line, (marks, name))) = heading {
            let folder = item.folder().to_owned();
            found.push(Section { line, marks, name, items: (item.line, item.line), folder, first: at });
        }
    }
    found
}

/// The marks and the words of a heading.
fn heading<'t>(line: &Line<'t>) -> Option<(&'t str, &'t str)> {
    let level = line.text.len() - line.text.trim_start_matches('#').len();
    let name = line.text[level..].strip_prefix(' ')?.trim();
    ((1..=6).contains(&level) && !line.is_code && !name.is_empty()).then(|| (&line.text[..level], name))
}

/// The topic as the other headings are written: as its folder, or in words.
fn name(sections: &[Section<'_>], page: &Shown) -> String {
    let as_folders = sections.iter().filter(|section| section.name == section.folder).count();
    if as_folders * 2 >= sections.len() {
        return page.folder().to_owned();
    }
    let words = page.topic.split(['-', '_', ' ']).filter(|word| !word.is_empty());
    let capitalised = words.map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    capitalised.collect::<Vec<_>>().join(" ")
}

/// A line in the table of contents, if there is one that names most of the sections.
fn in_contents(lines: &[Line<'_>], sections: &[Section<'_>], name: &str) -> Option<Edit> {
    let entries: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, anchor_of(line)?))).collect();
    let anchors: Vec<String> = sections.iter().map(|section| anchor(section.name)).collect();
    let ours: Vec<(usize, &str)> =
        entries.into_iter().filter(|(_, target)| anchors.iter().any(|anchor| anchor == target)).collect();
    if ours.len() * 10 < sections.len() * 9 {
        return None;
    }
    let bullet = lines[ours.first()?.0].text.split('[').next()?;
    let line = format!("{bullet}[{}](#{})", markdown::escaped(name), anchor(name));
    let targets: Vec<String> = ours.iter().map(|(_, target)| (*target).to_owned()).collect();
    let next = ours.iter().find(|(_, target)| **target > *anchor(name)).filter(|_| is_nearly_sorted(&targets));
    Some(match next {
        Some((at, _)) => before(lines, *at, &line),
        None => behind(lines, ours.last()?.0, &line),
    })
}

/// What an item of a table of contents leads to: `* [Ack](#ack)`.
fn anchor_of<'t>(line: &Line<'t>) -> Option<&'t str> {
    let item = line.text.trim_start().strip_prefix(['-', '*', '+']).filter(|_| !line.is_code)?;
    let (_, target) = item.trim().strip_prefix('[')?.split_once("](#")?;
    target.strip_suffix(')')
}
