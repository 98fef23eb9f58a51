//! From what a feed says to items as they are kept: dates that can be, text as Markdown, what rules do with them.

use chrono::{DateTime, Duration, Utc};

use crate::entry::Timestamp;
use crate::feed::opml::Source;
use crate::feed::rules::{Effect, Looked, Rule};
use crate::feed::{Feed, Item, item_key};
use crate::items::New;
use crate::web;

/// Nothing was published on the web before: what says so has no date.
const FIRST: i64 = 631_152_000; // 1990-01-01

/// What is found in a feed, newest first.
pub(super) fn items(source: &Source, feed: &Feed, rules: &[Rule], now: Timestamp) -> Vec<New> {
    let mut seen = std::collections::HashSet::new();
    let unlike = feed.items.iter().filter(|item| seen.insert(item.id.as_str()));
    let mut items: Vec<New> = unlike.enumerate().map(|(at, item)| new(source, item, rules, at, now)).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.date));
    items
}

fn new(source: &Source, item: &Item, rules: &[Rule], at: usize, now: Timestamp) -> New {
    let base = item.url.as_deref().unwrap_or(&source.url);
    let text = web::to_markdown(&item.html, base);
    let title = if item.title.is_empty() { beginning(&text) } else { item.title.clone() };
    let (author, enclosures) = (item.author.clone(), &item.enclosures);
    let met = met(rules, source, (&title, &text), author.as_deref());
    let does = |effect| met.iter().any(|rule| rule.effect == effect);
    New {
        is_muted: does(Effect::Mute) || source.is_muted,
        is_starred: does(Effect::Star),
        is_held: does(Effect::Keep),
        rule: met.first().map(|rule| rule.said()),
        key: item_key(&source.url, &item.id),
        url: item.url.clone().or_else(|| enclosures.first().map(|file| file.url.clone())),
        date: date(item.date, at, now),
        enclosures: enclosures.iter().map(|file| file.url.clone()).collect(),
        lang: item.lang.clone(),
        tags: item.tags.clone(),
        is_summary: item.is_summary,
        title,
        author,
        text,
    }
}

/// The rules that meet an item of a source, by its title and text.
fn met<'r>(rules: &'r [Rule], source: &Source, (title, text): (&str, &str), author: Option<&str>) -> Vec<&'r Rule> {
    let author = author.unwrap_or_default();
    let looked = Looked { title, text, author, source: &source.title, url: &source.url };
    rules.iter().filter(|rule| rule.meets(&looked)).collect()
}

/// When it was published; where that cannot be, now, and those that stand first in their feed first.
fn date(said: Option<DateTime<Utc>>, at: usize, now: Timestamp) -> Timestamp {
    let is_possible = |date: &DateTime<Utc>| date.timestamp() >= FIRST && *date <= now + Duration::days(1);
    let order = Duration::seconds(i64::try_from(at).unwrap_or_default());
    said.filter(is_possible).map_or(now - order, |date| date.min(now.to_utc()).fixed_offset())
}

/// What an item without a title begins with.
fn beginning(text: &str) -> String {
    let line =
        text.lines().map(|line| line.trim_start_matches(['#', '>', '*', '-', ' '])).find(|line| !line.is_empty());
    let words: String = line.unwrap_or("Untitled").chars().take(80).collect();
    if words.chars().count() < 80 { words } else { format!("{}…", words.trim_end()) }
}
