//! Rules for what comes in, in `feeds.toml`: what is muted, starred or kept until it was looked at.

use toml::de::DeTable;

use crate::text::settings::{self, Complaint, Settings, Value};

/// What a rule does with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It counts as read.
    Mute,
    /// It gets a star.
    Star,
    /// It stays, however old, until it was read.
    Keep,
}

impl Effect {
    pub const NAMES: [&'static str; 3] = ["mute", "star", "keep"];

    pub fn name(self) -> &'static str {
        match self {
            Self::Mute => "mute",
            Self::Star => "star",
            Self::Keep => "keep",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Mute, Self::Star, Self::Keep].into_iter().find(|effect| effect.name() == name)
    }
}

/// What it does with which items: those of which all that is said is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub effect: Effect,
    /// One of these is in its title or text, as whole words in any case.
    pub words: Vec<String>,
    /// Is in the name of who wrote it.
    pub author: Option<String>,
    /// Is in the name or the address of its source.
    pub source: Option<String>,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub author: &'a str,
    pub source: &'a str,
    pub url: &'a str,
}

impl Rule {
    pub fn meets(&self, item: &Looked<'_>) -> bool {
        let is_in = |part: &str, whole: &str| whole.to_lowercase().contains(&part.to_lowercase());
        let by_author = self.author.as_ref().is_none_or(|author| is_in(author, item.author));
        let by_source = self.source.as_ref().is_none_or(|source| is_in(source, item.source) || is_in(source, item.url));
        let says = |word: &String| has_words(item.title, word) || has_words(item.text, word);
        by_author && by_source && (self.words.is_empty() || self.words.iter().any(says))
    }

    /// Whether it says what it is about.
    fn is_about_something(&self) -> bool {
        !self.words.is_empty() || self.author.is_some() || self.source.is_some()
    }

    /// As a person reads it: `mute "sponsor" from LWN`.
    pub fn said(&self) -> String {
        let words = self.words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
        let words = if words.is_empty() { String::new() } else { format!(" {words}") };
        let by = self.author.as_ref().map(|author| format!(" by {author}")).unwrap_or_default();
        let from = self.source.as_ref().map(|source| format!(" from {source}")).unwrap_or_default();
        format!("{}{words}{by}{from}", self.effect.name())
    }

    /// As it stands in the file.
    pub fn print(&self) -> String {
        let text = |words: &str| toml::Value::String(words.to_owned()).to_string();
        let words = self.words.iter().map(|word| text(word)).collect::<Vec<_>>().join(", ");
        let words = if words.is_empty() { String::new() } else { format!("words = [{words}]\n") };
        let named = [("author", &self.author), ("source", &self.source)];
        let named = named.into_iter().filter_map(|(name, value)| Some(format!("{name} = {}\n", text(value.as_ref()?))));
        format!("[[rule]]\ndo = {}\n{words}{}", text(self.effect.name()), named.collect::<String>())
    }
}

/// Whether words stand in a text as a whole, in any case.
fn has_words(text: &str, words: &str) -> bool {
    let (text, words) = (text.to_lowercase(), words.trim().to_lowercase());
    let is_letter = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    !words.is_empty()
        && text.match_indices(&words).any(|(at, found)| {
            !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + found.len()..].chars().next())
        })
}

/// The rules of a file, and what it says wrongly, by line; the rules that are right count.
pub fn read(text: &str) -> (Vec<Rule>, Vec<(usize, String)>) {
    settings::read(text, "no rule of this file is used", rules)
}

/// Whether a file is TOML at all.
pub fn is_readable(text: &str) -> bool {
    DeTable::parse(text).is_ok()
}

fn rules(settings: &mut Settings<'_>, table: &DeTable<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "rule" => {
                let listed = settings.list("rule", value, "tables [[rule]]");
                rules.extend(listed.iter().filter_map(|value| rule(settings, value)));
            }
            unknown => settings.unknown("setting", unknown, key.span(), &["rule"]),
        }
    }
    rules
}

