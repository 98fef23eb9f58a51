//! Text that was typed and is not saved yet, kept under a name that says what it is for.

use std::path::PathBuf;

use super::failure::{Failure, Outcome};
use crate::entry::{EntryPath, Kind};
use crate::ops::{self, Workspace};

/// What a draft is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftKind {
    #[default]
    Capture,
    /// A line of today's log.
    Log,
    /// Own words for an entry.
    Words(EntryPath),
    /// Something that could not be saved, or was left in an editor: the name it is kept under.
    Left(String),
}

/// A text that was typed and is not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub kind: DraftKind,
    pub text: String,
    pub tags: String,
    /// Of a capture, where the person chose one.
    pub entry_kind: Option<Kind>,
}

/// What the names of drafts of own words begin with.
const WORDS: &str = "words ";
/// The tags and the kind of the capture have files of their own.
const TAGS: &str = "capture-tags";
const KIND: &str = "capture-kind";

impl DraftKind {
    fn name(&self) -> String {
        match self {
            Self::Capture => "capture".to_owned(),
            Self::Log => "log".to_owned(),
            Self::Words(path) => format!("{WORDS}{path}"),
            Self::Left(name) => name.clone(),
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        match name {
            "capture" => Some(Self::Capture),
            "log" => Some(Self::Log),
            TAGS | KIND => None,
            _ => Some(match name.strip_prefix(WORDS).and_then(|path| EntryPath::new(path).ok()) {
                Some(path) => Self::Words(path),
                None => Self::Left(name.to_owned()),
            }),
        }
    }
}

impl Draft {
    pub fn new(kind: DraftKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), tags: String::new(), entry_kind: None }
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Keeps a text and answers with its file; a blank one is forgotten.
pub(crate) fn keep(workspace: &Workspace, draft: &Draft) -> Outcome<PathBuf> {
    let of_text = |part| if draft.is_blank() { "" } else { part };
    let file = put(workspace, &draft.kind.name(), of_text(&draft.text))?;
    if draft.kind == DraftKind::Capture {
        put(workspace, TAGS, of_text(&draft.tags))?;
        put(workspace, KIND, of_text(draft.entry_kind.map_or("", Kind::name)))?;
    }
    Ok(file)
}

pub(crate) fn load(workspace: &Workspace, kind: DraftKind) -> Draft {
    let drafts = workspace.drafts();
    let text = drafts.load(&kind.name()).unwrap_or_default();
    let beside = |name| if kind == DraftKind::Capture { drafts.load(name).unwrap_or_default() } else { String::new() };
    let (tags, entry_kind) = (beside(TAGS), beside(KIND).parse().ok());
    Draft { kind, text, tags, entry_kind }
}

/// All that is kept.
pub(crate) fn list(workspace: &Workspace) -> Vec<Draft> {
    let names = workspace.kept_drafts();
    let purposes = names.iter().filter_map(|name| DraftKind::of_name(name));
    purposes.map(|kind| load(workspace, kind)).filter(|draft| !draft.is_blank()).collect()
}

/// Where an editor can go on with a text.
pub(crate) fn file(workspace: &Workspace, draft: &Draft) -> Outcome<PathBuf> {
    put(workspace, &draft.kind.name(), &draft.text)
}

fn put(workspace: &Workspace, name: &str, text: &str) -> Outcome<PathBuf> {
    workspace.drafts().keep(name, text).map_err(|error| Failure::from(ops::Error::from(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_is_known_by_its_name() {
        let words = DraftKind::Words(EntryPath::new("notes/a b.md").unwrap());

        for kind in [DraftKind::Capture, DraftKind::Log, words, DraftKind::Left("edit-20261121-100000".into())] {
            assert_eq!(DraftKind::of_name(&kind.name()), Some(kind));
        }
        assert_eq!((DraftKind::of_name(TAGS), DraftKind::of_name(KIND)), (None, None));
    }
}
