//! `riffle pick`: chooses an entry for another program.

use std::io::{self, IsTerminal as _};

use super::output::{Failure, Output};
use super::print::{Print, PrintArgs, Printed};
use super::search::{freshen, listed, say_ignored};
use super::table::spoken;
use super::tui::is_dumb;
use super::{Global, keys, open};
use crate::ops::find::SortOrder;
use crate::ops::fresh::Look;
use crate::ops::{self, Hit, Workspace};
use crate::{render, tui};

/// So many entries are numbered with --plain.
const NUMBERED: usize = 20;

const EXAMPLES: &str = "\
Examples:
  $EDITOR \"$(riffle pick in:mine)\"
  riffle show \"$(riffle pick)\"
  riffle pick --link git | xclip
  :read !riffle pick --link       in an editor";

/// Choose an entry while you type, for a script or an editor: prints its path.
///
/// The keyboard and the screen are those of the terminal, whatever standard output is: `$(riffle pick)` works. Esc prints
/// nothing, and the exit code is 130. What your teams have follows what is yours; `in:mine` leaves it out. With --plain, entries are numbered and a number chooses.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to begin with, as for `search`.
    query: Vec<String>,
    #[command(flatten)]
    print: PrintArgs,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::First, output)?;
        let query = self.query.join(" ");
        let chosen = if global.plain || is_dumb() {
            numbered(&workspace, &query, output)?
        } else {
            let (keymap, _) = keys::load(&workspace.paths, &workspace.config);
            tui::pick(&workspace, keymap, &query)?
        };
        let hit = chosen.ok_or(Failure::Left)?;
        if output.json {
            return output.object(&listed(&hit));
        }
        self.print.wanted().unwrap_or(Print::Path).all(&[Printed::from(&hit)], &workspace, output)
    }
}

/// Numbers what is found on standard error, and reads a number.
fn numbered(workspace: &Workspace, query: &str, output: &mut Output) -> Result<Option<Hit>, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::usage("there is nobody to choose", "`riffle search --path -n 1` prints the best"));
    }
    let answer = ops::find::everywhere(workspace, query, SortOrder::Best, NUMBERED)?;
    say_ignored(&answer, output);
    for (number, hit) in answer.found.hits.iter().enumerate() {
        output.note(&format!("{:>3}. {}", number + 1, render::to_text(&[spoken(hit)]).trim_end()));
    }
    output.note("A number chooses; an empty line leaves.");
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let number = line.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    Ok(number.and_then(|number| answer.found.hits.into_iter().nth(number)))
}
