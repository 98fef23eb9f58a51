//! Gives an entry another title where its title stands, and a file name that goes with it.

use super::block::{Block, blocks};
use super::front_matter::{self, Value};
use super::text::{one_line, plain};
use super::{Entry, EntryPath, Kind, Problem, slug};

/// The longest file name made of a title as it is written, in bytes.
const LONGEST: usize = 160;

/// The text with another title: in the field, in the heading, or in the field where neither says it and the file name at
/// `path` does not either. A heading that repeats the field's title follows it.
pub(crate) fn with_title(entry: &Entry, path: &EntryPath, title: &str) -> Result<String, Problem> {
    let title = one_line(title);
    if has_field(entry) {
        let heading = heading(entry).filter(|it| plain(&entry.body()[it.words.clone()]) == entry.title);
        let text = heading.and_then(|heading| with_heading(entry, &heading, &title));
        return set_field(text.as_deref().unwrap_or(&entry.text), &title);
    }
    match heading(entry) {
        Some(heading) => with_heading(entry, &heading, &title).map_or_else(|| set_field(&entry.text, &title), Ok),
        None if path.stem() == title => Ok(entry.text.clone()),
        None => set_field(&entry.text, &title),
    }
}

/// The file that an entry of another title gets in its folder: named as the old one was after the old title. A journal keeps
/// its name, which is its day.
pub(crate) fn path_for(entry: &Entry, title: &str) -> EntryPath {
    let (path, title) = (&entry.path, one_line(title));
    if entry.kind == Kind::Journal {
        return path.clone();
    }
    let is_as_written = path.stem() == file_name(&entry.title) && path.stem() != slug::slug(&entry.title);
    let stem = if !is_said(entry) || is_as_written { file_name(&title) } else { slug::slug(&title) };
    let name = path.file_name();
    let folder = &path.as_str()[..path.as_str().len() - name.len()];
    let extension = name.strip_prefix(path.stem()).unwrap_or_default();
    EntryPath::new(format!("{folder}{stem}{extension}")).expect("a file name without `/` stays in its folder")
}

/// The same where names are hierarchies with dots, as in Dendron: only the last part is named after the title.
pub(crate) fn path_in_hierarchy(entry: &Entry, title: &str) -> EntryPath {
    let path = path_for(entry, title);
    let above = entry.path.stem().rfind('.').map_or("", |dot| &entry.path.stem()[..=dot]);
    let folder = &path.as_str()[..path.as_str().len() - path.file_name().len()];
    EntryPath::new(format!("{folder}{above}{}", path.file_name())).expect("parts of two names in one folder")
}

/// Whether the entry says its title itself, in a field or heading, so that it is not the file's name.
pub(crate) fn is_said(entry: &Entry) -> bool {
    has_field(entry) || heading(entry).is_some()
}

fn has_field(entry: &Entry) -> bool {
    entry.has_page_title() || entry.said("title").first().is_some_and(|title| one_line(title) == entry.title)
}

fn heading(entry: &Entry) -> Option<Block> {
    let first = blocks(entry.body()).find(|block| block.level == 1)?;
    (!plain(&entry.body()[first.words.clone()]).is_empty()).then_some(first)
}

/// The text with other words in a heading; `None` where Markdown would read them otherwise.
fn with_heading(entry: &Entry, heading: &Block, title: &str) -> Option<String> {
    let words = &entry.body()[heading.words.clone()];
    let start = entry.body.start + heading.words.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    (plain(title) == title).then(|| format!("{}{title}{}", &entry.text[..start], &entry.text[end..]))
}

fn set_field(text: &str, title: &str) -> Result<String, Problem> {
    front_matter::set(text, "title", &Value::Text(title.to_owned()))
}

/// A title as a file name that every file system takes and a wiki link can say.
pub(crate) fn file_name(title: &str) -> String {
    let is_left_out = |c: char| c.is_control() || "/\\:*?\"<>|#^[]`".contains(c);
    let name: String = title.chars().map(|c| if is_left_out(c) { ' ' } else { c }).collect();
    let name = one_line(&name);
    let name = name[..name.floor_char_boundary(LONGEST)].trim_matches(['.', ' ']);
    if name.is_empty() || slug::is_reserved(&name.to_lowercase()) { slug::slug(title) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, text: &str) -> Entry {
        Entry::parse(EntryPath::new(path).unwrap(), text.as_bytes(), &[])
    }

    fn retitled(path: &str, text: &str, title: &str) -> (String, String) {
        let entry = entry(path, text);
        let path = path_for(&entry, title);
        (path.to_string(), with_title(&entry, &path, title).unwrap())
    }

    fn pair(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn the_title_changes_where_it_stands() {
        let field = "---\ntitle: 'Tea'  # old\n---\nTea\n";
        assert_eq!(
            retitled("a/tea.md", field, "Green tea"),
            pair("a/green-tea.md", "---\ntitle: Green tea  # old\n---\nTea\n")
        );
        assert_eq!(
            retitled("tea.md", "# Tea ##\n\nTea\n", "Green tea"),
            pair("green-tea.md", "# Green tea ##\n\nTea\n")
        );
        assert_eq!(retitled("tea.md", "Tea\n===\n", "Green tea"), pair("green-tea.md", "Green tea\n===\n"));
        let both = retitled("tea.md", "---\ntitle: Tea\n---\n# Tea\n", "Mate");
        assert_eq!(both, pair("mate.md", "---\ntitle: Mate\n---\n# Mate\n"));
    }

    #[test]
    fn a_file_that_is_called_as_a_person_writes_stays_so() {
        assert_eq!(
            retitled("Green Tea.md", "hot\n", "Black: Tea"),
            pair("Black Tea.md", "---\ntitle: \"Black: Tea\"\n---\nhot\n")
        );
        assert_eq!(retitled("Green Tea.md", "hot\n", "Black Tea"), pair("Black Tea.md", "hot\n"));
        assert_eq!(retitled("Green Tea.md", "# Green Tea\n", "Black Tea").0, "Black Tea.md");
    }

    #[test]
    fn what_markdown_would_read_otherwise_goes_into_the_field() {
        let (_, text) = retitled("x.md", "# X\n", "a *b* c");

        assert_eq!(entry("x.md", &text).title, "a *b* c");
    }

    #[test]
    fn a_journal_keeps_its_day() {
        let text = "---\nid: 2026-11-21\nkind: journal\n---\n";

        assert_eq!(retitled("journal/2026/2026-11-21.md", text, "A day").0, "journal/2026/2026-11-21.md");
    }
}
