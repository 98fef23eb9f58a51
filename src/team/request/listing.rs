//! Requests as lists show them: the README's, and those of the fronts.

use std::cmp::Ordering;

use super::Request;
use crate::entry::text::one_line;
use crate::team::readme::OpenRequest;

impl From<&Request> for OpenRequest {
    fn from(request: &Request) -> Self {
        let whom = request.whom.as_ref().map(|whom| format!("for {whom}"));
        let due = request.due.map(|due| format!("due {due}"));
        let assignee = request.assignee.as_ref().map(|assignee| format!("{assignee} is on it"));
        let about: Vec<String> = [whom, due, assignee].into_iter().flatten().collect();
        Self { path: request.path.clone(), title: request.title.clone(), about: one_line(&about.join(", ")) }
    }
}

/// The order in which requests are listed: open ones first, those that are due soonest at their top, then the newest.
pub fn by_urgency(one: &Request, other: &Request) -> Ordering {
    let due = |request: &Request| request.due.filter(|_| request.is_open());
    let is_later = |request: &Request| (!request.is_open(), due(request).is_none(), due(request));
    is_later(one)
        .cmp(&is_later(other))
        .then_with(|| other.asked.cmp(&one.asked))
        .then_with(|| one.path.cmp(&other.path))
}
