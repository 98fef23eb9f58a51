//! Lists of feeds of other programs, in and out.

use std::io::Read as _;
use std::path::Path;

use serde_json::json;

use crate::cli::output::{Failure, Output};
use crate::ops::Workspace;
use crate::ops::feeds::{self, Format, Imported};
use crate::text::counted;

/// A longer list is none.
const LONGEST: u64 = 50 * 1024 * 1024;

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Form {
    Opml,
    /// The `urls` of newsboat.
    Newsboat,
    /// An object a line.
    Json,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Opml => Self::Opml,
            Form::Newsboat => Self::Newsboat,
            Form::Json => Self::Json,
        }
    }
}

pub(super) fn import(workspace: &Workspace, file: &Path, output: &mut Output) -> Result<(), Failure> {
    let Imported { added, known, skipped, warnings } = feeds::import(workspace, &name(file), &bytes(file)?)?;
    output.warnings(&warnings);
    for (line, why) in &skipped {
        output.note(&format!("{}:{line}: left out: {why}", file.display()));
    }
    if output.json {
        return output.object(&json!({
            "added": added.iter().map(|source| &source.url).collect::<Vec<_>>(), "known": known, "skipped": skipped.len(),
        }));
    }
    let more = match (added.is_empty(), workspace.has_history()) {
        (true, _) => "",
        (false, true) => "; `riffle feeds fetch` asks them, `riffle undo` takes this back",
        (false, false) => "; `riffle feeds fetch` asks them",
    };
    output.note(&format!("{} new, {known} followed before{more}.", counted(added.len(), "source", "sources")));
    Ok(())
}

fn name(file: &Path) -> String {
    file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        true => std::io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes),
        false => std::fs::File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes)),
    };
    let refused = |why: &dyn std::fmt::Display| {
        Failure::usage(
            format!("{} cannot be read: {why}", file.display()),
            "give a file with OPML, newsboat's urls or JSON",
        )
    };
    read.map_err(|error| refused(&error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(refused(&"it is larger than 50 MB"));
    }
    Ok(bytes)
}

pub(super) fn export(workspace: &Workspace, form: Form, output: &mut Output) -> Result<(), Failure> {
    output.raw(feeds::export(workspace, form.into())?.as_bytes())
}
