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
        let [before, ours, others] = texts.map(Halves::of);
        let fronts = [before.front, ours.front, others.front];
        let front = match join::front(texts, fronts, stricter) {
            Some(joined) if ours.front != others.front => whole_front(ours.head(), others.head(), head(&joined)),
            Some(_) | None => parts(base.map(|_| before.head()), ours.head(), others.head(), true),
        };
        Self { front, body: parts(base.map(|_| before.rest()), ours.rest(), others.rest(), false) }
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
        let lines = self.parts().flat_map(|part| match part {
            Part::Same(lines) => lines.clone(),
            Part::Differs(hunk) => hunk.lines(choices.next().unwrap_or(&Choice::Mine)),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A text in front matter and body.
struct Halves<'a> {
    front: &'a str,
    body: &'a str,
}

impl<'a> Halves<'a> {
    fn of(text: &'a str) -> Self {
        let (front, body) = text.split_at(front_matter::split(text).body.start);
        Self { front, body }
    }

    fn head(&self) -> Text<'a> {
        head(self.front)
    }

    /// The lines of the body; none where the text ends with the front matter, without a line ending.
    fn rest(&self) -> Text<'a> {
        let is_cut = !self.front.is_empty() && !self.front.ends_with('\n');
        if is_cut { Text::none() } else { Text::of(self.body) }
    }
}

/// The lines of front matter.
fn head(front: &str) -> Text<'_> {
    if front.is_empty() { Text::none() } else { Text::of(front.strip_suffix('\n').unwrap_or(front)) }
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
                let is_crlf = self.mine.iter().chain(&self.theirs).all(|line| line.ends_with('\r'));
                let [mine, theirs] = [&self.mine, &self.theirs].map(|side| side.iter().map(String::as_str).collect());
                let (mine, theirs): (Vec<&str>, Vec<&str>) = (mine, theirs);
                let both = lines::both(&mine, &theirs).into_iter();
                // The line between two paragraphs ends as theirs do.
                both.map(|line| if is_crlf && line.is_empty() { "\r".to_owned() } else { line }).collect()
            }
            Choice::Lines(lines) => lines.clone(),
        }
    }
}

/// The front matter as one hunk, for which the join of its fields is suggested, between the lines that all three have.
fn whole_front(mine: Text<'_>, theirs: Text<'_>, joined: Text<'_>) -> Vec<Part> {
    let all = [mine, theirs, joined].map(|text| text.lines);
    let head = alike(all.each_ref().map(|lines| lines.iter()));
    let tail = alike(all.each_ref().map(|lines| lines[head..].iter().rev()));
    let [ours, others, both] = all.each_ref().map(|lines| &lines[head..lines.len() - tail]);
    let suggested = match () {
        () if both == ours => Choice::Mine,
        () if both == others => Choice::Theirs,
        () => Choice::Lines(both.iter().map(|line| (*line).to_owned()).collect()),
    };
    let mut parts = Vec::new();
    push_same(&mut parts, &all[0][..head]);
    parts.push(hunk(ours, others, Some(suggested), true));
    push_same(&mut parts, &all[0][all[0].len() - tail..]);
    parts
}

/// How many items three sequences begin with alike.
fn alike<'a>(mut lines: [impl Iterator<Item = &'a &'a str>; 3]) -> usize {
    let mut count = 0;
    while let [Some(one), Some(other), Some(third)] = lines.each_mut().map(Iterator::next) {
        if one != other || one != third {
            break;
        }
        count += 1;
    }
    count
}

/// Cuts two texts where they differ; the base says who changed what.
fn parts<'a>(base: Option<Text<'a>>, mine: Text<'a>, theirs: Text<'a>, is_field: bool) -> Vec<Part> {
    let is_known = base.is_some();
    let texts = [base.unwrap_or_else(|| mine.clone()), mine, theirs];
    let mut parts = Vec::new();
    for stretch in stretches(&texts[0].lines, &texts[1].lines, &texts[2].lines) {
        let [before, ours, others] = lines::parts(&texts, &stretch);
        if ours == others {
            push_same(&mut parts, ours);
            continue;
        }
        let suggested = match () {
            () if !is_known => None,
            () if others == before => Some(Choice::Mine),
            () if ours == before => Some(Choice::Theirs),
            () if is_field => None,
            () => lines::joined(&texts, &stretch).map(|joined| Choice::Lines(joined.lines)),
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
    if lines.is_empty() {
        return;
    }
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
