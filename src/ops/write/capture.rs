//! Writes something down: text → entry → durable file → commit → index.

use ulid::Ulid;

use crate::entry::new::New;
use crate::entry::{EntryId, EntryPath, Kind, Stage, text};
use crate::git::Write;
use crate::ops::WriteError;
use crate::ops::core::changed::Changed;
use crate::ops::core::transaction::{Committed, Transaction};
use crate::ops::error::chain;
use crate::ops::{Error, Workspace, new_path, pages, recovery, typed};

/// The longest first line that becomes a title as it is, in characters.
const TITLE_LIMIT: usize = 100;

/// What is to be written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// As typed; its first line is the title unless `title` is given. A lone URL becomes a bookmark.
    pub text: String,
    pub title: Option<String>,
    pub tags: Vec<String>,
    pub kind: Option<Kind>,
    pub via: Option<String>,
}

/// What was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    pub id: EntryId,
    pub path: EntryPath,
    pub kind: Kind,
    pub title: String,
    /// Of a bookmark.
    pub url: Option<String>,
    /// What did not work after the file was safe (commit, index), a sentence each with its remedy.
    pub warnings: Vec<String>,
}

/// An entry that is durable and committed; what can wait is still to be done by [`Saved::settle`].
pub struct Saved {
    pub captured: Captured,
    committed: Committed,
}

/// Saves a new entry in the inbox and settles it. When this returns, the text survives a power cut.
pub fn capture(workspace: &Workspace, draft: &NewEntry) -> Result<Captured, Error> {
    Ok(save(workspace, draft)?.settle(workspace))
}

/// The part of a capture that the person waits for: a durable file and its commit.
pub fn save(workspace: &Workspace, draft: &NewEntry) -> Result<Saved, Error> {
    let new = compose(workspace, draft)?;
    typed::remember(workspace, &new);
    save_new(workspace, &new)
        .map_err(|error| keep(workspace, draft.title.as_deref().unwrap_or_default(), &draft.text, error))
}

/// The same of what somebody else wrote: an address in it counts as found, not as typed.
pub(in crate::ops) fn save_given(workspace: &Workspace, draft: &NewEntry) -> Result<Saved, Error> {
    let new = compose(workspace, draft)?;
    save_new(workspace, &new)
        .map_err(|error| keep(workspace, draft.title.as_deref().unwrap_or_default(), &draft.text, error))
}

/// Saves an entry that is composed. A bookmark's page is put into the queue.
pub(in crate::ops) fn save_new(workspace: &Workspace, new: &New) -> Result<Saved, Error> {
    recovery::finish(workspace);
    let message = format!("capture: {}", new.title);
    let wanted = new_path::of(workspace, new.kind, new.date, &new.title, &new.id);
    let begun = Transaction::of_new(workspace, &message, &wanted, new.id.to_string());
    let text = new.text();
    let path = match workspace.store().create(&wanted, &text) {
        Ok(path) => path,
        Err(error) => {
            begun.cancel();
            return Err(error.into());
        }
    };
    let mut committed = begun.commit(vec![Write { path: path.to_string(), content: Some(text.into_bytes()) }]);
    if let Err(error) = pages::enqueue(workspace, new, &path, committed.commit.as_ref()) {
        committed.warnings.push(format!("saved; its page is fetched when `riffle fetch` is told: {}", chain(&error)));
    }
    let (id, title, url) = (new.id.clone(), new.title.clone(), new.url.clone());
    let captured = Captured { id, path, kind: new.kind, title, url, warnings: committed.warnings.clone() };
    Ok(Saved { captured, committed })
}

impl Saved {
    /// The part of a capture that can wait until the person has been told.
    pub fn settle(self, workspace: &Workspace) -> Captured {
        let Changed { warnings, .. } = self.committed.settle(workspace);
        Captured { warnings, ..self.captured }
    }
}

