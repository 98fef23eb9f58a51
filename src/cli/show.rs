//! `riffle show`: one entry, rendered or as it is.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Global;
use super::open;
use super::output::{Failure, Output, columns_of_terminal};
use super::print::{PrintArgs, Printed};
use super::search::{freshen, look};
use crate::entry::{Entry, EntryPath};
use crate::ops::fresh::Look;
use crate::ops::links::{Link, Target};
use crate::ops::{self, Workspace};
use crate::render::{self, Line, LinkStart, Role, safe_line};
use crate::tui;

/// No line of a text is longer.
const UNWRAPPED: usize = usize::MAX / 4;
/// So many links of a text are looked up.
const LINKS: usize = 500;
/// The place at which the address of the entry itself begins, which is not in its text.
const OWN: usize = usize::MAX;

/// Read an entry.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id.
    entry: String,
    /// The file's bytes as they are.
    #[arg(long)]
    raw: bool,
    /// The text of the page that a bookmark is about.
    #[arg(long, conflicts_with = "raw")]
    page: bool,
    #[command(flatten)]
    print: PrintArgs,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let path = find(&workspace, &self.entry, output)?;
        if self.raw {
            return output.raw(&ops::find::bytes(&workspace, &path)?);
        }
        let entry = ops::find::read(&workspace, &path)?;
        if let Some(print) = self.print.wanted() {
            freshen(&workspace, look(output), output)?;
            return print.all(&[Printed::from(&entry)], &workspace, output);
        }
        if let Some(problem) = &entry.problem {
            output.note(&format!("{path}:{}: {}", problem.line, problem.what));
        }
        if output.json {
            // For what links here.
            freshen(&workspace, look(output), output)?;
            return output.object(&object(&workspace, &entry)?);
        }
        let entry = if self.page { of_page(&workspace, entry)? } else { entry };
        let lines = page(&entry, width(), tui::look(&workspace.config));
        let links = if output.opens_links() { addresses(&workspace, &entry) } else { HashMap::new() };
        output.linked(&lines, &|at| links.get(&at).cloned())
    }
}

/// Where the links of a page lead, by the places at which they begin.
fn addresses(workspace: &Workspace, entry: &Entry) -> HashMap<usize, String> {
    let address = |target: &Target| match target {
        Target::Web(url) => ops::outside::address(url),
        Target::Entry(named) => ops::outside::address_of_file(workspace, &named.path),
        Target::File(_) | Target::Missing(_) => None,
    };
    let links = ops::links::in_text(workspace, entry, LINKS).unwrap_or_default();
    let own = entry.url.as_deref().and_then(ops::outside::address).map(|url| (OWN, url));
    links.iter().filter_map(|it| Some((it.range.start, address(&it.link.target)?))).chain(own).collect()
}

/// A bookmark with the text of its page in the place of its own.
fn of_page(workspace: &Workspace, entry: Entry) -> Result<Entry, Failure> {
    let text = ops::bookmark::page_text(workspace, &entry)
        .ok_or_else(|| Failure::usage("the text of its page is not here".to_owned(), "`riffle fetch` tries again"))?;
    Ok(Entry { body: 0..text.len(), text, ..entry })
}

/// An entry as a page: title, what it is, text. A heading that only says the title again is left out.
pub(super) fn page(entry: &Entry, width: usize, look: impl Into<render::markdown::Look>) -> Vec<Line> {
    let mut lines = vec![said(&safe_line(&entry.title), Role::Heading), about(entry)];
    let properties = entry.properties();
    let facts = properties.iter().map(|property| (property.name.as_str(), property.value.as_str()));
    lines.extend(render::facts::aligned(facts, width));
    lines.push(Line::default());
    let text = render::markdown::render(entry.body(), width, look);
    let first = text.iter().position(|line| !line.is_blank()).unwrap_or_default();
    let again =
        text.get(first).is_some_and(|line| line.plain().trim_start_matches(['#', ' ']).trim_end() == entry.title);
    let rest = text.into_iter().skip(if again { first + 1 } else { first });
    lines.extend(rest.skip_while(Line::is_blank));
    lines
}

