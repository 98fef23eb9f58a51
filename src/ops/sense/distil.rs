//! One nugget from entries and lines of the journal: their provenance filled in, their quotes at hand.
//!
//! While the editor has it, the nugget is a draft in the state folder, so that whatever happens keeps the words.

mod compose;
mod material;

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use crate::disk;
use crate::entry::front_matter::{self, Value};
use crate::entry::text::one_line;
use crate::entry::{Entry, EntryId, EntryPath, Kind, New, Stage, text};
use crate::ops::SenseError;
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::capture::{Captured, keep, new_ulid, split_title};
use crate::ops::error::chain;
use crate::ops::sense::template::Template;
use crate::ops::{Error, Workspace, feeds, new_path, team};
use crate::store;

/// What a nugget is distilled from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub path: EntryPath,
    /// A line of the journal, counted from 1; `None` means the whole entry.
    pub line: Option<usize>,
}

/// A nugget that is being written in a file that is not in the store yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distilling {
    pub file: PathBuf,
    pub sources: Vec<Source>,
    /// The text as it was prepared.
    pub before: String,
}

/// Prepares a nugget's file for the editor: front matter with `derived_from`, `source` and `via`, the quotes as a comment.
///
/// An item of a feed is kept first.
pub fn begin(workspace: &Workspace, sources: &[Source]) -> Result<Distilling, Error> {
    begin_from(workspace, sources, &Template::blank(Kind::Nugget), "")
}

/// The same with a template's text to begin with, and a title if there is one; without sources it is an entry of its own.
pub fn begin_from(
    workspace: &Workspace,
    sources: &[Source],
    template: &Template,
    title: &str,
) -> Result<Distilling, Error> {
    let kept = |source: &Source| Ok(Source { path: feeds::as_entry(workspace, &source.path)?, line: source.line });
    let sources = sources.iter().map(kept).collect::<Result<Vec<_>, Error>>()?;
    let materials = material::gather(workspace, &sources)?;
    let new = New {
        kind: template.kind,
        title: one_line(title),
        tags: template.tags.clone(),
        body: template.filled(title, workspace.clock.now()),
        ..nugget(workspace, &materials)
    };
    let before = compose::prepared(&new, &materials);
    let name = format!("nugget-{}", workspace.clock.now().format("%Y%m%d-%H%M%S"));
    let (_, file) = workspace.drafts().keep_new(&name, &before)?;
    Ok(Distilling { file, sources, before })
}

/// Saves what the editor left as a nugget; `None` if nothing was written. Sources in the inbox become seeds. One act.
///
/// If it cannot be saved, the file stays and the error names it.
pub fn finish(workspace: &Workspace, distilling: &Distilling) -> Result<Option<Captured>, Error> {
    let written = match fs::read(&distilling.file) {
        Ok(written) => written,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(store::Error::Read { path: distilling.file.clone(), source }.into()),
    };
    let unsaved = |error| Error::Unsaved { draft: distilling.file.clone(), source: Box::new(error) };
    let saved = match compose::written(&written, &distilling.before).map_err(unsaved)? {
        Some(text) => Some(save(workspace, &distilling.sources, &text).map_err(unsaved)?),
        None => None,
    };
    let removed = disk::remove(&distilling.file);
    Ok(saved.map(|mut saved| {
        saved.warnings.extend(removed.err().map(|error| format!("saved; its draft is left over: {}", chain(&error))));
        saved
    }))
}

/// A nugget from words that are already written: title and text. Without a title the first line is it.
pub fn distil(workspace: &Workspace, sources: &[Source], title: &str, words: &str) -> Result<Captured, Error> {
    if title.trim().is_empty() && words.trim().is_empty() {
        return Err(WriteError::Empty.into());
    }
    let saved = material::gather(workspace, sources).and_then(|materials| {
        let (title, body) = match title.trim() {
            "" => split_title(words.trim()),
            title => (title.to_owned(), words.to_owned()),
        };
        save(workspace, sources, &New { title, body, ..nugget(workspace, &materials) }.text())
    });
    saved.map_err(|error| keep(workspace, title.trim(), words, error))
}

