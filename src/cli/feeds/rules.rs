//! The rules for what comes in.

use serde_json::json;

use crate::cli::output::{Failure, Output};
use crate::ops::Workspace;
use crate::ops::feeds::{self, Rule, RuleEffect};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add a rule: what it does, and with which items.
    Add(AddArgs),
    /// Take a rule away, by its number.
    Remove { number: usize },
}

#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    #[arg(value_name = "WHAT")]
    effect: Does,
    /// Words of title or text; one of them is enough.
    words: Vec<String>,
    #[arg(long)]
    author: Option<String>,
    /// A part of a source's name or address.
    #[arg(long)]
    source: Option<String>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Does {
    /// It counts as read.
    Mute,
    /// It gets a star.
    Star,
    /// It stays, however old, until it was read.
    Keep,
}

impl From<Does> for RuleEffect {
    fn from(does: Does) -> Self {
        match does {
            Does::Mute => Self::Mute,
            Does::Star => Self::Star,
            Does::Keep => Self::Keep,
        }
    }
}

pub(super) fn run(workspace: &Workspace, command: Option<&Command>, output: &mut Output) -> Result<(), Failure> {
    match command {
        None => list(workspace, output),
        Some(Command::Add(AddArgs { effect, words, author, source })) => {
            let (words, author, source) = (words.clone(), author.clone(), source.clone());
            let rule = Rule { effect: (*effect).into(), words, author, source };
            let changed = feeds::add_rule(workspace, &rule)?;
            output.warnings(&changed.warnings);
            output.note(&format!("From now on: {}.", rule.said()));
            Ok(())
        }
        Some(Command::Remove { number }) => {
            output.warnings(&feeds::remove_rule(workspace, *number)?.warnings);
            Ok(())
        }
    }
}

fn list(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let (rules, wrong) = feeds::rules(workspace)?;
    output.warnings(&wrong);
    if rules.is_empty() {
        output.note("No rules; `riffle feeds rules add mute WORDS` makes one.");
    }
    for (at, rule) in rules.iter().enumerate() {
        if output.json {
            let Rule { effect, words, author, source } = rule;
            output.object(
                &json!({ "number": at + 1, "do": effect.name(), "words": words, "author": author, "from": source }),
            )?;
        } else {
            output.line(format!("{:>3}  {}", at + 1, rule.said()))?;
        }
    }
    Ok(())
}
