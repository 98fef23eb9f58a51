//! The files that a new shared repository begins with; it reads well on any host, with or without Riffle.

use super::read::layout::TEAM_FILE;
use super::readme::{BEGIN, END, REQUESTS_BEGIN, REQUESTS_END};
use crate::entry::text::one_line;
use crate::git::Write;

/// What a new team is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding<'a> {
    pub title: &'a str,
    /// SPDX id of the licence of its pages.
    pub license: License,
    pub audience: super::read::rules::Audience,
}

/// The licences that a new team chooses from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum License {
    /// Whoever names the authors may use it.
    #[default]
    CcBy,
    /// The same, and what is made of it stays as free.
    CcBySa,
    /// No conditions.
    Cc0,
    /// Not for others.
    Internal,
}

impl License {
    /// The SPDX id; `None` for what is not for others.
    pub fn id(self) -> Option<&'static str> {
        match self {
            Self::CcBy => Some("CC-BY-4.0"),
            Self::CcBySa => Some("CC-BY-SA-4.0"),
            Self::Cc0 => Some("CC0-1.0"),
            Self::Internal => None,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::CcBy => {
                "The pages of this repository are under the licence CC-BY-4.0:\n\
                 <https://creativecommons.org/licenses/by/4.0/>\n"
            }
            Self::CcBySa => {
                "The pages of this repository are under the licence CC-BY-SA-4.0:\n\
                 <https://creativecommons.org/licenses/by-sa/4.0/>\n"
            }
            Self::Cc0 => {
                "The pages of this repository are dedicated to the public domain, CC0-1.0:\n\
                 <https://creativecommons.org/publicdomain/zero/1.0/>\n"
            }
            Self::Internal => "The pages of this repository are for its members alone. All rights reserved.\n",
        }
    }
}

/// The files of a new team.
pub(crate) fn new_team(founding: &Founding<'_>) -> Vec<Write> {
    let files = [
        ("README.md", readme(founding)),
        ("CONTRIBUTING.md", CONTRIBUTING.to_owned()),
        ("LICENSE", founding.license.text().to_owned()),
        ("templates/nugget.md", template("nugget", "One thing that is good to know, in a few sentences.\n")),
        ("templates/note.md", template("note", "## What it is about\n\n## What follows from it\n")),
        ("templates/bookmark.md", template("bookmark", "What it says, and why it is worth reading.\n")),
        ("templates/request.md", REQUEST.to_owned()),
        ("templates/how-to.md", include_str!("founding/templates/how-to.md").to_owned()),
        ("templates/decision.md", include_str!("founding/templates/decision.md").to_owned()),
        ("templates/checklist.md", include_str!("founding/templates/checklist.md").to_owned()),
        ("templates/dead-end.md", include_str!("founding/templates/dead-end.md").to_owned()),
        ("templates/session-notes.md", include_str!("founding/templates/session-notes.md").to_owned()),
        ("templates/path.md", include_str!("founding/templates/path.md").to_owned()),
        (TEAM_FILE, team_file(founding)),
    ];
    files.map(|(path, text)| Write { path: path.to_owned(), content: Some(text.into_bytes()) }).to_vec()
}

fn title(founding: &Founding<'_>) -> String {
    Some(one_line(founding.title)).filter(|title| !title.is_empty()).unwrap_or_else(|| "What we know".to_owned())
}

fn readme(founding: &Founding<'_>) -> String {
    format!(
        "# {}\n\n\
         What we learned, a page each. [CONTRIBUTING.md](CONTRIBUTING.md) says how to add one.\n\n\
         {REQUESTS_BEGIN}\n{REQUESTS_END}\n\n{BEGIN}\n{END}\n",
        super::readme::escaped(&title(founding))
    )
}

const CONTRIBUTING: &str = "# Adding a page\n\n\
    Copy a file from [templates](templates) to where its kind lies, fill it in and commit it:\n\n\
    - `nuggets/<topic>/<name>.md`: one thing that is good to know\n\
    - `notes/<topic>/<name>.md`: something thought through\n\
    - `bookmarks/<topic>/<name>.md`: something worth reading elsewhere\n\
    - `requests/<name>.md`: what you would like to know, from whom and why; whoever answers adds a line with the date\n\n\
    Links to other pages are relative, so that they work everywhere. The list in README.md is made by Riffle; without it, add a\n\
    line by hand or leave it to the next one who publishes.\n";

fn template(kind: &str, text: &str) -> String {
    let url = if kind == "bookmark" { "url:\n" } else { "" };
    format!("---\nkind: {kind}\ntitle:\ndate:\ntags: []\n{url}---\n# Title\n\n{text}")
}

const REQUEST: &str = "---\nkind: request\ntitle:\ndate:\nfor:\nwhy:\ndue:\n---\n# Title\n\n\
    What you would like to know, and how we will know that it helped.\n";

/// The team's file, with blanks for what differs.
const TEAM_TOML: &str = include_str!("founding/team.toml");

/// The team's file with every key in it, those that have their usual value as comments.
fn team_file(founding: &Founding<'_>) -> String {
    let title = toml::Value::String(title(founding));
    let audience = match founding.audience {
        super::read::rules::Audience::Team => "team",
        super::read::rules::Audience::Public => "public",
    };
    let license = match founding.license.id() {
        Some(id) => format!("license = \"{id}\""),
        None => "# license = \"CC-BY-4.0\"".to_owned(),
    };
    // The title comes last: it may say anything, the name of a blank too.
    let blanks = [("{audience}", audience), ("{license}", license.as_str()), ("{title}", &title.to_string())];
    blanks.iter().fold(TEAM_TOML.to_owned(), |text, (blank, words)| text.replacen(blank, words, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::team::read::rules::{Audience, Rules};

    fn file(files: &[Write], path: &str) -> String {
        let file = files.iter().find(|file| file.path == path).unwrap();
        String::from_utf8(file.content.clone().unwrap()).unwrap()
    }

    #[test]
    fn a_new_team_has_the_usual_rules_and_says_them() {
        let founding = Founding { title: "Tea \"&\" co", license: License::CcBy, audience: Audience::Public };
        let files = new_team(&founding);
        let written = file(&files, TEAM_FILE);

        let (rules, complaints) = Rules::read(&written);

        assert_eq!(complaints, []);
        let expected = Rules {
            title: Some("Tea \"&\" co".into()),
            license: Some("CC-BY-4.0".into()),
            audience: Audience::Public,
            ..Rules::default()
        };
        assert_eq!(rules, expected);
        // What stands there as a comment is what holds without it.
        let bare: Vec<&str> = written.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
        let settings = bare.iter().filter(|line| line.contains(" = ") && !line.contains("`") || line.starts_with('['));
        let spoken: String = settings.map(|line| format!("{line}\n")).collect();
        let (rules, complaints) = Rules::read(&spoken);
        assert_eq!(complaints, []);
        assert_eq!((rules.paths, rules.checks, rules.style), (expected.paths, expected.checks, expected.style));
    }

    #[test]
    fn every_file_may_be_published_as_it_is() {
        let founding = Founding { title: "", license: License::Internal, audience: Audience::Team };

        for file in new_team(&founding) {
            assert_eq!(crate::team::read::intake::fault(&file.path), None, "{}", file.path);
            assert!(file.content.unwrap().ends_with(b"\n"), "{}", file.path);
        }
    }
}
