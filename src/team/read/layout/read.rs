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
//! | `suggestions` | `"direct"` or `"branch"`: how a change of somebody else's page arrives |
//! | `internal_hosts` | hosts that only the team knows: `"git.acme.example"`, `"*.corp.example"` |
//! | `web` | the address below which its pages are read: `"https://git.acme.example/notes/src/branch/main/"` |
//! | `feeds` | whether `feed.xml` and `feed.json` of what is new are kept |
//! | `[paths]` | `nugget`, `note`, `bookmark`: `"nuggets/{topic}/{slug}.md"` |
//! | `[checks]` | `hosts`, `contacts`, `quotations`, `invisible`, `private_words`, `similar`: `"off"`, `"warn"` or `"block"` |

use toml::de::DeTable;

use super::{is_topic, template};
use crate::entry::text;
use crate::team::read::kind::{PageKind, PagePaths};
use crate::team::read::rules::{Audience, Checks, Ids, Rules, Severity, Style, Suggestions};
use crate::text::settings::{self, Settings, Value, is_invisible, shown};

/// What a team's file says wrongly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

const KEYS: [&str; 16] = [
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
    "suggestions",
    "internal_hosts",
    "web",
    "feeds",
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

impl Rules {
    /// Reads a team's file over the usual rules.
    pub fn read(team_toml: &str) -> (Self, Vec<Complaint>) {
        if team_toml.len() > LONGEST_FILE {
            let what = "the file is longer than 64 KB and is not used".to_owned();
            return (Self::default(), vec![Complaint { line: 1, what }]);
        }
        let (rules, complaints) =
            settings::read(team_toml, "nothing in this file is used", |settings, table| Reader(settings).rules(table));
        let complaints = complaints.into_iter().take(MOST_COMPLAINTS);
        (rules, complaints.map(|(line, what)| Complaint { line, what }).collect())
    }
}

struct Reader<'s, 't>(&'s mut Settings<'t>);

impl Reader<'_, '_> {
    fn rules(&mut self, table: &DeTable<'_>) -> Rules {
        let mut rules = Rules::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "schema" => self.schema(value),
                "title" => rules.title = self.words("title", value),
                "style" => rules.style = self.style(value).unwrap_or_default(),
                "audience" => rules.audience = self.audience(value).unwrap_or_default(),
                "ids" => rules.ids = self.ids(value).unwrap_or_default(),
                "topics" => rules.topics = self.list("topics", value, is_topic),
                "license" => rules.license = self.words("license", value),
                "without_tags" => rules.without_tags = self.list("without_tags", value, text::is_tag),
                "asks_confidence" => {
                    rules.asks_confidence = self.0.switch("asks_confidence", value).unwrap_or_default();
                }
                "review_after" => rules.review_after = self.0.number("review_after", value, 1..=36_500),
                "suggestions" => rules.suggestions = self.suggestions(value).unwrap_or_default(),
                "internal_hosts" => rules.internal_hosts = self.list("internal_hosts", value, is_host),
                "web" => rules.web = self.web(value),
                "feeds" => rules.feeds = self.0.switch("feeds", value).unwrap_or_default(),
                "paths" => self.paths(value, &mut rules.paths),
                "checks" => self.checks(value, &mut rules.checks),
                unknown => self.0.unknown("key", unknown, key.span(), &KEYS),
            }
        }
        rules
    }

    fn schema(&mut self, value: &Value<'_>) {
        if value.get_ref().as_integer().map(|number| number.as_str()) != Some("1") {
            let what = "this file is for a newer Riffle; what is understood is used";
            self.0.complain(value.span(), what.to_owned());
        }
    }

    /// Only what a browser opens, and no name of somebody in it.
    fn web(&mut self, value: &Value<'_>) -> Option<String> {
        let typed = self.0.string("web", value, "an address in quotation marks")?;
        let address = url::Url::parse(typed).ok().filter(|url| {
            matches!(url.scheme(), "https" | "http")
                && url.has_host()
                && url.username().is_empty()
                && typed.len() <= 500
        });
        if address.is_none() {
            self.0.complain(value.span(), format!("the address {:?} of \"web\" is not a web address", shown(typed)));
        }
        let address = address?.to_string();
        Some(if address.ends_with('/') { address } else { format!("{address}/") })
    }

    fn paths(&mut self, value: &Value<'_>, paths: &mut PagePaths) {
        for (key, value) in self.0.table("paths", value).into_iter().flatten() {
            let name = key.get_ref();
            let Some(kind) = PageKind::ALL.into_iter().find(|kind| kind.name() == name.as_ref()) else {
                self.0.unknown("kind of page", name, key.span(), &PageKind::ALL.map(PageKind::name));
                continue;
            };
            let setting = format!("paths.{name}");
            let Some(wanted) = self.0.string(&setting, value, "a path in quotation marks") else { continue };
            match template::fault(wanted) {
                Some(fault) => {
                    self.0.complain(value.span(), format!("the path {:?} of {setting:?} {fault}", shown(wanted)));
                }
                None => paths.set(kind, wanted),
            }
        }
    }

    fn checks(&mut self, value: &Value<'_>, checks: &mut Checks) {
        for (key, value) in self.0.table("checks", value).into_iter().flatten() {
            let place = match key.get_ref().as_ref() {
                "hosts" => &mut checks.hosts,
                "contacts" => &mut checks.contacts,
                "quotations" => &mut checks.quotations,
                "invisible" => &mut checks.invisible,
                "private_words" => &mut checks.private_words,
                "similar" => &mut checks.similar,
                unknown => {
                    self.0.unknown("check", unknown, key.span(), &CHECKS);
                    continue;
                }
            };
            let word = self.0.choice(&format!("checks.{}", key.get_ref()), value, &["off", "warn", "block"]);
            *place = match word {
                Some("off") => Severity::Off,
                Some("warn") => Severity::Warn,
                Some(_) => Severity::Block,
                None => *place,
            };
        }
    }

    fn style(&mut self, value: &Value<'_>) -> Option<Style> {
        let word = self.0.choice("style", value, &["fields", "plain"])?;
        Some(if word == "plain" { Style::Plain } else { Style::Fields })
    }

    fn audience(&mut self, value: &Value<'_>) -> Option<Audience> {
        let word = self.0.choice("audience", value, &["team", "public"])?;
        Some(if word == "public" { Audience::Public } else { Audience::Team })
    }

    fn suggestions(&mut self, value: &Value<'_>) -> Option<Suggestions> {
        let word = self.0.choice("suggestions", value, &["direct", "branch"])?;
        Some(if word == "branch" { Suggestions::Branch } else { Suggestions::Direct })
    }

    fn ids(&mut self, value: &Value<'_>) -> Option<Ids> {
        let word = self.0.choice("ids", value, &["own", "opaque"])?;
        Some(if word == "opaque" { Ids::Opaque } else { Ids::Own })
    }

    /// A few words on one line.
    fn words(&mut self, setting: &str, value: &Value<'_>) -> Option<String> {
        let words = text::one_line(self.0.string(setting, value, "words in quotation marks")?);
        let is_fine = words.len() <= 2 * LONGEST_WORD && !words.chars().any(|c| c.is_control() || is_invisible(c));
        if !is_fine || (setting == "license" && !is_license(&words)) {
            self.0.complain(value.span(), format!("{setting:?} is too long, or has characters that it may not have"));
            return None;
        }
        Some(words).filter(|words| !words.is_empty())
    }

    fn list(&mut self, setting: &str, value: &Value<'_>, is_fine: fn(&str) -> bool) -> Vec<String> {
        let items = self.0.list(setting, value, "a list in square brackets");
        let mut kept = Vec::new();
        for item in items.iter().take(LONGEST_LIST) {
            match item.get_ref().as_str() {
                Some(word) if word.len() <= LONGEST_WORD && is_fine(word) => kept.push(word.to_owned()),
                Some(word) => {
                    self.0.complain(item.span(), format!("{:?} does not belong in {setting:?}", shown(word)));
                }
                None => self.0.wrong(setting, item, "a list of words in quotation marks"),
            }
        }
        kept
    }
}

/// The letters of SPDX expressions.
fn is_license(license: &str) -> bool {
    license.len() <= LONGEST_WORD && license.chars().all(|c| c.is_ascii_alphanumeric() || "-.+() ".contains(c))
}

fn is_host(host: &str) -> bool {
    !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-.*_:".contains(c))
}
