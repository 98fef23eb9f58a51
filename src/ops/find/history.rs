//! Versions of an entry, from git.

use std::collections::HashSet;
use std::time::Duration;

use chrono::DateTime;
use similar::{Change, ChangeTag, TextDiff};

use crate::entry::{Entry, EntryId, EntryPath, Timestamp};
use crate::git;
use crate::ops::FindError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::commit;
use crate::ops::edit::Changed;
use crate::ops::{Error, Workspace};

/// How many lines are shown around a change.
const AROUND: usize = 3;
/// When a comparison stops looking for the shortest one.
const PATIENCE: Duration = Duration::from_millis(300);

/// A commit that changed an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub rev: String,
    pub subject: String,
    pub when: Timestamp,
    pub author: String,
}

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    pub sign: Sign,
    pub text: String,
}

/// Which side a line is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Same,
    Added,
    Removed,
    /// Stands for lines that are the same and not shown.
    Gap,
}

/// The commits that changed an entry, newest first; its earlier names are followed.
pub fn versions(workspace: &Workspace, path: &EntryPath, limit: usize) -> Result<Vec<Version>, Error> {
    let mut versions = Vec::new();
    if limit > 0 {
        walk(workspace, path, &mut |version| {
            versions.push(Version {
                rev: version.commit.0,
                subject: version.subject,
                when: version.when,
                author: version.author,
            });
            versions.len() < limit
        })?;
    }
    Ok(versions)
}

/// What a version changed.
pub fn diff(workspace: &Workspace, path: &EntryPath, rev: &str) -> Result<Vec<DiffLine>, Error> {
    let repo = workspace.history()?;
    let commit = repo.commit_named(rev)?;
    let mut found = None;
    walk(workspace, path, &mut |version| {
        found = Some(version).filter(|version| version.commit == commit);
        found.is_none()
    })?;
    let Some(version) = found else { return Err(no_version(path, rev)) };
    let earlier = version.renamed_from.as_ref().unwrap_or(&version.path);
    let before = repo.parent(&commit)?.map(|parent| repo.content(&parent, earlier)).transpose()?.flatten();
    let after = repo.content(&commit, &version.path)?;
    Ok(compared(&lossy(before), &lossy(after)))
}

/// Brings an entry's text of a version back, as a new act.
pub fn restore(workspace: &Workspace, path: &EntryPath, rev: &str) -> Result<Changed, Error> {
    let then = text_at(workspace, path, rev)?;
    let title = Entry::parse(path.clone(), &then, &workspace.config.folders).title;
    bulk::compose(workspace, || {
        // Also over a text that cannot be read: that is what older versions are for.
        let before = commit::current(workspace, path)?.content;
        Ok((format!("restore: {title}"), vec![Rewrite { path: path.clone(), before, after: Some(then) }]))
    })
}

/// What an entry held when a commit was the newest, under whatever name.
fn text_at(workspace: &Workspace, path: &EntryPath, rev: &str) -> Result<Vec<u8>, Error> {
    let repo = workspace.history()?;
    let commit = repo.commit_named(rev)?;
    let mut found = None;
    walk(workspace, path, &mut |version| {
        found = Some(version).filter(|version| repo.is_within(&version.commit, &commit).unwrap_or(false));
        found.is_none()
    })?;
    let text = match found {
        Some(version) => repo.content(&version.commit, &version.path)?,
        None => None,
    };
    text.ok_or_else(|| no_version(path, rev))
}

fn no_version(path: &EntryPath, rev: &str) -> Error {
    Error::Find(FindError::NoVersion { path: path.clone(), rev: rev.to_owned() })
}

/// Goes through the versions of an entry, newest first, as long as it is told to.
fn walk(workspace: &Workspace, path: &EntryPath, seen: &mut dyn FnMut(git::Version) -> bool) -> Result<(), Error> {
    let is_same = |before: &[u8], after: &[u8]| is_same_entry(workspace, before, after);
    Ok(workspace.history()?.history(path.as_str(), made(workspace, path), &is_same, seen)?)
}

