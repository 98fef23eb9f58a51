//! The link graph: what an entry links to, what links to it, what could.

mod add;
mod broken;
pub(in crate::ops) mod resolver;

pub(in crate::ops) use add::name;
pub use add::{add, written};
pub use broken::{Checker, Missing};

use std::collections::BTreeSet;
use std::ops::Range;

use crate::entry::link::{self, Form};
use crate::entry::{Entry, EntryPath};
use crate::index::{self, Index, Naming};
use crate::ops::find;
use crate::ops::{Error, Named, Workspace};
use crate::query::{Clause, Query, Term};
use resolver::{Meant, Resolver, Sayings};

/// A longer line is shown in part, so many bytes around the place.
const CONTEXT: usize = 200;
/// So many entries that say a name are looked at for each place that is wanted.
const LOOKED_AT: usize = 4;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Entry(Named),
    /// A file of the store that is no entry.
    File(String),
    /// An address with a scheme.
    Web(String),
    /// Nothing there.
    Missing(String),
}

impl Target {
    /// What it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Entry(_) => "entry",
            Self::File(_) => "file",
            Self::Web(_) => "web",
            Self::Missing(_) => "missing",
        }
    }
}

/// One link of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: EntryPath,
    /// In the file, counted from 1.
    pub line: usize,
    /// The link as it is written.
    pub text: String,
    /// The name, path or address in it, decoded, without the heading.
    pub named: String,
    pub target: Target,
    pub heading: Option<String>,
    pub form: Form,
}

/// A link of a body, and where it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLink {
    /// In the body, brackets included.
    pub range: Range<usize>,
    /// By what name other links refer to it, if it is a definition: `[name]: target`.
    pub label: Option<String>,
    pub link: Link,
}

/// A place that leads to an entry, or could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub from: Named,
    /// In the file, counted from 1.
    pub line: usize,
    /// The line around it.
    pub context: String,
}

/// Where an entry came from and what came of it, by the fields of the front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    pub derived_from: Vec<Target>,
    pub source: Vec<String>,
    pub via: Option<String>,
    /// Entries whose `derived_from` names this one.
    pub distilled_into: Vec<Named>,
}

/// The links of an entry, in order.
pub fn out(workspace: &Workspace, entry: &Entry) -> Result<Vec<Link>, Error> {
    resolver::ask_of(workspace, &entry.path, |resolver| Ok(resolver.links(entry)?))
}

/// The links of an entry but those to what it is derived from, the first so many in order, and how many there are in all.
/// Where a link leads is looked up for those alone.
pub fn out_but_sources(workspace: &Workspace, entry: &Entry, limit: usize) -> Result<(Vec<Link>, usize), Error> {
    let mut links = link::of(entry);
    links.retain(|link| !is_source(link));
    let total = links.len();
    links.truncate(limit);
    resolver::ask_of(workspace, &entry.path, |resolver| Ok((resolver.resolved(entry, links)?, total)))
}

/// The links of a body with their places, at most so many.
pub fn in_text(workspace: &Workspace, entry: &Entry, limit: usize) -> Result<Vec<TextLink>, Error> {
    let mut written = link::of(entry);
    written.retain(|link| link.range.start >= entry.body.start);
    written.truncate(limit);
    if written.is_empty() {
        return Ok(Vec::new());
    }
    let place = |link: &link::Link| {
        let label = link.shown.clone().filter(|_| link.is_definition(&entry.text));
        (link.range.start - entry.body.start..link.range.end - entry.body.start, label)
    };
    let places: Vec<_> = written.iter().map(place).collect();
    let links = resolver::ask_of(workspace, &entry.path, |resolver| Ok(resolver.resolved(entry, written)?))?;
    let placed = places.into_iter().zip(links);
    Ok(placed.map(|((range, label), link)| TextLink { range, label, link }).collect())
}

/// The places that link to an entry, at most so many, and how many entries there are in all.
///
/// Entries beyond the limit are counted by what the index knows of their links, and not read.
pub fn back(workspace: &Workspace, entry: &Entry, limit: usize) -> Result<(Vec<Mention>, usize), Error> {
    resolver::ask_of(workspace, &entry.path, |resolver| {
        let linking = resolver.linking(Naming::Link, entry)?;
        let sayings = Sayings::of(&resolver::names(&entry.path, &entry.title, &entry.aliases, &entry.id));
        let (mut mentions, mut total) = (Vec::new(), linking.len());
        for path in linking {
            if mentions.len() >= limit {
                break;
            }
            // Gone or changed since the index was written.
            let places = match find::read(workspace, &path) {
                Ok(from) => places(resolver, &sayings, &from, &entry.path)?,
                Err(_) => Vec::new(),
            };
            total -= usize::from(places.is_empty());
            mentions.extend(places);
        }
        mentions.truncate(limit);
        Ok((mentions, total))
    })
}

/// Where one entry links to another.
fn places(
    resolver: &Resolver<'_>,
    sayings: &Sayings,
    from: &Entry,
    to: &EntryPath,
) -> Result<Vec<Mention>, index::Error> {
    let mut places = Vec::new();
    for link in link::of(from).into_iter().filter(|link| sayings.may_lead(&from.path, link)) {
        if matches!(resolver.meant(&from.path, &link)?, Meant::Entry(path, _) if path == *to) {
            places.push(mention(from, &link.range));
        }
    }
    Ok(places)
}

