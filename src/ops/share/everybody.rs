//! What everybody may see of an entry, for a file that its author makes: as a page for a team that anybody can read, and stricter,
//! since nobody looks at it piece by piece.

use super::build;
use super::check::names_by;
use crate::entry::{Entry, EntryPath, Kind, Timestamp};
use crate::index::Names;
use crate::ops::ShareError;
use crate::ops::{Error, Workspace, find};
use crate::team::publish::check::{Check, Subject, Text, examine};
use crate::team::publish::permitted;
use crate::team::read::rules::{Audience, Rules};

/// What everybody may see of an entry.
pub(in crate::ops) struct OpenPage {
    pub title: String,
    pub url: Option<String>,
    pub date: Option<Timestamp>,
    pub tags: Vec<String>,
    pub markdown: String,
}

/// The file of it; what may mean no, and what a check finds that nobody can be asked about, lets nothing of it leave.
pub(in crate::ops) fn text_for_everybody(workspace: &Workspace, entry: &Entry) -> Result<String, Error> {
    let rules = Rules { audience: Audience::Public, ..Rules::default() };
    let text = build::for_everybody(workspace, &rules, entry)?;
    let found = findings(workspace, &rules, entry, &text)?;
    if found.is_empty() { Ok(text) } else { Err(ShareError::Blocked(found).into()) }
}

/// The parts of it, for a feed.
pub(in crate::ops) fn for_everybody(workspace: &Workspace, entry: &Entry) -> Result<OpenPage, Error> {
    let text = text_for_everybody(workspace, entry)?;
    let path = EntryPath::new("page.md").expect("it is a name");
    let page = Entry::parse(path, text.as_bytes(), &[]);
    let markdown = page.body().trim_start();
    // The title stands above it.
    let markdown =
        markdown.strip_prefix("# ").map_or(markdown, |rest| rest.split_once('\n').map_or("", |(_, rest)| rest));
    let is_bookmark = entry.kind == Kind::Bookmark;
    let url = page.url.clone().filter(|_| is_bookmark);
    Ok(OpenPage {
        title: page.title.clone(),
        url,
        date: page.date,
        tags: page.tags.clone(),
        markdown: markdown.trim().to_owned(),
    })
}

/// What is found that keeps it here, a sentence each.
fn findings(workspace: &Workspace, rules: &Rules, entry: &Entry, text: &str) -> Result<Vec<String>, Error> {
    workspace.with_index(|index| {
        let names = index.names()?;
        let own = entry.title.to_lowercase();
        let private_title = |run: &str| !own.contains(run) && is_of_private(workspace, &names, entry, run);
        let report = examine(&Subject {
            files: &[Text { path: "page.md", text }],
            message: "",
            author: "",
            rules,
            has_source: true,
            adopted: None,
            private_words: &workspace.config.private_words,
            private_title: &private_title,
            similar: &[],
            entry: entry.path.as_str(),
            left_out: &[],
        });
        let keeps = |check| {
            matches!(check, Check::Secret | Check::PrivateTitle | Check::PrivateWord | Check::Host | Check::Invisible)
        };
        Ok(report.findings.into_iter().filter(|it| keeps(it.check)).map(|it| it.what).collect())
    })
}

/// Whether words are the name of an entry that never leaves.
fn is_of_private(workspace: &Workspace, names: &Names<'_>, own: &Entry, run: &str) -> bool {
    let called = names_by(run).into_iter().flat_map(|what| names.called(what, run).unwrap_or_default());
    let is_private = |entry: &Entry| permitted(entry, Audience::Public).is_err();
    called
        .into_iter()
        .any(|path| path != own.path && find::read(workspace, &path).is_ok_and(|entry| is_private(&entry)))
}
