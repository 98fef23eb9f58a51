//! Rewrites the links of one entry, so that each leads where it led before another one moved.

use std::ops::Range;

use crate::entry::link::{self, Form, Link};
use crate::entry::{Entry, EntryPath};
use crate::index;
use crate::ops::links::resolver::{How, Meant, Moved, Resolver, Sayings, split_name};

/// An entry's text with its links rewritten.
pub(super) struct Relinked {
    pub text: String,
    /// How many were.
    pub links: usize,
    pub warnings: Vec<String>,
}

/// Rewrites the links of an entry that is to lie at `place`. In an entry that stays in its folder only links that say one of
/// the names are concerned.
pub(super) fn relinked(
    entry: &Entry,
    place: &EntryPath,
    moved: &Moved,
    sayings: &Sayings,
    (now, then): (&Resolver<'_>, &Resolver<'_>),
) -> Result<Relinked, index::Error> {
    let relinking = Relinking { entry, place, moved, now, then };
    let (mut edits, mut warnings) = (Vec::new(), Vec::new());
    let moves = entry.path.folder() != place.folder();
    for link in link::of(entry).into_iter().filter(|link| moves || sayings.may_lead(&entry.path, link)) {
        match relinking.fate(&link)? {
            Fate::Stays => {}
            Fate::Becomes(range, words) => edits.push((range, words)),
            Fate::Breaks => {
                warnings.push(format!(
                    "no link in {place} can say the new name; left as it is: {}",
                    &entry.text[link.range]
                ));
            }
        }
    }
    edits.sort_by_key(|(range, _): &(Range<usize>, String)| range.start);
    let mut text = entry.text.clone();
    for (range, words) in edits.iter().rev() {
        text.replace_range(range.clone(), words);
    }
    Ok(Relinked { text, links: edits.len(), warnings })
}

/// What becomes of a link.
enum Fate {
    Stays,
    Becomes(Range<usize>, String),
    Breaks,
}

struct Relinking<'a> {
    entry: &'a Entry,
    /// Where the entry is to lie.
    place: &'a EntryPath,
    moved: &'a Moved,
    now: &'a Resolver<'a>,
    then: &'a Resolver<'a>,
}

impl Relinking<'_> {
    fn fate(&self, link: &Link) -> Result<Fate, index::Error> {
        let (read, led) = self.now.read(&self.entry.path, link)?;
        let wanted = match led {
            Meant::Entry(_, How::Itself) | Meant::Web | Meant::Missing => return Ok(Fate::Stays),
            Meant::Entry(path, how) if path == self.moved.from => Meant::Entry(self.moved.to.clone(), how),
            Meant::Entry(..) | Meant::File(..) => led,
        };
        let leads = self.then.meant(self.place, link)?;
        if is_same(&leads, &wanted) && (keeps_its_kind(&leads, &wanted) || self.says_title(&read)) {
            return Ok(Fate::Stays);
        }
        for words in self.spellings(&read, &wanted) {
            let Some((range, written)) = read.leading_to(&self.entry.text, &words) else { continue };
            let as_written = Link { target: words, others: Vec::new(), ..read.clone().into_owned() };
            if is_same(&self.then.meant(self.place, &as_written)?, &wanted) {
                return Ok(Fate::Becomes(range, written));
            }
        }
        Ok(Fate::Breaks)
    }

    /// What a link might say to lead there, the likest to what it says now first.
    fn spellings(&self, link: &Link, wanted: &Meant) -> Vec<String> {
        let (path, how) = match wanted {
            Meant::Entry(path, how) | Meant::File(path, how) => (path, *how),
            Meant::Web | Meant::Missing => return Vec::new(),
        };
        let has_ending = link.target.to_lowercase().ends_with(".md");
        let bare = path.as_str().strip_suffix(".md").filter(|_| !has_ending).unwrap_or(path.as_str());
        let mut names = names(bare);
        let way = self.way(link, bare);
        let is_path = matches!(link.form, Form::Markdown | Form::Image | Form::Html);
        match how {
            How::Path => names.insert(0, way.clone()),
            How::Name if self.says_path(link, path) => names.reverse(),
            How::Name if link.target.contains('/') => names.rotate_left(1),
            How::Title => names.insert(0, self.moved.title.clone()),
            How::Name if self.says_title(link) => names.insert(0, self.moved.title.clone()),
            How::Name | How::Alias | How::Id | How::Itself => {}
        }
        if let Some(name) = split_name(bare).filter(|_| how == How::Name && link.target.contains('/')) {
            names.insert(0, name);
        }
        names.extend(is_path.then_some(way));
        names.push(self.moved.id.to_string());
        names
    }

    /// Whether a link that a file's name matches was written as the title.
    fn says_title(&self, link: &Link) -> bool {
        let is_stem = link.target == self.moved.from.stem() || link.target == self.moved.from.file_name();
        !is_stem && self.moved.old_title == link.target
    }

    /// Whether a link says the whole path, from the top of the store.
    fn says_path(&self, link: &Link, wanted: &EntryPath) -> bool {
        let old = if *wanted == self.moved.to { &self.moved.from } else { wanted };
        link.target.contains('/') && link::key(&link.target) == link::key(old.as_str())
    }

    /// The way to a path from where the entry is to lie, begun as the link begins.
    fn way(&self, link: &Link, to: &str) -> String {
        if link.target.starts_with('/') {
            return format!("/{to}");
        }
        let way = link::relative(self.place.folder(), to);
        let is_wiki = matches!(link.form, Form::Wiki | Form::Embed);
        let is_dotted = link.target.starts_with("./") || is_wiki && link.target.starts_with("../");
        if is_dotted && !way.starts_with("../") { format!("./{way}") } else { way }
    }
}

/// A path by ever more of its folders: its name first.
fn names(path: &str) -> Vec<String> {
    let starts = path.rmatch_indices('/').map(|(at, _)| at + 1).chain([0]);
    starts.map(|start| path[start..].to_owned()).collect()
}

fn is_same(one: &Meant, other: &Meant) -> bool {
    match (one, other) {
        (Meant::Entry(one, _), Meant::Entry(other, _)) | (Meant::File(one, _), Meant::File(other, _)) => one == other,
        (Meant::Entry(..) | Meant::File(..) | Meant::Web | Meant::Missing, _) => false,
    }
}

/// Whether a path is still a path, and a file's name a file's name: what leads there by its title alone is found by Riffle,
/// but not by other programs.
fn keeps_its_kind(leads: &Meant, wanted: &Meant) -> bool {
    let how = |meant: &Meant| match meant {
        Meant::Entry(_, how) | Meant::File(_, how) => Some(*how),
        Meant::Web | Meant::Missing => None,
    };
    !matches!(how(wanted), Some(How::Path | How::Name)) || how(leads) == how(wanted)
}
