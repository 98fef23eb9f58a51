//! The order of lists that are not searched: by day, by title, by the name of the file.

use super::Can;
use crate::entry::{EntryPath, Timestamp};
use crate::keymap::{Action, Sort};
use crate::ops::find::By;

/// What a row is put in order by.
pub(super) struct Keys<'a> {
    pub(super) when: Option<Timestamp>,
    pub(super) title: &'a str,
    pub(super) path: &'a EntryPath,
}

/// Puts rows in an order; those that are alike in it stay as they are.
pub(super) fn sort<T>(rows: &mut [T], by: By, keys: impl Fn(&T) -> Keys<'_>) {
    match by {
        By::Recent | By::Newest => rows.sort_by_key(|row| std::cmp::Reverse(keys(row).when)),
        // What has no day comes last in both.
        By::Oldest => rows.sort_by_key(|row| (keys(row).when.is_none(), keys(row).when)),
        By::Title => rows.sort_by_cached_key(|row| keys(row).title.to_lowercase()),
        By::Name => rows.sort_by_cached_key(|row| keys(row).path.stem().to_lowercase()),
    }
}

/// What an order is called behind the name of a list.
pub(super) fn name(by: By) -> &'static str {
    match by {
        By::Recent | By::Newest => "newest first",
        By::Oldest => "oldest first",
        By::Title => "by title",
        By::Name => "by file name",
    }
}

/// Whether such a list can be put in an order.
pub(super) fn can(action: Action) -> Can {
    match action {
        Action::Sort(Sort::Best) => Can::No("nothing is searched for here"),
        Action::Sort(Sort::Recent) => Can::No("only days are known here"),
        _ => Can::AsElsewhere,
    }
}
