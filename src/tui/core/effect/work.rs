//! How effects are done that take more than one call.

use std::cell::Cell;

use chrono::{NaiveDate, TimeDelta};

use super::{Ended, Failure};
use crate::config::{self, Config};
use crate::entry::{Entry, EntryPath};
use crate::ops::capture::Captured;
use crate::ops::feeds;
use crate::ops::fresh::Progress;
use crate::ops::links::{Target, TextLink};
use crate::ops::share::suggest::Suggesting;
use crate::ops::share::{self, ConflictChoice, ContributionPreview, Taking};
use crate::ops::sync::Choice;
use crate::ops::team::{self, Arrived, Digest, Page, Since};
use crate::ops::{self, Named, Status, Workspace};
use crate::render::markdown::{self, Breaks, Glyphs, LinkName, LinkNames, Look, Rendered, Seen, Source};
use crate::render::{Line, Role, Span, facts};
use crate::tui::core::drafts;
use crate::tui::core::views::{Agenda, Card, RenderRequest, RenderedEntry};

/// So many weeks are drawn.
const WEEKS: usize = 12;
/// The days of a team's week.
const WEEK: u64 = 7;
/// So many links of a text are looked up; further ones are shown as they are written.
const LINKS: usize = 500;

pub(super) fn sync(
    workspace: &Workspace,
    chosen: &[Choice],
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ops::sync::Report, ops::Error> {
    // How much there is to exchange is not known before it is done.
    ops::sync::sync(workspace, chosen, &mut || progress(Progress::default()))
}

/// Why an item of a feed is here.
pub(super) fn reasons(workspace: &Workspace, path: &EntryPath) -> Result<Vec<feeds::Reason>, ops::Error> {
    let Some((_, key)) = feeds::split(path) else { return Ok(Vec::new()) };
    feeds::reasons(workspace, &feeds::list(workspace)?, &feeds::item(workspace, key)?)
}

pub(super) fn keep_item(workspace: &Workspace, path: &EntryPath, why: &str) -> Result<Captured, ops::Error> {
    feeds::keep(workspace, &feeds::resolve(workspace, path.as_str())?, why, &[])
}

pub(super) fn full_text(
    workspace: &Workspace,
    path: &EntryPath,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(), ops::Error> {
    let key = feeds::resolve(workspace, path.as_str())?;
    feeds::full_text(workspace, &key, &mut || progress(Progress::default()))
}

pub(super) fn follow(
    workspace: &Workspace,
    typed: &str,
    group: &str,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<feeds::Added, ops::Error> {
    feeds::add(workspace, typed, Some(group), None, &mut || progress(Progress::default()))
}

/// Asks sources, and says how many of them were asked.
pub(super) fn fetch_feeds(
    workspace: &Workspace,
    round: &feeds::Round,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<usize, ops::Error> {
    let so_far = Cell::new(Progress::default());
    let mut go_on = || progress(so_far.get());
    feeds::fetch(workspace, round, &mut go_on, &mut |one| so_far.set(Progress { done: one.done, total: one.of }))
}

pub(super) fn card(workspace: &Workspace, request: &RenderRequest) -> Result<Box<Card>, ops::Error> {
    let ops::inbox::Card { entry, page, fetch, related, same_page } = ops::inbox::card(workspace, &request.path)?;
    let lines = |text: &str| markdown::render(text, request.width, look(&workspace.config));
    let page = page.map(|page| without_title(lines(&page), &entry.title));
    let words = without_title(lines(entry.words()), &entry.title);
    let via = entry.fields.get("via").and_then(|via| via.as_str()).map(str::to_owned);
    Ok(Box::new(Card { via, page, fetch, words, related, same_page, entry }))
}

/// How texts are rendered, as the person set it.
pub(crate) fn look(config: &Config) -> Look {
    let glyphs = match config.glyphs {
        config::Glyphs::Unicode => Glyphs::Unicode,
        config::Glyphs::Ascii => Glyphs::Ascii,
    };
    let breaks = match config.line_breaks {
        config::LineBreaks::Keep => Breaks::Keep,
        config::LineBreaks::Join => Breaks::Join,
        config::LineBreaks::Auto => Breaks::Auto,
    };
    Look { glyphs, breaks }
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
    if entry.is_one_line() {
        let line = entry.title.clone();
        return Ok(rendered(workspace, with_text(entry, line), request));
    }
    let kept = if entry.body().trim().is_empty() { ops::bookmark::page_text(workspace, &entry) } else { None };
    let Some(text) = kept else {
        let mut page = rendered(workspace, entry, request);
        // What is a team's is ticked there.
        if team::split(&request.path).is_none() {
            page.find_todos();
        }
        return Ok(page);
    };
    let mut page = rendered(workspace, with_text(entry, text), request);
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
        what: "the text of its page is not here".to_owned(),
        hint: Some("It comes when the page is fetched.".to_owned()),
        question: None,
    })?;
    Ok(rendered(workspace, with_text(entry, text), request))
}

/// An entry with another text in the place of its own.
fn with_text(entry: Entry, text: String) -> Entry {
    Entry { body: 0..text.len(), text, ..entry }
}

/// The text of an entry in the trash.
pub(super) fn trashed(workspace: &Workspace, request: &RenderRequest) -> Result<Box<RenderedEntry>, ops::Error> {
    Ok(rendered(workspace, ops::trash::read(workspace, &request.path)?, request))
}

fn rendered(workspace: &Workspace, entry: Entry, request: &RenderRequest) -> Box<RenderedEntry> {
    // A text is read, though nobody knows yet where its links lead.
    let links = ops::links::in_text(workspace, &entry, LINKS).unwrap_or_default();
    let seen = request.seen.map(|seen| Seen { lines: seen.count, place: place(&entry, seen.line) });
    let look = look(&workspace.config);
    let source = Source { body: entry.body(), width: request.width, look, names: &names(&links), seen };
    let Rendered { lines, is_whole } = source.render();
    let lines = without_title(lines, &entry.title);
    let words = entry.body().split_whitespace().count();
    let properties = properties(workspace, &entry, request.width);
    Box::new(RenderedEntry { entry, words, properties, lines, is_whole, todos: Vec::new(), links })
}

/// Where a line of the file, counted from 1, begins in an entry's body.
fn place(entry: &Entry, line: Option<usize>) -> usize {
    let before = line.unwrap_or_default().saturating_sub(1);
    let end = entry.text.match_indices('\n').map(|(at, _)| at + 1).take(before).last().unwrap_or(0);
    end.saturating_sub(entry.body.start)
}

/// What links are called in a text.
fn names(links: &[TextLink]) -> LinkNames {
    let mut names = LinkNames::default();
    for TextLink { range, label, link } in links {
        names.labels.extend(label.as_ref().map(|label| (label.to_lowercase(), range.start)));
        let name = match &link.target {
            Target::Missing(_) => Some(LinkName::Broken),
            Target::Entry(named) => Some(LinkName::Title(match link.heading.as_deref() {
                Some(heading) if link.named.is_empty() => heading.to_owned(),
                Some(heading) => format!("{} > {heading}", named.title),
                None => named.title.clone(),
            })),
            Target::File(_) | Target::Web(_) => None,
        };
        names.named.extend(name.map(|name| (range.start, name)));
    }
    names
}

fn properties(workspace: &Workspace, entry: &Entry, width: usize) -> Vec<Line> {
    let all = entry.properties();
    let facts: Vec<(&str, &str)> = all.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    facts::above_text(&facts, width, look(&workspace.config).glyphs.dot())
}

/// The lines without a heading at their top that only says the title again, which stands above them, unless it is all there is.
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
    let has_more = lines[end..].iter().any(|line| !line.is_blank());
    if same && !other && has_more {
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

/// What happened in several teams in a week.
pub(super) fn weeks(workspace: &Workspace, teams: &[String]) -> Result<Vec<(String, Digest)>, ops::Error> {
    let week = |name: &String| Ok((name.clone(), team::digest(workspace, name, Since::Days(WEEK), None)?));
    teams.iter().map(week).collect()
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

/// What would leave of a page of a team that was in the editor.
pub(super) fn suggestion(
    workspace: &Workspace,
    suggesting: &Suggesting,
) -> Result<Option<Box<ContributionPreview>>, ops::Error> {
    let contribution = share::suggest::finish(suggesting)?;
    let preview = contribution.map(|it| share::prepare_contribution(workspace, &it)).transpose()?;
    Ok(preview.map(Box::new))
}
