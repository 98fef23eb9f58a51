//! `riffle capture`: writes something down.

use std::io::{self, BufRead as _, IsTerminal, Read as _};
use std::time::Duration;

use serde_json::json;

use super::output::{Failure, Output};
use super::print::{Print, Printed};
use super::search::freshen;
use super::tui::is_screen;
use super::{Global, keys, open};
use crate::clock::Stopwatch;
use crate::entry::Kind;
use crate::ops::capture::{Captured, NewEntry, Saved};
use crate::ops::fetch::{State, Which};
use crate::ops::fresh::Look;
use crate::ops::{self, Workspace};
use crate::tui;

/// How long a capture waits for the page of a bookmark.
const PATIENCE: Duration = Duration::from_secs(10);

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
#[expect(clippy::struct_excessive_bools, reason = "flags of their own, as they are typed")]
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
    /// Print a link to it, as your store writes links, instead of its path.
    #[arg(long)]
    link: bool,
    /// Standard input is a mail, or a mailbox with several: its subject is the title, its sender where it came from.
    #[arg(long, conflicts_with_all = ["text", "title", "kind", "via", "edit", "link"])]
    mail: bool,
    /// Leave the page of a bookmark to `riffle fetch` and the workbench.
    #[arg(long)]
    no_fetch: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        if self.mail {
            return mails(&workspace, &self.tags, output);
        }
        if self.is_bare() && is_screen(global) {
            return self.popup(workspace, global, output);
        }
        let mut kept = None;
        let mut draft = self.draft(&workspace, &mut kept, output)?;
        if self.edit {
            kept = Some(written(&workspace, &mut draft)?);
        }
        let saved = ops::capture::save(&workspace, &draft)?;
        let captured = self.tell(saved, &workspace, output)?;
        if let Some(name) = kept {
            ops::drafts::forget(&workspace, &name)?;
        }
        if self.no_fetch { Ok(()) } else { page(&workspace, &captured, output) }
    }

    /// Nothing but the name of the command was typed.
    fn is_bare(&self) -> bool {
        let Self { text, title, tags, kind, via, edit, .. } = self;
        text.is_empty() && title.is_none() && tags.is_empty() && kind.is_none() && via.is_none() && !edit
    }

    /// What is to be saved; `kept` is the name of the draft that what was typed is kept under until then.
    fn draft(
        &self,
        workspace: &Workspace,
        kept: &mut Option<String>,
        output: &mut Output,
    ) -> Result<NewEntry, Failure> {
        let words: Vec<&str> = self.text.iter().map(String::as_str).filter(|word| *word != "-").collect();
        let words = words.join(" ");
        let asked = io::stdin().is_terminal() && words.is_empty() && !self.edit;
        let piped = self.text.iter().any(|word| word == "-") || (!io::stdin().is_terminal() && !self.edit);
        let piped = match (asked, piped) {
            (true, _) => typed(workspace, kept, output)?,
            (false, true) => stdin()?,
            (false, false) => String::new(),
        };
        let (text, title) = match (piped.trim().is_empty(), words.is_empty()) {
            (true, _) => (words, self.title.clone()),
            (false, true) => (piped, self.title.clone()),
            (false, false) if self.title.is_some() => (format!("{words}\n\n{piped}"), self.title.clone()),
            (false, false) => (piped, Some(words)),
        };
        let tags = self.tags.iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect();
        Ok(NewEntry { text, title, tags, kind: self.kind, via: self.via.clone() })
    }

    /// Asks on the whole terminal, which may be a popup of a few rows.
    fn popup(&self, workspace: Workspace, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let (keymap, _) = keys::load(&workspace.paths, &workspace.config);
        let saved = tui::capture(move || Ok(workspace), keymap)?;
        let workspace = open::workspace(global, &mut Output::silent())?;
        match saved {
            Some(saved) => self.tell(saved, &workspace, output).map(drop),
            None => {
                if let Some(draft) = workspace.drafts().place("capture") {
                    output.note(&format!("Kept as a draft in {}; `riffle capture` continues it.", draft.display()));
                }
                Ok(())
            }
        }
    }

    /// Says where the text is. A link is known once the index knows the entry.
    fn tell(&self, saved: Saved, workspace: &Workspace, output: &mut Output) -> Result<Captured, Failure> {
        if !self.link || output.json {
            return tell(saved, workspace, output);
        }
        let captured = saved.settle(workspace);
        freshen(workspace, Look::WhereQuick, output)?;
        let Captured { id, path, title, .. } = &captured;
        Print::Link.all(&[Printed { path, title, id }], workspace, output)?;
        output.warnings(&captured.warnings);
        Ok(captured)
    }
}

