//! The links of a team's pages when one of them moves: each leads where it led before.

use crate::entry::link::{self, Form, Link, Wanted};
use crate::entry::{Entry, EntryPath};
use crate::git::Write;
use crate::ops::Error;
use crate::ops::team::OpenTeam;

/// A page that lies elsewhere from now on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move<'a> {
    pub from: &'a str,
    pub to: &'a str,
}

impl Move<'_> {
    /// Every other page of the team, and file about it, whose links have to follow.
    pub(super) fn others(&self, team: &OpenTeam, except: &str) -> Result<Vec<Write>, Error> {
        let mut writes = Vec::new();
        for path in team.texts()? {
            if path == self.from || path == self.to || path == except {
                continue;
            }
            let text = team.exact_text(&path)?.filter(|text| self.may_be_named(text));
            let relinked = text.and_then(|text| self.relinked(team, &path, &path, &text));
            writes.extend(relinked.map(|text| Write { path, content: Some(text.into_bytes()) }));
        }
        Ok(writes)
    }

    /// The page itself, whose links lead from another folder now.
    pub(super) fn own(&self, team: &OpenTeam, text: &str) -> String {
        self.relinked(team, self.from, self.to, text).unwrap_or_else(|| text.to_owned())
    }

    /// A text that lay at `path` and is to lie at `place`; `None` where nothing changes.
    pub(super) fn relinked(&self, team: &OpenTeam, path: &str, place: &str, text: &str) -> Option<String> {
        let (path, place) = (EntryPath::new(path).ok()?, EntryPath::new(place).ok()?);
        let entry = Entry::parse(path.clone(), text.as_bytes(), &[]);
        if entry.text != text {
            return None;
        }
        let address = |path: &str| team.address(path);
        let addresses = address(self.from).zip(address(self.to));
        let edits = link::of(&entry).into_iter().filter_map(|link| match addresses.as_ref() {
            Some((old, new)) if link.target == *old || link.target.strip_prefix(old).is_some_and(is_heading) => {
                Some((link.place.clone(), text[link.place].replacen(old, new, 1)))
            }
            Some(_) | None => link.leading_to(text, &self.target(&path, &place, &link)?),
        });
        let mut edits: Vec<_> = edits.filter(|(range, words)| text[range.clone()] != **words).collect();
        edits.sort_by_key(|(range, _)| range.start);
        let mut relinked = text.to_owned();
        edits.iter().rev().for_each(|(range, words)| relinked.replace_range(range.clone(), words));
        (!edits.is_empty()).then_some(relinked)
    }

    /// What a link says from now on; `None` where that is what it says already.
    fn target(&self, path: &EntryPath, place: &EntryPath, link: &Link) -> Option<String> {
        let is_path = matches!(link.form, Form::Markdown | Form::Image | Form::Html) || link.field.is_some();
        let Wanted::Inside { path: Some(led), .. } = link::wanted(path, link) else { return None };
        let is_it = led == self.from || format!("{led}.md") == self.from;
        if !is_path || (!is_it && path.folder() == place.folder()) {
            return None;
        }
        let to = if is_it { self.to } else { &led };
        if link.target.starts_with('/') {
            return Some(format!("/{to}"));
        }
        let way = link::relative(place.folder(), to);
        let is_dotted = link.target.starts_with("./") || link.field.is_some();
        Some(if is_dotted && !way.starts_with("../") { format!("./{way}") } else { way })
    }

    /// Whether a text can have a link to the page at all: its file's name stands in it, as it is or encoded.
    fn may_be_named(&self, text: &str) -> bool {
        let name = self.from.rsplit('/').next().unwrap_or(self.from).trim_end_matches(".md");
        text.contains(name) || text.contains(&link::encoded(name)) || text.contains('%')
    }
}

fn is_heading(rest: &str) -> bool {
    rest.starts_with(['#', '?'])
}
