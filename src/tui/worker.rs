//! Carries effects out against a workspace. A plain function: lanes call it on their threads, tests call it inline.

use chrono::NaiveDate;

use super::drafts;
use super::msg::{Card, Effect, Failure, Job, Morning, Msg, Outcome, Page, Place, Way};
use super::screen::library::TAGS;
use crate::config;
use crate::entry::{Entry, EntryPath};
use crate::ops::fresh::Progress;
use crate::ops::sync::Removals;
use crate::ops::{self, Named, Status, Workspace, outside};
use crate::render::{Line, Role, Span, markdown};

/// As many entries as are offered to link to, and as many versions as anybody looks through.
const PICKED: usize = 50;
const VERSIONS: usize = 500;

/// Does what is asked and says what came of it; nothing for what needs the terminal.
///
/// `progress` is called during long work and answers whether to go on.
pub fn perform(effect: Effect, workspace: &Workspace, progress: &mut dyn FnMut(Progress) -> bool) -> Option<Msg> {
    Some(match effect {
        Effect::Search { generation, text, limit } => {
            Msg::Found { generation, answer: told(ops::find::search(workspace, &text, limit)) }
        }
        Effect::Facets { generation, text } => {
            Msg::Facets { generation, facets: told(ops::facets::facets(workspace, &text, TAGS)) }
        }
        Effect::Show(place) => Msg::Shown { page: page(workspace, &place), place },
        Effect::Card(place) => Msg::Card { card: card(workspace, &place), place },
        Effect::ShowPage(place) => Msg::PageShown { page: kept_page(workspace, &place), place },
        Effect::Sides { generation, path } => {
            Msg::Sides { generation, sides: told(ops::workbench::sides(workspace, &path)).map(Box::new) }
        }
        Effect::Pick(text) => Msg::Picked { answer: told(ops::find::search(workspace, &text, PICKED)), text },
        Effect::Versions(path) => {
            Msg::Versions { versions: told(ops::history::versions(workspace, &path, VERSIONS)), path }
        }
        Effect::Diff { path, rev } => Msg::Diff { diff: told(ops::history::diff(workspace, &path, &rev)), path, rev },
        Effect::Tags => Msg::Tags(told(ops::find::tags(workspace))),
        Effect::Status => Msg::Status(status(workspace)),
        Effect::CatchUp => ended(Job::Index, ops::fresh::catch_up(workspace, progress), Msg::Caught),
        Effect::Capture(draft) => Msg::Captured { captured: told(ops::capture::capture(workspace, &draft)), draft },
        Effect::KeepDraft(kept) => Msg::Kept(drafts::keep(workspace, &kept).map(drop)),
        Effect::SetAside(kept) => Msg::SetAside(drafts::keep(workspace, &kept)),
        Effect::LoadDraft(purpose) => Msg::DraftFound(drafts::load(workspace, purpose)),
        Effect::Do { deed, paths, called } => {
            Msg::Done { changed: told(deed.perform(workspace, &paths)), deed, paths, called }
        }
        Effect::Inbox { generation, limit } => {
            Msg::Inbox { generation, inbox: told(ops::inbox::list(workspace, limit)) }
        }
        Effect::Today(date) => Msg::Today(told(morning(workspace, date)).map(Box::new)),
        Effect::SamePage(path) => Msg::SamePage { found: same_page(workspace, &path), path },
        Effect::Log(text) => Msg::Logged { logged: told(ops::log::log(workspace, &text)), text },
        Effect::Rename { path, title } => {
            let renamed = ops::rename::rename(workspace, &path, Some(&title), None, progress);
            ended(Job::Rename, renamed, Msg::Renamed)
        }
        Effect::FinishEdit(session) => Msg::Finished(told(ops::edit::finish(workspace, &session.0))),
        Effect::FinishNugget(distilling) => Msg::Distilled(told(ops::distil::finish(workspace, &distilling))),
        Effect::Undo => Msg::Undone { way: Way::Undo, undone: told(ops::undo::undo(workspace)) },
        Effect::Redo => Msg::Undone { way: Way::Redo, undone: told(ops::undo::redo(workspace)) },
        Effect::Sync => ended(Job::Sync, sync(workspace, progress), Msg::Synced),
        Effect::Fetch => Msg::Fetched(told(ops::fetch::next(workspace))),
        Effect::Share(errand) => Msg::Shared(errand.perform(workspace, progress)),
        Effect::OpenFile(path) => Msg::Opened(told(outside::open_file(workspace, &path))),
        Effect::Open(target) => Msg::Opened(told(outside::open(&target))),
        Effect::SaveSession(text) => Msg::Kept(told(outside::save_session(workspace, &text))),
        Effect::Edit(_)
        | Effect::Distil(_)
        | Effect::EditDraft(_)
        | Effect::Copy(_)
        | Effect::Mouse(_)
        | Effect::Cancel(_)
        | Effect::Suspend
        | Effect::Redraw
        | Effect::Quit => return None,
    })
}