/// Keeps what could not be saved as a draft, and says where.
pub(in crate::ops) fn keep(workspace: &Workspace, title: &str, text: &str, error: Error) -> Error {
    let text = [title, text].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    let name = format!("capture-{}", workspace.clock.now().format("%Y%m%d-%H%M%S"));
    match workspace.drafts().keep_new(&name, &text) {
        Ok((_, path)) => Error::Unsaved { draft: path, source: Box::new(error) },
        Err(_) => Error::Lost(Box::new(error)),
    }
}

/// Turns what was typed into an entry: kind, title and body.
fn compose(workspace: &Workspace, draft: &NewEntry) -> Result<New, Error> {
    let typed = draft.text.trim();
    let given = draft.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    if typed.is_empty() && given.is_none() {
        return Err(WriteError::Empty.into());
    }
    let (line, mut tags) = own_tags(given, first_line(typed));
    let words = if given.is_some() { typed.to_owned() } else { typed.replacen(first_line(typed), line, 1) };
    let url = text::lone_url(&words).map(str::to_owned);
    let kind = draft.kind.unwrap_or(if url.is_some() { Kind::Bookmark } else { Kind::Note });
    let (title, body) = match (given, &url) {
        (Some(_), None) => (text::one_line(line), draft.text.trim_end().to_owned()),
        (Some(_), Some(_)) => (text::one_line(line), String::new()),
        (None, Some(url)) => (text::bare_address(url).to_owned(), String::new()),
        (None, None) => split_title(&words),
    };
    tags.retain(|tag| !draft.tags.iter().any(|given| given.eq_ignore_ascii_case(tag)));
    if kind == Kind::Journal {
        return Err(WriteError::JournalCapture.into());
    }
    Ok(New {
        id: EntryId::Ulid(new_ulid(workspace)),
        kind,
        title,
        date: workspace.clock.now(),
        tags: draft.tags.iter().cloned().chain(tags).collect(),
        stage: Some(Stage::Inbox),
        url,
        via: draft.via.clone(),
        source: vec![],
        derived_from: vec![],
        credit: Vec::new(),
        body,
    })
}

/// What becomes the title, without the tags at its end, and these. A line too long for a title stays in the body whole.
fn own_tags<'a>(title: Option<&'a str>, first: &'a str) -> (&'a str, Vec<String>) {
    match title {
        Some(title) => text::split_last_tags(title),
        None if first.chars().count() <= TITLE_LIMIT => text::split_last_tags(first),
        None => (first, Vec::new()),
    }
}

fn first_line(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(first, _)| first)
}

pub(in crate::ops) fn new_ulid(workspace: &Workspace) -> Ulid {
    let milliseconds = u64::try_from(workspace.clock.now().timestamp_millis()).unwrap_or_default();
    Ulid::from_parts(milliseconds, Ulid::generate().random())
}

/// The first line becomes the title and leaves the body; one that is too long for a title stays in the body too.
pub(in crate::ops) fn split_title(typed: &str) -> (String, String) {
    let (first, rest) = typed.split_once('\n').unwrap_or((typed, ""));
    let title = text::one_line(first.trim_start_matches('#'));
    if !title.is_empty() && title.chars().count() <= TITLE_LIMIT {
        return (title, rest.trim_matches(['\n', '\r']).trim_end().to_owned());
    }
    (text::summary(typed, TITLE_LIMIT), typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_title_and_the_rest_the_body() {
        assert_eq!(split_title("# Tea\n\nGreen, 80 °C."), ("Tea".into(), "Green, 80 °C.".into()));
        assert_eq!(split_title("Tea"), ("Tea".into(), String::new()));
    }

    #[test]
    fn no_word_of_a_long_first_line_is_lost() {
        let long = "word ".repeat(60);

        let (title, body) = split_title(long.trim());

        assert!(title.chars().count() <= TITLE_LIMIT);
        assert_eq!(body, long.trim());
    }
}
