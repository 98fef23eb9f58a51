//! Two texts of one entry side by side: what they have alike, where they differ, and what choices make of them.

use std::cmp::Ordering;

use super::join;
use super::lines::{self, Text};
use super::three_way::{Stretch, stretches};
use crate::entry::front_matter;

/// Two texts, cut where they differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    front: Vec<Part>,
    body: Vec<Part>,
}

/// Some lines, without their endings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Both texts have them.
    Same(Vec<String>),
    Differs(Hunk),
}

/// A place where the two differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub mine: Vec<String>,
    pub theirs: Vec<String>,
    /// What it may become without a word from the person, since only one side changed it or the two can be joined.
    pub suggested: Option<Choice>,
    /// It lies in the front matter.
    pub is_field: bool,
}

/// What becomes of a hunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Mine,
    Theirs,
    Both,
    /// Lines of their own.
    Lines(Vec<String>),
}

impl Comparison {
    /// Compares two texts, of which `base` is the version both began from, where that is known. `stricter` compares what mine
    /// and theirs keep from others.
    pub(crate) fn of(base: Option<&str>, mine: &str, theirs: &str, stricter: Ordering) -> Self {
        let texts = [base.unwrap_or_default(), mine, theirs];
        let [base_parts, mine_parts, theirs_parts] =
            texts.map(|text| text.split_at(front_matter::split(text).body.start));
        let fronts = [base_parts.0, mine_parts.0, theirs_parts.0];
        let front = match join::front(texts, fronts, stricter) {
            Some(joined) if fronts[1] != fronts[2] => vec![whole_front(fronts[1], fronts[2], joined)],
            Some(_) | None => parts(base.map(|_| fronts[0]), fronts[1], fronts[2], true),
        };
        Self { front, body: parts(base.map(|_| base_parts.1), mine_parts.1, theirs_parts.1, false) }
    }

    /// All of it, in order.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.front.iter().chain(&self.body)
    }

    /// The places where the two differ, in order.
    pub fn hunks(&self) -> impl Iterator<Item = &Hunk> {
        self.parts().filter_map(|part| match part {
            Part::Differs(hunk) => Some(hunk),
            Part::Same(_) => None,
        })
    }

    /// What is suggested for each hunk.
    pub fn suggested(&self) -> Vec<Option<Choice>> {
        self.hunks().map(|hunk| hunk.suggested.clone()).collect()
    }

    /// The text that a choice for each hunk makes; mine where there is none.
    pub fn result(&self, choices: &[Choice]) -> String {
        let mut choices = choices.iter();
        [&self.front, &self.body].map(|parts| text(parts, &mut choices)).concat()
    }
}

impl Choice {
    /// What a person typed; a line ending at its end begins no line.
    pub fn typed(text: &str) -> Self {
        let text = text.strip_suffix('\n').unwrap_or(text);
        Self::Lines(if text.is_empty() { Vec::new() } else { text.split('\n').map(str::to_owned).collect() })
    }
}

impl Hunk {
    /// The lines that a choice makes of it.
    pub fn lines(&self, choice: &Choice) -> Vec<String> {
        match choice {
            Choice::Mine => self.mine.clone(),
            Choice::Theirs => self.theirs.clone(),
            Choice::Both if self.is_field => both_fields(&self.mine, &self.theirs),
            Choice::Both => {
                let [mine, theirs] = [&self.mine, &self.theirs].map(|side| side.iter().map(String::as_str).collect());
                let (mine, theirs): (Vec<&str>, Vec<&str>) = (mine, theirs);
                lines::both(&mine, &theirs)
            }
            Choice::Lines(lines) => lines.clone(),
        }
    }
}

fn text<'a>(parts: &[Part], choices: &mut impl Iterator<Item = &'a Choice>) -> String {
    let lines = parts.iter().flat_map(|part| match part {
        Part::Same(lines) => lines.clone(),
        Part::Differs(hunk) => hunk.lines(choices.next().unwrap_or(&Choice::Mine)),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The front matter as one hunk, for which the join of its fields is suggested.
fn whole_front(mine: &str, theirs: &str, joined: String) -> Part {
    let lines = |text: &str| text.split('\n').map(str::to_owned).collect();
    let suggested = match () {
        () if joined == mine => Choice::Mine,
        () if joined == theirs => Choice::Theirs,
        () => Choice::Lines(lines(&joined)),
    };
    Part::Differs(Hunk { mine: lines(mine), theirs: lines(theirs), suggested: Some(suggested), is_field: true })
}

/// Cuts two texts where they differ; the base says who changed what.
fn parts(base: Option<&str>, mine: &str, theirs: &str, is_field: bool) -> Vec<Part> {
    let texts = [base.unwrap_or(mine), mine, theirs].map(Text::of);
    let mut parts = Vec::new();
    for stretch in stretches(&texts[0].lines, &texts[1].lines, &texts[2].lines) {
        let [before, ours, others] = lines::parts(&texts, &stretch);
        if ours == others {
            push_same(&mut parts, ours);
            continue;
        }
        let suggested = match base {
            None => None,
            Some(_) if others == before => Some(Choice::Mine),
            Some(_) if ours == before => Some(Choice::Theirs),
            Some(_) if is_field => None,
            Some(_) => lines::joined(&texts, &stretch).map(|joined| Choice::Lines(joined.lines)),
        };
        match suggested {
            None => push_apart(&mut parts, ours, others, is_field),
            suggested => parts.push(hunk(ours, others, suggested, is_field)),
        }
    }
    parts
}

/// A stretch that both changed may have lines alike all the same.
fn push_apart(parts: &mut Vec<Part>, mine: &[&str], theirs: &[&str], is_field: bool) {
    for Stretch { ours, theirs: others, .. } in stretches(mine, mine, theirs) {
        let (ours, others) = (&mine[ours], &theirs[others]);
        if ours == others {
            push_same(parts, ours);
        } else {
            parts.push(hunk(ours, others, None, is_field));
        }
    }
}

fn push_same(parts: &mut Vec<Part>, lines: &[&str]) {
    let lines = lines.iter().map(|line| (*line).to_owned());
    match parts.last_mut() {
        Some(Part::Same(before)) => before.extend(lines),
        Some(Part::Differs(_)) | None => parts.push(Part::Same(lines.collect())),
    }
}

fn hunk(mine: &[&str], theirs: &[&str], suggested: Option<Choice>, is_field: bool) -> Part {
    let [mine, theirs] = [mine, theirs].map(|lines| lines.iter().map(|line| (*line).to_owned()).collect());
    Part::Differs(Hunk { mine, theirs, suggested, is_field })
}

/// The fields of both: a field that both have stays as it is in mine.
fn both_fields(mine: &[String], theirs: &[String]) -> Vec<String> {
    let key = |line: &str| {
        line.split_once(':').map(|(key, _)| key.to_owned()).filter(|key| !key.starts_with([' ', '-', '#']))
    };
    let own: Vec<String> = mine.iter().filter_map(|line| key(line)).collect();
    let mut is_known = false;
    let added = theirs.iter().filter(|line| {
        is_known = key(line).map_or(is_known, |key| own.contains(&key));
        !is_known && !mine.contains(line)
    });
    // Before the closing fence, if it is among them.
    let fence = mine.iter().rposition(|line| line.trim_end() == "---").filter(|at| *at > 0).unwrap_or(mine.len());
    let (above, below) = mine.split_at(fence);
    above.iter().chain(added.collect::<Vec<_>>()).chain(below).cloned().collect()
}

#[cfg(test)]
mod tests;
