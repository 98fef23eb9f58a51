//! The same day as two machines left it, in one text.
//!
//! A body is cut into blocks: the items of the day, and the paragraphs between them. How often a block is to stand in the
//! merged day is decided by counting it on three sides. Then ours loses the blocks that theirs took away and gains those
//! that theirs added; every other byte of ours stays. The result is read again: unless it is made of exactly the blocks
//! that were meant, the days are not merged at all.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use chrono::{NaiveTime, Timelike as _};

use super::front_matter;
use super::{lines_of, open_code};
use crate::entry::merge::has_all_words;
use crate::text::code::lines;

/// Merges two days: the blocks of both, each as often as it is meant to be, and what one of them took away since `base`
/// stays away.
///
/// `None` where their front matter says different things, the moment they were begun left aside, or where what one wrote
/// would swallow what the other did, as code without an end does.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let front = front(base, ours, theirs)?;
    let [base, ours, theirs] = [base, ours, theirs].map(Day::cut);
    let wanted = wanted(&base, &ours, &theirs);
    let eol =
        [ours.text, front, theirs.text].into_iter().find(|text| text.contains('\n')).map(front_matter::line_ending);
    let merged = ours.printed(front, &places(&ours, &theirs, &wanted), eol.unwrap_or("\n"));
    let after = Day::cut(&merged);
    let is_whole = has_all_words([&base, &ours, &theirs, &after].map(Day::parts));
    (is_whole && counted(&after) == wanted).then_some(merged)
}

/// A day's file in parts.
struct Day<'a> {
    text: &'a str,
    /// Where what follows the front matter begins.
    body: usize,
    blocks: Vec<Block>,
    /// Whether the last block is code without an end.
    is_open: bool,
}

/// An item of the day with the lines that go on with it, or a paragraph, code included.
struct Block {
    range: Range<usize>,
    is_item: bool,
    time: Option<NaiveTime>,
    /// The text by which it is recognised: without line endings and the blanks before them.
    key: String,
}

/// How often each block stands in a day.
type Counts = HashMap<String, usize>;

/// A block of the merged day: which one of which side.
#[derive(Clone, Copy)]
struct Piece<'a> {
    day: &'a Day<'a>,
    at: usize,
}

impl<'a> Day<'a> {
    fn cut(text: &'a str) -> Self {
        let body = front_matter::split(text).body;
        let mut items = lines_of(text).into_iter().peekable();
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_open = false;
        for line in lines(text, body.clone()) {
            if blocks.last().is_some_and(|block| line.range.start < block.range.end) {
                continue;
            }
            if let Some(item) = items.next_if(|item| item.range.start == line.range.start) {
                blocks.push(Block { range: item.range, is_item: true, time: item.time, key: String::new() });
                is_open = false;
                continue;
            }
            let is_blank = !line.is_code && text[line.range.clone()].trim().is_empty();
            match blocks.last_mut().filter(|_| is_open) {
                Some(last) if !is_blank => last.range.end = line.range.end,
                None if !is_blank => {
                    blocks.push(Block { range: line.range, is_item: false, time: None, key: String::new() });
                }
                Some(_) | None => {}
            }
            is_open = !is_blank;
        }
        for block in &mut blocks {
            block.key = key(&text[block.range.clone()]);
        }
        Self { text, body: body.start, blocks, is_open: open_code(text, body).is_some() }
    }

    /// All that follows the front matter, cut where a block begins.
    fn parts(&self) -> Vec<String> {
        let starts = self.blocks.iter().map(|block| block.range.start).chain([self.text.len()]);
        let mut at = self.body;
        starts.map(|start| key(&self.text[mem::replace(&mut at, start)..start])).collect()
    }

    /// The file with these blocks in place of its own. Between two neighbours nothing changes.
    fn printed(&self, front: &str, blocks: &[Piece<'_>], eol: &str) -> String {
        let mut out = self.head(front, eol);
        if self.blocks.is_empty() && !blocks.is_empty() && !out.is_empty() && out.len() == front.len() {
            out.push_str(eol);
        }
        let mut before: Option<Piece<'_>> = None;
        for piece in blocks {
            out.extend(before.map(|before| gap(self, before, *piece, eol)));
            out.push_str(&if std::ptr::eq(piece.day, self) {
                piece.text().to_owned()
            } else {
                with_ending(piece.text(), eol)
            });
            before = Some(*piece);
        }
        match self.blocks.last() {
            Some(last) => out + &self.text[last.range.start + ended(&self.text[last.range.clone()]).len()..],
            None if blocks.is_empty() => out,
            None => out + eol,
        }
    }

    /// The front matter and the blank lines before the first block.
    fn head(&self, front: &str, eol: &str) -> String {
        let first = self.blocks.first().map_or(self.text.len(), |block| block.range.start);
        let is_ended = front.is_empty() || front.ends_with('\n') || first == self.body && self.blocks.is_empty();
        format!("{front}{}{}", if is_ended { "" } else { eol }, &self.text[self.body..first])
    }
}

impl<'a> Piece<'a> {
    fn block(&self) -> &'a Block {
        &self.day.blocks[self.at]
    }

