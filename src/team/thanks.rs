//! Thanks: a file of each person in `thanks/`, which nobody else writes, with a dated line for each.

use chrono::NaiveDate;

use super::dated::Line;
use super::read::TeamPage;
use super::readme::escaped;
use crate::entry::front_matter::{self, Value};
use crate::entry::link::{self, Form, Wanted};
use crate::entry::text::one_line;
use crate::entry::{EntryPath, slug};

pub(crate) const FOLDER: &str = "thanks";
/// What stands before the name in the title of such a file.
const TITLE: &str = "Thanks from ";
/// As many lines as are read.
const MOST: usize = 1_000;

/// Somebody thanks somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thank {
    pub from: String,
    pub whom: String,
    pub day: NaiveDate,
    /// Without the link to the page.
    pub words: String,
    /// The page that it is for, by its path in the team.
    pub page: Option<String>,
}

/// Where a person's thanks are.
pub(crate) fn path_of(name: &str) -> String {
    format!("{FOLDER}/{}.md", slug::slug(name))
}

/// What a file of thanks says.
pub(crate) fn read(page: &TeamPage) -> Vec<Thank> {
    let title = one_line(&page.title);
    let from = title.strip_prefix(TITLE).map(str::to_owned).or_else(|| page.authors.first().cloned()).unwrap_or(title);
    let lines = page.body().lines().filter_map(Line::read).take(MOST);
    lines.map(|line| thank(&from, &page.path, line)).collect()
}

fn thank(from: &str, path: &str, line: Line) -> Thank {
    let page = EntryPath::new(path).ok().and_then(|place| {
        let mut links = link::links(&line.words).into_iter().filter(|link| link.form == Form::Markdown);
        links.next_back().and_then(|link| match link::wanted(&place, &link) {
            Wanted::Inside { path, .. } => path.map(|path| (link.range.start, path)),
            Wanted::Itself | Wanted::Web => None,
        })
    });
    let words =
        page.as_ref().map_or(line.words.as_str(), |(at, _)| line.words[..*at].trim_end_matches([' ', '(', ',']));
    let (words, page) = (words.to_owned(), page.map(|(_, path)| path));
    Thank { from: from.to_owned(), whom: line.who, day: line.day, words, page }
}

/// A person's file of thanks with one more; begun where there is none.
pub(crate) fn with(file: Option<&str>, thank: &Thank, title: Option<&str>) -> String {
    let begun = || {
        let fields = [("kind", "thanks".to_owned()), ("title", format!("{TITLE}{}", thank.from))];
        let fields = fields.map(|(key, value)| (key, Value::Text(value)));
        format!("{}\n{}\n", front_matter::print(&fields), super::publish::heading(&format!("{TITLE}{}", thank.from)))
    };
    let link = thank.page.as_ref().map(|page| {
        let way = link::encoded(&link::relative(FOLDER, page));
        format!(" ([{}]({way}))", escaped(title.unwrap_or(page)))
    });
    let words = format!("{}{}", thank.words, link.unwrap_or_default());
    let line = Line { day: thank.day, who: thank.whom.clone(), words };
    line.below(&file.map_or_else(begun, str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::team::read::{Rules, read_page};

    fn thank() -> Thank {
        Thank {
            from: "Ada".into(),
            whom: "Jo".into(),
            day: "2026-11-21".parse().unwrap(),
            words: "saved me an hour".into(),
            page: Some("nuggets/tls/a b.md".into()),
        }
    }

    fn read_text(text: &str) -> Vec<Thank> {
        read(&read_page("thanks/ada.md", text.as_bytes(), &Rules::default()))
    }

    #[test]
    fn what_is_written_reads_back_and_what_was_there_stays() {
        let one = with(None, &thank(), Some("Certificates [in] three steps"));
        assert_eq!(read_text(&one), [thank()]);

        let other = Thank { whom: "Mina".into(), words: "thank you".into(), page: None, ..thank() };
        let both = with(Some(&one), &other, None);

        assert!(both.starts_with(one.trim_end()), "{both}");
        assert_eq!(read_text(&both), [thank(), other]);
    }

    #[test]
    fn a_file_by_hand_is_understood_and_other_lines_are_none() {
        let by_hand =
            "# Thanks from Kim\n\nFor all of you:\n\n- 2026-11-20 Ada: for the tea\n- Jo: no day\n* 2026-99-99 X: y\n";

        let [thank] = &read_text(by_hand)[..] else { panic!() };

        assert_eq!((thank.from.as_str(), thank.whom.as_str(), thank.words.as_str()), ("Kim", "Ada", "for the tea"));
    }
}
