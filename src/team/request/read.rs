//! A file as a request, whoever wrote it and however little it says.

use chrono::NaiveDate;

use super::{FOLDER, Request, State};
use crate::entry::link;
use crate::entry::text::one_line;
use crate::team::dated::Line;
use crate::team::read::{Rules, TeamPage};

/// The kind that a request says it is of.
const KIND: &str = "request";
/// As many dated lines as are kept, the last ones.
const MOST_LINES: usize = 100;
/// As many characters as are kept of what a dated line says, and of who says it.
const MOST_WORDS: usize = 500;
const MOST_NAME: usize = 100;

/// Whether a file is a request: it lies in the folder of requests, and is of no other kind. Where a team's topics lie beside
/// that folder, the file has to say so itself.
pub(crate) fn is_request(page: &TeamPage, rules: &Rules) -> bool {
    let (folder, _) = page.path.split_once('/').unwrap_or_default();
    let said = page.said("kind").into_iter().chain(page.said("type")).next();
    let is_said = said.as_deref().map(|kind| kind.eq_ignore_ascii_case(KIND));
    folder == FOLDER && is_said.unwrap_or_else(|| rules.place(&page.path).is_none()) && !page.is_withdrawn()
}

/// Reads a request; of one that says too little, what it says.
pub(crate) fn read(page: &TeamPage) -> Request {
    let one = |key: &str| page.said(key).iter().map(|said| one_line(said)).find(|said| !said.is_empty());
    Request {
        path: page.path.clone(),
        id: page.id.clone(),
        title: one_line(&page.title),
        state: state(one("status")),
        asked: page.date.map(|date| date.date_naive()),
        asker: page.authors.iter().map(|author| one_line(author)).find(|author| !author.is_empty()),
        whom: one("for"),
        why: one("why"),
        due: one("due").and_then(|due| day(&due)),
        assignee: one("assignee"),
        answers: page.said("answered_by").iter().filter_map(|target| answer(target)).collect(),
        outcome: one("outcome"),
        lines: lines(page.body()),
    }
}

/// What was said, within limits: thousands of files may be read at once.
fn lines(body: &str) -> Vec<Line> {
    let begin = |text: &str, most| text.chars().take(most).collect();
    let kept = |line: Line| Line { who: begin(&line.who, MOST_NAME), words: begin(&line.words, MOST_WORDS), ..line };
    let mut lines: Vec<Line> = body.lines().rev().filter_map(Line::read).map(kept).take(MOST_LINES).collect();
    lines.reverse();
    lines
}

fn state(said: Option<String>) -> State {
    match said.as_deref().map(str::to_lowercase).as_deref() {
        None | Some("open") => State::Open,
        Some("answered") => State::Answered,
        Some("closed") => State::Closed,
        Some(_) => State::Unknown(said.unwrap_or_default()),
    }
}

/// A page's path in the team, as a request names it: from its own folder.
fn answer(target: &str) -> Option<String> {
    let target = target.trim_start_matches("[[").trim_end_matches("]]");
    link::inside(FOLDER, target).filter(|path| path.ends_with(".md"))
}

/// A day as people write it in a field; a time behind it does not count.
fn day(text: &str) -> Option<NaiveDate> {
    text.get(..10).and_then(|day| day.parse().ok())
}
