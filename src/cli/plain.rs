//! The workbench without a full screen: a line to search, numbered results, a number to read.

use std::path::Path;

use super::open::Place;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show;
use super::table::spoken;
use crate::ops::find::SortOrder;
use crate::ops::fresh::Look;
use crate::ops::{self, Hit, Workspace, capture::NewEntry};
use crate::render::{self, markdown::Glyphs};

const HELP: &str = "Type words to search, a number to read, `c TEXT` to write something down, `q` to leave.";

/// Reads lines and answers until the person leaves.
pub(super) fn run(root: &Path, place: Place, output: &mut Output) -> Result<(), Failure> {
    let workspace = Workspace::open(root, place.paths, place.config, place.clock)?;
    workspace.settle();
    freshen(&workspace, Look::WhereQuick, output)?;
    output.line(HELP)?;
    let mut hits = search(&workspace, "", output)?;
    while let Some(line) = output.ask("riffle> ")? {
        match line.as_str() {
            "q" | "quit" => break,
            "?" | "help" => output.line(HELP)?,
            line => {
                if let Some(text) = line.strip_prefix("c ") {
                    let draft = NewEntry { text: text.to_owned(), ..NewEntry::default() };
                    let captured = ops::capture::capture(&workspace, &draft)?;
                    output.warnings(&captured.warnings);
                    output.line(format!("Saved: {}", captured.path))?;
                } else if let Some(hit) = chosen(line, &hits) {
                    read(&workspace, hit, output)?;
                } else {
                    hits = search(&workspace, line, output)?;
                }
            }
        }
    }
    Ok(())
}

fn chosen<'a>(line: &str, hits: &'a [Hit]) -> Option<&'a Hit> {
    let number: usize = line.parse().ok()?;
    hits.get(number.checked_sub(1)?)
}

fn search(workspace: &Workspace, query: &str, output: &mut Output) -> Result<Vec<Hit>, Failure> {
    let answer = ops::find::everywhere(workspace, query, SortOrder::Best, 20)?;
    super::search::say_ignored(&answer, output);
    for (number, hit) in answer.found.hits.iter().enumerate() {
        let head = render::to_text(&[spoken(hit)]);
        output.line(format!("{:>3}. {}", number + 1, head.trim_end()))?;
    }
    let theirs: usize = answer.teams.iter().map(|it| it.total).sum();
    output.line(format!("{} found.", answer.found.total + theirs))?;
    Ok(answer.found.hits)
}

fn read(workspace: &Workspace, hit: &Hit, output: &mut Output) -> Result<(), Failure> {
    let entry = ops::find::read(workspace, &hit.path)?;
    output.lines(&show::page(&entry, 80, Glyphs::Ascii))
}
