//! What the program that a folder was made with does otherwise than the rest.

mod logseq;
mod moment;
mod names;
mod obsidian;
mod pattern;
mod zk;

use std::fs;
use std::path::Path;

use crate::entry::Kind;
pub(crate) use pattern::{Names, Pattern, Subject};

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
    /// How links to entries are written.
    pub links: Links,
    /// Where new files go; nothing in a store that Riffle made.
    pub naming: Naming,
}

/// How links to entries are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Links {
    /// `[[name]]`, by the shortest name.
    #[default]
    Wiki,
    /// `[Title](path/from/here.md)`.
    Markdown,
}

/// Where new files go and what they are called, as the settings of another program say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Naming {
    /// Whose settings they are; empty where there are none.
    pub program: &'static str,
    /// The file of a day.
    journal: Option<Pattern>,
    /// Any other new file.
    note: Option<Pattern>,
    /// Where files that are no notes go.
    pub attachments: Option<String>,
    /// What is not understood, a sentence each.
    pub problems: Vec<String>,
}

impl Naming {
    /// The settings of the program that a folder is of.
    fn of(root: &Path) -> Self {
        obsidian::naming(root).or_else(|| zk::naming(root)).or_else(|| logseq::naming(root)).unwrap_or_default()
    }

    pub(crate) fn pattern(&self, kind: Kind) -> Option<&Pattern> {
        match kind {
            Kind::Journal => self.journal.as_ref(),
            Kind::Note | Kind::Bookmark | Kind::Nugget => self.note.as_ref(),
        }
    }
}

impl Habits {
    /// What the files of settings in a folder tell.
    pub(super) fn of(root: &Path) -> Self {
        let mark = fs::read_to_string(root.join(".riffle/store.toml"));
        let is_own = mark.is_ok_and(|mark| !mark.contains(ADOPTED.trim_end()));
        Self {
            keeps_folders: is_own && !OTHERS.iter().any(|other| root.join(other).exists()),
            naming: if is_own { Naming::default() } else { Naming::of(root) },
            templates: obsidian::templates(root),
            links: if obsidian::writes_markdown(root) || zk::writes_markdown(root) {
                Links::Markdown
            } else {
                Links::Wiki
            },
            swapped_links: root.join("dendron.yml").exists(),
            joined_names: root.join(logseq::SETTINGS).exists(),
        }
    }

    /// How a new file of the folder is named after its title.
    pub(super) fn names(&self, root: &Path) -> Names {
        let usual = if self.naming.program == obsidian::PROGRAM { Names::Plain } else { Names::Slugs };
        if self.keeps_folders { Names::Slugs } else { names::of(root, usual) }
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
