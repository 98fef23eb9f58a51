//! `riffle keys`: every key and what it does, as it is set up here.

use serde_json::json;

use super::Global;
use super::open::{self, Place};
use super::output::{Failure, Output};
use crate::config::{Complaint, Config};
use crate::keymap::{Context, Keymap};
use crate::paths::Paths;

/// Show every key, with your own over the defaults.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only the keys that work there: global, list, …
    #[arg(long)]
    context: Option<String>,
    /// Only check keymap.toml; ends with 1 when a line of it is wrong.
    #[arg(long)]
    check: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let Place { paths, config, .. } = open::place(global, output)?;
        let (keymap, complaints) = load(&paths, &config);
        output.complaints(&complaints);
        if self.check {
            return if complaints.is_empty() { Ok(()) } else { Err(Failure::Findings) };
        }
        for context in self.contexts()? {
            print(&keymap, context, output)?;
        }
        Ok(())
    }

    fn contexts(&self) -> Result<Vec<Context>, Failure> {
        let Some(name) = &self.context else { return Ok(Context::ALL.to_vec()) };
        let named = Context::ALL.into_iter().find(|context| context.name() == name);
        named.map(|context| vec![context]).ok_or_else(|| {
            let names: Vec<&str> = Context::ALL.into_iter().map(Context::name).collect();
            Failure::usage(format!("there is no context {name:?}"), format!("choose one of {}", names.join(", ")))
        })
    }
}

fn print(keymap: &Keymap, context: Context, output: &mut Output) -> Result<(), Failure> {
    if !output.json {
        output.line(format!("{} ({})", context.name(), context.about()))?;
    }
    for binding in keymap.bindings(context) {
        let (keys, action) = (binding.keys.to_string(), binding.action);
        if output.json {
            output.object(&json!({
                "context": context.name(), "keys": keys, "action": action.name(), "about": action.about(),
            }))?;
        } else {
            output.line(format!("  {keys:<12} {:<22} {}", action.name(), action.about()))?;
        }
    }
    Ok(())
}

/// The person's keymap and what is wrong with it.
pub(super) fn load(paths: &Paths, config: &Config) -> (Keymap, Vec<Complaint>) {
    let (keymap, problems) = Keymap::load(&config.keymap, &paths.config.join("keymap.toml"));
    let complaints = problems
        .into_iter()
        .map(|problem| Complaint { file: problem.file, line: problem.line, what: problem.what })
        .collect();
    (keymap, complaints)
}
