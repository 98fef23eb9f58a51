//! What a nugget is made from: the sources as they are now, their provenance and what they say.

use std::fmt::Write as _;

use super::Source;
use crate::entry::journal::{self, Line};
use crate::entry::text::one_line;
use crate::entry::{Entry, EntryId, text};
use crate::ops::SenseError;
use crate::ops::WriteError;
use crate::ops::{Error, Workspace, links, team};
use crate::store;

/// How many lines of one source are shown; of a longer one its quotes, if it has any.
const LINES: usize = 40;
/// How much of a line of the journal its link shows, in characters.
const SHOWN: usize = 80;

/// One source, read.
pub(super) struct Material {
    entry: Entry,
    line: Option<Line>,
    /// It is a request of a team, which the nugget is to answer: `acme:requests/sso.md`.
    request: Option<String>,
}

/// Reads the sources, each once.
pub(super) fn gather(workspace: &Workspace, sources: &[Source]) -> Result<Vec<Material>, Error> {
    let mut seen: Vec<&Source> = Vec::new();
    let mut materials = Vec::new();
    for source in sources {
        if seen.contains(&source) {
            continue;
        }
        seen.push(source);
        if team::split(&source.path).is_some() {
            let (entry, request) = team::request_entry(workspace, &source.path)?;
            materials.push(Material { entry, line: None, request: Some(request) });
            continue;
        }
        let entry = match workspace.store().read(&source.path) {
            Err(store::Error::Missing(path)) => return Err(SenseError::NoSource(path).into()),
            read => read?,
        };
        let line = source.line.map(|line| logged(&entry, line)).transpose()?;
        materials.push(Material { entry, line, request: None });
    }
    Ok(materials)
}

/// The line of the journal that stands there or goes on there.
fn logged(entry: &Entry, line: usize) -> Result<Line, Error> {
    let mut lines = journal::lines_of(&entry.text).into_iter().rev();
    let found = lines.find(|it| it.line <= line);
    let reaches = |it: &Line| line < it.line + entry.text[it.range.clone()].lines().count();
    found.filter(reaches).ok_or_else(|| Error::Write(WriteError::NoLine { path: entry.path.clone(), line }))
}

/// Links to the sources; that to a line of the journal shows day, time and words.
pub(super) fn derived_from(workspace: &Workspace, materials: &[Material]) -> Vec<String> {
    let link = |material: &Material| {
        let name = links::name(workspace, &material.entry);
        match &material.line {
            Some(line) => format!("[[{name}|{}]]", shown(&material.entry, line)),
            None => format!("[[{name}]]"),
        }
    };
    materials.iter().filter(|material| material.request.is_none()).map(link).collect()
}

/// The requests that the nugget is to answer.
pub(super) fn answers(materials: &[Material]) -> Vec<String> {
    materials.iter().filter_map(|material| material.request.clone()).collect()
}

/// The addresses that the sources rest on, each once.
pub(super) fn source(materials: &[Material]) -> Vec<String> {
    let of = |entry: &Entry| match &entry.url {
        Some(url) => vec![url.clone()],
        None => texts(entry, "source"),
    };
    let is_whole = |material: &&Material| material.line.is_none() && material.request.is_none();
    once(materials.iter().filter(is_whole).flat_map(|material| of(&material.entry)))
}

/// Who or what pointed to the sources.
pub(super) fn via(materials: &[Material]) -> Option<String> {
    let via = once(materials.iter().flat_map(|material| texts(&material.entry, "via")));
    (!via.is_empty()).then(|| via.join(", "))
}

/// What the sources say, for the person to look at while they write.
pub(super) fn said(materials: &[Material]) -> String {
    let mut said = String::new();
    for Material { entry, line, .. } in materials {
        let (title, path) = (one_line(&entry.title), &entry.path);
        let words = line.as_ref().map_or_else(|| excerpt(entry.words()), |line| line.text.clone());
        writeln!(said, "\n## {title} ({path})\n").expect("a string takes any text");
        said.push_str(&words);
        if !words.is_empty() {
            said.push('\n');
        }
    }
    said
}

/// All of a short body; of a long one the quotes, else its beginning.
fn excerpt(body: &str) -> String {
    let body = body.trim();
    if body.lines().count() <= LINES {
        return body.to_owned();
    }
    let marked = |quote: String| quote.lines().map(|line| format!("> {line}\n")).collect::<String>();
    let quotes = text::quotes(body).into_iter().map(marked).collect::<Vec<_>>().join("\n");
    let all = if quotes.is_empty() { body } else { &quotes };
    let lines: Vec<&str> = all.lines().take(LINES).collect();
    let more = if all.lines().count() > LINES { "\n…" } else { "" };
    lines.join("\n") + more
}

/// Day, time and words of a line, as the shown text of a link.
fn shown(entry: &Entry, line: &Line) -> String {
    let day = match entry.id {
        EntryId::Day(day) => format!("{day} "),
        EntryId::Ulid(_) | EntryId::Path(_) => String::new(),
    };
    let time = line.time.map(|time| time.format("%H:%M ").to_string()).unwrap_or_default();
    let words: String = text::summary(&line.text, SHOWN).chars().filter(|c| !"[]|".contains(*c)).collect();
    format!("{day}{time}{words}").trim().to_owned()
}

/// A field that holds a text or a list of texts.
fn texts(entry: &Entry, key: &str) -> Vec<String> {
    use serde_json::Value;
    let items = match entry.fields.get(key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text.as_str()],
        _ => Vec::new(),
    };
    items.into_iter().map(one_line).filter(|text| !text.is_empty()).collect()
}

fn once(texts: impl Iterator<Item = String>) -> Vec<String> {
    texts.fold(Vec::new(), |mut kept, text| {
        if !kept.contains(&text) {
            kept.push(text);
        }
        kept
    })
}
