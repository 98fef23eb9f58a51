//! `riffle capture`: writes something down.

use std::io::{self, IsTerminal, Read};

use serde_json::json;

use super::output::{Failure, Output};
use super::tui::is_screen;
use super::{Global, keys, open};
use crate::entry::Kind;
use crate::ops::capture::{Captured, Draft, Saved};
use crate::ops::{self, Workspace};
use crate::tui;

const EXAMPLES: &str = "\
Examples:
  riffle capture Tea at 80 degrees -t tea
  riffle capture https://git-scm.com/docs/partial-clone --via Mina
  systemd-analyze critical-chain | riffle c why boot is slow
  tmux display-popup -E riffle capture";

/// Write something down; it lands in the inbox, safe before this command ends.
///
/// The words are the entry's text, its first line the title. With text on standard input, the words are the title. A lone
/// URL becomes a bookmark. On a terminal without words it asks. Prints the new path; if it cannot save, it keeps the text in
/// a draft and ends with an error.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to write down; `-` reads standard input.
    text: Vec<String>,
    /// The title, instead of the first line.
    #[arg(long)]
    title: Option<String>,
    /// A tag; several with several flags or commas.
    #[arg(short, long = "tag", value_name = "TAG", value_delimiter = ',')]
    tags: Vec<String>,
    /// note, bookmark or nugget; else decided by the text.
    #[arg(long)]
    kind: Option<Kind>,
    /// Who or what pointed you there.
    #[arg(long)]
    via: Option<String>,
    /// Write it in the editor.
    #[arg(long)]
    edit: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        if self.is_bare() && is_screen(global) {
            return popup(workspace, global, output);
        }
        let mut draft = self.draft(output)?;
        let kept = if self.edit { Some(written(&workspace, &mut draft)?) } else { None };
        let saved = ops::capture::save(&workspace, &draft)?;
        tell(saved, &workspace, output)?;
        match kept {
            Some(name) => Ok(ops::drafts::forget(&workspace, &name)?),
            None => Ok(()),
        }
    }

    /// Nothing but the name of the command was typed.
    fn is_bare(&self) -> bool {
        let Self { text, title, tags, kind, via, edit } = self;
        text.is_empty() && title.is_none() && tags.is_empty() && kind.is_none() && via.is_none() && !edit
    }

    fn draft(&self, output: &mut Output) -> Result<Draft, Failure> {
        let words: Vec<&str> = self.text.iter().map(String::as_str).filter(|word| *word != "-").collect();
        let words = words.join(" ");
        let asked = io::stdin().is_terminal() && words.is_empty() && !self.edit;
        if asked {
            output.note("What is on your mind? Enter begins a new line; Ctrl-d on an empty line saves, Ctrl-c leaves.");
        }
        let piped = asked || self.text.iter().any(|word| word == "-") || (!io::stdin().is_terminal() && !self.edit);
        let piped = if piped { stdin()? } else { String::new() };
        let (text, title) = match (piped.trim().is_empty(), words.is_empty()) {
            (true, _) => (words, self.title.clone()),
            (false, true) => (piped, self.title.clone()),
            (false, false) if self.title.is_some() => (format!("{words}\n\n{piped}"), self.title.clone()),
            (false, false) => (piped, Some(words)),
        };
        let tags = self.tags.iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect();
        Ok(Draft { text, title, tags, kind: self.kind, via: self.via.clone() })
    }
}

/// Asks on the whole terminal, which may be a popup of a few rows.
fn popup(workspace: Workspace, global: &Global, output: &mut Output) -> Result<(), Failure> {
    let (keymap, _) = keys::load(&workspace.paths, &workspace.config);
    let Some(saved) = tui::capture(move || Ok(workspace), keymap)? else { return Ok(()) };
    tell(saved, &open::workspace(global, &mut Output::silent())?, output)
}

/// Says where the text is as soon as it is safe, then does what is left to do.
fn tell(saved: Saved, workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let Captured { id, path, kind, title, .. } = &saved.captured;
    if output.json {
        output.object(&json!({
            "path": path.as_str(), "id": id.to_string(), "kind": kind.name(), "title": title,
        }))?;
    } else {
        output.line(path)?;
    }
    output.flush()?;
    output.warnings(&saved.settle(workspace).warnings);
    Ok(())
}

/// Everything on standard input, as text. What is not UTF-8 is read as Latin-1, in which every byte is a character: none is
/// lost.
fn stdin() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect()))
}

/// Lets the person write the text in their editor; the file is a draft until it is saved.
fn written(workspace: &Workspace, draft: &mut Draft) -> Result<String, Failure> {
    let (name, text) = ops::drafts::write(workspace, &draft.text)?;
    draft.text = text;
    Ok(name)
}
