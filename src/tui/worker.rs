//! Carries effects out against a workspace. A plain function: lanes call it on their threads, tests call it inline.

use super::msg::{Effect, Failure, Kept, Msg, Outcome, Page, Place, Way};
use crate::config;
use crate::ops::fresh::Progress;
use crate::ops::{self, Status, Workspace, outside};
use crate::render::{Line, Role, Span, markdown};

/// The names of the two files that a draft is kept in.
const DRAFT: &str = "capture";
const DRAFT_TAGS: &str = "capture-tags";

/// Does what is asked and says what came of it; nothing for what needs the terminal.
///
/// `progress` is called during long work and answers whether to go on.
pub fn perform(effect: Effect, workspace: &Workspace, progress: &mut dyn FnMut(Progress) -> bool) -> Option<Msg> {
    Some(match effect {
        Effect::Search { generation, text, limit } => {
            Msg::Found { generation, answer: told(ops::find::search(workspace, &text, limit)) }
        }
        Effect::Show(place) => Msg::Shown { page: page(workspace, &place), place },
        Effect::Tags => Msg::Tags(told(ops::find::tags(workspace))),
        Effect::Status => Msg::Status(status(workspace)),
        Effect::CatchUp => Msg::Caught(told(ops::fresh::catch_up(workspace, progress))),
        Effect::Capture(draft) => Msg::Captured { captured: told(ops::capture::capture(workspace, &draft)), draft },
        Effect::KeepDraft(kept) => Msg::Kept(keep(workspace, &kept)),
        Effect::LoadDraft => Msg::DraftFound(draft(workspace)),
        Effect::Tag { paths, add, remove } => Msg::Tagged(told(ops::edit::tag(workspace, &paths, &add, &remove))),
        Effect::FinishEdit(session) => Msg::Finished(told(ops::edit::finish(workspace, &session.0))),
        Effect::Undo => Msg::Undone { way: Way::Undo, undone: told(ops::undo::undo(workspace)) },
        Effect::Redo => Msg::Undone { way: Way::Redo, undone: told(ops::undo::redo(workspace)) },
        Effect::Sync => Msg::Synced(told(ops::sync::sync(workspace))),
        Effect::Open(target) => Msg::Opened(told(outside::open(&target))),
        Effect::SaveSession(text) => Msg::Kept(told(outside::save_session(workspace, &text))),
        Effect::Edit(_)
        | Effect::EditDraft(_)
        | Effect::Copy(_)
        | Effect::Mouse(_)
        | Effect::Cancel
        | Effect::Suspend
        | Effect::Redraw
        | Effect::Quit => return None,
    })
}

fn told<T>(result: Result<T, ops::Error>) -> Outcome<T> {
    result.map_err(Failure::from)
}

fn page(workspace: &Workspace, place: &Place) -> Outcome<Box<Page>> {
    let entry = told(ops::find::read(workspace, &place.path))?;
    let glyphs = match workspace.config.glyphs {
        config::Glyphs::Unicode => markdown::Glyphs::Unicode,
        config::Glyphs::Ascii => markdown::Glyphs::Ascii,
    };
    let lines = without_title(markdown::render(entry.body(), place.width, glyphs), &entry.title);
    let words = entry.body().split_whitespace().count();
    Ok(Box::new(Page { entry, words, lines }))
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

pub(super) fn keep(workspace: &Workspace, kept: &Kept) -> Outcome<()> {
    let drafts = workspace.drafts();
    let (text, tags) = if kept.text.trim().is_empty() { ("", "") } else { (kept.text.as_str(), kept.tags.as_str()) };
    told(drafts.keep(DRAFT, text).map_err(ops::Error::from))?;
    told(drafts.keep(DRAFT_TAGS, tags).map_err(ops::Error::from))?;
    Ok(())
}

pub(super) fn draft(workspace: &Workspace) -> Kept {
    let drafts = workspace.drafts();
    Kept { text: drafts.load(DRAFT).unwrap_or_default(), tags: drafts.load(DRAFT_TAGS).unwrap_or_default() }
}

/// Where an editor can go on with a draft.
pub fn draft_file(workspace: &Workspace, kept: &Kept) -> Outcome<std::path::PathBuf> {
    told(workspace.drafts().keep(DRAFT, &kept.text).map_err(ops::Error::from))
}
