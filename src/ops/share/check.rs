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
use crate::team::publish::{LeftOut, LeftOutKind, Page, credit, permitted};

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
    /// What it is made from; nothing where it was typed for the team.
    pub entry: Option<&'a Entry>,
    /// What was chosen for the team as its name, and so tells nothing.
    pub own_title: &'a str,
    pub left_out: &'a [LeftOut],
    pub similar: &'a [Similar],
}

impl<'a> Checking<'a> {
    /// A page that was made of an entry.
    pub(super) fn page(
        (workspace, team): (&'a Workspace, &'a OpenTeam),
        entry: &'a Entry,
        page: &'a Page,
        similar: &'a [Similar],
    ) -> Self {
        Self { workspace, team, entry: Some(entry), own_title: &entry.title, left_out: &page.left_out, similar }
    }

    /// Looks at texts, each with its path in the team, and at what is said of them in its history.
    pub(super) fn report(&self, texts: &[(&str, String)], message: &str, author: &str) -> Result<Report, Error> {
        let files: Vec<Text<'_>> = texts.iter().map(|(path, text)| Text { path, text }).collect();
        let (private_words, rules) = (&self.workspace.config.private_words, &self.team.rules);
        let has_source = self.entry.is_some_and(|entry| entry.url.is_some() || !entry.said("source").is_empty());
        let adopted = self.entry.and_then(credit::license);
        self.workspace.with_index(|index| {
            let names = index.names()?;
            let (own, own_name) = (self.own_title.to_lowercase(), slug::slug(self.own_title));
            // What the page is called was chosen for the team, whatever else is called so.
            let is_own = |run: &str| own.contains(run) || own_name == run.trim_end_matches(".md");
            let private_title = |run: &str| !is_own(run) && self.is_private(&names, run);
            Ok(examine(&Subject {
                files: &files,
                message,
                author,
                rules,
                has_source,
                adopted: adopted.as_deref(),
                private_words,
                private_title: &private_title,
                similar: self.similar,
                entry: self.entry.map_or("", |entry| entry.path.as_str()),
                left_out: self.left_out,
            }))
        })
    }

    /// Whether words are the title, another name, the file, the path or the id of an entry that is not in this team.
    fn is_private(&self, names: &Names<'_>, run: &str) -> bool {
        let called = names_by(run).into_iter();
        called.flat_map(|what| names.called(what, run).unwrap_or_default()).any(|path| {
            self.entry.is_none_or(|own| path != own.path)
                && team::split(&path).is_none()
                && find::read(self.workspace, &path).is_ok_and(|entry| self.gives_away(&entry, run))
        })
    }

    /// Whether words that an entry is called tell of one that is not in this team. What a link to it calls it is shown with
    /// the link that stays behind, and told again only of an entry that never leaves.
    fn gives_away(&self, entry: &Entry, run: &str) -> bool {
        let names = |left: &LeftOut| left.what == LeftOutKind::PrivateLink && left.text.to_lowercase().contains(run);
        record::entered(entry, &self.team.name).is_none()
            && (permitted(entry, self.team.rules.audience).is_err() || !self.left_out.iter().any(names))
    }
}

/// What words may be of an entry: its title and other names, and what looks like a path, a file or an id.
pub(super) fn names_by(run: &str) -> Vec<Called> {
    let is_file = run.matches('-').count() > 1 && !run.contains(char::is_whitespace);
    let is_id = run.len() == 26 && run.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let may_be = [
        (Called::Title, true),
        (Called::Alias, true),
        (Called::Path, run.contains('/')),
        (Called::File, is_file),
        (Called::Id, is_id),
    ];
    may_be.into_iter().filter(|(_, may_be)| *may_be).map(|(what, _)| what).collect()
}

/// What of a commit's files is a page's own: the team's list and pages whose links follow are not mine; what is mine in them, the
/// title and the path, is checked.
pub(super) fn own<'a>(page: &Page, writes: &'a [Write]) -> Vec<(&'a str, String)> {
    let is_mine = |path: &str| path == page.path || page.attachments.iter().any(|attached| attached.to == path);
    let mine = writes.iter().filter(|write| is_mine(&write.path));
    mine.filter_map(|write| Some((write.path.as_str(), String::from_utf8(write.content.clone()?).ok()?))).collect()
}

/// Pages of the team with nearly the same title as one that is to lie at `own`.
pub(super) fn similar(workspace: &Workspace, team: &OpenTeam, title: &str, own: &str) -> Result<Vec<Similar>, Error> {
    let mine = words(title);
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let found = team::search_one(workspace, &team.name, &any_of(&mine), LOOKED_AT)?;
    let alike = found.hits.into_iter().filter_map(|hit| {
        let (_, path) = team::split(&hit.path)?;
        let theirs = words(&hit.title);
        let shared = mine.intersection(&theirs).count();
        let is_alike = path != own && 100 * shared >= ALIKE * mine.len().min(theirs.len().max(1)).max(2);
        is_alike.then(|| Similar { title: hit.title, path: path.to_owned() })
    });
    Ok(alike.take(SHOWN).collect())
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
