//! The person's rules for what comes in: `feeds.toml` in the store.

use super::error::FeedError;
use super::sources::{read_text, rewrite};
use crate::feed::RULES;
use crate::feed::rules::{self, Rule};
use crate::ops::bulk;
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace};

/// The rules, and what the file says wrongly.
pub fn rules(workspace: &Workspace) -> Result<(Vec<Rule>, Vec<String>), Error> {
    let (rules, wrong) = rules::read(&read_text(workspace, RULES)?);
    Ok((rules, wrong.iter().map(rules::told).collect()))
}

/// The rules that can be used.
pub(super) fn usable(workspace: &Workspace) -> Vec<Rule> {
    rules(workspace).map(|(rules, _)| rules).unwrap_or_default()
}

/// What the file says wrongly.
pub(super) fn complaints(workspace: &Workspace) -> Vec<String> {
    rules(workspace).map(|(_, wrong)| wrong).unwrap_or_default()
}

/// Adds a rule at the end of the file; what stands there stays.
pub fn add(workspace: &Workspace, rule: &Rule) -> Result<Changed, Error> {
    if rule.words.is_empty() && rule.author.is_none() && rule.source.is_none() {
        return Err(FeedError::EmptyRule.into());
    }
    bulk::compose(workspace, || {
        let before = read_text(workspace, RULES)?;
        let gap = if before.is_empty() || before.ends_with("\n\n") {
            ""
        } else if before.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        let after = format!("{before}{gap}{}", rule.print());
        Ok((format!("feeds: rule {}", rule.said()), vec![rewrite(RULES, &before, after)?]))
    })
}

/// Takes a rule away, counted from 1.
pub fn remove(workspace: &Workspace, number: usize) -> Result<Changed, Error> {
    bulk::compose(workspace, || {
        let before = read_text(workspace, RULES)?;
        let begins: Vec<usize> = before.match_indices("[[rule]]").map(|(at, _)| at).collect();
        let begin = *number.checked_sub(1).and_then(|at| begins.get(at)).ok_or(FeedError::NoRule)?;
        let end = begins.get(number).copied().unwrap_or(before.len());
        let after = format!("{}{}", &before[..begin], &before[end..]);
        Ok((format!("feeds: rule {number} no longer"), vec![rewrite(RULES, &before, after)?]))
    })
}
