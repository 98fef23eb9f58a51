//! What front matter says: whether it can be read, licences, the state of requests, days that have passed.

use chrono::NaiveDate;

use super::{Folder, Inspection, Rule, line_of};
use crate::entry::front_matter;
use crate::team::read::TeamPage;
use crate::team::request::{self, State};

/// As many overdue pages and requests as are named: more are nobody's work of one week.
const MOST_OVERDUE: usize = 5;

pub(super) fn look(folder: &Folder<'_>, found: &mut Inspection) {
    let mut overdue: Vec<(NaiveDate, String, usize, String)> = Vec::new();
    for page in folder.pages.iter().filter(|page| !page.is_withdrawn()) {
        for notice in &page.notices {
            found.add(&page.path, 1, Rule::FrontMatter, *notice);
        }
        if let Some(twice) = front_matter::doubled(&page.text) {
            found.add(&page.path, twice.line, Rule::FrontMatter, twice.what);
        }
        license(page, found);
        if request::is_request(page, &folder.rules) {
            of_request(folder, page, found);
        }
        overdue.extend(late(folder, page));
    }
    overdue.sort();
    for (_, path, line, what) in overdue.into_iter().take(MOST_OVERDUE) {
        found.add(&path, line, Rule::Review, what);
    }
}

/// The letters of SPDX expressions.
fn license(page: &TeamPage, found: &mut Inspection) {
    for said in page.said("license") {
        let is_fine = said.chars().all(|c| c.is_ascii_alphanumeric() || "-.+() ".contains(c));
        if !is_fine {
            let what = format!("{said:?} is not an SPDX id, such as CC-BY-4.0");
            found.add(&page.path, line_of(&page.text, "license"), Rule::License, what);
        }
    }
}

fn of_request(folder: &Folder<'_>, page: &TeamPage, found: &mut Inspection) {
    let asked = request::read(page);
    if let State::Unknown(word) = &asked.state {
        let what = format!("a request is open, answered or closed, not {word:?}");
        found.add(&page.path, line_of(&page.text, "status"), Rule::Request, what);
    }
    if let Some(due) = page.said("due").first().filter(|_| asked.due.is_none()) {
        found.add(
            &page.path,
            line_of(&page.text, "due"),
            Rule::Request,
            format!("{due:?} is not a day such as 2026-12-04"),
        );
    }
    // One that is not there at all is a link to nowhere.
    let gone = |path: &&String| folder.withdrawn.contains(path.as_str());
    for answer in asked.answers.iter().filter(gone) {
        let what = format!("its answer {answer} was withdrawn");
        found.add(&page.path, line_of(&page.text, "answered_by"), Rule::Request, what);
    }
}

/// A day by which somebody should have looked at it again, or answered.
fn late(folder: &Folder<'_>, page: &TeamPage) -> Option<(NaiveDate, String, usize, String)> {
    let of = |field: &str, day: NaiveDate, what: String| (day, page.path.clone(), line_of(&page.text, field), what);
    let review = page.said("review_by").first().and_then(|day| day.parse::<NaiveDate>().ok());
    let request = request::is_request(page, &folder.rules).then(|| request::read(page));
    let due = request.filter(|it| it.is_overdue(folder.today)).and_then(|it| it.due);
    let review = review.filter(|day| *day < folder.today);
    let owner = page.said("owner").into_iter().next().or_else(|| page.authors.first().cloned());
    let owner = owner.map(|owner| format!(" by {owner}")).unwrap_or_default();
    review
        .map(|day| of("review_by", day, format!("was to be looked at again{owner} until {day}")))
        .or_else(|| due.map(|day| of("due", day, format!("was due on {day}"))))
}