fn rule(settings: &mut Settings<'_>, value: &Value<'_>) -> Option<Rule> {
    let table = settings.table("rule", value)?;
    let (mut effect, mut words, mut author, mut source) = (None, Vec::new(), None, None);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "do" => effect = settings.choice("do", value, &Effect::NAMES).and_then(Effect::named),
            "words" => {
                let listed = settings.list("words", value, "words in quotation marks, in brackets");
                for word in listed {
                    words.extend(settings.string("words", word, "words in quotation marks").map(str::to_owned));
                }
            }
            "author" => author = settings.string("author", value, "a name in quotation marks").map(str::to_owned),
            "source" => source = settings.string("source", value, "a name in quotation marks").map(str::to_owned),
            unknown => settings.unknown("setting", unknown, key.span(), &["do", "words", "author", "source"]),
        }
    }
    let rule = effect.map(|effect| Rule { effect, words, author, source });
    let whole = rule.filter(Rule::is_about_something);
    if whole.is_none() {
        settings
            .complain(value.span(), "a rule says \"do\", and one of \"words\", \"author\" and \"source\"".to_owned());
    }
    whole
}

/// The rules of two machines in one text: those that the other added come behind mine. `None` where that would lose something
/// that the other wrote, or brings a rule back that one of them removed.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let [(before, _), (mine, wrong), (other, of_other)] = [base, ours, theirs].map(read);
    let all_kept = |rules: &[Rule]| before.iter().all(|rule| rules.contains(rule));
    if !wrong.is_empty() || !of_other.is_empty() || !all_kept(&mine) || !all_kept(&other) {
        return None;
    }
    let added = other.iter().filter(|rule| !mine.contains(rule)).map(|rule| format!("\n{}", rule.print()));
    let joined = format!("{}\n{}", ours.trim_end(), added.collect::<String>());
    let is_kept = |line: &str| line.trim().is_empty() || ours.contains(line.trim()) || joined.contains(line.trim());
    theirs.lines().all(is_kept).then_some(joined)
}

/// A complaint with its file, as it is told.
pub fn told((line, what): &Complaint) -> String {
    format!("{}:{line}: {what}", super::RULES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(title: &str) -> Looked<'_> {
        Looked { title, text: "", author: "Jo", source: "LWN weekly", url: "https://lwn.example/feed" }
    }

    #[test]
    fn rules_look_for_whole_words_in_any_case() {
        let (rules, wrong) = read("[[rule]]\ndo = \"mute\"\nwords = [\"AI\", \"sponsored post\"]\nsource = \"lwn\"\n");

        assert_eq!(wrong, []);
        assert!(rules[0].meets(&looked("More ai news")) && rules[0].meets(&looked("A Sponsored Post!")));
        assert!(!rules[0].meets(&looked("It was said")));
        assert_eq!(read(&rules[0].print()).0, rules);
    }

    #[test]
    fn a_rule_about_nothing_and_a_typing_error_are_told_with_their_line() {
        let (rules, wrong) = read("[[rule]]\ndo = \"mute\"\n\n[[rule]]\ndo = \"stra\"\nword = 3\n");

        assert!(rules.is_empty());
        assert!(
            wrong.iter().any(|(line, _)| *line == 1)
                && wrong.iter().any(|(line, what)| *line == 5 && what.contains("star"))
        );
    }

    #[test]
    fn rules_that_two_machines_added_are_all_kept() {
        let rule = |word: &str| format!("[[rule]]\ndo = \"mute\"\nwords = [\"{word}\"]\n");
        let base = rule("old");
        let [ours, theirs] = ["mine", "theirs"].map(|word| format!("{base}\n{}", rule(word)));

        let joined = merge(&base, &ours, &theirs).unwrap();

        assert_eq!(read(&joined).0.len(), 3);
        assert_eq!(merge(&base, &ours, "# a word of mine\n"), None);
    }
}
