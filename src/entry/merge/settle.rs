//! What becomes of a field that both sides changed, where its meaning says so.

use std::cmp::Ordering;

use serde_json::Value as Json;

use crate::entry::front_matter::{self, Block};
use crate::entry::{Stage, date};

/// Keys that say whether an entry may leave: the stricter side counts.
const CONSENT: [&str; 5] = ["draft", "private", "public", "publish", "share"];
/// Keys of the day something was last done: the later counts.
const LAST: [&str; 12] = [
    "checked",
    "date modified",
    "date_modified",
    "edited",
    "last modified",
    "last_modified",
    "lastmod",
    "modified",
    "updated",
    "updated at",
    "updated_at",
    "visited",
];

/// The lines of the field as they are to be; `None` where no rule says.
///
/// `stricter` compares what the first side and the second keep from others.
pub(super) fn settled(
    key: &str,
    base: Option<&Json>,
    [ours, theirs]: [&Block<'_>; 2],
    stricter: Ordering,
) -> Option<String> {
    // A comment beside a value would be lost with it.
    if [ours, theirs].iter().any(|block| has_comment(block.text)) {
        return None;
    }
    let values = [&ours.value, &theirs.value];
    let order = match key {
        key if CONSENT.contains(&key) => stricter,
        key if date::KEYS.contains(&key) => moments(values)?.reverse(),
        key if LAST.contains(&key) => moments(values)?,
        "stage" => stages(values)?,
        _ => return list(key, base, ours, &theirs.value),
    };
    match order {
        Ordering::Greater => Some(ours.text.to_owned()),
        Ordering::Less => Some(theirs.text.to_owned()),
        Ordering::Equal => None,
    }
}

fn has_comment(text: &str) -> bool {
    text.starts_with('#') || text.contains(" #") || text.contains("\n#")
}

/// Compares two dates or times that are written alike: the year first, or as a number of milliseconds or seconds.
fn moments([ours, theirs]: [&Json; 2]) -> Option<Ordering> {
    let (ours, theirs) = (&front_matter::json_text(ours)?, &front_matter::json_text(theirs)?);
    let shape = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    let is_number = ours.len() >= 8 && ours.bytes().all(|byte| byte.is_ascii_digit());
    let is_alike = shape(ours) == shape(theirs) && (is_number || shape(ours).starts_with("0000-00-00"));
    is_alike.then(|| ours.cmp(theirs))
}

/// Compares two stages: a decision counts for more than none, and work that goes on for more than work that is put away.
fn stages([ours, theirs]: [&Json; 2]) -> Option<Ordering> {
    let rank = |value: &Json| {
        let stage = Stage::ALL.into_iter().find(|stage| Some(stage.name()) == value.as_str())?;
        Some(match stage {
            Stage::Inbox => 0,
            Stage::Archived => 1,
            Stage::Seed => 2,
            Stage::Growing => 3,
            Stage::Evergreen => 4,
        })
    };
    Some(rank(ours)?.cmp(&rank(theirs)?))
}

/// The list of one side with what the other added, and without what it took away.
fn list(key: &str, base: Option<&Json>, ours: &Block<'_>, theirs: &Json) -> Option<String> {
    let [base, mine, theirs] = [base.unwrap_or(&Json::Null), &ours.value, theirs].map(items);
    let (base, mine, theirs) = (base?, mine?, theirs?);
    let mut added: Vec<String> = theirs.iter().filter(|item| !base.contains(item)).cloned().collect();
    let mut gone: Vec<String> = base.iter().filter(|item| !theirs.contains(item)).cloned().collect();
    if key == "published" {
        newest_of_each_team(&mine, &mut added, &mut gone)?;
    }
    let document = format!("---\n{}---\n", ours.text);
    let edited = front_matter::edit_list(&document, key, &added, &gone).ok()?;
    Some(edited.strip_prefix("---\n")?.strip_suffix("---\n")?.to_owned())
}

/// The items of a list of plain values.
fn items(value: &Json) -> Option<Vec<String>> {
    match value {
        Json::Null => Some(Vec::new()),
        Json::Array(items) => items.iter().map(front_matter::json_text).collect(),
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => None,
    }
}

/// Keeps one line for each team, that of the later day: `acme@1234567 nuggets/a.md 2026-11-21`.
fn newest_of_each_team(mine: &[String], added: &mut Vec<String>, gone: &mut Vec<String>) -> Option<()> {
    let team = |line: &str| line.split('@').next().map(str::to_owned);
    let day = |line: &str| line.rsplit(' ').next().map(str::to_owned);
    for theirs in std::mem::take(added) {
        let same = mine.iter().find(|line| team(line) == team(&theirs) && !gone.contains(line));
        match same.map(|line| (line, day(line).cmp(&day(&theirs)))) {
            Some((_, Ordering::Equal)) => return None,
            Some((_, Ordering::Greater)) => {}
            Some((line, Ordering::Less)) => {
                gone.push(line.clone());
                added.push(theirs);
            }
            None => added.push(theirs),
        }
    }
    Some(())
}
