//! The person's rules for what comes in: `feeds.toml` in the store.

use std::ops::Range;

use super::error::FeedError;
use super::sources::{read_text, rewrite, text_to_change};
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
        let before = text_to_change(workspace, RULES)?;
        let gap = if before.is_empty() || before.ends_with("\n\n") {
            ""
        } else if before.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        let after = format!("{before}{gap}{}", rule.print());
        if !rules::is_readable(&after) {
            let wrong = complaints(workspace).into_iter().next().unwrap_or_default();
            return Err(FeedError::NoRules(wrong).into());
        }
        Ok((format!("feeds: rule {}", rule.said()), vec![rewrite(RULES, &before, after)?]))
    })
}

/// Takes a rule away, counted from 1.
pub fn remove(workspace: &Workspace, number: usize) -> Result<Changed, Error> {
    bulk::compose(workspace, || {
        let before = text_to_change(workspace, RULES)?;
        let wanted =
            number.checked_sub(1).and_then(|at| blocks(&before).into_iter().nth(at)).ok_or(FeedError::NoRule)?;
        let after = format!("{}{}", &before[..wanted.start], &before[wanted.end..]);
        Ok((format!("feeds: rule {number} no longer"), vec![rewrite(RULES, &before, after)?]))
    })
}

/// Where the rules that can be used stand in the text, in the order in which they are listed.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut begins = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        begins.extend((line.trim() == "[[rule]]").then_some(at));
        at += line.len();
    }
    let ends = begins.iter().skip(1).copied().chain([text.len()]);
    let whole = begins.iter().zip(ends).map(|(begin, end)| *begin..end);
    let used = whole.filter(|block| rules::read(&text[block.clone()]).0.len() == 1);
    // What is said above the next rule is about that one.
    used.map(|block| block.start..block.start + said(&text[block])).collect()
}

/// How much of a block is its rule, without the comments and blank lines behind it.
fn said(block: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for line in block.split_inclusive('\n') {
        at += line.len();
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            end = at;
        }
    }
    end
}