fn said(words: &str, role: Role) -> Line {
    let mut line = Line::default();
    line.push(words, role);
    line
}

/// The entries a person means, in their order.
pub(super) fn find_all(
    workspace: &Workspace,
    names: &[String],
    output: &mut Output,
) -> Result<Vec<EntryPath>, Failure> {
    names.iter().map(|name| find(workspace, name, output)).collect()
}

/// The one entry a person means; the index is only made when the name is not a path.
pub(super) fn find(workspace: &Workspace, name: &str, output: &mut Output) -> Result<EntryPath, Failure> {
    match ops::find::by_path(workspace, name) {
        Some(path) => Ok(path),
        None => {
            freshen(workspace, Look::WhereQuick, output)?;
            ops::find::one(workspace, name).map_err(|error| match error {
                ops::Error::Find(ops::FindError::Unknown(_)) => similar(workspace, name, error),
                error => error.into(),
            })
        }
    }
}

/// The error for a name that no entry has, with the entries that a person may have meant.
fn similar(workspace: &Workspace, name: &str, error: ops::Error) -> Failure {
    let hits = ops::find::search(workspace, name, 3).map(|answer| answer.found.hits).unwrap_or_default();
    if hits.is_empty() {
        return error.into();
    }
    let paths: Vec<&str> = hits.iter().map(|hit| hit.path.as_str()).collect();
    Failure::usage(error.to_string(), format!("did you mean {}?", paths.join(" or ")))
}

/// What an entry is, on one line.
fn about(entry: &Entry) -> Line {
    let mut about = vec![entry.kind.name().to_owned()];
    about.extend(entry.stage.map(|stage| stage.name().to_owned()));
    about.extend(entry.date.map(|date| date.format("%Y-%m-%d").to_string()));
    let tags: String = entry.tags.iter().map(|tag| format!("  #{}", safe_line(tag))).collect();
    let url = entry.url.as_deref().map(safe_line).unwrap_or_default();
    let mut line = said(&about.join("  "), Role::Muted);
    line.push(&tags, Role::Tag);
    if !url.is_empty() {
        line.push("  ", Role::Text);
        line.links.push(LinkStart { column: line.width(), at: OWN });
        line.push(&url, Role::Link);
    }
    line
}

/// The fields of the front matter, then what Riffle knows besides.
fn object(workspace: &Workspace, entry: &Entry) -> Result<Value, Failure> {
    let mut object = entry.fields.clone();
    object.insert("path".into(), json!(entry.path.as_str()));
    object.insert("id".into(), json!(entry.id.to_string()));
    object.insert("kind".into(), json!(entry.kind.name()));
    object.insert("title".into(), json!(entry.title));
    object.insert("tags".into(), json!(entry.tags));
    object.insert("body".into(), json!(entry.body()));
    // Once more by themselves, where no name of Riffle's takes the place of one.
    let properties = entry.other_fields().map(|(name, value)| (name.clone(), value.clone()));
    object.insert("properties".into(), Value::Object(properties.collect()));
    if let Some(page) = ops::bookmark::page_text(workspace, entry) {
        object.insert("page".into(), json!(page));
    }
    let links = ops::links::out(workspace, entry)?;
    object.insert("links".into(), links.into_iter().map(leads).collect());
    let backlinks = ops::links::backlinks(workspace, entry)?;
    object.insert("backlinks".into(), json!(backlinks.iter().map(EntryPath::as_str).collect::<Vec<_>>()));
    Ok(Value::Object(object))
}

/// The path that a link leads to, or what it names.
fn leads(link: Link) -> Value {
    match link.target {
        Target::Entry(to) => json!(to.path.as_str()),
        Target::File(path) => json!(path),
        Target::Web(_) | Target::Missing(_) => json!(link.named),
    }
}

/// How wide the text is laid out: as the terminal is, and in a pipe or file as wide as its longest line.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(columns_of_terminal).map_or(UNWRAPPED, |columns: usize| columns.clamp(20, 100))
}
