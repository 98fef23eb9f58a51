//! What is worth a second look in the very bytes that are about to be published.
//!
//! Everything that would leave is looked at: the texts of the files and their names, the message of the commit and its
//! author. Nothing is decided here: a finding says how much the team makes of it, and the person may let it pass by
//! its key. A finding never repeats a secret.

use std::fmt;

use super::{LeftOut, LeftOutKind};
use crate::team::read::rules::{Rules, Severity};
pub(super) use secret::login_before;
use source::{Hit, Source};

mod character;
mod contact;
mod host;
mod invisible;
mod license;
mod local_path;
mod number;
mod private;
mod quotation;
mod secret;
mod source;

#[cfg(test)]
mod tests;

/// What is about to be published.
pub(crate) struct Subject<'a> {
    pub files: &'a [Text<'a>],
    pub message: &'a str,
    /// As it will stand in the commit: `Name <address>`.
    pub author: &'a str,
    pub rules: &'a Rules,
    /// Whether the entry says where it is from; then it may quote at length.
    pub has_source: bool,
    /// Under which licence its words were adopted, empty where nobody said; nothing of one's own words.
    pub adopted: Option<&'a str>,
    /// Words that the person never wants to see outside.
    pub private_words: &'a [String],
    /// Whether a run of words, composed and in lower case with one space between them, is the title of a private entry.
    pub private_title: &'a dyn Fn(&str) -> bool,
    pub similar: &'a [Similar],
    /// The path of the entry itself.
    pub entry: &'a str,
    /// What of it stays behind.
    pub left_out: &'a [LeftOut],
}

/// A file as it will be in the team's repository.
pub(crate) struct Text<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

/// An entry of the team that says much the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Similar {
    pub title: String,
    pub path: String,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    Secret,
    PrivateTitle,
    PrivateWord,
    Host,
    Contact,
    Quotation,
    Invisible,
    LocalPath,
    License,
    Similar,
    Gap,
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// Lines are counted from 1.
    File {
        path: String,
        line: usize,
    },
    /// In the name of the file at this path.
    Name(String),
    Message,
    Author,
}

/// Something to look at before it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub severity: Severity,
    pub location: Location,
    /// A few words without a full stop, fit for a terminal; a secret is masked.
    pub what: String,
    pub advice: Option<&'static str>,
    /// Names the rule and what it found, wherever that stands: what the person types to let it pass.
    pub key: String,
}

/// A check that found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    pub check: Check,
    pub what: String,
}

impl fmt::Display for Location {
    /// As compilers say it: `path:line`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line } => write!(f, "{path}:{line}"),
            Self::Name(path) => write!(f, "the name {path}"),
            Self::Message => f.write_str("the commit's message"),
            Self::Author => f.write_str("the commit's author"),
        }
    }
}

/// How everything came out: the findings in the order in which they weigh, then by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub passed: Vec<Passed>,
}

impl Report {
    /// What keeps something from leaving, but for what was let through by its key.
    pub fn blocking(&self, allowed: &[String]) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|it| it.severity == Severity::Block && !allowed.contains(&it.key))
    }
}