/// When an entry was made, as its id tells.
fn made(workspace: &Workspace, path: &EntryPath) -> Option<Timestamp> {
    match workspace.store().read(path).ok()?.id {
        EntryId::Ulid(ulid) => {
            let made = DateTime::from_timestamp_millis(i64::try_from(ulid.timestamp_ms()).ok()?)?;
            Some(made.fixed_offset())
        }
        EntryId::Day(_) | EntryId::Path(_) => None,
    }
}

/// Whether two texts are one entry under two names: by their id, or where neither has one by most of their lines.
fn is_same_entry(workspace: &Workspace, before: &[u8], after: &[u8]) -> bool {
    let anywhere = EntryPath::new("entry.md").expect("a plain name");
    let id = |text: &[u8]| match Entry::parse(anywhere.clone(), text, &workspace.config.folders).id {
        id @ (EntryId::Ulid(_) | EntryId::Day(_)) => Some(id),
        EntryId::Path(_) => None,
    };
    match (id(before), id(after)) {
        (None, None) => are_alike(before, after),
        (one, other) => one == other,
    }
}

/// Whether two texts share at least half of their lines that say something.
fn are_alike(before: &[u8], after: &[u8]) -> bool {
    let says = |line: &&str| line.contains(char::is_alphanumeric);
    let lines = |text| String::from_utf8_lossy(text).lines().filter(says).map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(before), lines(after));
    let old: HashSet<&String> = before.iter().collect();
    let shared = after.iter().filter(|line| old.contains(line)).count();
    shared > 0 && 4 * shared >= before.len() + after.len()
}

fn lossy(text: Option<Vec<u8>>) -> String {
    String::from_utf8_lossy(&text.unwrap_or_default()).into_owned()
}

impl DiffLine {
    fn of(change: &Change<&str>) -> Self {
        let sign = match change.tag() {
            ChangeTag::Equal => Sign::Same,
            ChangeTag::Insert => Sign::Added,
            ChangeTag::Delete => Sign::Removed,
        };
        Self { sign, text: change.value().trim_end_matches(['\n', '\r']).to_owned() }
    }
}

/// All lines of both texts, those that differ as such.
pub(in crate::ops) fn whole(before: &str, after: &str) -> Vec<DiffLine> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(before, after);
    diff.iter_all_changes().map(|change| DiffLine::of(&change)).collect()
}

/// The lines that differ with some around them.
pub(in crate::ops) fn compared(before: &str, after: &str) -> Vec<DiffLine> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(before, after);
    let line = |change: Change<&str>| DiffLine::of(&change);
    let mut lines: Vec<DiffLine> = Vec::new();
    let mut next = 0;
    for group in diff.grouped_ops(AROUND) {
        let starts = group.first().map_or(next, |op| op.old_range().start);
        if starts > next {
            lines.push(DiffLine { sign: Sign::Gap, text: String::new() });
        }
        next = group.last().map_or(next, |op| op.old_range().end);
        lines.extend(group.iter().flat_map(|op| diff.iter_changes(op)).map(line));
    }
    if !lines.is_empty() && next < before.lines().count() {
        lines.push(DiffLine { sign: Sign::Gap, text: String::new() });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let sign = |line: &DiffLine| match line.sign {
            Sign::Same => ' ',
            Sign::Added => '+',
            Sign::Removed => '-',
            Sign::Gap => '~',
        };
        compared(before, after).iter().map(|line| format!("{}{}|", sign(line), line.text)).collect()
    }

    #[test]
    fn only_what_differs_is_shown_with_three_lines_around_it() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

        assert_eq!(shown(before, &before.replace('5', "five")), "~| 2| 3| 4|-5|+five| 6| 7| 8|~|");
        assert_eq!(shown(before, before), "");
        assert_eq!(shown("", "a\r\nb"), "+a|+b|");
        assert_eq!(shown("a\nb\n", ""), "-a|-b|");
    }
}
