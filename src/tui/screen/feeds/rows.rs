//! The rows of the feeds screen: what is followed, in its groups, and the items of what is selected.

use crate::entry::{EntryPath, Timestamp};
use crate::ops::feeds::{self, Item, List, Listed};
use crate::tui::widget::list::identified;

/// A row on the left: all there is, what has a star, a group, a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// What it stands for, as it is told from others.
    pub id: String,
    pub title: String,
    pub unread: usize,
    pub list: List,
    pub level: Level,
    /// Something is wrong with it.
    pub fails: bool,
}

/// What a row on the left is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// All, or all with a star.
    Whole,
    Group,
    Source,
    /// A source of which nothing counts as unread.
    Muted,
}

/// An item in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub path: EntryPath,
    pub key: String,
    pub title: String,
    /// What its source is called, where several are listed.
    pub from: String,
    pub date: Timestamp,
    pub is_read: bool,
    pub is_starred: bool,
    pub is_kept: bool,
}

identified! {
    Place => id: String, title;
    Row => path: EntryPath, title;
}

/// The places: all, those with a star, then the groups with their sources, in the order of the file.
pub(super) fn places(listed: &[Listed]) -> Vec<Place> {
    let whole = |title: &str, list: List, unread| Place {
        id: title.to_owned(),
        title: title.to_owned(),
        unread,
        list,
        level: Level::Whole,
        fails: false,
    };
    let unread = |of: &dyn Fn(&&Listed) -> bool| {
        listed.iter().filter(of).filter(|it| it.source.search().is_none()).map(|it| it.counts.unread).sum()
    };
    let mut places = vec![whole("All", List::All, unread(&|_| true)), whole("Starred", List::Starred, 0)];
    for group in groups(listed) {
        let list = List::Group(group.to_owned());
        let of_group = |it: &&Listed| it.source.group() == group;
        places.push(Place {
            id: format!("group {group}"),
            level: Level::Group,
            ..whole(group, list, unread(&of_group))
        });
        places.extend(listed.iter().filter(of_group).map(place));
    }
    places
}

fn groups(listed: &[Listed]) -> Vec<&str> {
    let mut groups: Vec<&str> = Vec::new();
    for group in listed.iter().map(|it| it.source.group()) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn place(listed: &Listed) -> Place {
    let source = &listed.source;
    Place {
        id: source.url.clone(),
        title: source.title.clone(),
        unread: listed.counts.unread,
        list: List::Source(source.url.clone()),
        level: if source.is_muted { Level::Muted } else { Level::Source },
        fails: listed.trouble().is_some(),
    }
}

/// Items as rows.
pub(super) fn rows(items: &[Item], listed: &[Listed], list: &List) -> Vec<Row> {
    let is_one = matches!(list, List::Source(url) if !url.starts_with("search:"));
    let from = |item: &Item| {
        let source = listed.iter().find(|it| it.key == item.source && !is_one);
        source.map(|it| it.source.title.clone()).unwrap_or_default()
    };
    let row = |item: &Item| {
        Some(Row {
            path: feeds::place(&item.source, &item.key)?,
            key: item.key.clone(),
            title: item.title.clone(),
            from: from(item),
            date: item.date,
            is_read: item.is_read,
            is_starred: item.is_starred,
            is_kept: item.kept.is_some(),
        })
    };
    items.iter().filter_map(row).collect()
}
