//! The text of `team.toml` into rules and complaints.
//!
//! Every key may be left out. Somebody else wrote the file: what is wrong in it is named and does not count, the rest does.
//!
//! | key | value |
//! |---|---|
//! | `schema` | 1 |
//! | `title` | what the team's pages are called together |
//! | `style` | `"fields"` (front matter, heading, text) or `"plain"` (heading and text) |
//! | `audience` | `"team"` or `"public"`: who can read the repository |
//! | `ids` | `"own"` (a page keeps its entry's id) or `"opaque"` |
//! | `topics` | names of topics; without any, every topic will do |
//! | `license` | SPDX id that pages carry |
//! | `without_tags` | tags that stay behind, and those below them |
//! | `asks_confidence` | whether pages say how sure their author is |
//! | `review_after` | days after which somebody should look again |
//! | `internal_hosts` | hosts that only the team knows: `"git.acme.example"`, `"*.corp.example"` |
//! | `[paths]` | `nugget`, `note`, `bookmark`: `"nuggets/{topic}/{slug}.md"` |
//! | `[checks]` | `hosts`, `contacts`, `quotations`, `invisible`, `private_words`, `similar`: `"off"`, `"warn"` or `"block"` |

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{is_topic, template};
use crate::entry::text;
use crate::team::read::kind::{PageKind, PagePaths};
use crate::team::read::rules::{Audience, Checks, Ids, Rules, Severity, Style};
use crate::text::nearest;

/// What a team's file says wrongly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

const KEYS: [&str; 13] = [
    "schema",
    "title",
    "style",
    "audience",
    "ids",
    "topics",
    "license",
    "without_tags",
    "asks_confidence",
    "review_after",
    "internal_hosts",
    "paths",
    "checks",
];
const CHECKS: [&str; 6] = ["hosts", "contacts", "quotations", "invisible", "private_words", "similar"];
/// The longest file that is read, in bytes; the longest lists and words.
const LONGEST_FILE: usize = 64 << 10;
const LONGEST_LIST: usize = 500;
const LONGEST_WORD: usize = 100;
/// Complaints beyond these say nothing new.
const MOST_COMPLAINTS: usize = 20;

type Value<'t> = Spanned<DeValue<'t>>;

impl Rules {
    /// Reads a team's file over the usual rules.
    pub fn read(team_toml: &str) -> (Self, Vec<Complaint>) {
        if team_toml.len() > LONGEST_FILE {
            let what = "the file is longer than 64 KB and does not count".to_owned();
            return (Self::default(), vec![Complaint { line: 1, what }]);
        }
        let text = team_toml.replacen('\u{feff}', "   ", usize::from(team_toml.starts_with('\u{feff}')));
        let mut reader = Reader { text: &text, complaints: Vec::new() };
        let rules = match DeTable::parse_recoverable(&text) {
            (table, errors) if errors.is_empty() => reader.rules(table.get_ref()),
            (_, errors) => {
                for error in errors {
                    let what = format!("{}; nothing of this file counts", error.message());
                    reader.complain(error.span().unwrap_or(0..0), what);
                }
                Self::default()
            }
        };
        reader.complaints.sort();
        reader.complaints.truncate(MOST_COMPLAINTS);
        (rules, reader.complaints)
    }
}

struct Reader<'t> {
    text: &'t str,
    complaints: Vec<Complaint>,
}

