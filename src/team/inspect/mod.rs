//! What is wrong in the files of a team, wherever they lie: links, names, fields, the lists of the README, secrets.
//!
//! Pure: files in, issues out, and the files that a repair would leave. A page that somebody made by hand from a template passes.

mod feeds;
mod fields;
mod links;
mod lists;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::publish::check::{self, Check, Location, Subject, Text, examine};
use super::read::intake::{self, Intake, Limits};
use super::read::layout::{Complaint, TEAM_FILE};
use super::read::rules::{Checks, Severity};
use super::read::{Rules, TeamPage, read_page};
use crate::entry::Timestamp;
use crate::git::{BlobId, Listed};

/// A file of a team's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub path: String,
    /// As git has it: `0o100644`, or `0o120000` for a symbolic link.
    pub mode: i32,
    pub size: u64,
    /// Of what is no text, or too large, nothing.
    pub text: Option<String>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    pub rule: Rule,
    /// A few words without a full stop.
    pub what: String,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    DeadLink,
    WikiLink,
    FrontMatter,
    Index,
    Title,
    Name,
    Secret,
    License,
    Request,
    Rules,
    Feed,
    Review,
}

impl Rule {
    pub fn name(self) -> &'static str {
        match self {
            Self::DeadLink => "dead-link",
            Self::WikiLink => "wiki-link",
            Self::FrontMatter => "front-matter",
            Self::Index => "index",
            Self::Title => "title",
            Self::Name => "name",
            Self::Secret => "secret",
            Self::License => "license",
            Self::Request => "request",
            Self::Rules => "team.toml",
            Self::Feed => "feed",
            Self::Review => "review",
        }
    }

    /// Whether it is only worth a look: time passes by itself, a title of the list may be somebody's own, and feeds follow what was
    /// published.
    pub fn is_weak(self) -> bool {
        matches!(self, Self::Review | Self::Title | Self::Feed)
    }
}

/// How everything came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    pub issues: Vec<Issue>,
    /// Files as a repair would leave them, by path.
    pub repaired: BTreeMap<String, String>,
}

/// A team's files, read.
struct Folder<'a> {
    files: &'a [File],
    paths: HashSet<&'a str>,
    rules: Rules,
    /// It says itself that it is a team's; else another program may have its own ways with it.
    is_team: bool,
    pages: Vec<TeamPage>,
    /// The paths of those that were withdrawn.
    withdrawn: HashSet<String>,
    today: NaiveDate,
}

/// What is known of a team's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum History {
    /// There is none.
    #[default]
    None,
    /// The clone has only the last of it.
    Cut,
    /// When files came, by their paths.
    Whole(HashMap<String, Timestamp>),
}

/// Looks at all files of a team; `history` is asked only where it counts.
pub fn inspect(files: &[File], today: NaiveDate, history: &dyn Fn() -> History) -> Inspection {
    let mut found = Inspection::default();
    let folder = found.read(files, today);
    links::look(&folder, &mut found);
    fields::look(&folder, &mut found);
    lists::look(&folder, &mut found);
    feeds::look(&folder, history, &mut found);
    found.secrets(&folder);
    found.issues.sort_by(|one, other| one.order().cmp(&other.order()));
    found
}

/// What the files of a team say of its rules, or show where they say nothing.
pub(crate) fn rules_of(files: &[File]) -> (Rules, Vec<Complaint>) {
    let text = files.iter().find(|file| file.path == TEAM_FILE).and_then(|file| file.text.as_deref());
    text.map_or_else(|| (recognised(files), Vec::new()), Rules::read)
}

/// What of the files is read as a team's.
pub(crate) fn taken(files: &[File]) -> Intake {
    let listed = files.iter().map(|file| Listed {
        path: file.path.clone().into_bytes(),
        mode: file.mode,
        blob: BlobId(String::new()),
        size: file.size,
    });
    let limits = Limits { named: usize::MAX, ..Limits::default() };
    intake::accept(&listed.collect::<Vec<_>>(), &limits)
}

