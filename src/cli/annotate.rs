//! `riffle annotate`: own words at the end of an entry's own words.

use std::io::{self, IsTerminal};

use super::Global;
use super::capture::stdin;
use super::open;
use super::output::{Failure, Output};
use super::show::find;
use crate::ops::refine::{self, Annotation};

const EXAMPLES: &str = "\
Examples:
  riffle annotate partial-clone the CI clones too much
  riffle annotate partial-clone --quote 'blobs on demand' our runners are offline then
  pbpaste | riffle annotate partial-clone";

/// Add your own words to an entry, before its quotes and related links.
///
/// The words are text: what would be a heading or front matter gets a backslash. Text on standard input is added too. On a
/// terminal without words it asks.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id.
    entry: String,
    /// Your words; `-` reads standard input.
    text: Vec<String>,
    /// A line that the words are about, quoted above them; several with several flags.
    #[arg(long, value_name = "LINE")]
    quote: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let path = find(&workspace, &self.entry, output)?;
        let annotation = Annotation { words: self.words(output)?, quote: self.quote.clone() };
        output.changed(&refine::annotate(&workspace, &path, &annotation)?)
    }

    /// The words of the command, then those of standard input.
    fn words(&self, output: &mut Output) -> Result<String, Failure> {
        let words: Vec<&str> = self.text.iter().map(String::as_str).filter(|word| *word != "-").collect();
        let words = words.join(" ");
        let asked = io::stdin().is_terminal() && words.is_empty() && self.quote.is_empty();
        if asked {
            output
                .note("What do you make of it? Enter begins a new line; Ctrl-d on an empty line saves, Ctrl-c leaves.");
        }
        let is_read = asked || !io::stdin().is_terminal() || self.text.iter().any(|word| word == "-");
        let piped = if is_read { stdin()? } else { String::new() };
        Ok(if piped.trim().is_empty() { words } else { format!("{words}\n\n{piped}") })
    }
}