/// Saves the mails on standard input.
fn mails(workspace: &Workspace, tags: &[String], output: &mut Output) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    for captured in ops::mail::save(workspace, &bytes, tags)? {
        output.warnings(&captured.warnings);
        said(&captured, output)?;
    }
    Ok(())
}

/// Says where the text is as soon as it is safe, then does what is left to do.
pub(super) fn tell(saved: Saved, workspace: &Workspace, output: &mut Output) -> Result<Captured, Failure> {
    said(&saved.captured, output)?;
    output.flush()?;
    let captured = saved.settle(workspace);
    output.warnings(&captured.warnings);
    Ok(captured)
}

fn said(captured: &Captured, output: &mut Output) -> Result<(), Failure> {
    let Captured { id, path, kind, title, url, .. } = captured;
    if output.json {
        let mut object = json!({
            "path": path.as_str(), "id": id.to_string(), "kind": kind.name(), "title": title,
        });
        if let Some(url) = url {
            object["url"] = url.as_str().into();
        }
        return output.object(&object);
    }
    output.line(path)
}

/// Fetches the page of a new bookmark, for as long as a person waits; what is not here by then stays in the queue.
pub(super) fn page(workspace: &Workspace, captured: &Captured, output: &mut Output) -> Result<(), Failure> {
    if captured.kind != Kind::Bookmark || captured.url.is_none() || !ops::fetch::is_wanted(workspace) {
        return Ok(());
    }
    freshen(workspace, Look::WhereQuick, output)?;
    let entry = ops::find::read(workspace, &captured.path)?;
    for other in ops::bookmark::same_page(workspace, &entry)? {
        output.note(&format!(
            "The same page is already in {}; `riffle merge {} {0}` joins them.",
            other.path, captured.path
        ));
    }
    let waited = Stopwatch::start();
    let mut told = Vec::new();
    let which = Which::Of(captured.path.clone());
    let mut go_on = || waited.elapsed() < PATIENCE;
    match ops::fetch::drain(workspace, &which, &mut go_on, &mut |fetched| told.push(fetched.state.clone())) {
        Ok(()) | Err(ops::Error::Stopped) => {}
        Err(error) => return Err(error.into()),
    }
    match told.pop() {
        Some(State::Kept { title }) => {
            output.note(&format!("Page saved{}.", title.map_or(String::new(), |it| format!(": {it}"))));
        }
        Some(State::Waiting(why)) => output.note(&format!("Page not fetched ({why}). Riffle will retry.")),
        Some(State::Failed(why)) => output.note(&format!("Page not saved: {why}")),
        None => output.note("Page not fetched yet; `riffle fetch` or the workbench will do it."),
    }
    Ok(())
}

/// What is typed until the end of input. Each line is in a draft before the next one is read, so that whatever ends the
/// program in between takes none of them away.
fn typed(workspace: &Workspace, kept: &mut Option<String>, output: &mut Output) -> Result<String, Failure> {
    output.note("What is on your mind? Enter begins a new line; Ctrl-d on an empty line saves.");
    let mut bytes = Vec::new();
    while io::stdin().lock().read_until(b'\n', &mut bytes)? > 0 {
        let text = text_of(bytes.clone());
        match kept {
            Some(name) => drop(workspace.drafts().keep(name, &text).map_err(ops::Error::from)?),
            None => {
                let (name, file) = workspace.drafts().keep_new("typed", &text).map_err(ops::Error::from)?;
                output.note(&format!("(Ctrl-c keeps it as a draft in {}.)", file.display()));
                *kept = Some(name);
            }
        }
    }
    Ok(text_of(bytes))
}

/// Everything on standard input, as text.
pub(super) fn stdin() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(text_of(bytes))
}

/// What is not UTF-8 is read as Latin-1, in which every byte is a character: none is lost.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

/// Lets the person write the text in their editor; the file is a draft until it is saved.
fn written(workspace: &Workspace, draft: &mut NewEntry) -> Result<String, Failure> {
    let (name, text) = ops::drafts::write(workspace, &draft.text)?;
    draft.text = text;
    Ok(name)
}
