//! `riffle log`: a timed line in today's journal, or the day.

use std::io::{self, IsTerminal};

use serde_json::json;

use super::Global;
use super::capture::stdin;
use super::open;
use super::output::{Failure, Output};
use crate::ops::{self, Workspace};

const EXAMPLES: &str = "\
Examples:
  riffle log reading up on partial clones -t ci
  riffle log '! dead end: shallow clone and submodules break our deploy'
  make 2>&1 | tail -3 | riffle log the build is red
  riffle log";

/// Add a timed line to today's journal; without words, show the day.
///
/// A leading `!` marks a dead end or a surprise. Text on standard input goes below the words.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What happened; `-` reads standard input.
    text: Vec<String>,
    /// A tag, put behind the words; several with several flags or commas.
    #[arg(short, long = "tag", value_name = "TAG", value_delimiter = ',')]
    tags: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let text = self.words()?;
        if text.trim().is_empty() && self.tags.is_empty() {
            return show(&workspace, output);
        }
        let logged = ops::log::log(&workspace, &text)?;
        output.warnings(&logged.warnings);
        let time = logged.time.format("%H:%M").to_string();
        if output.json {
            let path = logged.path.as_str();
            return output.object(&json!({ "path": path, "time": time, "text": logged.text }));
        }
        output.line(format!("{}  {time}", logged.path))
    }

    /// The words, the tags behind their first line, and below them what was piped in.
    fn words(&self) -> Result<String, Failure> {
        let mut words: Vec<String> = self.text.iter().filter(|word| *word != "-").cloned().collect();
        let is_asked = self.text.iter().any(|word| word == "-");
        let piped = if is_asked || !io::stdin().is_terminal() { stdin()? } else { String::new() };
        let (first, rest) = match words.is_empty() {
            true => piped.trim().split_once('\n').unwrap_or((piped.trim(), "")),
            false => ("", piped.trim_end()),
        };
        words.extend(Some(first.trim_end().to_owned()).filter(|first| !first.is_empty()));
        if !words.is_empty() {
            words.extend(self.tags.iter().map(|tag| format!("#{}", tag.trim_start_matches('#'))));
        }
        Ok([&words.join(" "), rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"))
    }
}

/// Today, line by line.
fn show(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let day = ops::log::day(workspace, workspace.clock.now().date_naive())?;
    if day.lines.is_empty() {
        output.note("Nothing logged today.");
    }
    for line in &day.lines {
        let time = line.time.map(|time| time.format("%H:%M").to_string());
        if output.json {
            output.object(&json!({
                "path": day.path.as_str(), "time": time, "text": line.text, "surprise": line.surprise, "line": line.line,
            }))?;
            continue;
        }
        let mark = if line.surprise { "! " } else { "" };
        let text = line.text.replace('\n', "\n       ");
        for (count, words) in text.lines().enumerate() {
            let start =
                if count == 0 { format!("{:5}  {mark}", time.as_deref().unwrap_or_default()) } else { String::new() };
            output.line(format!("{start}{words}").trim_end())?;
        }
    }
    Ok(())
}