/// The entries that link to this one, by whatever name, in path order.
pub fn backlinks(workspace: &Workspace, entry: &Entry) -> Result<Vec<EntryPath>, Error> {
    let mut paths: Vec<EntryPath> =
        back(workspace, entry, usize::MAX)?.0.into_iter().map(|mention| mention.from.path).collect();
    paths.dedup();
    Ok(paths)
}

/// Places that say an entry's title or an alias without linking to it, at most so many.
pub fn mentions(workspace: &Workspace, entry: &Entry, limit: usize) -> Result<Vec<Mention>, Error> {
    let names = [&entry.title].into_iter().chain(&entry.aliases).map(String::as_str);
    let names: Vec<&str> = names.filter(|name| link::is_telling(name)).collect();
    if names.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let says = |name: &&str| vec![Clause { not: false, term: Term::Phrase((*name).to_owned()) }];
    let query = Query { any: names.iter().map(says).collect() };
    let most = limit.saturating_mul(LOOKED_AT).max(LOOKED_AT * LOOKED_AT);
    let found = workspace.with_index(|index| index.list(&query, most))?;
    let mut mentions = Vec::new();
    for hit in found.hits.into_iter().filter(|hit| hit.path != entry.path) {
        if mentions.len() >= limit {
            break;
        }
        let Ok(from) = find::read(workspace, &hit.path) else { continue };
        let said = link::mentions(from.body(), &names).into_iter();
        let start = from.body.start;
        mentions.extend(said.map(|range| mention(&from, &(range.start + start..range.end + start))));
    }
    mentions.truncate(limit);
    Ok(mentions)
}

/// A place with the line around it.
fn mention(from: &Entry, range: &Range<usize>) -> Mention {
    let text = from.text.as_str();
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.start..].find('\n').map_or(text.len(), |length| range.start + length);
    let near = text.floor_char_boundary(start.max(range.start.saturating_sub(CONTEXT)));
    let far = text.ceil_char_boundary(end.min(range.end.saturating_add(CONTEXT)));
    let words = text[near..far.max(near)].trim();
    let (before, behind) = (if near > start { "…" } else { "" }, if far < end { "…" } else { "" });
    Mention {
        from: Named { id: from.id.clone(), path: from.path.clone(), title: from.title.clone() },
        line: text[..range.start].matches('\n').count() + 1,
        context: format!("{before}{words}{behind}"),
    }
}

/// Where an entry came from, and what came of it.
pub fn provenance(workspace: &Workspace, entry: &Entry) -> Result<Provenance, Error> {
    resolver::ask(workspace, |resolver| {
        let mut derived_from = Vec::new();
        for link in link::in_front_matter(entry).iter().filter(|link| is_source(link)) {
            derived_from.push(resolver.target(entry, link)?);
        }
        let mut distilled_into = Vec::new();
        for path in resolver.linking(Naming::Source, entry)? {
            let Ok(from) = find::read(workspace, &path) else { continue };
            if derives(resolver, &from, &entry.path)? {
                distilled_into.push(Named { id: from.id, path, title: from.title });
            }
        }
        let via = entry.said("via").into_iter().next();
        Ok(Provenance { derived_from, source: entry.said("source"), via, distilled_into })
    })
}

fn is_source(link: &link::Link) -> bool {
    link.field.as_deref() == Some("derived_from")
}

fn derives(resolver: &Resolver<'_>, from: &Entry, to: &EntryPath) -> Result<bool, index::Error> {
    for link in link::in_front_matter(from).iter().filter(|link| is_source(link)) {
        if matches!(resolver.meant(&from.path, link)?, Meant::Entry(path, _) if path == *to) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Calls `sink` with every link of the store, in path order; reads every entry.
pub fn each(workspace: &Workspace, sink: &mut dyn FnMut(Link)) -> Result<(), Error> {
    let paths = paths(workspace)?;
    resolver::ask(workspace, |resolver| {
        for path in &paths {
            // What is gone by now has no links.
            let Ok(entry) = find::read(workspace, path) else { continue };
            resolver.links(&entry)?.into_iter().for_each(&mut *sink);
        }
        Ok(())
    })
}

/// Where every entry lies, in order.
fn paths(workspace: &Workspace) -> Result<BTreeSet<EntryPath>, Error> {
    let stamps = workspace.with_index(Index::stamps)?;
    Ok(stamps.iter().filter_map(|(path, _)| EntryPath::new(path).ok()).collect())
}

/// Entries that no other entry links to, in path order.
pub fn orphans(workspace: &Workspace) -> Result<Vec<EntryPath>, Error> {
    let mut orphans = paths(workspace)?;
    each(workspace, &mut |link| match link.target {
        Target::Entry(to) if to.path != link.from => drop(orphans.remove(&to.path)),
        Target::Entry(_) | Target::File(_) | Target::Web(_) | Target::Missing(_) => {}
    })?;
    Ok(orphans.into_iter().collect())
}