/// An empty nugget with the provenance of what it is made from.
fn nugget(workspace: &Workspace, materials: &[material::Material]) -> New {
    New {
        id: EntryId::Ulid(new_ulid(workspace)),
        kind: Kind::Nugget,
        title: String::new(),
        date: workspace.clock.now(),
        tags: vec![],
        stage: Some(Stage::Seed),
        url: None,
        via: material::via(materials),
        source: material::source(materials),
        derived_from: material::derived_from(workspace, materials),
        credit: answers(materials),
        body: String::new(),
    }
}

/// The field by which publishing the nugget answers the requests that it was written for.
fn answers(materials: &[material::Material]) -> Vec<(&'static str, Value)> {
    let answers = material::answers(materials);
    if answers.is_empty() { Vec::new() } else { vec![(crate::ops::share::ANSWERS, Value::List(answers))] }
}

/// Writes the nugget and takes its sources out of the inbox, in one act.
fn save(workspace: &Workspace, sources: &[Source], text: &str) -> Result<Captured, Error> {
    let nowhere = EntryPath::new("nugget.md")?;
    let nugget = Entry::parse(nowhere, text.as_bytes(), &workspace.config.folders);
    let when = nugget.date.unwrap_or_else(|| workspace.clock.now());
    let wanted = new_path::of(workspace, nugget.kind, when, &nugget.title, &nugget.id);
    let path = workspace.store().free(&wanted)?;
    let text = past_itself(&path, sources, &nugget);
    let mut rewrites = Vec::new();
    for source in sources.iter().filter(|source| team::split(&source.path).is_none()) {
        rewrites.extend(as_seed(workspace, &source.path)?.filter(|seed| !rewrites.contains(seed)));
    }
    // Last, so that what stops an act half-way leaves no nugget that would be made a second time.
    rewrites.push(Rewrite { path: path.clone(), before: None, after: Some(text.into_bytes()) });
    let act = if sources.is_empty() { "new" } else { "distil" };
    let changed = bulk::apply(workspace, &format!("{act}: {}", nugget.title), rewrites)?;
    let mut warnings = changed.warnings;
    warnings.extend(text::advice(&nugget.title, nugget.body()));
    Ok(Captured { id: nugget.id, path, kind: nugget.kind, title: nugget.title, url: None, warnings })
}

/// The nugget's text; a source that is called as the nugget itself is linked by its path, since its name means the nugget now.
fn past_itself(path: &EntryPath, sources: &[Source], nugget: &Entry) -> String {
    let (front, body) = nugget.text.split_at(nugget.body.start);
    let mut front = front.to_owned();
    for source in sources.iter().map(|source| &source.path) {
        if source.stem().to_lowercase() == path.stem().to_lowercase() {
            let whole = source.as_str().strip_suffix(".md").unwrap_or(source.as_str());
            for end in ["]]", "|"] {
                front = front.replace(&format!("[[{}{end}", source.stem()), &format!("[[{whole}{end}"));
            }
        }
    }
    front + body
}

/// What makes an entry of the inbox a seed; nothing for one that is not in the inbox.
pub(in crate::ops) fn as_seed(workspace: &Workspace, path: &EntryPath) -> Result<Option<Rewrite>, Error> {
    match workspace.store().read(path) {
        Ok(entry) if entry.stage == Some(Stage::Inbox) => {
            let seed = Value::Text(Stage::Seed.name().to_owned());
            Rewrite::of(workspace, path, |entry| front_matter::set(&entry.text, "stage", &seed)).map(Some)
        }
        Ok(_) => Ok(None),
        Err(store::Error::Missing(path)) => Err(SenseError::NoSource(path).into()),
        Err(error) => Err(error.into()),
    }
}
