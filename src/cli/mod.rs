//! The command line: the clap tree and the dispatch.

mod adopt;
mod annotate;
mod ask;
mod attach;
mod bookmark;
mod capture;
mod check;
mod clone;
mod completions;
mod conflicts;
mod contribute;
mod demo;
mod digest;
mod distil;
mod docs;
mod doctor;
mod edit;
mod export;
mod feeds;
mod fetch;
mod first_run;
mod history;
mod import;
mod inbox;
mod init;
mod keys;
mod later;
mod links;
mod list;
mod log;
mod man;
mod mark;
mod merge;
mod new;
mod open;
mod output;
mod pick;
mod plain;
mod print;
mod publish;
mod published;
mod pulse;
mod rename;
mod request;
mod restore;
mod review;
mod rm;
mod search;
mod show;
mod site;
mod stage;
mod suggest;
mod sync;
mod table;
mod tag;
mod team;
mod thank;
mod tick;
mod trash;
mod tui;
mod undo;
mod visit;
mod week;
mod withdraw;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use docs::docs;
use output::{Failure, Output};

use crate::ops::stuck;

const BEGIN: &str = "\
To begin:
  riffle demo           a store to try everything on
  riffle --store DIR    opens any folder of Markdown and writes nothing to it
  riffle init DIR       makes it a store: history, undo, sync

`riffle help COMMAND` says more about one command.";

/// A terminal workbench for what you learn: seek, make sense, share.
///
/// Without a command it opens the workbench on your store.
#[derive(Debug, Parser)]
#[command(name = "riffle", version, max_term_width = 100, after_help = BEGIN)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Flags that every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Everywhere")]
#[expect(clippy::struct_excessive_bools, reason = "flags of their own, as they are typed")]
struct Global {
    /// The store; else RIFFLE_STORE, the nearest parent folder with `.riffle/`, or `store` in config.toml.
    #[arg(long, global = true, value_name = "DIR")]
    store: Option<PathBuf>,
    /// Print one JSON object a line.
    #[arg(long, global = true)]
    json: bool,
    /// When to colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// No full-screen display, no frames: lines and numbered choices.
    #[arg(long, global = true)]
    plain: bool,
    /// Print results and errors only.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Write a log to this file.
    #[arg(long, global = true, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Log all that is done, into the state folder or the file of --log, and say where.
    #[arg(long, global = true)]
    debug: bool,
    /// Take this as the present moment (RFC 3339); also RIFFLE_NOW.
    #[arg(long, global = true, hide = true, value_name = "TIME")]
    now: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Demo(demo::Args),
    Clone(clone::Args),
    #[command(visible_alias = "c")]
    Capture(capture::Args),
    Bookmark(bookmark::Args),
    Feeds(feeds::Args),
    Fetch(fetch::Args),
    Merge(merge::Args),
    Import(import::Args),
    Export(export::Args),
    Site(site::Args),
    Log(log::Args),
    #[command(visible_alias = "s")]
    Search(search::Args),
    List(list::Args),
    Pick(pick::Args),
    Show(show::Args),
    New(new::Args),
    Edit(edit::Args),
    Tag(tag::Args),
    Inbox(inbox::Args),
    Annotate(annotate::Args),
    Attach(attach::Args),
    Stage(stage::Args),
    Mark(mark::Args),
    Later(later::Args),
    Tick(tick::Args),
    Rm(rm::Args),
    Trash(trash::Args),
    Distil(distil::Args),
    History(history::Args),
    Restore(restore::Args),
    Links(links::Args),
    Rename(rename::Args),
    Undo(undo::UndoArgs),
    Redo(undo::RedoArgs),
    Sync(sync::Args),
    Conflicts(conflicts::Args),
    Team(team::Args),
    Publish(publish::Args),
    Published(published::Args),
    Withdraw(withdraw::Args),
    Adopt(adopt::Args),
    Ask(request::AskArgs),
    Request(request::Args),
    Thank(thank::Args),
    Week(week::Args),
    Suggest(suggest::Args),
    Review(review::Args),
    Digest(digest::Args),
    Pulse(pulse::Args),
    Check(check::Args),
    Doctor(doctor::Args),
    Keys(keys::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program and answers with its exit code.
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    if let Some(code) = crate::ops::helper(&arguments) {
        return code;
    }
    quiet_where_guarded();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return output::refuse(&error),
    };
    let mut output = Output::new(&cli.global);
    match output::start_log(&cli.global) {
        Ok(log) => output.logs_to(log),
        Err(problem) => output.warnings(&[problem]),
    }
    tracing::info!("riffle {} began: {}", env!("CARGO_PKG_VERSION"), named(&arguments));
    stuck::end_with(output::end_stuck);
    let done = match &cli.command {
        // The workbench waits for a person; what it does is watched one by one.
        None => tui::run(&cli.global, &mut output),
        Some(command) => stuck::watched(|| run(command, &cli.global, &mut output)),
    };
    ask::leave();
    output.finish(done)
}

/// The command that was given, without what was typed behind it: a log is sent to others.
fn named(arguments: &[std::ffi::OsString]) -> String {
    let words = arguments.iter().skip(1).map(|word| word.to_string_lossy());
    let commands = tree();
    let known = |word: &str| commands.get_subcommands().any(|command| command.get_name() == word);
    words.into_iter().find(|word| known(word)).map_or_else(|| "the workbench".to_owned(), |word| word.into_owned())
}

/// Keeps a panic that is caught and becomes an error, as over a damaged index, from being printed.
fn quiet_where_guarded() {
    std::panic::set_hook(Box::new(|panic| {
        if !crate::ops::is_guarded() {
            output::mourn(panic);
        }
    }));
}

/// Runs a command: `$name` by its arguments, and the rest as the arms say.
macro_rules! dispatch {
    ($command:ident, $global:ident, $output:ident; $($name:ident)*; $($arm:pat => $does:expr,)*) => {
        match $command {
            $(Command::$name(args) => args.run($global, $output),)*
            $($arm => $does,)*
        }
    };
}

fn run(command: &Command, global: &Global, output: &mut Output) -> Result<(), Failure> {
    dispatch! {
        command, global, output;
        Init Demo Clone Capture Bookmark Feeds Fetch Merge Import Export Site Log Search List Pick Show New Edit Tag Inbox
        Annotate Attach Stage Mark Later Tick Rm Trash Distil History Restore Links Rename Sync Conflicts Team
        Publish Published Withdraw Adopt Ask Request Thank Week Suggest Review Digest Pulse Check Doctor Keys;
        Command::Undo(_) => undo::undo(global, output),
        Command::Redo(_) => undo::redo(global, output),
        Command::Completions(args) => args.run(output),
        Command::Man(args) => args.run(output),
    }
}

/// The tree of commands, for completions, the manual page and docs/cli.md.
fn tree() -> clap::Command {
    use clap::CommandFactory;
    Cli::command()
}