    /// Without the last line ending.
    fn text(&self) -> &'a str {
        ended(&self.day.text[self.block().range.clone()])
    }

    /// The line endings and blank lines before it; `None` for the first of its day.
    fn gap(&self) -> Option<&'a str> {
        let above = Self { day: self.day, at: self.at.checked_sub(1)? };
        Some(&self.day.text[above.block().range.start + above.text().len()..self.block().range.start])
    }
}

/// What is put between two blocks: what stood before the second, if that keeps them apart.
fn gap(ours: &Day<'_>, before: Piece<'_>, next: Piece<'_>, eol: &str) -> String {
    let are_neighbours = std::ptr::eq(before.day, next.day) && before.at + 1 == next.at;
    let least = if is_apart(before, next) { 2 } else { 1 };
    let was = next.gap().unwrap_or_default();
    let lines = was.matches('\n').count();
    let is_enough = are_neighbours || lines >= least;
    if std::ptr::eq(next.day, ours) {
        return if is_enough { was.to_owned() } else { eol.repeat(least) };
    }
    // A line of the day comes among others without the blank line that it had below a heading.
    let is_among_items = before.block().is_item && next.block().is_item && !are_neighbours;
    eol.repeat(if is_enough && !is_among_items { lines } else { least })
}

/// Whether two blocks need a blank line between them: all but two items, and an item below its heading.
fn is_apart(above: Piece<'_>, below: Piece<'_>) -> bool {
    let is_heading = above.text().lines().next_back().is_some_and(|line| line.starts_with('#'));
    !below.block().is_item || !above.block().is_item && !is_heading
}

fn key(block: &str) -> String {
    block.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Without its last line ending.
fn ended(block: &str) -> &str {
    let block = block.strip_suffix('\n').unwrap_or(block);
    block.strip_suffix('\r').unwrap_or(block)
}

fn with_ending(block: &str, eol: &str) -> String {
    block.lines().collect::<Vec<_>>().join(eol)
}

fn counted(day: &Day<'_>) -> Counts {
    let mut counts = Counts::new();
    for block in &day.blocks {
        *counts.entry(block.key.clone()).or_default() += 1;
    }
    counts
}

/// How often each block is to stand in the merged day: as often as on the side that changed that. Where both did, both
/// changes count, but what both added is there once.
fn wanted(base: &Day<'_>, ours: &Day<'_>, theirs: &Day<'_>) -> Counts {
    let [base, mut ours, theirs] = [base, ours, theirs].map(counted);
    for key in theirs.keys() {
        ours.entry(key.clone()).or_default();
    }
    for (key, count) in &mut ours {
        let (before, other) = [&base, &theirs].map(|side| side.get(key).copied().unwrap_or_default()).into();
        let (least, most) = ((*count).min(other), (*count).max(other));
        *count = if most <= before {
            // Whether both took away the same copy nobody knows.
            least
        } else if least >= before {
            most
        } else {
            least + most - before
        };
    }
    ours.retain(|_, count| *count > 0);
    ours
}

/// The blocks of the merged day in order.
fn places<'a>(ours: &'a Day<'a>, theirs: &'a Day<'a>, wanted: &Counts) -> Vec<Piece<'a>> {
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut stays = Vec::new();
    for (at, block) in ours.blocks.iter().enumerate() {
        let copies = seen.entry(&block.key).or_default();
        stays.push(copies.len() < wanted.get(&block.key).copied().unwrap_or_default());
        copies.push(at);
    }
    let mut slots = Slots::of(ours, &stays);
    let mut passed: HashMap<&str, usize> = HashMap::new();
    let found = theirs.blocks.iter().map(|block| {
        let copy = passed.entry(&block.key).or_default();
        *copy += 1;
        let mine = seen.get(block.key.as_str()).and_then(|copies| copies.get(*copy - 1)).copied();
        (mine, *copy <= wanted.get(&block.key).copied().unwrap_or_default())
    });
    let found: Vec<(Option<usize>, bool)> = found.collect();
    let mut next = vec![None; found.len() + 1];
    for at in (0..found.len()).rev() {
        next[at] = found[at].0.or(next[at + 1]);
    }
    let mut slot = if stays.first() == Some(&false) { Some(0) } else { None };
    for (at, block) in theirs.blocks.iter().enumerate() {
        match found[at] {
            (Some(mine), _) => slot = Some(mine + 1),
            (None, true) => slots.put(slot, block.time, Piece { day: theirs, at }),
            // Ours has something else in its place: what follows says where that is.
            (None, false) => slot = next[at].or(slot),
        }
    }
    slots.filled(ours, &stays)
}

/// Where something can go into a day: slot 0 is before its first block, slot n behind its block n - 1.
struct Slots<'a> {
    added: Vec<Slot<'a>>,
    /// For each minute of the day, the slot behind all that are not later; before the first with a time if all are later.
    by_minute: Vec<Option<usize>>,
    /// For each slot the times of the nearest blocks above and below it that have one.
    around: Vec<(Option<NaiveTime>, Option<NaiveTime>)>,
    end: usize,
}

