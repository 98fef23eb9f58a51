//! The rows of the list: what is new, all there is, or all by topic.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveTime};

use crate::entry::{EntryPath, Kind, Timestamp};
use crate::ops::find::By;
use crate::ops::team::{Arrived, Digest, Item as DigestItem, Page, TeamRequest, What, place};
use crate::tui::screen::order::{self, Keys};
use crate::tui::widget::list::identified;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    New,
    /// What somebody would like to know.
    Requests,
    All,
    Topics,
    /// What happened in the last days.
    Week,
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
    pub request: Option<Box<TeamRequest>>,
    /// What happened with it in the week.
    pub happened: Option<What>,
}

identified! { Row => path: EntryPath, title; }

impl Section {
    pub(super) const ALL: [Self; 5] = [Self::New, Self::Requests, Self::All, Self::Topics, Self::Week];

    /// The one before or after, not beyond the ends.
    pub(super) fn beside(self, by: isize) -> Self {
        let at = (self as usize).saturating_add_signed(by).min(Self::ALL.len() - 1);
        Self::ALL[at]
    }
}

/// The rows of requests, as they are ordered.
pub(super) fn of_requests<'a>(requests: impl Iterator<Item = &'a TeamRequest>) -> Vec<Row> {
    requests.map(of_request).collect()
}

fn of_request(it: &TeamRequest) -> Row {
    Row {
        path: it.path.clone(),
        title: it.request.title.clone(),
        kind: Kind::Note,
        topic: String::new(),
        when: it.request.asked.map(at_midnight),
        author: it.request.asker.clone().unwrap_or_default(),
        news: News::None,
        is_readme: false,
        is_adopted: false,
        request: Some(Box::new(it.clone())),
        happened: None,
    }
}

/// The rows of a week, in the order in which a digest tells it.
pub(super) fn of_week(weeks: &[(String, Digest)]) -> Vec<Row> {
    let rows = weeks.iter().flat_map(|(team, digest)| digest.items.iter().filter_map(|item| of_item(team, item)));
    let mut seen = HashSet::new();
    // One row for each thing: what came and was thanked for is listed as what came.
    rows.filter(|row: &Row| seen.insert(row.path.clone())).collect()
}

fn of_item(team: &str, item: &DigestItem) -> Option<Row> {
    let about = item.about.as_ref().map(|about| format!(": {about}")).unwrap_or_default();
    Some(Row {
        path: place(team, &item.path)?,
        title: format!("{}{about}", item.title),
        kind: Kind::Note,
        topic: String::new(),
        when: None,
        author: item.who.clone().unwrap_or_default(),
        news: News::None,
        is_readme: false,
        is_adopted: false,
        request: None,
        happened: Some(item.what),
    })
}

fn at_midnight(day: NaiveDate) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_utc().fixed_offset()
}

/// The rows of a section of pages; what is new is marked in each.
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

/// Puts pages in an order; a README stays at the top.
pub(super) fn sort(rows: &mut [Row], by: By) {
    order::sort(rows, by, |row| Keys { when: row.when, title: &row.title, path: &row.path });
    rows.sort_by_key(|row| !row.is_readme);
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
        request: None,
        happened: None,
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
        request: None,
        happened: None,
    }
}
