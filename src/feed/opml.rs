//! Lists of what is followed, as outlines. What is changed in one is changed as text: every other letter stays.

mod tree;

use std::collections::HashSet;
use std::fmt::Write as _;

use tree::{Node, Tree, tag};

/// The group of what has none.
pub const UNGROUPED: &str = "Feeds";

/// Something that is followed: a feed, or a search that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Of the feed; `search:` and the words of a search.
    pub url: String,
    pub title: String,
    /// The page that it belongs to.
    pub site: Option<String>,
    /// The names of the outlines around it, outermost first.
    pub groups: Vec<String>,
    /// It is fetched, and nothing of it is shown as unread.
    pub is_muted: bool,
    /// What it gives are beginnings; the whole text is fetched.
    pub wants_full_text: bool,
}

impl Source {
    /// The words of a search that is kept.
    pub fn search(&self) -> Option<&str> {
        self.url.strip_prefix(SEARCH)
    }

    /// The innermost group.
    pub fn group(&self) -> &str {
        self.groups.last().map_or(UNGROUPED, String::as_str)
    }
}

/// What the address of a search begins with.
pub const SEARCH: &str = "search:";
/// The attributes that are Riffle's own.
const MUTED: &str = "muted";
const FULL: &str = "fullText";

/// Why a text is no list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("line {line}: {what}")]
    Broken { line: usize, what: String },
    #[error("it has no <body>")]
    NoBody,
}

/// All that is followed, in the order of the file; what stands twice once.
pub fn sources(text: &str) -> Result<Vec<Source>, Error> {
    let tree = Tree::of(text)?;
    let mut seen = HashSet::new();
    let all = tree.outlines().filter_map(|node| source(&tree, node));
    Ok(all.filter(|source| seen.insert(source.url.clone())).collect())
}

fn source(tree: &Tree<'_>, node: &Node) -> Option<Source> {
    let url = address(node)?;
    let words = |name| node.value(name).map(|words| super::plain::one_line(&words)).filter(|words| !words.is_empty());
    let is_set = |name| node.value(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let groups = tree.around(node).into_iter().filter_map(name).collect();
    let title = words("title").or_else(|| words("text")).unwrap_or_else(|| url.clone());
    let site = node.value("htmlUrl").and_then(|site| super::identity::web(&site));
    Some(Source { url, title, site, groups, is_muted: is_set(MUTED), wants_full_text: is_set(FULL) })
}

/// The address of what an outline stands for; nothing for a group and for a comment.
fn address(node: &Node) -> Option<String> {
    if node.value("isComment").is_some_and(|value| value == "true") {
        return None;
    }
    if let Some(url) = node.value("xmlUrl").map(|url| url.trim().to_owned()).filter(|url| !url.is_empty()) {
        return Some(url);
    }
    let is_search = node.value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("search"));
    node.value("query").filter(|words| is_search && !words.trim().is_empty()).map(|words| format!("{SEARCH}{words}"))
}

/// The name of a group.
fn name(node: &Node) -> Option<String> {
    let name = node.value("text").or_else(|| node.value("title"))?;
    Some(super::plain::one_line(&name)).filter(|name| !name.is_empty())
}

/// A list of nothing.
pub fn empty() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Feeds</title>\n  </head>\n  \
     <body>\n  </body>\n</opml>\n"
        .to_owned()
}

/// The list with something more in it, in its group; an empty text becomes a list.
pub fn with(text: &str, source: &Source) -> Result<String, Error> {
    with_all(text, std::slice::from_ref(source))
}

/// The same with several: those of one group together.
pub fn with_all(text: &str, sources: &[Source]) -> Result<String, Error> {
    let mut text = if text.trim().is_empty() { empty() } else { text.to_owned() };
    let mut groups: Vec<&[String]> = Vec::new();
    for source in sources {
        if !groups.contains(&source.groups.as_slice()) {
            groups.push(&source.groups);
        }
    }
    for group in groups {
        let of_group: Vec<&Source> = sources.iter().filter(|source| source.groups == group).collect();
        text = with_group(&text, group, &of_group)?;
    }
    Ok(text)
}

fn with_group(text: &str, groups: &[String], sources: &[&Source]) -> Result<String, Error> {
    let tree = Tree::of(text)?;
    let body = tree.body().ok_or(Error::NoBody)?;
    let (mut parent, mut missing) = (body, groups);
    while let Some((first, rest)) = missing.split_first() {
        let Some(group) = tree.children(parent).find(|node| is_group(node, first)) else { break };
        (parent, missing) = (group, rest);
    }
    Ok(tree.with_child(parent, &|indent| outlines(sources, missing, indent)))
}

