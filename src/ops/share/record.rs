//! What is remembered of publications: a line in the entry itself, and on this machine the page as it last left.

use std::fs;
use std::path::PathBuf;

use ulid::Ulid;

use crate::disk;
use crate::entry::{Entry, EntryId, Timestamp};
use crate::git::CommitId;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace};
use crate::team::publish;
use crate::team::read::rules::Ids;
use crate::team::read::{TeamPage, read_page};

/// The field that names from when on an entry has all words of its copies.
pub(super) const TAKEN: &str = "taken";

/// One line of an entry's `published`: `team@commit path date`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicationLine {
    pub team: String,
    pub commit: CommitId,
    pub path: String,
    /// `2026-11-21`
    pub date: String,
}

impl PublicationLine {
    pub(super) fn line(&self) -> String {
        format!("{}@{} {} {}", self.team, self.commit.0, self.path, self.date)
    }

    fn read(line: &str) -> Option<Self> {
        let (head, rest) = line.split_once(' ')?;
        let (team, commit) = head.split_once('@')?;
        let (path, date) = rest.rsplit_once(' ')?;
        let is_commit = commit.len() >= 7 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_commit.then(|| Self {
            team: team.to_owned(),
            commit: CommitId(commit.to_owned()),
            path: path.to_owned(),
            date: date.to_owned(),
        })
    }
}

/// All publications that an entry tells of; a line that cannot be read is passed over and kept.
pub(super) fn all(entry: &Entry) -> Vec<PublicationLine> {
    entry.said("published").iter().filter_map(|line| PublicationLine::read(line)).collect()
}

/// A publication of an entry in a team.
pub(super) fn entered(entry: &Entry, team: &str) -> Option<PublicationLine> {
    all(entry).into_iter().find(|out| out.team == team)
}

/// The publication of an entry in a team; of several, as two machines leave them, the one that came last.
pub(super) fn latest(entry: &Entry, team: &OpenTeam) -> Option<PublicationLine> {
    last_of(all(entry), team)
}

/// From which commit on all words of a team's copy were in the entry, as the entry says.
pub(super) fn taken(entry: &Entry, team: &OpenTeam) -> Option<PublicationLine> {
    last_of(entry.said(TAKEN).iter().filter_map(|line| PublicationLine::read(line)).collect(), team)
}

/// What an entry was last in step with: its publication, or what it took over from the team's copy since.
/// Answers with whether it is the latter.
pub(super) fn in_step(entry: &Entry, team: &OpenTeam, out: &PublicationLine) -> (PublicationLine, bool) {
    let is_later = |taken: &PublicationLine| {
        let is_here = matches!(team.bare.signed(&taken.commit), Ok(Some(_)));
        is_here && team.bare.is_within(&out.commit, &taken.commit).unwrap_or(false)
    };
    taken(entry, team).filter(is_later).map_or_else(|| (out.clone(), false), |taken| (taken, true))
}

fn last_of(lines: Vec<PublicationLine>, team: &OpenTeam) -> Option<PublicationLine> {
    let is_later = |one: &PublicationLine, other: &PublicationLine| {
        team.bare.is_within(&other.commit, &one.commit).unwrap_or(false)
    };
    let own = lines.into_iter().filter(|line| line.team == team.name);
    own.reduce(|last, line| if is_later(&line, &last) || line.date > last.date { line } else { last })
}

/// Where a publication lies now: where it was put, or where somebody moved it since, known by its id. `None` where it is
/// gone, or where another page has its place.
pub(super) fn whereabouts(team: &OpenTeam, out: &PublicationLine, page_id: &str) -> Result<Option<String>, Error> {
    let there = team.page_at(&out.path)?;
    if there.as_ref().is_some_and(|page| page.id.as_deref().is_none_or(|id| id == page_id)) {
        return Ok(Some(out.path.clone()));
    }
    // The team may have changed since what it asks ids to be.
    let sent = team.text_at(&out.commit, &out.path).ok().flatten();
    let sent = sent.and_then(|text| read_page(&out.path, text.as_bytes(), &team.rules).id);
    let is_mine = |page: &TeamPage| page.id.is_some() && (page.id.as_deref() == Some(page_id) || page.id == sent);
    if there.as_ref().is_some_and(is_mine) {
        return Ok(Some(out.path.clone()));
    }
    for candidate in &team.intake()?.pages {
        if team.page(candidate)?.as_ref().is_some_and(is_mine) {
            return Ok(Some(candidate.path.clone()));
        }
    }
    Ok(None)
}

/// The id that a page of a team has: the entry's own, or one that nobody else can trace back to it.
pub(super) fn page_id(workspace: &Workspace, team: &OpenTeam, id: &str) -> Result<String, Error> {
    match team.rules.ids {
        Ids::Own => Ok(id.to_owned()),
        Ids::Opaque => Ok(publish::id::opaque(&secret(workspace)?, id, &team.name)),
    }
}

/// What only this store knows; made when it is first asked for.
pub(super) fn secret(workspace: &Workspace) -> Result<Vec<u8>, Error> {
    let file = workspace.state().join("secret");
    if let Ok(secret) = fs::read(&file) {
        return Ok(secret);
    }
    let made = [Ulid::generate().random(), Ulid::generate().random()].map(u128::to_be_bytes).concat();
    match disk::create_private(&file, &made) {
        Err(disk::Error::Exists(_)) => Ok(fs::read(&file).unwrap_or(made)),
        done => Ok(done.map(|()| made)?),
    }
}

/// My page as it was when it last left this machine, before it was joined with anybody's changes: for a team whose history
/// does not tell it any more.
pub(super) fn last_page(workspace: &Workspace, team: &str, id: &str) -> Option<String> {
    fs::read_to_string(page_file(workspace, team, id)?).ok()
}

pub(super) fn keep_page(workspace: &Workspace, team: &str, id: &str, page: &str) -> Result<(), Error> {
    match page_file(workspace, team, id) {
        Some(file) => Ok(disk::put(&file, page.as_bytes())?),
        None => Ok(()),
    }
}

fn page_file(workspace: &Workspace, team: &str, id: &str) -> Option<PathBuf> {
    let is_plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (is_plain(team) && is_plain(id)).then(|| workspace.state().join("pages-out").join(team).join(format!("{id}.md")))
}

/// The name that a publication has for ever: the entry's id, or for one that has none yet the id that it will get.
pub(super) fn id_of(workspace: &Workspace, entry: &Entry) -> Result<String, Error> {
    match &entry.id {
        EntryId::Ulid(_) | EntryId::Day(_) => Ok(entry.id.to_string()),
        EntryId::Path(path) => Ok(durable(&secret(workspace)?, path.as_str(), entry.date)),
    }
}

/// An id for an entry that has none: the same however often it is asked for, until the entry gets it. Nobody else can tell
/// by trying that it was made from a path.
pub(super) fn durable(secret: &[u8], path: &str, date: Option<Timestamp>) -> String {
    let random = publish::id::keyed_to(secret, path, "").random();
    let made = date.map_or(0, |date| u64::try_from(date.timestamp_millis()).unwrap_or_default());
    Ulid::from_parts(made, random).to_string().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_published_reads_back() {
        let out = PublicationLine {
            team: "acme".into(),
            commit: CommitId("0123456789abcdef0123456789abcdef01234567".into()),
            path: "nuggets/git/a b.md".into(),
            date: "2026-11-21".into(),
        };

        assert_eq!(PublicationLine::read(&out.line()), Some(out));
        assert_eq!(PublicationLine::read("acme nuggets/x.md 2026-11-21"), None);
    }
}
