//! Takes an entry of a team into the store, with the name of who wrote it.

use super::super::capture::{self, Saved};
use super::super::{Error, Workspace, find};
use super::{OpenTeam, index};
use crate::entry::front_matter::Value;
use crate::entry::link::{self, Form, Wanted};
use crate::entry::text;
use crate::entry::{Entry, EntryId, EntryPath, Kind, New, Stage};
use crate::git::transport;
use crate::index::Called;
use crate::ops::TeamError;
use crate::team::publish::credit;
use crate::team::read::is_withdrawn;

/// Copies a team's entry into the store as a seed of the same kind, of a day of a journal as a note: `via` is who wrote it, `source` is the page and what it
/// itself names. From then on the two know nothing of each other.
pub fn adopt(workspace: &Workspace, path: &EntryPath) -> Result<Saved, Error> {
    let (name, inside) = super::split(path).ok_or_else(|| Error::Team(TeamError::NotOfTeam(path.clone())))?;
    let entry = index::read(workspace, path)?;
    if is_withdrawn(&entry.text) {
        return Err(Error::Team(TeamError::Withdrawn(path.clone())));
    }
    let team = OpenTeam::of(workspace, name)?;
    let writers = team.writers(inside)?;
    let via = writers.first().map_or_else(|| name.to_owned(), |author| format!("{author} ({name})"));
    let address = page_address(&team, inside);
    if let Some(mine) = adopted(workspace, &entry.title, &address)? {
        return Err(TeamError::Adopted { path: path.clone(), mine }.into());
    }
    let new = New {
        id: EntryId::Ulid(capture::new_ulid(workspace)),
        // Somebody else's day is nobody's day here.
        kind: if entry.kind == Kind::Journal { Kind::Note } else { entry.kind },
        title: text::one_line(&entry.title),
        date: workspace.clock.now(),
        tags: entry.tags.clone(),
        stage: Some(Stage::Seed),
        url: entry.url.clone(),
        via: Some(via),
        source: sources(address, &entry),
        derived_from: Vec::new(),
        credit: credit(workspace, &team, inside, &entry, writers),
        body: body(&team, inside, &entry),
    };
    capture::save_new(workspace, &new)
}

/// The page, and what it names itself.
fn sources(address: String, entry: &Entry) -> Vec<String> {
    let named = entry.said("source").into_iter().filter(|named| *named != address);
    std::iter::once(address.clone()).chain(named).collect()
}

/// Whose words they are, what may be done with them, and where they are from: what goes along wherever they are published.
fn credit(
    workspace: &Workspace,
    team: &OpenTeam,
    inside: &str,
    entry: &Entry,
    writers: Vec<String>,
) -> Vec<(&'static str, Value)> {
    let said: Vec<String> = entry.said("authors").into_iter().chain(entry.said("author")).collect();
    let authors = if said.is_empty() { writers } else { said };
    let authors: Vec<String> = authors.iter().map(|name| text::one_line(name)).collect();
    let license = entry.said("license").into_iter().next().or_else(|| team.rules.license.clone());
    let day = workspace.clock.now().date_naive();
    let from = team.tip.as_ref().map(|tip| format!("{}@{} {inside} {day}", team.name, tip.0));
    let authors = (!authors.is_empty()).then_some(("authors", Value::List(authors)));
    let license = license.map(|license| ("license", Value::Text(text::one_line(&license))));
    [authors, license, from.map(|from| (credit::ADOPTED, Value::Text(from)))].into_iter().flatten().collect()
}

/// The entry that was made from a page, if it still has its title.
fn adopted(workspace: &Workspace, title: &str, address: &str) -> Result<Option<EntryPath>, Error> {
    let called = workspace.with_index(|index| index.names()?.called(Called::Title, title))?;
    Ok(called.into_iter().filter(|path| super::split(path).is_none()).find(|path| {
        // A blank was a plus in addresses of former times.
        let is_it = |said: &String| said == address || said.replace('+', "%20") == address;
        find::read(workspace, path).is_ok_and(|mine| mine.said("source").iter().any(is_it))
    }))
}

/// Where the page can be read, or which file of which repository it is.
fn page_address(team: &OpenTeam, inside: &str) -> String {
    team.address(inside).unwrap_or_else(|| format!("{}: {inside}", transport::public(team.bare.url())))
}

/// The text without its title line; links to other pages of the team become what they say, since those are not here.
pub(super) fn body(team: &OpenTeam, inside: &str, entry: &Entry) -> String {
    let body = entry.body();
    let from = EntryPath::new(inside).unwrap_or_else(|_| entry.path.clone());
    let mut out = String::with_capacity(body.len());
    let mut at = 0;
    for link in link::links(body) {
        // The end of an HTML element would be left alone.
        let is_passed = link.range.start < at || link.form == Form::Html;
        let (Wanted::Inside { path, .. }, false) = (link::wanted(&from, &link), is_passed) else {
            continue;
        };
        let shown = link.shown.clone().unwrap_or_else(|| link.target.clone());
        let leads = path.map(|path| page_address(team, &path));
        out.push_str(&body[at..link.range.start]);
        match leads.filter(|address| address.contains("://")) {
            Some(address) => out.extend(["[", &shown, "](", &address, ")"]),
            None => out.push_str(&shown),
        }
        at = link.range.end;
    }
    out.push_str(&body[at..]);
    without_title(&out, &entry.title)
}

fn without_title(body: &str, title: &str) -> String {
    let trimmed = body.trim_start();
    let first = trimmed.lines().next().unwrap_or_default();
    let is_title = first.strip_prefix("# ").is_some_and(|heading| text::one_line(heading) == text::one_line(title));
    if is_title { trimmed[first.len()..].trim_start().to_owned() } else { trimmed.to_owned() }
}