fn is_group(node: &Node, wanted: &str) -> bool {
    address(node).is_none() && name(node).is_some_and(|name| name.to_lowercase() == wanted.to_lowercase())
}

/// The outlines of several, in the outlines of their groups, a line each.
fn outlines(sources: &[&Source], groups: &[String], indent: &str) -> String {
    match groups.split_first() {
        Some((group, rest)) => {
            let open = tag("outline", &[("text".to_owned(), group.clone())], false);
            let inner = outlines(sources, rest, &format!("{indent}  "));
            format!("{indent}{open}\n{inner}{indent}</outline>\n")
        }
        None => {
            let line = |source: &&Source| format!("{indent}{}\n", tag("outline", &attributes(source), true));
            sources.iter().map(line).collect()
        }
    }
}

/// What is written of something.
fn attributes(source: &Source) -> Vec<(String, String)> {
    let mut all = vec![("text", source.title.clone()), ("title", source.title.clone())];
    match source.search() {
        Some(words) => all.extend([("type", "search".to_owned()), ("query", words.to_owned())]),
        None => all.extend([("type", "rss".to_owned()), ("xmlUrl", source.url.clone())]),
    }
    all.extend(source.site.clone().map(|site| ("htmlUrl", site)));
    all.extend(source.is_muted.then(|| (MUTED, "true".to_owned())));
    all.extend(source.wants_full_text.then(|| (FULL, "true".to_owned())));
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The list without something, wherever it stands in it.
pub fn without(text: &str, url: &str) -> Result<String, Error> {
    let mut text = text.to_owned();
    loop {
        let tree = Tree::of(&text)?;
        let Some(node) = tree.outlines().find(|node| address(node).as_deref() == Some(url)) else { return Ok(text) };
        text = tree.without(node);
    }
}

/// The list with what is known of something changed; in another group it is moved there with all its attributes.
pub fn changed(text: &str, url: &str, now: &Source) -> Result<String, Error> {
    let tree = Tree::of(text)?;
    let Some(node) = tree.outlines().find(|node| address(node).as_deref() == Some(url)) else {
        return with(text, now);
    };
    let before = source(&tree, node).unwrap_or_default();
    let text = tree.with_attributes(node, &merged(node, &before, now));
    if before.groups == now.groups {
        return Ok(text);
    }
    moved(&text, &now.url, &now.groups)
}

/// The attributes of an outline with those changed that differ.
fn merged(node: &Node, before: &Source, now: &Source) -> Vec<(String, String)> {
    let (old, new) = (attributes(before), attributes(now));
    let mut all = node.attributes.clone();
    for (name, value) in new.iter().filter(|pair| !old.contains(pair)) {
        match all.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, known)) => known.clone_from(value),
            None => all.push((name.clone(), value.clone())),
        }
    }
    let has = |list: &[(String, String)], name: &String| list.iter().any(|(known, _)| known == name);
    all.retain(|(name, _)| !has(&old, name) || has(&new, name));
    all
}

fn moved(text: &str, url: &str, groups: &[String]) -> Result<String, Error> {
    let tree = Tree::of(text)?;
    let Some(node) = tree.outlines().find(|node| address(node).as_deref() == Some(url)) else {
        return Ok(text.to_owned());
    };
    let outline = tag("outline", &node.attributes, true);
    let place = Source { groups: groups.to_vec(), url: PLACE.to_owned(), ..Source::default() };
    let stands = tag("outline", &attributes(&place), true);
    Ok(with(&tree.without(node), &place)?.replacen(&stands, &outline, 1))
}

/// Stands where an outline is moved to while the text is changed. No address has a line break.
const PLACE: &str = "\n";

/// A list of its own, for other programs.
pub fn print(title: &str, sources: &[Source]) -> String {
    let text =
        empty().replacen("<title>Feeds</title>", &format!("<title>{}</title>", quick_xml::escape::escape(title)), 1);
    with_all(&text, sources).unwrap_or(text)
}

/// A line about each, for programs that want no outlines.
pub fn addresses(sources: &[Source]) -> String {
    sources.iter().fold(String::new(), |mut text, source| {
        writeln!(text, "{}", source.url).ok();
        text
    })
}

#[cfg(test)]
mod tests;
