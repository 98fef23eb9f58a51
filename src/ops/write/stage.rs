//! The stage in an entry's text.

use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, Problem, Stage};

/// The text of an entry that is no longer in the inbox; what was decided before stays.
pub(super) fn out_of_inbox(entry: &Entry) -> Result<String, Problem> {
    match entry.stage {
        Some(Stage::Inbox) => staged(entry, Stage::Seed),
        Some(Stage::Seed | Stage::Growing | Stage::Evergreen | Stage::Archived) | None => Ok(entry.text.clone()),
    }
}

pub(super) fn staged(entry: &Entry, stage: Stage) -> Result<String, Problem> {
    front_matter::set(&entry.text, "stage", &Value::Text(stage.name().into()))
}
