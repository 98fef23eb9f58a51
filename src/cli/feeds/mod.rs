//! `riffle feeds`: what is followed, what it brought, and what becomes of that.

mod carry;
mod items;
mod list;
mod rules;

use std::path::PathBuf;

use super::output::{Failure, Output};
use super::{Global, open};
use crate::ops::feeds::{self, Mark};

/// Follow feeds and people, read what they publish, and keep what matters.
///
/// Without a command it lists what is followed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Follow an address, an account @person@host, a file, or `search:` and the words of a search over all items.
    Add {
        #[arg(required = true, value_name = "WHAT")]
        what: Vec<String>,
        /// Where it belongs on the list: People, Feeds, "Disagrees with me", or any name.
        #[arg(long, short)]
        group: Option<String>,
        /// What to call it; else what it calls itself.
        #[arg(long)]
        title: Option<String>,
    },
    /// Follow something no longer; undo follows it again.
    Remove {
        #[arg(value_name = "SOURCE")]
        source: String,
    },
    /// Change what is said of a source: its name, its group, whether it is muted.
    Set(list::SetArgs),
    /// Ask the sources for what is new: those whose hour has come, or those that are named.
    Fetch {
        #[arg(value_name = "SOURCE")]
        sources: Vec<String>,
        /// All, also those that were asked within the hour.
        #[arg(long, conflicts_with = "sources")]
        all: bool,
    },
    /// List items, newest first; unread ones unless --all is given.
    Items(items::ItemsArgs),
    /// Show an item, and why it is here.
    Show {
        #[arg(value_name = "ITEM")]
        item: String,
    },
    /// Make a bookmark of an item, with a line why; its page is fetched, and where it came from is noted.
    Keep(items::KeepArgs),
    /// Mark items as read.
    Read(items::MarkArgs),
    /// Mark items as unread.
    Unread(items::MarkArgs),
    /// Give items a star, which keeps them however old they are.
    Star(items::MarkArgs),
    /// Take the star away.
    Unstar(items::MarkArgs),
    /// Follow all that a list names: OPML, the `urls` of newsboat, or JSON; `-` reads what comes in.
    Import { file: PathBuf },
    /// Print the list for other programs.
    Export {
        #[arg(long = "as", value_name = "FORMAT", default_value = "opml")]
        format: carry::Form,
    },
    /// The rules for what comes in: what is muted, starred, or stays until it was read.
    Rules {
        #[command(subcommand)]
        command: Option<rules::Command>,
    },
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let Some(command) = &self.command else { return list::list(&workspace, output) };
        match command {
            Command::Add { what, group, title } => {
                let (group, title) = (group.as_deref(), title.as_deref());
                what.iter().try_for_each(|what| list::add(&workspace, what, group, title, output))
            }
            Command::Remove { source } => {
                let source = feeds::source(&workspace, source)?;
                let changed = feeds::remove(&workspace, &source)?;
                output.warnings(&changed.warnings);
                let back = if workspace.has_history() { "; `riffle undo` takes that back" } else { "" };
                output.note(&format!("{} is followed no longer{back}.", source.title));
                Ok(())
            }
            Command::Set(args) => args.run(&workspace, output),
            Command::Fetch { sources, all } => list::fetch(&workspace, sources, *all, output),
            Command::Items(args) => args.run(&workspace, output),
            Command::Show { item } => items::show(&workspace, item, output),
            Command::Keep(args) => args.run(&workspace, output),
            Command::Read(args) => args.run(&workspace, Mark::Read, output),
            Command::Unread(args) => args.run(&workspace, Mark::Unread, output),
            Command::Star(args) => args.run(&workspace, Mark::Star, output),
            Command::Unstar(args) => args.run(&workspace, Mark::Unstar, output),
            Command::Import { file } => carry::import(&workspace, file, output),
            Command::Export { format } => carry::export(&workspace, *format, output),
            Command::Rules { command } => rules::run(&workspace, command.as_ref(), output),
        }
    }
}
