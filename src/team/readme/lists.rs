//! Indexes that others keep: lists of links to pages, mostly one below a heading for each topic.

use super::items::{self, Item, Line};
use super::{Listing, Shown, count, markdown};

/// The least that makes an index: a list of other things has fewer links to pages.
const FEWEST: usize = 2;

/// The README with a line for the page; `None` when its shape is not known.
///
/// A line that is there already keeps its title, if somebody gave it one, and what stands behind it.
pub(super) fn with(readme: &str, listing: &Listing<'_>) -> Option<String> {
    let page = listing.page;
    let items = items::all(readme);
    let at = |path: &str| items.iter().find(|item| item.path == path);
    if let Some(item) = at(&page.path).or_else(|| at(listing.from?)) {
        return in_place(readme, item, listing);
    }
    let mut edits = added(readme, &items, page)?;
    edits.extend(counted(readme, &items::lines(readme), 1));
    Some(spliced(readme, edits))
}

/// The README with a line that is there already, as it is to be.
fn in_place(readme: &str, item: &Item<'_>, listing: &Listing<'_>) -> Option<String> {
    let page = listing.page;
    let lines = items::lines(readme);
    let line = &lines[item.line];
    let is_stale = listing.is_titled_otherwise(&markdown::plain(&item.title));
    let title = if is_stale { markdown::escaped(&page.title) } else { item.title.clone() };
    if item.folder() == page.folder() {
        let new = written(item, &title, &page.path, item.rest);
        return Some(spliced(readme, vec![(line.start, line.text.len(), new)]));
    }
    // It goes to the others of its folder, as it is.
    let without = spliced(readme, vec![(line.start, line.text.len() + line.end.len(), String::new())]);
    let called = Shown { title: markdown::plain(&title), ..page.clone() };
    let moved = spliced(&without, added(&without, &items::all(&without), &called)?);
    let lines = items::lines(&moved);
    let there = items::all(&moved).into_iter().find(|item| item.path == page.path)?;
    let line = &lines[there.line];
    let new = written(&there, &title, &page.path, item.rest);
    Some(spliced(&moved, vec![(line.start, line.text.len(), new)]))
}

/// The edits that bring a line for a page.
fn added(readme: &str, items: &[Item<'_>], page: &Shown) -> Option<Vec<Edit>> {
    let lines = items::lines(readme);
    match group(items, page.folder()) {
        Some(group) => Some(vec![in_group(&lines, &group, page)]),
        None => section::new(&lines, items, page),
    }
}

/// The README without the line of a page; `None` when there is none.
pub(super) fn without(readme: &str, path: &str) -> Option<String> {
    let readme_lines = items::lines(readme);
    let items = items::all(readme);
    let Some(item) = items.iter().find(|item| item.path == path) else {
        return (items.len() >= FEWEST).then(|| readme.to_owned());
    };
    let line = &readme_lines[item.line];
    let mut edits = vec![(line.start, line.text.len() + line.end.len(), String::new())];
    edits.extend(counted(readme, &readme_lines, -1));
    Some(spliced(readme, edits))
}

impl Shown {
    fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// A place in the text, how many bytes of it go, and what comes there.
type Edit = (usize, usize, String);

fn spliced(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(at, ..)| *at);
    let (mut made, mut at) = (String::with_capacity(text.len() + 200), 0);
    for (start, gone, new) in edits {
        made.push_str(&text[at..start]);
        made.push_str(&new);
        at = start + gone;
    }
    made + &text[at..]
}

fn counted(readme: &str, lines: &[Line<'_>], more: i64) -> Option<Edit> {
    let place = count::find(lines)?;
    Some((place.start, place.len(), count::stepped(&readme[place], more)))
}

/// The longest run of items in neighbouring lines with pages of this folder; other folders' items in it are left out.
fn group<'i, 't>(items: &'i [Item<'t>], folder: &str) -> Option<Vec<&'i Item<'t>>> {
    let runs = items.chunk_by(|one, other| other.line == one.line + 1);
    let own = runs.map(|run| run.iter().filter(|item| item.folder() == folder).collect::<Vec<_>>());
    own.filter(|run| !run.is_empty()).max_by_key(Vec::len)
}

/// A new line among its neighbours: by date where every line has one, else by title where that keeps the order best.
fn in_group(lines: &[Line<'_>], group: &[&Item<'_>], page: &Shown) -> Edit {
    let dates: Option<Vec<&str>> = group.iter().map(|item| date(item.rest)).collect();
    let at = match &dates {
        Some(dates) if dates.is_sorted() => group.len(),
        Some(dates) if dates.is_sorted_by(|one, other| one >= other) => 0,
        Some(_) | None => by_title(group, &page.title),
    };
    let neighbour = group[at.saturating_sub(1).min(group.len() - 1)];
    let rest = if dates.is_some() { format!(" - {}", page.date) } else { String::new() };
    let new = written(neighbour, &markdown::escaped(&page.title), &page.path, &rest);
    if at > 0 { behind(lines, neighbour.line, &new) } else { before(lines, neighbour.line, &new) }
}

/// A new line before another, with its line end.
fn before(lines: &[Line<'_>], line: usize, new: &str) -> Edit {
    let line = &lines[line];
    let end = if line.end.is_empty() { items::line_end(lines) } else { line.end };
    (line.start, 0, format!("{new}{end}"))
}

/// A new line behind another.
fn behind(lines: &[Line<'_>], line: usize, new: &str) -> Edit {
    let line = &lines[line];
    match line.end {
        "" => (line.start + line.text.len(), 0, format!("{}{new}", items::line_end(lines))),
        end => (line.start + line.text.len() + end.len(), 0, format!("{new}{end}")),
    }
}

/// An item in the form of another.
fn written(like: &Item<'_>, title: &str, path: &str, rest: &str) -> String {
    format!("{}[{title}]({}{}){rest}", like.bullet, like.prefix, markdown::target(path))
}

/// The date behind a link: ` - 2026-11-21`.
fn date(rest: &str) -> Option<&str> {
    let date = rest.trim_end().strip_prefix(" - ")?;
    date.parse::<chrono::NaiveDate>().ok().map(|_| date)
}

/// Before how many titles out of order a new one would come, at the place where that is least; of several the last.
fn by_title(group: &[&Item<'_>], title: &str) -> usize {
    let key = |title: &str| markdown::plain(title).to_lowercase();
    let new = key(title);
    let titles: Vec<String> = group.iter().map(|item| key(&item.title)).collect();
    if !is_nearly_sorted(&titles) {
        return titles.len();
    }
    let mut wrong = titles.iter().filter(|title| **title < new).count();
    let mut best = (wrong, 0);
    for (at, title) in titles.iter().enumerate() {
        wrong = if *title < new { wrong - 1 } else { wrong + usize::from(*title > new) };
        if wrong <= best.0 {
            best = (wrong, at + 1);
        }
    }
    best.1
}

/// Whether somebody keeps a list in order: of ten neighbours at most one is not.
fn is_nearly_sorted(titles: &[String]) -> bool {
    let wrong = titles.windows(2).filter(|pair| pair[0] > pair[1]).count();
    wrong * 10 <= titles.len().saturating_sub(1)
}

mod section;
