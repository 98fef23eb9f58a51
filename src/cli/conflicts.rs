//! `riffle conflicts`: entries of which two texts are kept, and the one text that is made of them.

use std::str::FromStr;

use serde_json::{Value, json};

use super::output::{Failure, Output};
use super::search::{freshen, look};
use super::{Global, open, table};
use crate::ops::conflicts::{self, Conflict, Kept};
use crate::ops::drafts;
use crate::ops::edit::Changed;
use crate::ops::{self, Choice, Hunk, Part, Workspace};
use crate::render::{Line, Role, safe_line};
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  riffle conflicts                                     what is to be decided
  riffle conflicts tea                                 both texts of an entry, place by place
  riffle conflicts tea --take mine                     the whole text as it is here
  riffle conflicts tea --hunk 1=theirs --hunk 2=both   place by place
  riffle conflicts tea --edit                          both in your editor, to make one of them

Settling is one act: `riffle undo` brings both texts back.";

/// So many lines that both texts have are shown around a place where they differ.
const AROUND: usize = 2;

/// List the entries of which two texts are kept since two machines changed the same lines; show both texts of one, and settle it.
///
/// `mine` is what was written on this machine, as far as that is known, else what stands in the entry. What only one side
/// changed, and what can be joined, needs no word from you. Once it is settled the second text is in the trash, and links to it
/// lead to the entry. What was joined word by word is listed too, until somebody has looked at it here.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// An entry or its second text: a path, file name, title, alias, `[[link]]` or part of an id.
    entry: Option<String>,
    /// Settle it: the whole text of one side; with both, both texts where they differ.
    #[arg(long, value_name = "SIDE", requires = "entry")]
    take: Option<Side>,
    /// Settle it: what one numbered place becomes, as often as needed; the others become what --take says, else what is suggested.
    #[arg(long, value_name = "N=SIDE", requires = "entry")]
    hunk: Vec<HunkChoice>,
    /// Settle it in $VISUAL or $EDITOR, from a text that has both wherever nothing else was said.
    #[arg(long, requires = "entry")]
    edit: bool,
    /// Settle it as it is suggested; of what was joined word by word, keep it as it is.
    #[arg(long, requires = "entry", conflicts_with_all = ["take", "hunk", "edit"])]
    accept: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Side {
    Mine,
    Theirs,
    Both,
}

/// What one place becomes: `2=theirs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct HunkChoice {
    /// Counted from 1.
    number: usize,
    side: Side,
}

impl FromStr for HunkChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=').and_then(|(number, side)| {
            Some(Self { number: number.trim().parse().ok()?, side: clap::ValueEnum::from_str(side.trim(), true).ok()? })
        });
        parts.ok_or_else(|| "write the number of a place and mine, theirs or both: 1=mine".to_owned())
    }
}

impl From<Side> for Choice {
    fn from(side: Side) -> Self {
        match side {
            Side::Mine => Self::Mine,
            Side::Theirs => Self::Theirs,
            Side::Both => Self::Both,
        }
    }
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, look(output), output)?;
        let Some(entry) = &self.entry else { return list(&workspace, output) };
        let conflict = conflicts::read(&workspace, &conflicts::named(&workspace, entry)?)?;
        if self.take.is_none() && self.hunk.is_empty() && !self.edit && !self.accept {
            return show(&conflict, output);
        }
        let chosen = self.chosen(&conflict)?;
        if self.edit {
            return edit(&workspace, &conflict, chosen, output);
        }
        let text = conflict.result(&decided(chosen)?);
        output.changed(&conflicts::settle(&workspace, &conflict, &text)?)
    }

    /// What was said about each place, else what is suggested.
    fn chosen(&self, conflict: &Conflict) -> Result<Vec<Option<Choice>>, Failure> {
        let mut chosen = conflict.comparison.suggested();
        for choice in &mut chosen {
            match self.take {
                // The whole text of one side, byte for byte.
                Some(side @ (Side::Mine | Side::Theirs)) => *choice = Some(side.into()),
                Some(Side::Both) if choice.is_none() => *choice = Some(Choice::Both),
                Some(Side::Both) | None => {}
            }
        }
        for HunkChoice { number, side } in &self.hunk {
            let places = chosen.len();
            let place = number.checked_sub(1).and_then(|at| chosen.get_mut(at));
            *place.ok_or_else(|| no_place(*number, places))? = Some((*side).into());
        }
        Ok(chosen)
    }
}

/// A choice for each place, if there is one.
fn decided(chosen: Vec<Option<Choice>>) -> Result<Vec<Choice>, Failure> {
    let open = chosen.iter().zip(1..).filter(|(choice, _)| choice.is_none());
    let open: Vec<String> = open.map(|(_, number): (_, usize)| number.to_string()).collect();
    if open.is_empty() {
        return Ok(chosen.into_iter().flatten().collect());
    }
    Err(ops::Error::from(ops::WriteError::Undecided(open.join(", "))).into())
}

/// Has the person make one text of both; what they wrote is kept as a draft until it is saved.
fn edit(
    workspace: &Workspace,
    conflict: &Conflict,
    chosen: Vec<Option<Choice>>,
    output: &mut Output,
) -> Result<(), Failure> {
    let both: Vec<Choice> = chosen.into_iter().map(|choice| choice.unwrap_or(Choice::Both)).collect();
    let before = conflict.result(&both);
    let (draft, written) = drafts::write(workspace, &before)?;
    let changed =
        if written == before { Changed::default() } else { conflicts::settle(workspace, conflict, &written)? };
    drafts::forget(workspace, &draft)?;
    output.changed(&changed)
}

fn no_place(number: usize, places: usize) -> Failure {
    Failure::usage(
        format!("there is no place {number}; the texts differ in {places}"),
        "`riffle conflicts ENTRY` numbers them",
    )
}

