//! Which entries link to a name: the targets of their links as names are compared.

use std::collections::BTreeSet;

use tantivy::collector::DocSetCollector;
use tantivy::query::{TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use super::key::Key;
use super::tokenize::name;
use crate::entry::Entry;
use crate::entry::link::{self, Form};

/// What an entry's links lead to, each once. A Markdown link gives two names: as it is written, and as a path from the
/// entry's folder.
pub(super) fn targets(entry: &Entry, body: &str) -> BTreeSet<String> {
    let mut targets = BTreeSet::new();
    if !body.contains("[[") && !body.contains("](") && !body.contains("]:") {
        return targets;
    }
    for link in link::links(body).into_iter().filter(leads_to_entry) {
        if link.form == Form::Markdown {
            targets.extend(from_folder(entry.path.folder(), &link.target).map(|path| key(&path)));
        }
        targets.insert(key(&link.target));
    }
    targets
}

/// The documents with a link to any of the names.
pub(super) fn linking(searcher: &Searcher, field: Field, names: &[String]) -> tantivy::Result<Vec<DocAddress>> {
    let terms: Vec<Term> = names.iter().map(|name| Key::Link.term(field, &key(name))).collect();
    let found = match terms.as_slice() {
        [one] => searcher.search(&TermQuery::new(one.clone(), IndexRecordOption::Basic), &DocSetCollector)?,
        _ => searcher.search(&TermSetQuery::new(terms), &DocSetCollector)?,
    };
    Ok(found.into_iter().collect())
}

fn leads_to_entry(link: &link::Link) -> bool {
    let is_name = !link.target.is_empty() && !link.target.contains("://") && !link.target.starts_with("mailto:");
    match link.form {
        Form::Wiki | Form::Embed | Form::Markdown => is_name,
        Form::Image | Form::Auto => false,
    }
}

/// A name as it is compared, without `.md` and what leads to the top of the store.
fn key(target: &str) -> String {
    let target = name(target.trim());
    let target = target.trim_start_matches("./").trim_start_matches('/');
    target.strip_suffix(".md").unwrap_or(target).to_owned()
}

/// A target as a path from the top of the store; `None` if it leads out of it.
fn from_folder(folder: &str, target: &str) -> Option<String> {
    let base = if target.starts_with('/') { "" } else { folder };
    let mut parts = Vec::new();
    for part in base.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_targets_are_followed_within_the_store() {
        assert_eq!(from_folder("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(from_folder("a/b", "/c.md").as_deref(), Some("c.md"));
        assert_eq!(from_folder("", "./x/y.md").as_deref(), Some("x/y.md"));
        assert_eq!(from_folder("a", "../../c.md"), None);
    }

    #[test]
    fn names_are_compared_without_case_and_ending() {
        assert_eq!(key(" /Deep/Tea.MD "), "deep/tea");
    }
}