impl Reader<'_> {
    fn rules(&mut self, table: &DeTable<'_>) -> Rules {
        let mut rules = Rules::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "schema" => drop(self.number("schema", value, 1..=1)),
                "title" => rules.title = self.words("title", value),
                "style" => rules.style = self.style(value).unwrap_or_default(),
                "audience" => rules.audience = self.audience(value).unwrap_or_default(),
                "ids" => rules.ids = self.ids(value).unwrap_or_default(),
                "topics" => rules.topics = self.list("topics", value, is_topic),
                "license" => rules.license = self.words("license", value),
                "without_tags" => rules.without_tags = self.list("without_tags", value, text::is_tag),
                "asks_confidence" => rules.asks_confidence = self.switch("asks_confidence", value),
                "review_after" => rules.review_after = self.number("review_after", value, 1..=36_500),
                "internal_hosts" => rules.internal_hosts = self.list("internal_hosts", value, is_host),
                "paths" => self.paths(value, &mut rules.paths),
                "checks" => self.checks(value, &mut rules.checks),
                unknown => self.unknown("key", unknown, key.span(), &KEYS),
            }
        }
        rules
    }

    fn paths(&mut self, value: &Value<'_>, paths: &mut PagePaths) {
        for (key, value) in self.table("paths", value).into_iter().flatten() {
            let name = key.get_ref();
            let Some(kind) = PageKind::ALL.into_iter().find(|kind| kind.name() == name.as_ref()) else {
                self.unknown("kind of page", name, key.span(), &PageKind::ALL.map(PageKind::name));
                continue;
            };
            let setting = format!("paths.{name}");
            let Some(wanted) = self.string(&setting, value, "a path in quotation marks") else { continue };
            match template::fault(wanted) {
                Some(fault) => {
                    self.complain(value.span(), format!("the path {} of {setting:?} {fault}", short(wanted)));
                }
                None => paths.set(kind, wanted),
            }
        }
    }

    fn checks(&mut self, value: &Value<'_>, checks: &mut Checks) {
        for (key, value) in self.table("checks", value).into_iter().flatten() {
            let place = match key.get_ref().as_ref() {
                "hosts" => &mut checks.hosts,
                "contacts" => &mut checks.contacts,
                "quotations" => &mut checks.quotations,
                "invisible" => &mut checks.invisible,
                "private_words" => &mut checks.private_words,
                "similar" => &mut checks.similar,
                unknown => {
                    self.unknown("check", unknown, key.span(), &CHECKS);
                    continue;
                }
            };
            let word = self.choice(&format!("checks.{}", key.get_ref()), value, &["off", "warn", "block"]);
            *place = match word {
                Some("off") => Severity::Off,
                Some("warn") => Severity::Warn,
                Some(_) => Severity::Block,
                None => *place,
            };
        }
    }

    fn style(&mut self, value: &Value<'_>) -> Option<Style> {
        let word = self.choice("style", value, &["fields", "plain"])?;
        Some(if word == "plain" { Style::Plain } else { Style::Fields })
    }

    fn audience(&mut self, value: &Value<'_>) -> Option<Audience> {
        let word = self.choice("audience", value, &["team", "public"])?;
        Some(if word == "public" { Audience::Public } else { Audience::Team })
    }

    fn ids(&mut self, value: &Value<'_>) -> Option<Ids> {
        let word = self.choice("ids", value, &["own", "opaque"])?;
        Some(if word == "opaque" { Ids::Opaque } else { Ids::Own })
    }

    /// A few words on one line.
    fn words(&mut self, setting: &str, value: &Value<'_>) -> Option<String> {
        let words = text::one_line(self.string(setting, value, "words in quotation marks")?);
        let is_fine = words.len() <= 2 * LONGEST_WORD && !words.chars().any(|c| c.is_control() || is_invisible(c));
        if !is_fine || (setting == "license" && !is_license(&words)) {
            self.complain(value.span(), format!("{setting:?} is too long, or has characters that it may not have"));
            return None;
        }
        Some(words).filter(|words| !words.is_empty())
    }

    fn list(&mut self, setting: &str, value: &Value<'_>, is_fine: fn(&str) -> bool) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(setting, value, "a list in square brackets");
            return Vec::new();
        };
        let mut kept = Vec::new();
        for item in items.iter().take(LONGEST_LIST) {
            match item.get_ref().as_str() {
                Some(word) if word.len() <= LONGEST_WORD && is_fine(word) => kept.push(word.to_owned()),
                Some(word) => self.complain(item.span(), format!("{} does not belong into {setting:?}", short(word))),
                None => self.wrong(setting, item, "a list of words in quotation marks"),
            }
        }
        kept
    }

    fn choice(&mut self, setting: &str, value: &Value<'_>, choices: &[&'static str]) -> Option<&'static str> {
        let expected = format!("one of {}", choices.join(", "));
        let word = self.string(setting, value, &expected)?;
        let found = choices.iter().find(|choice| **choice == word).copied();
        if found.is_none() {
            let hint = hint(word, choices);
            self.complain(value.span(), format!("{setting:?} is {expected}, not {}{hint}", short(word)));
        }
        found
    }

    fn number(&mut self, setting: &str, value: &Value<'_>, range: RangeInclusive<i64>) -> Option<u32> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        let fitting = number.filter(|number| range.contains(number)).and_then(|number| u32::try_from(number).ok());
        if fitting.is_none() && setting == "schema" {
            self.complain(value.span(), "this file is for a newer Riffle; what is known of it counts".to_owned());
        } else if fitting.is_none() {
            self.wrong(setting, value, &format!("a number from {} to {}", range.start(), range.end()));
        }
        fitting
    }

    fn switch(&mut self, setting: &str, value: &Value<'_>) -> bool {
        let switch = value.get_ref().as_bool();
        if switch.is_none() {
            self.wrong(setting, value, "true or false");
        }
        switch.unwrap_or_default()
    }

    fn string<'v>(&mut self, setting: &str, value: &'v Value<'_>, expected: &str) -> Option<&'v str> {
        let string = value.get_ref().as_str();
        if string.is_none() {
            self.wrong(setting, value, expected);
        }
        string
    }

    fn table<'v, 't>(&mut self, setting: &str, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(setting, value, &format!("a table that begins with [{setting}]"));
        }
        table
    }

    fn wrong(&mut self, setting: &str, value: &Value<'_>, expected: &str) {
        let found = self.text.get(value.span()).unwrap_or_default();
        let found = short(found.lines().next().unwrap_or_default());
        self.complain(value.span(), format!("{setting:?} is {expected}, not {found}"));
    }

    fn unknown(&mut self, what: &str, word: &str, span: Range<usize>, known: &[&'static str]) {
        self.complain(span, format!("unknown {what} {}{}", short(word), hint(word, known)));
    }

    fn complain(&mut self, span: Range<usize>, what: String) {
        let before = self.text.as_bytes().iter().take(span.start);
        self.complaints.push(Complaint { line: 1 + before.filter(|byte| **byte == b'\n').count(), what });
    }
}

fn hint(word: &str, known: &[&'static str]) -> String {
    nearest(word, known.iter().copied()).map(|near| format!("; did you mean {near:?}?")).unwrap_or_default()
}

/// Somebody else's words in quotation marks, without anything that a terminal acts on.
fn short(word: &str) -> String {
    let short: String = word.chars().filter(|c| !is_invisible(*c)).take(40).collect();
    format!("{short:?}")
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The letters of SPDX expressions.
fn is_license(license: &str) -> bool {
    license.len() <= LONGEST_WORD && license.chars().all(|c| c.is_ascii_alphanumeric() || "-.+() ".contains(c))
}

fn is_host(host: &str) -> bool {
    !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-.*_:".contains(c))
}
