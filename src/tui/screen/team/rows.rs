//! The rows of the list: what is new, all there is, or all by topic.

use crate::entry::{EntryPath, Kind, Timestamp};
use crate::ops::team::{Arrived, Page};
use crate::tui::widget::list::identified;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    New,
    All,
    Topics,
}

/// What happened to a page since it was last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    None,
    Came,
    Changed,
    TakenBack,
}

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub path: EntryPath,
    pub title: String,
    pub kind: Kind,
    pub topic: String,
    pub when: Option<Timestamp>,
    /// Who brought what is new, as the commit says.
    pub author: String,
    pub news: News,
    pub is_readme: bool,
    pub is_adopted: bool,
}

identified! { Row => path: EntryPath, title; }

impl Section {
    pub(super) const ALL: [Self; 3] = [Self::New, Self::All, Self::Topics];

    /// The one before or after, not beyond the ends.
    pub(super) fn beside(self, by: isize) -> Self {
        let at = (self as usize).saturating_add_signed(by).min(Self::ALL.len() - 1);
        Self::ALL[at]
    }
}

/// The rows of a section; what is new is marked in each.
pub(super) fn rows(section: Section, arrived: &[Arrived], pages: &[Page]) -> Vec<Row> {
    let is_adopted = |path: &EntryPath| pages.iter().any(|page| page.path == *path && page.is_adopted);
    if section == Section::New {
        return arrived.iter().map(|it| of_new(it, is_adopted(&it.path))).collect();
    }
    let news = |page: &Page| arrived.iter().find(|it| it.path == page.path);
    let mut rows: Vec<Row> = pages.iter().map(|page| of_page(page, news(page))).collect();
    if section == Section::Topics {
        rows.retain(|row| !row.is_readme);
        // What has no topic comes last.
        rows.sort_by_cached_key(|row| (row.topic.is_empty(), row.topic.clone(), row.title.to_lowercase()));
    }
    rows
}

fn news(arrived: &Arrived) -> News {
    match (arrived.is_withdrawn, arrived.is_update) {
        (true, _) => News::TakenBack,
        (false, true) => News::Changed,
        (false, false) => News::Came,
    }
}

fn of_new(arrived: &Arrived, is_adopted: bool) -> Row {
    Row {
        path: arrived.path.clone(),
        title: arrived.title.clone(),
        kind: arrived.kind,
        topic: String::new(),
        when: Some(arrived.when),
        author: arrived.author.clone(),
        news: news(arrived),
        is_readme: false,
        is_adopted,
    }
}

fn of_page(page: &Page, arrived: Option<&Arrived>) -> Row {
    Row {
        path: page.path.clone(),
        title: page.title.clone(),
        kind: page.kind,
        topic: page.topic.clone(),
        when: arrived.map(|it| it.when).or(page.date),
        author: arrived.map(|it| it.author.clone()).unwrap_or_default(),
        news: arrived.map_or(News::None, news),
        is_readme: page.is_readme,
        is_adopted: page.is_adopted,
    }
}
