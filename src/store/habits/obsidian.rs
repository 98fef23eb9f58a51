//! What the settings of an Obsidian vault say about new files.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use super::Naming;
use super::moment;
use super::pattern::{Part, Pattern};

pub(super) const PROGRAM: &str = "Obsidian";
/// What Obsidian calls a day's note unless it is told otherwise.
const DAY: &str = "YYYY-MM-DD";

/// Obsidian's own settings, if the folder has some.
pub(super) fn naming(root: &Path) -> Option<Naming> {
    let settings = root.join(".obsidian");
    if !settings.is_dir() {
        return None;
    }
    let app = read(&settings.join("app.json"));
    let mut naming = Naming { program: PROGRAM, ..Naming::default() };
    naming.note = Some(notes(app.as_ref()));
    naming.attachments = app.as_ref().and_then(|app| said(app, "attachmentFolderPath"));
    if let Some(daily) = periodic(&settings).or_else(|| read(&settings.join("daily-notes.json"))) {
        let format = said(&daily, "format").unwrap_or_else(|| DAY.into());
        match moment::pattern(&format) {
            Ok(pattern) => naming.journal = Some(pattern.within(&said(&daily, "folder").unwrap_or_default())),
            Err(token) => naming.problems.push(format!(
                "the vault calls days {format:?}, of which Riffle does not know `{token}`; its own journal is used"
            )),
        }
    }
    Some(naming)
}

/// The folder of templates, from the core plugin or from Templater.
pub(super) fn templates(root: &Path) -> Option<String> {
    let settings = root.join(".obsidian");
    let core = || said(&read(&settings.join("templates.json"))?, "folder");
    let templater = || said(&read(&settings.join("plugins/templater-obsidian/data.json"))?, "templates_folder");
    let folder = core().or_else(templater)?;
    Some(folder.trim_matches('/').to_owned()).filter(|folder| !folder.is_empty())
}

/// Whether the vault's links are to be those of Markdown.
pub(super) fn writes_markdown(root: &Path) -> bool {
    let app = read(&root.join(".obsidian/app.json"));
    app.is_some_and(|app| app.get("useMarkdownLinks").and_then(Json::as_bool) == Some(true))
}

/// Where Obsidian puts a new note: in the folder that is named, else at the top.
fn notes(app: Option<&Json>) -> Pattern {
    let is_named = app.and_then(|app| said(app, "newFileLocation")).is_some_and(|place| place == "folder");
    let folder = app.filter(|_| is_named).and_then(|app| said(app, "newFileFolderPath"));
    Pattern(vec![Part::Name]).within(&folder.unwrap_or_default())
}

/// The days of the plugin Periodic Notes, where it is on and they are.
fn periodic(settings: &Path) -> Option<Json> {
    let plugins = read(&settings.join("community-plugins.json"))?;
    plugins.as_array()?.iter().find(|name| name.as_str() == Some("periodic-notes"))?;
    let daily = read(&settings.join("plugins/periodic-notes/data.json"))?.get("daily")?.clone();
    daily.get("enabled")?.as_bool()?.then_some(daily)
}

fn read(file: &Path) -> Option<Json> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

/// A text that says something.
fn said(settings: &Json, key: &str) -> Option<String> {
    let text = settings.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