fn sync(workspace: &Workspace, progress: &mut dyn FnMut(Progress) -> bool) -> Result<ops::sync::Report, ops::Error> {
    // How much there is to exchange is not known before it is done.
    ops::sync::sync(workspace, Removals::Guarded, &mut || progress(Progress::default()))
}

fn told<T>(result: Result<T, ops::Error>) -> Outcome<T> {
    result.map_err(Failure::from)
}

/// What a job came to, or that it was stopped.
fn ended<T>(job: Job, result: Result<T, ops::Error>, answer: fn(Outcome<T>) -> Msg) -> Msg {
    match result {
        Err(ops::Error::Stopped) => Msg::Stopped(job),
        other => answer(told(other)),
    }
}

fn card(workspace: &Workspace, place: &Place) -> Outcome<Box<Card>> {
    let ops::inbox::Card { entry, page, fetch, related, same_page } = told(ops::inbox::card(workspace, &place.path))?;
    let lines = |text: &str| markdown::render(text, place.width, glyphs(workspace));
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

fn morning(workspace: &Workspace, date: NaiveDate) -> Result<Morning, ops::Error> {
    let (day, due) = (ops::log::day(workspace, date)?, ops::later::due(workspace)?);
    Ok(Morning { day, due, drafts: drafts::list(workspace) })
}

fn same_page(workspace: &Workspace, path: &EntryPath) -> Outcome<Vec<Named>> {
    let entry = told(ops::find::read(workspace, path))?;
    told(ops::bookmark::same_page(workspace, &entry))
}

/// An entry's own text; where a bookmark has none yet, that of its page, and a word that it is.
fn page(workspace: &Workspace, place: &Place) -> Outcome<Box<Page>> {
    let entry = told(ops::find::read(workspace, &place.path))?;
    let kept = if entry.body().trim().is_empty() { ops::bookmark::page_text(workspace, &entry) } else { None };
    let Some(text) = kept else { return Ok(rendered(workspace, entry, place.width)) };
    let mut page = rendered(workspace, Entry { body: 0..text.len(), text, ..entry }, place.width);
    let said = "Nothing in your own words yet. The page:".to_owned();
    let said = Line { spans: vec![Span::new(said, Role::Muted)], ..Line::default() };
    page.lines.splice(0..0, [said, Line::default()]);
    page.words = 0;
    Ok(page)
}

/// The text of the page that a bookmark is about, in the entry's place.
fn kept_page(workspace: &Workspace, place: &Place) -> Outcome<Box<Page>> {
    let entry = told(ops::find::read(workspace, &place.path))?;
    let text = ops::bookmark::page_text(workspace, &entry).ok_or_else(|| Failure {
        what: "there is no text of its page".to_owned(),
        hint: Some("It comes when the page is fetched.".to_owned()),
    })?;
    let entry = Entry { body: 0..text.len(), text, ..entry };
    Ok(rendered(workspace, entry, place.width))
}

fn rendered(workspace: &Workspace, entry: Entry, width: usize) -> Box<Page> {
    let lines = without_title(markdown::render(entry.body(), width, glyphs(workspace)), &entry.title);
    let words = entry.body().split_whitespace().count();
    Box::new(Page { entry, words, lines })
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

fn status(workspace: &Workspace) -> Outcome<Status> {
    if workspace.has_history() { told(ops::sync::status(workspace)) } else { Ok(Status::default()) }
}
