//! What is worth a look before an entry is shown to others. It says, and never decides.

use std::collections::BTreeSet;

use crate::entry::link::Form;
use crate::entry::text::{self, TITLE_LIMIT, WORD_LIMIT};
use crate::entry::{Entry, Kind};
use crate::ops::links::{Link, Provenance, Target};

/// How many words of a body are whose, code left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub own: usize,
    pub quoted: usize,
}

impl Words {
    pub fn of(body: &str) -> Self {
        let quoted = text::quotes(body).iter().map(|quote| text::word_count(quote)).sum();
        Self { own: text::word_count(body), quoted }
    }
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    Warn,
    /// Neither good nor bad, but good to know.
    Note,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub verdict: Verdict,
    /// A few words without a full stop.
    pub what: String,
}

/// All checks that apply to an entry, in the order in which they are best mended. Of its `total` links the
/// first are looked at.
pub fn checks(entry: &Entry, words: Words, out: &[Link], total: usize, provenance: &Provenance) -> Vec<Check> {
    let more = total > out.len();
    let mut checks: Vec<Check> = source(entry, provenance).into_iter().collect();
    checks.push(own_words(words));
    checks.extend(length(entry, words));
    checks.extend(broken(out, more));
    checks.extend(private(out, more));
    checks
}

fn check(verdict: Verdict, what: impl Into<String>) -> Check {
    Check { verdict, what: what.into() }
}

/// A day's lines are their own source.
fn source(entry: &Entry, provenance: &Provenance) -> Option<Check> {
    let named = entry.url.is_some() || !provenance.source.is_empty() || !provenance.derived_from.is_empty();
    match entry.kind {
        Kind::Journal => None,
        Kind::Note | Kind::Bookmark | Kind::Nugget if named => Some(check(Verdict::Good, "names its source")),
        Kind::Note | Kind::Bookmark | Kind::Nugget => Some(check(Verdict::Warn, "names no source")),
    }
}

fn own_words(words: Words) -> Check {
    let Words { own, quoted } = words;
    if own == 0 {
        return check(Verdict::Warn, "nothing in your own words yet");
    }
    if quoted > own {
        return check(Verdict::Warn, format!("mostly quoted ({quoted} of {} words)", own + quoted));
    }
    check(Verdict::Good, format!("in your own words ({own})"))
}

fn length(entry: &Entry, words: Words) -> Vec<Check> {
    match entry.kind {
        Kind::Note | Kind::Bookmark | Kind::Journal => return Vec::new(),
        Kind::Nugget => {}
    }
    let over = |what: &str, has: usize, limit: usize, unit: &str| {
        let by = has.checked_sub(limit).filter(|by| *by > 0)?;
        Some(check(Verdict::Warn, format!("{what} is {by} {unit} over {limit}")))
    };
    let title = over("title", entry.title.chars().count(), TITLE_LIMIT, "characters");
    let long = over("text", words.own, WORD_LIMIT, "words");
    let fits = (title.is_none() && long.is_none()).then(|| check(Verdict::Good, "short enough for one idea"));
    [title, long, fits].into_iter().flatten().collect()
}

fn broken(out: &[Link], more: bool) -> Option<Check> {
    let missing: Vec<&str> = out
        .iter()
        .filter_map(|link| match &link.target {
            Target::Missing(name) => Some(name.as_str()),
            Target::Entry(_) | Target::File(_) | Target::Web(_) => None,
        })
        .collect();
    match missing.as_slice() {
        [] if out.is_empty() => None,
        [] if more => Some(check(Verdict::Good, format!("the first {} links lead somewhere", out.len()))),
        [] => Some(check(Verdict::Good, "every link leads somewhere")),
        [name, ..] if more => {
            Some(check(Verdict::Warn, format!("{} or more links lead nowhere: {name}, …", missing.len())))
        }
        [name] => Some(check(Verdict::Warn, format!("leads nowhere: {name}"))),
        [name, rest @ ..] => Some(check(Verdict::Warn, format!("{} links lead nowhere: {name}, …", rest.len() + 1))),
    }
}

