//! What is followed: the file `feeds.opml` of the store, and how each source stands.

use std::collections::HashMap;

use super::error::FeedError;
use super::{cache, is_there, logs};
use crate::entry::EntryPath;
use crate::feed::opml::{self, Source};
use crate::feed::{SOURCES, source_key};
use crate::items::{Counts, State};
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace};
use crate::store;

/// A source as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub source: Source,
    /// The same on every machine.
    pub key: String,
    pub counts: Counts,
    pub state: State,
}

impl Listed {
    /// What is wrong with it, if anything is.
    pub fn trouble(&self) -> Option<String> {
        if self.state.is_gone {
            return Some("it is gone for good, says its server".to_owned());
        }
        self.state.failed.clone()
    }
}

/// What is followed, in the order of the file.
pub(super) fn sources(workspace: &Workspace) -> Result<Vec<Source>, Error> {
    match text(workspace)? {
        text if text.trim().is_empty() => Ok(Vec::new()),
        text => opml::sources(&text).map_err(|error| FeedError::NoList(error).into()),
    }
}

/// The file's text; empty where there is none.
pub(super) fn text(workspace: &Workspace) -> Result<String, Error> {
    read_text(workspace, SOURCES)
}

pub(super) fn read_text(workspace: &Workspace, name: &str) -> Result<String, Error> {
    match workspace.store().bytes(&EntryPath::new(name)?) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(store::Error::Missing(_)) => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}

/// The same for whoever changes it: what is not UTF-8 would not be what stood there.
pub(super) fn text_to_change(workspace: &Workspace, name: &'static str) -> Result<String, Error> {
    let text = read_text(workspace, name)?;
    let is_exact = workspace.store().bytes(&EntryPath::new(name)?).is_ok_and(|bytes| bytes == text.as_bytes());
    if is_exact || text.is_empty() { Ok(text) } else { Err(FeedError::NotUtf8(name).into()) }
}

/// What is followed, with how each stands and how much of it is unread.
pub fn list(workspace: &Workspace) -> Result<Vec<Listed>, Error> {
    let sources = sources(workspace)?;
    if !is_there(workspace) {
        let new = |source: Source| {
            let key = source_key(&source.url);
            Listed { key, source, counts: Counts::default(), state: State::default() }
        };
        return Ok(sources.into_iter().map(new).collect());
    }
    let items = cache(workspace)?;
    logs::hear(workspace, &items)?;
    let mut counts: HashMap<String, Counts> = items.counts()?;
    let listed = sources.into_iter().map(|source| {
        let key = source_key(&source.url);
        let counts = match source.search() {
            Some(words) => super::found::counts(workspace, words)?,
            None => counts.remove(&key).unwrap_or_default(),
        };
        let counts = if source.is_muted { Counts { unread: 0, ..counts } } else { counts };
        Ok(Listed { counts, state: items.state(&key)?, key, source })
    });
    listed.collect()
}

/// The groups there are, those first that everybody has.
pub fn groups(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let mut groups = ["Feeds", "People", "Disagrees with me"].map(str::to_owned).to_vec();
    for source in sources(workspace)? {
        if !groups.iter().any(|known| known == source.group()) {
            groups.push(source.group().to_owned());
        }
    }
    Ok(groups)
}

/// The source that a name means: its address, its title, or a part of either.
pub fn of(workspace: &Workspace, name: &str) -> Result<Source, Error> {
    let all = sources(workspace)?;
    let wanted = name.trim().to_lowercase();
    let exact = |source: &&Source| source.url.to_lowercase() == wanted || source.title.to_lowercase() == wanted;
    let near =
        |source: &&Source| source.url.to_lowercase().contains(&wanted) || source.title.to_lowercase().contains(&wanted);
    let mut found: Vec<&Source> = all.iter().filter(exact).collect();
    if found.is_empty() {
        found = all.iter().filter(near).collect();
    }
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(FeedError::Unknown(name.to_owned()).into()),
        several => {
            let among = several.iter().map(|source| source.title.clone()).collect();
            Err(FeedError::Several { name: name.to_owned(), among }.into())
        }
    }
}

/// Changes the list as one act, which undo takes back. `edit` gets the text and gives the new one.
pub(super) fn edit(
    workspace: &Workspace,
    message: &str,
    edit: impl FnOnce(&str) -> Result<String, opml::Error>,
) -> Result<Changed, Error> {
    bulk::compose(workspace, || {
        let before = text_to_change(workspace, SOURCES)?;
        let after = edit(&before).map_err(FeedError::NoList)?;
        Ok((message.to_owned(), vec![rewrite(SOURCES, &before, after)?]))
    })
}

pub(super) fn rewrite(name: &str, before: &str, after: String) -> Result<Rewrite, Error> {
    let before = Some(before.to_owned().into_bytes()).filter(|before| !before.is_empty());
    Ok(Rewrite { path: EntryPath::new(name)?, before, after: Some(after.into_bytes()) })
}

/// Changes what is said of a source: its name, its group, whether it is muted.
pub fn change(workspace: &Workspace, url: &str, now: &Source) -> Result<Changed, Error> {
    edit(workspace, &format!("feeds: {}", now.title), |text| opml::changed(text, url, now))
}

/// Follows something no longer; its items go, but for those with a star.
pub fn remove(workspace: &Workspace, source: &Source) -> Result<Changed, Error> {
    let changed =
        edit(workspace, &format!("feeds: {} no longer", source.title), |text| opml::without(text, &source.url))?;
    if is_there(workspace) {
        cache(workspace)?.forget(&source_key(&source.url))?;
        super::found::bring_in_step(workspace)?;
    }
    Ok(changed)
}