impl Check {
    pub const ALL: [Self; 11] = [
        Self::Secret,
        Self::PrivateTitle,
        Self::PrivateWord,
        Self::Host,
        Self::Contact,
        Self::Quotation,
        Self::Invisible,
        Self::LocalPath,
        Self::License,
        Self::Similar,
        Self::Gap,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::PrivateTitle => "private-title",
            Self::PrivateWord => "private-word",
            Self::Host => "host",
            Self::Contact => "contact",
            Self::Quotation => "quotation",
            Self::Invisible => "invisible",
            Self::LocalPath => "local-path",
            Self::License => "license",
            Self::Similar => "similar",
            Self::Gap => "gap",
        }
    }

    /// How much its findings weigh at most; secrets and gaps are not the team's to decide on.
    fn severity(self, rules: &Rules) -> Severity {
        let checks = &rules.checks;
        match self {
            Self::Secret | Self::License | Self::Gap => Severity::Block,
            Self::PrivateTitle | Self::PrivateWord => checks.private_words,
            Self::Host => checks.hosts,
            Self::Contact => checks.contacts,
            Self::Quotation => checks.quotations,
            Self::Invisible => checks.invisible,
            Self::LocalPath => Severity::Warn,
            Self::Similar => checks.similar,
        }
    }

    fn find(self, subject: &Subject<'_>, sources: &[Source<'_>]) -> Vec<Hit> {
        match self {
            Self::Secret => each(sources, secret::find),
            Self::PrivateTitle => private::titles(sources, subject.private_title),
            Self::PrivateWord => private::words(sources, subject.private_words),
            Self::Host => each(sources, |source| host::find(source, &subject.rules.internal_hosts)),
            Self::Contact => each(sources, |source| contact::find(source, subject.rules.audience)),
            Self::Quotation if subject.has_source => Vec::new(),
            Self::Quotation => each(sources, quotation::find),
            Self::Invisible => each(sources, invisible::find),
            Self::LocalPath => each(sources, local_path::find),
            Self::License => license::find(subject),
            Self::Similar => similar(subject),
            Self::Gap => gaps(subject),
        }
    }

    /// What there is none of.
    fn clean(self, subject: &Subject<'_>) -> String {
        match self {
            Self::Secret => format!("no secrets ({} rules)", secret::count()),
            Self::PrivateTitle => "no titles of private entries".to_owned(),
            Self::PrivateWord => match subject.private_words.len() {
                0 => "you list no private words".to_owned(),
                count => format!("none of your private words ({count})"),
            },
            Self::Host => "no internal hosts".to_owned(),
            Self::Contact => "no addresses, phone, account or card numbers of people".to_owned(),
            Self::Quotation if subject.has_source => "quotes have a source".to_owned(),
            Self::Quotation => "no long quotes".to_owned(),
            Self::Invisible => "no invisible characters".to_owned(),
            Self::LocalPath => "no paths of this machine".to_owned(),
            Self::License => "its licence goes with that of the team's pages".to_owned(),
            Self::Similar => "nothing similar in the team".to_owned(),
            Self::Gap => "nothing that it shows stays behind".to_owned(),
        }
    }
}

/// Looks at everything that would leave.
pub(crate) fn examine(subject: &Subject<'_>) -> Report {
    let sources = Source::all(subject);
    let mut report = Report::default();
    for check in Check::ALL {
        let severity = check.severity(subject.rules);
        if severity == Severity::Off {
            continue;
        }
        let hits = check.find(subject, &sources);
        let is_asked = check != Check::License || subject.adopted.is_some();
        if hits.is_empty() && is_asked {
            report.passed.push(Passed { check, what: check.clean(subject) });
        }
        report.findings.extend(hits.into_iter().map(|hit| hit.finding(check, severity)));
    }
    // Stable: within one weight the order of the checks and of the places stays.
    report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    report
}

fn each<'a>(sources: &[Source<'a>], find: impl Fn(&Source<'a>) -> Vec<Hit>) -> Vec<Hit> {
    sources.iter().flat_map(find).collect()
}

/// The entry may be known to the team already, under another name.
fn similar(subject: &Subject<'_>) -> Vec<Hit> {
    let Some(first) = subject.files.first() else { return Vec::new() };
    let location = || Location::File { path: first.path.to_owned(), line: 1 };
    let said = |it: &Similar| format!("the team has “{}” ({})", source::shown(&it.title), source::shown(&it.path));
    let hit = |it: &Similar| Hit {
        location: location(),
        rule: "similar",
        text: it.path.clone(),
        what: said(it),
        advice: Some("link to it, or say what yours adds"),
        is_weak: false,
    };
    subject.similar.iter().map(hit).collect()
}

/// What the entry shows and the page does not: its words may make no sense without.
fn gaps(subject: &Subject<'_>) -> Vec<Hit> {
    let hit = |left: &LeftOut| Hit {
        location: Location::File { path: subject.entry.to_owned(), line: left.line },
        rule: "gap",
        text: left.text.clone(),
        what: format!("{} is shown here and stays behind", source::shown(&left.text)),
        advice: Some("say in words what it shows, or publish it first"),
        is_weak: false,
    };
    subject.left_out.iter().filter(|left| left.what == LeftOutKind::Embed).map(hit).collect()
}
