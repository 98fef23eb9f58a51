//! How effects are done that take more than one call.

use chrono::{NaiveDate, TimeDelta};

use super::{Ended, Failure};
use crate::config;
use crate::entry::{Entry, EntryPath};
use crate::ops::fresh::Progress;
use crate::ops::share::{self, ConflictChoice, Taking};
use crate::ops::sync::Removals;
use crate::ops::team::{self, Arrived, Page};
use crate::ops::{self, Named, Status, Workspace};
use crate::render::{Line, Role, Span, facts, markdown};
use crate::tui::core::drafts;
use crate::tui::core::views::{Agenda, Card, RenderRequest, RenderedEntry};

/// So many weeks are drawn.
const WEEKS: usize = 12;

pub(super) fn sync(
    workspace: &Workspace,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ops::sync::Report, ops::Error> {
    // How much there is to exchange is not known before it is done.
    ops::sync::sync(workspace, Removals::Guarded, &mut || progress(Progress::default()))
}

pub(super) fn card(workspace: &Workspace, request: &RenderRequest) -> Result<Box<Card>, ops::Error> {
    let ops::inbox::Card { entry, page, fetch, related, same_page } = ops::inbox::card(workspace, &request.path)?;
    let lines = |text: &str| markdown::render(text, request.width, glyphs(workspace));
    let page = page.map(|page| without_title(lines(&page), &entry.title));
    let words = without_title(lines(entry.body()), &entry.title);
    let via = entry.fields.get("via").and_then(|via| via.as_str()).map(str::to_owned);
    Ok(Box::new(Card { via, page, fetch, words, related, same_page, entry }))
}

fn glyphs(workspace: &Workspace) -> markdown::Glyphs {
    match workspace.config.glyphs {
        config::Glyphs::Unicode => markdown::Glyphs::Unicode,
        config::Glyphs::Ascii => markdown::Glyphs::Ascii,
    }
}

pub(super) fn agenda(workspace: &Workspace, date: NaiveDate, today: NaiveDate) -> Result<Box<Agenda>, ops::Error> {
    let (day, due) = (ops::log::day(workspace, date)?, ops::later::due(workspace)?);
    let strip = ops::log::lines_per_day(workspace, strip(date, today));
    // Without an index there is nothing to draw, and the day is there all the same.
    let weeks = ops::practice::weeks(workspace, today, WEEKS).unwrap_or_default();
    Ok(Box::new(Agenda { day, strip, weeks, due, drafts: drafts::list(workspace) }))
}

/// The seven days that a day is shown among: those up to today, or seven before these, and so on.
fn strip(date: NaiveDate, today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let ago = (today - date).num_days().div_euclid(7);
    let last = today - TimeDelta::weeks(ago);
    (0..7).rev().map(move |before| last - TimeDelta::days(before))
}

/// Keeps where the person was, and from when on what changes is new to them.
pub(super) fn leave(workspace: &Workspace, session: &str) -> Result<(), ops::Error> {
    ops::outside::save_session(workspace, session)?;
    ops::since::leave(workspace)
}

pub(super) fn same_page(workspace: &Workspace, path: &EntryPath) -> Result<Vec<Named>, ops::Error> {
    let entry = ops::find::read(workspace, path)?;
    ops::bookmark::same_page(workspace, &entry)
}

/// An entry's own text; where a bookmark has none yet, that of its page, and a word that it is.
pub(super) fn page(workspace: &Workspace, request: &RenderRequest) -> Result<Box<RenderedEntry>, ops::Error> {
    let entry = ops::find::read(workspace, &request.path)?;
    let kept = if entry.body().trim().is_empty() { ops::bookmark::page_text(workspace, &entry) } else { None };
    let Some(text) = kept else { return Ok(rendered(workspace, entry, request.width)) };
    let mut page = rendered(workspace, Entry { body: 0..text.len(), text, ..entry }, request.width);
    let said = "Nothing in your own words yet. The page:".to_owned();
    let said = Line { spans: vec![Span::new(said, Role::Muted)], ..Line::default() };
    page.lines.splice(0..0, [said, Line::default()]);
    page.words = 0;
    Ok(page)
}

/// The text of the page that a bookmark is about, in the entry's place.
pub(super) fn kept_page(workspace: &Workspace, request: &RenderRequest) -> Result<Box<RenderedEntry>, Ended> {
    let entry = ops::find::read(workspace, &request.path)?;
    let text = ops::bookmark::page_text(workspace, &entry).ok_or_else(|| Failure {
        what: "there is no text of its page".to_owned(),
        hint: Some("It comes when the page is fetched.".to_owned()),
    })?;
    let entry = Entry { body: 0..text.len(), text, ..entry };
    Ok(rendered(workspace, entry, request.width))
}

/// The text of an entry in the trash.
pub(super) fn trashed(workspace: &Workspace, request: &RenderRequest) -> Result<Box<RenderedEntry>, ops::Error> {
    Ok(rendered(workspace, ops::trash::read(workspace, &request.path)?, request.width))
}

fn rendered(workspace: &Workspace, entry: Entry, width: usize) -> Box<RenderedEntry> {
    let lines = without_title(markdown::render(entry.body(), width, glyphs(workspace)), &entry.title);
    let words = entry.body().split_whitespace().count();
    let properties = properties(workspace, &entry, width);
    Box::new(RenderedEntry { entry, words, properties, lines })
}

fn properties(workspace: &Workspace, entry: &Entry, width: usize) -> Vec<Line> {
    let all = entry.properties();
    let facts: Vec<(&str, &str)> = all.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    facts::above_text(&facts, width, glyphs(workspace).dot())
}

/// The lines without a heading at their top that only says the title again, which stands above them.
fn without_title(mut lines: Vec<Line>, title: &str) -> Vec<Line> {
    let end = lines.iter().position(Line::is_blank).unwrap_or(lines.len());
    let of_heading = |span: &&Span| span.role == Role::Heading;
    let heading: Vec<&str> = lines[..end]
        .iter()
        .flat_map(|line| line.spans.iter().filter(of_heading))
        .map(|span| span.text.trim())
        .collect();
    let same = heading.join(" ").split_whitespace().eq(title.split_whitespace());
    let other =
        lines[..end].iter().flat_map(|line| &line.spans).any(|span| !matches!(span.role, Role::Heading | Role::Mark));
    if same && !other {
        lines.drain(..lines.len().min(end + 1));
    }
    lines
}

pub(super) fn status(workspace: &Workspace) -> Result<Status, ops::Error> {
    if workspace.has_history() { ops::sync::status(workspace) } else { Ok(Status::default()) }
}

/// What is new in several teams, newest first.
pub(super) fn arrived(workspace: &Workspace, teams: &[String]) -> Result<Vec<Arrived>, ops::Error> {
    let mut all = Vec::new();
    for name in teams {
        all.extend(team::arrived(workspace, name)?);
    }
    all.sort_by_key(|arrived| std::cmp::Reverse(arrived.when));
    Ok(all)
}

/// What several teams have, a team after the other.
pub(super) fn team_pages(workspace: &Workspace, teams: &[String]) -> Result<Vec<Page>, ops::Error> {
    let mut all = Vec::new();
    for name in teams {
        all.extend(team::pages(workspace, name)?);
    }
    Ok(all)
}

/// What colleagues changed in the page of an entry.
#[derive(Clone, Debug)]
pub enum Theirs {
    /// The entry as it would be.
    Joined(Box<Taking>),
    /// Both sides changed the same lines: somebody has to say whose stay.
    SameLines,
}

pub(super) fn theirs(
    workspace: &Workspace,
    entry: &EntryPath,
    team: &str,
    conflict: ConflictChoice,
) -> Result<Theirs, ops::Error> {
    match share::taking(workspace, entry, team, conflict) {
        Ok(taking) => Ok(Theirs::Joined(Box::new(taking))),
        Err(ops::Error::Share(ops::ShareError::NotTaken { same_lines: true, .. })) => Ok(Theirs::SameLines),
        Err(error) => Err(error),
    }
}
