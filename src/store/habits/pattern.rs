//! Where a new file lies and what it is called, as the settings of another program say.

use chrono::format::{Item, StrftimeItems};
use chrono::{Datelike as _, NaiveDateTime};

use crate::entry::{EntryId, EntryPath, slug, title};

/// A path, piece by piece, without its ending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pattern(pub(super) Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// Of the moment, in chrono's form.
    Moment(&'static str),
    /// The same, in a form that somebody wrote.
    Strftime(String),
    /// `21st`
    Ordinal,
    /// 1 to 4
    Quarter,
    /// The title as the other files of the folder are named.
    Name,
    /// The title as it is written.
    Title,
    Slug,
    /// A short id of so many of these characters.
    Id {
        length: usize,
        of: String,
    },
}

/// How the files of a folder are named after their titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// `My note.md`
    Plain,
    /// `my-note.md`
    Slugs,
}

impl Names {
    /// The name of a title's file, without its ending.
    pub(crate) fn of(self, words: &str) -> String {
        match self {
            Self::Plain => title::file_name(words),
            Self::Slugs => slug::slug(words),
        }
    }
}

/// What a new file is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub moment: NaiveDateTime,
    pub title: &'a str,
    pub id: &'a EntryId,
    pub names: Names,
}

impl Pattern {
    /// The path for a subject; `None` where that is none of a visible file.
    pub(crate) fn fill(&self, subject: &Subject<'_>) -> Option<EntryPath> {
        let path: String = self.0.iter().map(|part| part.fill(subject)).collect();
        let is_visible = path.split('/').all(|name| !name.trim().is_empty() && !name.starts_with('.'));
        EntryPath::new(format!("{path}.md")).ok().filter(|_| is_visible)
    }

    /// The folder that all its paths begin with.
    pub(crate) fn folder(&self) -> Option<&str> {
        match self.0.first()? {
            Part::Text(text) => text.rsplit_once('/').map(|(folder, _)| folder),
            _ => None,
        }
    }

    /// The pattern below a folder.
    pub(super) fn within(mut self, folder: &str) -> Self {
        let folder = folder.trim_matches('/');
        if !folder.is_empty() {
            self.0.insert(0, Part::Text(format!("{folder}/")));
        }
        self
    }

    /// Whether it has a day in it and nothing that tells one file of a day from another.
    pub(super) fn is_daily(&self) -> bool {
        let is_day = |part: &Part| match part {
            Part::Strftime(form) => ["%d", "%-d", "%e", "%F", "%j"].iter().any(|day| form.contains(day)),
            Part::Moment("%d" | "%-d" | "%j" | "%-j") | Part::Ordinal => true,
            _ => false,
        };
        let is_own = |part: &Part| matches!(part, Part::Name | Part::Title | Part::Slug | Part::Id { .. });
        self.0.iter().any(is_day) && !self.0.iter().any(is_own)
    }
}

impl Part {
    /// A form that somebody wrote, if chrono knows it.
    pub(super) fn strftime(form: &str) -> Option<Self> {
        let is_known = StrftimeItems::new(form).all(|item| !matches!(item, Item::Error));
        is_known.then(|| Self::Strftime(form.to_owned()))
    }

    fn fill(&self, subject: &Subject<'_>) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Moment(form) => subject.moment.format(form).to_string(),
            Self::Strftime(form) => subject.moment.format(form).to_string(),
            Self::Ordinal => ordinal(subject.moment.day()),
            Self::Quarter => (subject.moment.month0() / 3 + 1).to_string(),
            Self::Name => subject.names.of(subject.title),
            Self::Title => Names::Plain.of(subject.title),
            Self::Slug => Names::Slugs.of(subject.title),
            Self::Id { length, of } => short(subject.id, *length, of),
        }
    }
}

fn ordinal(day: u32) -> String {
    let ending = match (day % 10, day / 10) {
        (1, tens) if tens != 1 => "st",
        (2, tens) if tens != 1 => "nd",
        (3, tens) if tens != 1 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

/// As many characters, drawn from what is random in an id.
fn short(id: &EntryId, length: usize, of: &str) -> String {
    let letters: Vec<char> = of.chars().collect();
    let EntryId::Ulid(ulid) = id else { return id.to_string() };
    let (mut rest, base) = (ulid.random(), u128::try_from(letters.len().max(1)).unwrap_or(1));
    let mut draw = || {
        let at = usize::try_from(rest % base).unwrap_or_default();
        rest /= base;
        letters.get(at).copied().unwrap_or('0')
    };
    (0..length).map(|_| draw()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::store::habits) fn filled(pattern: &Pattern, title: &str) -> Option<String> {
        let moment = "2026-11-21T09:05:00".parse().unwrap();
        let id = EntryId::Ulid("01K0ABCDEFGHJKMNPQRSTVWXYZ".parse().unwrap());
        pattern.fill(&Subject { moment, title, id: &id, names: Names::Plain }).map(|path| path.to_string())
    }

    #[test]
    fn a_title_stays_in_its_folder_and_is_no_hidden_file() {
        let notes = Pattern(vec![Part::Name]).within("/Inbox/");

        assert_eq!(filled(&notes, "My note: a/b").as_deref(), Some("Inbox/My note a b.md"));
        assert_eq!(filled(&notes, "..").as_deref(), Some("Inbox/entry-5ec1f7e7.md"));
        assert_eq!(filled(&Pattern(vec![Part::Text("../x".into())]), "t"), None);
        assert_eq!(filled(&Pattern(vec![Part::Text(".zk/x".into())]), "t"), None);
    }

    #[test]
    fn a_short_id_has_its_length_and_letters() {
        let id = Pattern(vec![Part::Id { length: 4, of: "ab".into() }]);

        let name = filled(&id, "t").unwrap();

        assert!(name.len() == 7 && name.trim_end_matches(".md").chars().all(|c| "ab".contains(c)), "{name}");
    }
}
