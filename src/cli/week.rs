//! `riffle week`: lines of the week's journal that a team gets.

use serde_json::json;

use super::Global;
use super::contribute::Consent;
use super::open;
use super::output::{Failure, Output};
use super::request::the_team;
use crate::ops::share::{self, Act, Contribution, OfferedWeek, SharedLine, Week, WeekLines};

/// Share lines of your week's journal with a team: lists what may be shared, dead ends and surprises first; the lines that
/// you name go into your own file in the team's `log/`. All other lines stay private.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The team; not needed where there is only one.
    team: Option<String>,
    /// Which week (`2026-W47`); else this one.
    #[arg(long, value_name = "WEEK")]
    week: Option<String>,
    /// A line to share, by its number in the list; several with several flags or commas.
    #[arg(long, value_name = "N", value_delimiter = ',', conflicts_with = "all")]
    line: Vec<usize>,
    /// Share all lines of the list.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    consent: Consent,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let week = match &self.week {
            None => Week::of(workspace.clock.now().date_naive()),
            Some(said) => Week::read(said)
                .ok_or_else(|| Failure::usage(format!("{said:?} is not a week"), "say it as in 2026-W47"))?,
        };
        let team = the_team(&workspace, self.team.as_deref())?;
        let offered = share::offered(&workspace, &team, week)?;
        if self.line.is_empty() && !self.all {
            return show(&offered, output);
        }
        let lines = self.ticked(&offered)?;
        let act = Act::Week(WeekLines { week, lines });
        self.consent.send(&workspace, &Contribution { team, act, allowed: self.consent.allow.clone() }, output)
    }

    fn ticked(&self, offered: &OfferedWeek) -> Result<Vec<SharedLine>, Failure> {
        if offered.lines.is_empty() {
            return Err(Failure::usage(
                format!("{} has no line to share", offered.week.name()),
                "`riffle log` writes one",
            ));
        }
        let all = (1..=offered.lines.len()).collect();
        let numbers = if self.all { &all } else { &self.line };
        let line = |number: &usize| {
            let line = number.checked_sub(1).and_then(|at| offered.lines.get(at)).cloned();
            let why = || Failure::usage(format!("there is no line {number}"), "`riffle week` numbers the lines");
            line.ok_or_else(why)
        };
        numbers.iter().map(line).collect()
    }
}

/// The lines that may be shared, numbered.
fn show(offered: &OfferedWeek, output: &mut Output) -> Result<(), Failure> {
    for (line, number) in offered.lines.iter().zip(1..) {
        if output.json {
            let SharedLine { day, surprise, text } = line;
            output.object(&json!({ "line": number, "day": day.to_string(), "surprise": surprise, "text": text }))?;
            continue;
        }
        let mark = if line.surprise { "! " } else { "" };
        output.line(format!("{number:>3}  {}  {mark}{}", line.day, line.text.replace('\n', "\n                 ")))?;
    }
    for (day, why) in &offered.kept_days {
        output.note(&format!("{day} stays private: {why}."));
    }
    match (offered.lines.is_empty() && offered.kept_days.is_empty(), offered.kept) {
        (true, 0) => output.note(&format!("Nothing was logged in {}.", offered.week.name())),
        (_, 0) => {}
        (_, 1) => output.note("1 more line stays private."),
        (_, kept) => output.note(&format!("{kept} more lines stay private.")),
    }
    if !offered.lines.is_empty() {
        output.note(&format!("Nothing is shared yet; `riffle week {} --line N` shares a line.", offered.team));
    }
    Ok(())
}
