//! Whether an entry may leave at all: what its author, its form or its state says about it. In doubt it may not.

use super::Refusal;
use crate::entry::{Entry, EntryId, Kind};
use crate::team::rules::Audience;

impl Refusal {
    /// Whether it is the author's word, or a doubt about it, that keeps an entry here.
    pub fn is_of_consent(&self) -> bool {
        match self {
            Self::Never { .. } | Self::TooWide | Self::UnknownShare(_) | Self::Unreadable(_) => true,
            Self::ConflictCopy | Self::Journal | Self::Empty | Self::Mark { .. } | Self::Entangled { .. } => false,
        }
    }
}

/// Says no to what its author, its form or its state keeps private.
pub fn permitted(entry: &Entry, audience: Audience) -> Result<(), Refusal> {
    if let Some(problem) = &entry.problem {
        return Err(Refusal::Unreadable(problem.clone()));
    }
    if entry.kind == Kind::Journal || matches!(entry.id, EntryId::Day(_)) {
        return Err(Refusal::Journal);
    }
    if entry.fields.contains_key("conflict_of") || entry.fields.contains_key("conflict_base") {
        return Err(Refusal::ConflictCopy);
    }
    let says = |key: &str, word: &str| entry.said(key).iter().any(|said| said.eq_ignore_ascii_case(word));
    if says("private", "true") || says("private", "yes") {
        return Err(Refusal::Never { field: "private".into() });
    }
    if says("publish", "false") || says("publish", "no") {
        return Err(Refusal::Never { field: "publish: false".into() });
    }
    let is_private = |tag: &String| tag.split('/').next().is_some_and(|top| top.eq_ignore_ascii_case("private"));
    if entry.tags.iter().any(is_private) {
        return Err(Refusal::Never { field: "tags: private".into() });
    }
    shared(entry, audience)
}

/// Whether `share` allows this audience. What is written there and not understood allows nothing.
fn shared(entry: &Entry, audience: Audience) -> Result<(), Refusal> {
    let Some(value) = entry.fields.get("share") else { return Ok(()) };
    let said = entry.said("share").join(", ").to_lowercase();
    match (said.as_str(), audience) {
        ("never", _) => Err(Refusal::Never { field: "share: never".into() }),
        ("team", Audience::Public) => Err(Refusal::TooWide),
        ("ask" | "public", _) | ("team", Audience::Team) => Ok(()),
        ("", _) if value.is_null() => Ok(()),
        _ => Err(Refusal::UnknownShare(said)),
    }
}
