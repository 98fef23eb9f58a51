//! What the program that a folder was made with does otherwise than the rest.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

/// What the mark of a store says where `init` found Markdown files of somebody else.
pub(crate) const ADOPTED: &str = "adopted = true\n";

/// Files and folders of settings by which the folders of other programs are known.
const OTHERS: [&str; 9] =
    [".foam", ".obsidian", ".vscode/foam.json", ".zk", "dendron.yml", "hugo.toml", "logseq", "mkdocs.yml", "zola.toml"];

/// How a folder, its names and its links are to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    /// Riffle made it: `pages`, `templates` and `media` hold no entries.
    pub keeps_folders: bool,
    /// The folder of templates, as the settings of another program name it.
    pub templates: Option<String>,
    /// Dendron: a link's name stands behind the `|`.
    pub swapped_links: bool,
    /// Logseq: a page `a/b` is the file `a___b.md`.
    pub joined_names: bool,
}

impl Habits {
    /// What the files of settings in a folder tell.
    pub(super) fn of(root: &Path) -> Self {
        let mark = fs::read_to_string(root.join(".riffle/store.toml"));
        let is_own = mark.is_ok_and(|mark| !mark.contains(ADOPTED.trim_end()));
        Self {
            keeps_folders: is_own && !OTHERS.iter().any(|other| root.join(other).exists()),
            templates: templates(root),
            swapped_links: root.join("dendron.yml").exists(),
            joined_names: root.join("logseq/config.edn").exists(),
        }
    }

    /// Why a folder, given by its path, holds no entries; `None` where it may.
    pub(super) fn why_without_entries(&self, folder: &str) -> Option<&'static str> {
        if folder.rsplit('/').next() == Some("node_modules") {
            return Some("what other programs install is there");
        }
        if self.keeps_folders && matches!(folder, "pages" | "templates" | "media") {
            return Some("Riffle keeps pages, templates and files there");
        }
        let is_templates = self.templates.as_deref() == Some(folder);
        is_templates.then_some("the vault's settings say that templates are there")
    }
}

/// Obsidian's folder of templates.
fn templates(root: &Path) -> Option<String> {
    let settings = fs::read(root.join(".obsidian/templates.json")).ok()?;
    let settings: Json = serde_json::from_slice(&settings).ok()?;
    let folder = settings.get("folder")?.as_str()?.trim_matches('/');
    (!folder.is_empty()).then(|| folder.to_owned())
}
