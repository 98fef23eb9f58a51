//! Which of a team's topics an entry belongs to.

use super::Order;
use super::record::PublicationLine;
use crate::entry::slug;
use crate::ops::Error;
use crate::ops::team::OpenTeam;
use crate::team::read::Rules;

/// Where an entry goes whose subject nobody named.
pub(super) const ANY: &str = "general";

/// The topics of a team: those its rules name, else those it has pages of.
pub(super) fn topics(team: &OpenTeam) -> Result<Vec<String>, Error> {
    if !team.rules.topics.is_empty() {
        return Ok(team.rules.topics.clone());
    }
    Ok(team.rules.topics_of(&team.paths()?))
}

/// The topic that was asked for, else the one it has there, else the first of its tags that is one.
///
/// A folder's name is read by everybody: `tags` are those that the entry has in the team, and asked for only where they count.
pub(super) fn choose(
    order: &Order,
    out: Option<&PublicationLine>,
    rules: &Rules,
    topics: &[String],
    tags: impl FnOnce() -> Vec<String>,
) -> Option<String> {
    let asked = order.topic.as_deref().map(slug::slug).filter(|topic| !topic.is_empty());
    let there = || out.and_then(|out| of(rules, &out.path));
    asked.or_else(there).or_else(|| tagged(&tags(), rules, topics))
}

/// The first tag that is a topic; where the team names none, the first tag; else where anything may go.
fn tagged(tags: &[String], rules: &Rules, topics: &[String]) -> Option<String> {
    let top = |tag: &str| slug::slug(tag.split('/').next().unwrap_or(tag));
    let known = tags.iter().flat_map(|tag| [slug::slug(tag), top(tag)]).find(|tag| topics.contains(tag));
    let first = || tags.first().filter(|_| rules.topics.is_empty()).map(|tag| top(tag)).filter(|tag| !tag.is_empty());
    let any = || rules.topics.first().cloned().or_else(|| Some(ANY.to_owned()));
    known.or_else(first).or_else(any)
}

/// The topic in the path of a page, by where the team's layout has it.
pub(super) fn of(rules: &Rules, path: &str) -> Option<String> {
    rules.place(path).map(|place| place.topic).filter(|topic| !topic.is_empty())
}