/// What is embedded would be missing from a copy, and what is linked would become plain words.
fn private(out: &[Link], more: bool) -> Vec<Check> {
    let private = |embedded: bool| {
        let of_form = out.iter().filter(move |link| (link.form == Form::Embed) == embedded);
        let paths = of_form.filter_map(|link| match &link.target {
            Target::Entry(named) => Some(&named.path).filter(|path| **path != link.from),
            Target::File(_) | Target::Web(_) | Target::Missing(_) => None,
        });
        paths.collect::<BTreeSet<_>>().len()
    };
    let entries = |count: usize| match (count, more) {
        (1, false) => "1 private entry".to_owned(),
        (_, false) => format!("{count} private entries"),
        (_, true) => format!("{count} private entries or more"),
    };
    let told =
        |count: usize, verdict, verb: &str| (count > 0).then(|| check(verdict, format!("{verb} {}", entries(count))));
    [told(private(true), Verdict::Warn, "embeds"), told(private(false), Verdict::Note, "links to")]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{EntryId, EntryPath};
    use crate::ops::Named;

    fn entry(text: &str) -> Entry {
        Entry::parse(EntryPath::new("nuggets/a.md").unwrap(), text.as_bytes(), &[("nuggets".to_owned(), Kind::Nugget)])
    }

    fn link(form: Form, target: Target) -> Link {
        let from = EntryPath::new("nuggets/a.md").unwrap();
        Link { from, line: 1, text: "[[b]]".into(), named: "b".into(), target, heading: None, form }
    }

    fn to(name: &str) -> Target {
        let path = EntryPath::new(format!("{name}.md")).unwrap();
        Target::Entry(Named { id: EntryId::Path(path.clone()), path, title: name.into() })
    }

    fn warned(text: &str, out: &[Link]) -> Vec<String> {
        let entry = entry(text);
        let checks = checks(&entry, Words::of(entry.body()), out, out.len(), &Provenance::default());
        checks.into_iter().filter(|check| check.verdict == Verdict::Warn).map(|check| check.what).collect()
    }

    #[test]
    fn a_good_nugget_has_nothing_to_mend() {
        let entry = entry("---\ntitle: Tea\nsource: own experience\n---\nEighty degrees.\n");
        let provenance = Provenance { source: vec!["own experience".into()], ..Provenance::default() };

        let checks = checks(&entry, Words::of(entry.body()), &[link(Form::Wiki, to("b"))], 1, &provenance);

        assert!(checks.iter().all(|check| check.verdict != Verdict::Warn), "{checks:?}");
        assert!(checks.contains(&check(Verdict::Note, "links to 1 private entry")));
    }

    #[test]
    fn quotes_alone_are_not_own_words() {
        assert!(warned("> all quoted", &[]).contains(&"nothing in your own words yet".to_owned()));
        assert!(warned("> three words here\n\nmine", &[]).iter().any(|what| what == "mostly quoted (3 of 4 words)"));
    }

    #[test]
    fn limits_warn_from_one_over() {
        let text =
            |words: usize, title: usize| format!("---\ntitle: {}\n---\n{}", "t".repeat(title), "word ".repeat(words));
        let long = |text: String| warned(&text, &[]).into_iter().filter(|what| what.contains("over")).count();

        assert_eq!((long(text(200, 60)), long(text(201, 60)), long(text(201, 61))), (0, 1, 2));
    }

    #[test]
    fn where_more_links_follow_the_checks_say_how_far_they_looked() {
        let entry = entry("own words");
        let checks = checks(&entry, Words::of(entry.body()), &[link(Form::Wiki, to("b"))], 2, &Provenance::default());

        assert!(checks.contains(&check(Verdict::Good, "the first 1 links lead somewhere")), "{checks:?}");
        assert!(checks.contains(&check(Verdict::Note, "links to 1 private entries or more")), "{checks:?}");
    }

    #[test]
    fn links_into_nothing_and_embeds_are_told() {
        let out = [
            link(Form::Wiki, Target::Missing("gone".into())),
            link(Form::Embed, to("b")),
            link(Form::Embed, to("b")),
            link(Form::Auto, Target::Web("https://example.org".into())),
        ];

        let warned = warned("own words", &out);

        assert!(warned.contains(&"leads nowhere: gone".to_owned()), "{warned:?}");
        assert!(warned.contains(&"embeds 1 private entry".to_owned()), "{warned:?}");
    }
}
