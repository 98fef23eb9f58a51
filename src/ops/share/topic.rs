//! Which of a team's topics an entry belongs to.

use super::Order;
use super::record::Entered;
use crate::entry::{Entry, slug};
use crate::ops::Error;
use crate::ops::team::Open;
use crate::team::Rules;

/// Where an entry goes whose subject nobody named.
pub(super) const ANY: &str = "general";

/// The topics of a team: those its rules name, else those it has pages of.
pub(super) fn topics(team: &Open) -> Result<Vec<String>, Error> {
    if !team.rules.topics.is_empty() {
        return Ok(team.rules.topics.clone());
    }
    Ok(team.rules.topics_of(&team.paths()?))
}

/// The topic that was asked for, else the one it has there, else the first of its tags that is one.
pub(super) fn choose(
    order: &Order,
    out: Option<&Entered>,
    entry: &Entry,
    rules: &Rules,
    topics: &[String],
    private_tags: &[String],
) -> Option<String> {
    let is_kept = |tag: &&String| !rules.without_tags.iter().chain(private_tags).any(|kept| is_below(tag, kept));
    let tags: Vec<&String> = entry.tags.iter().filter(is_kept).collect();
    let asked = order.topic.as_deref().map(slug::slug).filter(|topic| !topic.is_empty());
    let there = || out.and_then(|out| of(rules, &out.path));
    let tagged = || {
        let tags = tags.iter().flat_map(|tag| [tag.as_str(), tag.split('/').next().unwrap_or(tag)]);
        let mut tags = tags.map(slug::slug);
        tags.find(|tag| topics.contains(tag))
    };
    let first = || {
        let tag = tags.first().filter(|_| rules.topics.is_empty());
        tag.map(|tag| slug::slug(tag.split('/').next().unwrap_or(tag))).filter(|tag| !tag.is_empty())
    };
    let any = || rules.topics.first().cloned().or_else(|| Some(ANY.to_owned()));
    asked.or_else(there).or_else(tagged).or_else(first).or_else(any)
}

/// Whether a tag is another or lies below it.
fn is_below(tag: &str, other: &str) -> bool {
    let (tag, other) = (tag.to_lowercase(), other.trim_start_matches('#').to_lowercase());
    tag.strip_prefix(&other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The topic in the path of a page, by where the team's layout has it.
pub(super) fn of(rules: &Rules, path: &str) -> Option<String> {
    rules.place(path).map(|place| place.topic).filter(|topic| !topic.is_empty())
}