/// What goes into one place: lines of the day by time, then all from the first block that has none.
#[derive(Clone, Default)]
struct Slot<'a> {
    timed: Vec<(NaiveTime, Piece<'a>)>,
    rest: Vec<Piece<'a>>,
}

impl<'a> Slots<'a> {
    fn of(day: &Day<'_>, stays: &[bool]) -> Self {
        let times: Vec<_> = day.blocks.iter().zip(stays).map(|(block, stays)| block.time.filter(|_| *stays)).collect();
        let mut around = vec![(None, None); times.len() + 1];
        for at in 0..times.len() {
            around[at + 1].0 = times[at].or(around[at].0);
        }
        for at in (0..times.len()).rev() {
            around[at].1 = times[at].or(around[at + 1].1);
        }
        let mut by_minute = vec![None; 24 * 60];
        for (at, time) in times.iter().enumerate() {
            if let Some(time) = time {
                by_minute[minute(*time)] = Some(at + 1);
            }
        }
        let mut last = times.iter().position(Option::is_some);
        for slot in &mut by_minute {
            last = last.max(*slot);
            *slot = last;
        }
        let end = times.len() - usize::from(day.is_open && !times.is_empty());
        Self { added: vec![Slot::default(); times.len() + 1], by_minute, around, end }
    }

    /// Puts a block of theirs in the place where it stood there, as long as the order of time allows it.
    fn put(&mut self, slot: Option<usize>, time: Option<NaiveTime>, piece: Piece<'a>) {
        let Some(time) = time else { return self.added[slot.unwrap_or(self.end)].rest.push(piece) };
        let fits = |slot: &usize| {
            let (earlier, later) = self.around[*slot];
            earlier.is_none_or(|earlier| earlier <= time) && later.is_none_or(|later| time <= later)
        };
        let here = slot.filter(fits);
        let slot = &mut self.added[here.or(self.by_minute[minute(time)]).unwrap_or(self.end)];
        match here {
            Some(_) if !slot.rest.is_empty() => slot.rest.push(piece),
            Some(_) | None => slot.timed.push((time, piece)),
        }
    }

    /// The blocks of ours that stay with all that was put between them.
    fn filled(self, ours: &'a Day<'a>, stays: &[bool]) -> Vec<Piece<'a>> {
        let mut all = Vec::new();
        for (at, mut slot) in self.added.into_iter().enumerate() {
            let above = at.checked_sub(1).filter(|above| stays[*above]);
            all.extend(above.map(|at| Piece { day: ours, at }));
            slot.timed.sort_by_key(|(time, _)| *time);
            all.extend(slot.timed.into_iter().map(|(_, piece)| piece));
            all.extend(slot.rest);
        }
        all
    }
}

fn minute(time: NaiveTime) -> usize {
    (time.hour() * 60 + time.minute()) as usize
}

/// The front matter that stays, with its fences: that of the side that changed it, or else that was begun first.
fn front<'a>(base: &'a str, ours: &'a str, theirs: &'a str) -> Option<&'a str> {
    let written = |text: &'a str| &text[..front_matter::split(text).body.start];
    let fields = |text: &str| front_matter::split(text).yaml.map(|yaml| front_matter::read(&text[yaml])).transpose();
    let (one, other) = (written(ours), written(theirs));
    if one == other || other == written(base) {
        return Some(one);
    }
    if one == written(base) {
        return Some(other);
    }
    let (Ok(Some(mut mine)), Ok(Some(mut yours))) = (fields(ours), fields(theirs)) else { return None };
    let dates = [mine.shift_remove("date"), yours.shift_remove("date")].map(|date| date.map(|date| date.to_string()));
    (mine == yours).then(|| if dates[1] < dates[0] { other } else { one })
}
