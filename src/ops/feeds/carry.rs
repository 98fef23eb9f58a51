//! Lists of feeds of other programs, in and out: OPML, newsboat's `urls`, JSON.

use std::collections::HashSet;

use serde_json::json;

use super::error::FeedError;
use super::sources;
use crate::feed::newsboat;
use crate::feed::opml::{self, Source};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace};

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Opml,
    Newsboat,
    /// An object a line.
    Json,
}

/// What a list brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: Vec<Source>,
    /// Were followed before.
    pub known: usize,
    /// Lines that cannot be taken, and why.
    pub skipped: Vec<(usize, String)>,
    pub warnings: Vec<String>,
}

/// What a list names, and the lines that cannot be taken, with why.
type Read = (Vec<Source>, Vec<(usize, String)>);

/// Follows all that a list names, as one act; what is followed stays as it is.
pub fn import(workspace: &Workspace, name: &str, bytes: &[u8]) -> Result<Imported, Error> {
    let text = String::from_utf8_lossy(bytes);
    let (listed, skipped) = read(name, &text)?;
    let known: HashSet<String> = sources::sources(workspace)?.into_iter().map(|source| source.url).collect();
    let (old, added): (Vec<Source>, Vec<Source>) = listed.into_iter().partition(|source| known.contains(&source.url));
    let mut imported = Imported { known: old.len(), skipped, ..Imported::default() };
    if !added.is_empty() {
        let message = format!("feeds: {} from {name}", added.len());
        let all = added.clone();
        let edit = move |text: &str| opml::with_all(text, &all);
        let Changed { warnings, .. } = sources::edit(workspace, &message, edit)?;
        imported.warnings = warnings;
    }
    imported.added = added;
    Ok(imported)
}

/// What a list names, recognised by how it begins.
fn read(name: &str, text: &str) -> Result<Read, Error> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') {
        let sources =
            opml::sources(text).map_err(|error| FeedError::NoListOfOthers(name.to_owned(), error.to_string()))?;
        return Ok((sources, Vec::new()));
    }
    if text.trim_start().starts_with(['{', '[']) {
        return Ok(json(text));
    }
    Ok(newsboat::sources(text))
}

/// Objects with an address, a line each or in a list.
fn json(text: &str) -> Read {
    if let Ok(serde_json::Value::Array(all)) = serde_json::from_str(text) {
        return (all.iter().filter_map(of_json).collect(), Vec::new());
    }
    let (mut sources, mut skipped) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line).ok().as_ref().and_then(of_json) {
            Some(source) => sources.push(source),
            None => skipped.push((at + 1, "no object with \"url\"".to_owned())),
        }
    }
    (sources, skipped)
}

fn of_json(value: &serde_json::Value) -> Option<Source> {
    let text = |key: &str| value.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    let url = text("url").or_else(|| text("xmlUrl"))?;
    let groups = text("group").map(|group| group.split('/').map(str::to_owned).collect()).unwrap_or_default();
    let is = |key: &str| value.get(key).and_then(serde_json::Value::as_bool).unwrap_or_default();
    let title = text("title").unwrap_or_else(|| url.clone());
    Some(Source { title, site: text("site"), groups, is_muted: is("muted"), wants_full_text: is("full"), url })
}

/// The list as other programs read it.
pub fn export(workspace: &Workspace, format: Format) -> Result<String, Error> {
    let all = sources::sources(workspace)?;
    Ok(match format {
        Format::Opml => opml::print("Feeds", &all),
        Format::Newsboat => newsboat::print(&all),
        Format::Json => all.iter().map(|source| format!("{}\n", to_json(source))).collect(),
    })
}

fn to_json(source: &Source) -> serde_json::Value {
    json!({
        "url": source.url,
        "title": source.title,
        "site": source.site,
        "group": source.groups.join("/"),
        "muted": source.is_muted,
        "full": source.wants_full_text,
    })
}
