//! Decisions about entries: stage, confidence, checked today, own words.
//!
//! Each is one act however many entries it concerns. An entry that had come back on its day has been looked at with it.

use super::stage::{out_of_inbox, staged};
use crate::entry::annotate::annotated;
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryPath, Problem, Stage};
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace, later};

/// How sure the person is of what an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What the person says of entries; what is not given stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub confidence: Option<Confidence>,
    /// Checked today.
    pub checked: bool,
}

/// Own words to add to an entry, and the lines they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    pub words: String,
    /// Lines of the page or text, quoted above the words.
    pub quote: Vec<String>,
}

/// Gives entries a stage, in one act. Nothing goes back to the inbox.
pub fn stage(workspace: &Workspace, paths: &[EntryPath], stage: Stage) -> Result<Changed, Error> {
    if stage == Stage::Inbox {
        return Err(WriteError::BackToInbox.into());
    }
    decide(workspace, &format!("stage: {stage} "), paths, |entry| staged(entry, stage))
}

/// Keeps entries of the inbox: they become seeds. Others keep their stage. `b` of the inbox.
pub fn keep(workspace: &Workspace, paths: &[EntryPath]) -> Result<Changed, Error> {
    decide(workspace, "keep: ", paths, out_of_inbox)
}

/// Says how sure the person is.
pub fn confidence(workspace: &Workspace, paths: &[EntryPath], confidence: Confidence) -> Result<Changed, Error> {
    mark(workspace, paths, Mark { confidence: Some(confidence), checked: false })
}

/// Notes that the person checked entries today.
pub fn checked(workspace: &Workspace, paths: &[EntryPath]) -> Result<Changed, Error> {
    mark(workspace, paths, Mark { confidence: None, checked: true })
}

/// Both in one act.
pub fn mark(workspace: &Workspace, paths: &[EntryPath], mark: Mark) -> Result<Changed, Error> {
    let today = workspace.clock.now().date_naive().to_string();
    let confidence = mark.confidence.map(|it| ("confidence", it.name()));
    let fields: Vec<_> = confidence.into_iter().chain(mark.checked.then_some(("checked", today.as_str()))).collect();
    let said: String = fields.iter().map(|(key, value)| format!("{key} {value} ")).collect();
    decide(workspace, &format!("mark: {said}"), paths, |entry| {
        let set =
            |text: String, (key, value): &(&str, &str)| front_matter::set(&text, key, &Value::Text((*value).into()));
        fields.iter().try_fold(entry.text.clone(), set)
    })
}

/// Adds own words, below the lines they are about.
pub fn annotate(workspace: &Workspace, path: &EntryPath, annotation: &Annotation) -> Result<Changed, Error> {
    let Annotation { words, quote } = annotation;
    if quote.iter().chain([words]).all(|text| text.trim().is_empty()) {
        return Err(WriteError::Empty.into());
    }
    decide(workspace, "annotate: ", std::slice::from_ref(path), |entry| Ok(annotated(entry, words, quote)))
}

/// Edits entries as one act.
fn decide(
    workspace: &Workspace,
    what: &str,
    paths: &[EntryPath],
    edit: impl Fn(&Entry) -> Result<String, Problem>,
) -> Result<Changed, Error> {
    let entries = bulk::entries(workspace, paths)?;
    let done = bulk::compose(workspace, || {
        let rewrites = entries.iter().map(|path| Rewrite::of(workspace, path, &edit));
        let mut rewrites = rewrites.collect::<Result<Vec<_>, _>>()?;
        let message = format!("{what}{}", bulk::whom(workspace, &rewrites));
        rewrites.extend(later::looked_at(workspace, &rewrites)?);
        Ok((message, rewrites))
    })?;
    Ok(done.of_entries(workspace, &entries))
}