fn list(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let kept = conflicts::list(workspace, usize::MAX)?.all();
    for one in &kept {
        if output.json {
            output.object(&object(&conflicts::read(workspace, one)?))?;
        } else {
            output.lines(&[table::cut(row(one))])?;
        }
    }
    match kept.len() {
        0 => output.note("Nothing is in conflict."),
        _ => output.note("`riffle conflicts ENTRY` shows both texts; --take, --hunk, --edit or --accept settles it."),
    }
    Ok(())
}

/// Day and title, the entry and the file with its second text.
fn row(kept: &Kept) -> Line {
    let day = kept.date.map(|date| format!("{}  ", date.format("%Y-%m-%d"))).unwrap_or_default();
    let mut line = Line::default();
    line.push(&day, Role::Muted);
    line.push(&safe_line(&kept.title), Role::Strong);
    line.push(&format!("  {}", safe_line(kept.path().as_str())), Role::Muted);
    if kept.merge.is_some() {
        line.push("  joined word by word", Role::Tag);
    }
    if kept.is_file {
        line.push("  two versions of a file", Role::Tag);
    }
    if kept.entry.is_none() {
        line.push(if kept.is_file { ", one of them gone" } else { "  the entry itself is gone" }, Role::Callout);
    }
    line
}

/// What is to be decided, with the paths of both texts.
fn object(conflict: &Conflict) -> Value {
    let Conflict { kept, mine, theirs, comparison, .. } = conflict;
    json!({
        "path": kept.path().as_str(),
        "kind": kind(kept),
        "title": kept.title,
        "mine": mine.as_str(),
        "theirs": theirs.as_str(),
        "hunks": comparison.hunks().count(),
        "undecided": comparison.hunks().filter(|hunk| hunk.suggested.is_none()).count(),
    })
}

fn kind(kept: &Kept) -> &'static str {
    match &kept.merge {
        Some(_) => "joined",
        None if kept.is_file => "file",
        None => "conflict",
    }
}

fn show(conflict: &Conflict, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        let mut shown = object(conflict);
        shown["hunks"] = conflict.comparison.hunks().zip(1..).map(|(hunk, number)| hunk_object(hunk, number)).collect();
        return output.object(&shown);
    }
    let lines = lines(conflict);
    output.lines(&lines)
}

fn hunk_object(hunk: &Hunk, number: usize) -> Value {
    let text = |lines: &[String]| lines.join("\n");
    let suggested = hunk.suggested.as_ref();
    json!({
        "number": number,
        "mine": text(&hunk.mine),
        "theirs": text(&hunk.theirs),
        "suggested": suggested.map(said),
        "suggestion": suggested.map(|choice| text(&hunk.lines(choice))),
    })
}

/// A choice in a word.
fn said(choice: &Choice) -> &'static str {
    match choice {
        Choice::Mine => "mine",
        Choice::Theirs => "theirs",
        Choice::Both => "both",
        Choice::Lines(_) => "joined",
    }
}

/// Both texts, place by place, with some lines around.
fn lines(conflict: &Conflict) -> Vec<Line> {
    let comparison = &conflict.comparison;
    let mut lines = vec![head(conflict)];
    let parts: Vec<&Part> = comparison.parts().collect();
    let mut number = 0;
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Differs(hunk) => {
                number += 1;
                lines.push(Line::default());
                lines.extend(hunk_lines(hunk, number));
            }
            Part::Same(same) => {
                let (is_first, is_last) = (at == 0, at + 1 == parts.len());
                lines.push(Line::default());
                lines.extend(around(same, is_first, is_last));
            }
        }
    }
    lines
}

fn head(conflict: &Conflict) -> Line {
    let mut line = Line::default();
    line.push(&safe_line(&conflict.kept.title), Role::Heading);
    line.push(&format!("  {}", safe_line(conflict.kept.path().as_str())), Role::Muted);
    line
}

/// The beginning and the end of what both have, where it borders on a place that differs.
fn around(same: &[String], is_first: bool, is_last: bool) -> Vec<Line> {
    let (head, tail) = (if is_first { 0 } else { AROUND }, if is_last { 0 } else { AROUND });
    let plain = |line: &String| indented("", line, Role::Muted);
    if same.len() <= head + tail {
        return same.iter().map(plain).collect();
    }
    let more = counted(same.len() - head - tail, "more line alike", "more lines alike");
    let gap = indented("", &format!("… {more}"), Role::Comment);
    same[..head].iter().map(plain).chain([gap]).chain(same[same.len() - tail..].iter().map(plain)).collect()
}

fn hunk_lines(hunk: &Hunk, number: usize) -> Vec<Line> {
    let mut lines = side(&format!("{number} mine"), &hunk.mine);
    lines.extend(side("  theirs", &hunk.theirs));
    match &hunk.suggested {
        Some(choice @ Choice::Lines(_)) => lines.extend(side("  joined", &hunk.lines(choice))),
        Some(choice) => lines.push(indented("", &format!("only one side changed it: {}", said(choice)), Role::Comment)),
        None => {}
    }
    lines
}

/// The lines of one side, its name before the first.
fn side(name: &str, lines: &[String]) -> Vec<Line> {
    if lines.is_empty() {
        return vec![indented(name, "(nothing)", Role::Muted)];
    }
    lines.iter().enumerate().map(|(at, line)| indented(if at == 0 { name } else { "" }, line, Role::Text)).collect()
}

fn indented(name: &str, text: &str, role: Role) -> Line {
    let mut line = Line::default();
    line.push(&format!("{name:<10}"), Role::Strong);
    // How a line ends is not a part of what it says.
    line.push(&safe_line(text.trim_end_matches('\r')), role);
    line
}
