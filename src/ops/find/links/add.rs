//! Writes links to entries: as words for others, and into an entry, below a heading of their own.

use std::path::Path;

use super::resolver::{self, Meant, Resolver};
use crate::entry::{Entry, EntryId, EntryPath, Problem, link, text};
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace, find};
use crate::store::habits::Links;

/// The heading below which links are added.
const RELATED: &str = "Related";

/// Adds a link to another entry, below `## Related`. What links there already stays as it is.
pub fn add(workspace: &Workspace, from: &EntryPath, to: &EntryPath) -> Result<Changed, Error> {
    let target = find::read(workspace, to)?;
    resolver::ask(workspace, |resolver| {
        let rewrite = Rewrite::of(workspace, from, |entry| {
            let is_there = |link: link::Link| {
                link.field.is_none() && matches!(resolver.meant(from, &link), Ok(Meant::Entry(path, _)) if path == *to)
            };
            if link::of(entry).into_iter().any(is_there) {
                return Ok(entry.text.clone());
            }
            let style = workspace.store().habits().links;
            with_line(entry, &format!("- {}", one(resolver, style, from.folder(), &target.path, &target.title)))
        })?;
        let title = find::read(workspace, from)?.title;
        bulk::apply(workspace, &format!("link: {title} to {}", target.title), vec![rewrite])
    })
}

/// Links to entries, by path and title, as Riffle writes them into a text of this folder; outside of the store, into one at its top.
pub fn written(workspace: &Workspace, folder: &Path, to: &[(&EntryPath, &str)]) -> Result<Vec<String>, Error> {
    let style = workspace.store().habits().links;
    let text = workspace.store().path_of(&folder.join("a.md"));
    let folder = text.as_ref().map_or("", EntryPath::folder);
    resolver::ask(workspace, |resolver| {
        Ok(to.iter().map(|(path, title)| one(resolver, style, folder, path, title)).collect())
    })
}

/// A link by the shortest name that means the entry; where no wiki link can say it, or none is written here, a path.
fn one(resolver: &Resolver<'_>, style: Links, folder: &str, path: &EntryPath, title: &str) -> String {
    let shown: String = title.chars().filter(|c| !matches!(c, '[' | ']' | '|' | '\\' | '`')).collect();
    match shortest(resolver, path).filter(|_| style == Links::Wiki) {
        Some(name) if shown.trim().is_empty() || name == shown => format!("[[{name}]]"),
        Some(name) => format!("[[{name}|{}]]", shown.trim()),
        None => format!("[{}]({})", shown.trim(), link::encoded(&link::relative(folder, path.as_str()))),
    }
}

/// The shortest name by which a wiki link leads to an entry wherever it stands; none where no wiki link can say it.
fn shortest<'a>(resolver: &Resolver<'_>, to: &'a EntryPath) -> Option<&'a str> {
    let (stem, whole) = (to.stem(), whole(to));
    if link::is_wiki(stem) && resolver.is_only(to).unwrap_or(false) {
        return Some(stem);
    }
    Some(whole).filter(|whole| link::is_wiki(whole))
}

/// What stands in a wiki link to an entry: the shortest name, else its id or its path.
pub(in crate::ops) fn name(workspace: &Workspace, to: &Entry) -> String {
    let name = resolver::ask(workspace, |resolver| Ok(shortest(resolver, &to.path).map(str::to_owned)));
    name.ok().flatten().unwrap_or_else(|| match &to.id {
        EntryId::Ulid(_) if !link::is_wiki(whole(&to.path)) => to.id.to_string(),
        EntryId::Ulid(_) | EntryId::Day(_) | EntryId::Path(_) => whole(&to.path).to_owned(),
    })
}

/// A path without its ending.
fn whole(path: &EntryPath) -> &str {
    path.as_str().strip_suffix(".md").unwrap_or(path.as_str())
}

/// The text with a line more below the heading for links, which is made where it is missing.
fn with_line(entry: &Entry, line: &str) -> Result<String, Problem> {
    let body = entry.body();
    let eol = if entry.text.contains("\r\n") { "\r\n" } else { "\n" };
    let headings = text::headings(body);
    let related = headings.iter().position(|it| it.level == 2 && it.text.eq_ignore_ascii_case(RELATED));
    let end = related.and_then(|at| headings[at + 1..].iter().find(|it| it.level <= 2)).map_or(body.len(), |it| it.at);
    let at = body[..end].trim_end().len();
    let (above, below) = (&entry.text[..entry.body.start + at], &entry.text[entry.body.start + at..]);
    let is_listed =
        related.is_some() && body[..at].rsplit('\n').next().is_some_and(|last| last.trim_start().starts_with("- "));
    let lead = match (related, is_listed) {
        (Some(_), true) => eol.to_owned(),
        (Some(_), false) => format!("{eol}{eol}"),
        (None, _) if at == 0 => format!("## {RELATED}{eol}{eol}"),
        (None, _) => format!("{eol}{eol}## {RELATED}{eol}{eol}"),
    };
    let below = if below.trim().is_empty() && !below.contains('\n') { eol } else { below };
    let after = format!("{above}{lead}{line}{below}");
    let is_found = link::links(&after[entry.body.start..]).len() == link::links(body).len() + 1;
    let problem = || Problem { line: after.matches('\n').count(), what: "the text ends inside code".into() };
    if is_found { Ok(after) } else { Err(problem()) }
}
