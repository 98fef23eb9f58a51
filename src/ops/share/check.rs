//! The checks before anything leaves, on exactly what would leave.

use std::collections::HashSet;

use super::record;
use crate::entry::{Entry, slug};
use crate::git::Write;
use crate::index::{Called, Names};
use crate::ops::team::{self, OpenTeam};
use crate::ops::{Error, Workspace, find};
use crate::query::{Clause, Query, Term};
use crate::team::publish::check::{Report, Similar, Subject, Text, examine};
use crate::team::publish::{LeftOut, LeftOutKind, Page, permitted};

/// How many pages of the team are compared when a similar one is looked for.
const LOOKED_AT: usize = 20;
/// How many similar pages are shown.
const SHOWN: usize = 3;
/// The share of common words, in percent, from which on two titles count as alike.
const ALIKE: usize = 60;

/// What is checked, and against what.
pub(super) struct Checking<'a> {
    pub workspace: &'a Workspace,
    pub team: &'a OpenTeam,
    pub entry: &'a Entry,
    pub page: &'a Page,
}

impl Checking<'_> {
    pub(super) fn report(&self, writes: &[Write], message: &str, author: &str) -> Result<Report, Error> {
        let texts: Vec<(&str, String)> = writes
            .iter()
            // The team's own list and pages whose links follow are not mine; what is mine in them, the title and the path, is
            // checked.
            .filter(|write| self.is_mine(&write.path))
            .filter_map(|write| Some((write.path.as_str(), String::from_utf8(write.content.clone()?).ok()?)))
            .collect();
        let files: Vec<Text<'_>> = texts.iter().map(|(path, text)| Text { path, text }).collect();
        let similar = self.similar()?;
        let (private_words, rules) = (&self.workspace.config.private_words, &self.team.rules);
        let has_source = self.entry.url.is_some() || !self.entry.said("source").is_empty();
        self.workspace.with_index(|index| {
            let names = index.names()?;
            let own = self.entry.title.to_lowercase();
            let own_name = slug::slug(&self.entry.title);
            // What the page is called was chosen for the team, whatever else is called so.
            let is_own = |run: &str| own.contains(run) || own_name == run.trim_end_matches(".md");
            let private_title = |run: &str| !is_own(run) && self.is_private(&names, run);
            Ok(examine(&Subject {
                files: &files,
                message,
                author,
                rules,
                has_source,
                private_words,
                private_title: &private_title,
                similar: &similar,
                entry: self.entry.path.as_str(),
                left_out: &self.page.left_out,
            }))
        })
    }

    fn is_mine(&self, path: &str) -> bool {
        path == self.page.path || self.page.attachments.iter().any(|attached| attached.to == path)
    }

    /// Whether words are the title, another name, the file, the path or the id of an entry that is not in this team.
    fn is_private(&self, names: &Names<'_>, run: &str) -> bool {
        let is_file = run.matches('-').count() > 1 && !run.contains(char::is_whitespace);
        let is_id = run.len() == 26 && run.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let names_by = [
            (Called::Title, true),
            (Called::Alias, true),
            (Called::Path, run.contains('/')),
            (Called::File, is_file),
            (Called::Id, is_id),
        ];
        let called = names_by.into_iter().filter(|(_, may_be)| *may_be);
        called.flat_map(|(what, _)| names.called(what, run).unwrap_or_default()).any(|path| {
            path != self.entry.path
                && team::split(&path).is_none()
                && find::read(self.workspace, &path).is_ok_and(|entry| self.gives_away(&entry, run))
        })
    }

    /// Whether words that an entry is called tell of one that is not in this team. What a link to it calls it is shown with
    /// the link that stays behind, and told again only of an entry that never leaves.
    fn gives_away(&self, entry: &Entry, run: &str) -> bool {
        let names = |left: &LeftOut| left.what == LeftOutKind::PrivateLink && left.text.to_lowercase().contains(run);
        record::entered(entry, &self.team.name).is_none()
            && (permitted(entry, self.team.rules.audience).is_err() || !self.page.left_out.iter().any(names))
    }

    /// Pages of the team with nearly the same title.
    fn similar(&self) -> Result<Vec<Similar>, Error> {
        let mine = words(&self.entry.title);
        if mine.is_empty() {
            return Ok(Vec::new());
        }
        let found = team::search_one(self.workspace, &self.team.name, &any_of(&mine), LOOKED_AT)?;
        let alike = found.hits.into_iter().filter_map(|hit| {
            let (_, path) = team::split(&hit.path)?;
            let theirs = words(&hit.title);
            let shared = mine.intersection(&theirs).count();
            let is_alike = path != self.page.path && 100 * shared >= ALIKE * mine.len().min(theirs.len().max(1)).max(2);
            is_alike.then(|| Similar { title: hit.title, path: path.to_owned() })
        });
        Ok(alike.take(SHOWN).collect())
    }
}

/// A query for any of these words.
fn any_of(words: &HashSet<String>) -> Query {
    let clause = |text: &String| Clause { not: false, term: Term::Word { text: text.clone(), prefix: false } };
    Query { any: words.iter().map(|word| vec![clause(word)]).collect() }
}

/// The words of a title that tell it from others.
fn words(title: &str) -> HashSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() > 3).collect()
}