/// The rules of a folder that says nothing of them.
fn recognised(files: &[File]) -> Rules {
    let pages = files.iter().filter(|file| file.path.ends_with(".md"));
    let paths: Vec<&str> = pages.clone().map(|file| file.path.as_str()).collect();
    let sample: Vec<(&str, &str)> =
        pages.filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?))).take(12).collect();
    Rules::recognise(&paths, &sample)
}

impl Issue {
    fn new(path: &str, line: usize, rule: Rule, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, rule, what: what.into() }
    }

    /// What is only worth a look comes last.
    fn order(&self) -> (bool, &str, usize, Rule) {
        (self.rule.is_weak(), &self.path, self.line, self.rule)
    }
}

impl Inspection {
    /// Reads what there is; what cannot be read as a team's is an issue.
    fn read<'a>(&mut self, files: &'a [File], today: NaiveDate) -> Folder<'a> {
        let text = |file: &'a File| Some((file.path.as_str(), file.text.as_deref()?));
        let texts: HashMap<&str, &str> = files.iter().filter_map(text).collect();
        let (rules, complaints) = rules_of(files);
        complaints.into_iter().for_each(|it| self.add(TEAM_FILE, it.line, Rule::Rules, it.what));
        let names = self.names(files);
        let page = |path: &String| Some(read_page(path, texts.get(path.as_str())?.as_bytes(), &rules));
        let pages: Vec<TeamPage> = names.iter().filter_map(page).collect();
        let withdrawn = pages.iter().filter(|page| page.is_withdrawn()).map(|page| page.path.clone()).collect();
        let paths = files.iter().map(|file| file.path.as_str()).collect();
        let is_team = texts.contains_key(TEAM_FILE);
        if !is_team {
            self.issues.retain(|issue| issue.rule != Rule::Name || issue.path.ends_with(".md"));
        }
        Folder { files, paths, rules, is_team, pages, withdrawn, today }
    }

    fn add(&mut self, path: &str, line: usize, rule: Rule, what: impl Into<String>) {
        self.issues.push(Issue::new(path, line, rule, what));
    }

    /// The paths of the pages; names, sorts of files and sizes that no team takes are issues.
    fn names(&mut self, files: &[File]) -> Vec<String> {
        let intake = taken(files);
        let issues = intake.refused.iter().map(|refused| Issue::new(&refused.path, 1, Rule::Name, refused.why));
        self.issues.extend(issues);
        intake.pages.into_iter().map(|page| page.path).collect()
    }

    /// Secrets in any text, also in those about the repository.
    fn secrets(&mut self, folder: &Folder<'_>) {
        let texts = folder.files.iter().filter_map(|file| Some(Text { path: &file.path, text: file.text.as_deref()? }));
        let texts: Vec<Text<'_>> = texts.collect();
        let off = Severity::Off;
        let checks =
            Checks { hosts: off, contacts: off, quotations: off, invisible: off, private_words: off, similar: off };
        let rules = Rules { checks, ..folder.rules.clone() };
        let subject = Subject {
            files: &texts,
            message: "",
            author: "",
            rules: &rules,
            has_source: true,
            adopted: None,
            private_words: &[],
            private_title: &|_| false,
            similar: &[],
            entry: "",
            left_out: &[],
        };
        let secrets = examine(&subject).findings.into_iter().filter(|it| it.check == Check::Secret);
        for check::Finding { location, what, .. } in secrets {
            match location {
                Location::File { path, line } => self.add(&path, line, Rule::Secret, what),
                Location::Name(path) => self.add(&path, 1, Rule::Secret, what),
                Location::Message | Location::Author => {}
            }
        }
    }
}

/// The line of a text in which a byte lies, counted from 1.
fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The line of a field in the front matter.
fn line_of(text: &str, field: &str) -> usize {
    text.lines().position(|line| line.starts_with(&format!("{field}:"))).map_or(1, |at| at + 1)
}
