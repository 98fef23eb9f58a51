//! Own words added to an entry's text, below the lines they are about; every other byte survives.
//!
//! Words stay words: what would begin a heading, front matter or a comment gets a backslash, and code that is left open is
//! closed, so that the entry keeps its title and its sections.

use super::front_matter;
use super::{Entry, text};
use crate::text::code::Fence;

/// The whole text of an entry with a quote and words added to the own words, which end where `## Quotes` or `## Related` begins.
///
/// The same text where there is nothing to add.
pub(crate) fn annotated(entry: &Entry, words: &str, quote: &[String]) -> String {
    let sections = text::headings(entry.body());
    let own = sections.iter().find(|it| it.level == 2 && is_section(&it.text)).map_or(entry.body().len(), |it| it.at);
    let at = entry.body.start + own;
    let quote = quoted(quote);
    let added = inserted(entry, at, &quote, &plain(words));
    let keeps = |text: &str| {
        let (old, new) = (front_matter::split(&entry.text), front_matter::split(text));
        let same = text::headings(&text[new.body.clone()]).into_iter().map(|it| (it.level, it.text));
        old.yaml == new.yaml && same.eq(sections.iter().map(|it| (it.level, it.text.clone())))
    };
    if keeps(&added) { added } else { inserted(entry, at, &quote, &literal(words)) }
}

fn is_section(heading: &str) -> bool {
    ["quotes", "related"].iter().any(|section| section.eq_ignore_ascii_case(heading))
}

/// The text with both put in at a place, blank lines around them.
fn inserted(entry: &Entry, at: usize, quote: &str, words: &str) -> String {
    let parts: Vec<&str> = [quote, words].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return entry.text.clone();
    }
    let eol = front_matter::line_ending(&entry.text);
    let (before, after) = entry.text.split_at(at);
    let is_first = before.trim_start_matches(front_matter::BOM).is_empty();
    let gap = match () {
        () if is_first || ends_blank(before) => String::new(),
        () if before.ends_with('\n') => eol.to_owned(),
        () => eol.repeat(2),
    };
    // A file that ends without a line ending goes on doing so.
    let end = match () {
        () if !after.is_empty() => eol.repeat(2),
        () if is_first || before.ends_with('\n') => eol.to_owned(),
        () => String::new(),
    };
    format!("{before}{gap}{}{end}{after}", parts.join("\n\n").replace('\n', eol))
}

fn ends_blank(text: &str) -> bool {
    let mut lines = text.rsplit('\n');
    lines.next() == Some("") && lines.next().is_some_and(|line| line.trim().is_empty())
}

/// What others said.
fn quoted(lines: &[String]) -> String {
    let lines: Vec<String> =
        lines.iter().flat_map(|line| unix(line).lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let text = lines.iter().map(|line| format!("> {}", line.trim_end()).trim_end().to_owned()).collect::<Vec<_>>();
    if lines.iter().all(|line| line.trim().is_empty()) { String::new() } else { text.join("\n") }
}

/// Words as a person means them: Markdown, but nothing that takes the rest of the entry along.
fn plain(words: &str) -> String {
    let mut open: Option<Fence> = None;
    let mut lines = Vec::new();
    for line in trimmed(words).lines() {
        match open {
            None => {
                lines.push(escaped(line));
                open = Fence::of_line(line);
            }
            Some(fence) => {
                lines.push(line.to_owned());
                open = open.filter(|_| !fence.is_ended_by(line.trim_start_matches(' ')));
            }
        }
    }
    lines.extend(open.map(Fence::end));
    lines.join("\n")
}

/// A line outside of code, with a backslash where it would be a heading, a fence of front matter or the begin of a block of HTML.
fn escaped(line: &str) -> String {
    let words = line.trim_start_matches(' ');
    let indent = line.len() - words.len();
    let bare = words.trim_end();
    let is_rule = !bare.is_empty() && ['-', '='].iter().any(|mark| bare.chars().all(|c| c == *mark));
    let hashes = bare.len() - bare.trim_start_matches('#').len();
    let is_heading = (1..=6).contains(&hashes) && bare[hashes..].chars().next().is_none_or(char::is_whitespace);
    if indent < 4 && (is_rule || is_heading || bare == "..." || begins_html(bare)) {
        return format!("{}\\{words}", &line[..indent]);
    }
    // A comment that is not closed on its line would hide what follows.
    match line.rfind("<!--") {
        Some(at) if !line[at..].contains("-->") => format!("{}\\{}", &line[..at], &line[at..]),
        Some(_) | None => line.to_owned(),
    }
}

fn begins_html(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["<!", "<?", "<pre", "<script", "<style", "<textarea"].iter().any(|tag| words.starts_with(tag))
}

/// Words in which no mark of Markdown means anything.
fn literal(words: &str) -> String {
    let mark = |c: char| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() };
    trimmed(words).lines().map(|line| line.trim_start().chars().map(mark).collect()).collect::<Vec<String>>().join("\n")
}

/// Without blank lines around, and with one sort of line ending.
fn trimmed(words: &str) -> String {
    let words = unix(words);
    let blank = words.lines().take_while(|line| line.trim().is_empty()).map(|line| line.len() + 1).sum::<usize>();
    words.get(blank..).unwrap_or_default().trim_end().to_owned()
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::EntryPath;

    fn entry(text: &str) -> Entry {
        Entry::parse(EntryPath::new("notes/tea.md").unwrap(), text.as_bytes(), &[])
    }

    fn with(text: &str, words: &str) -> String {
        annotated(&entry(text), words, &[])
    }

    #[test]
    fn own_words_end_before_the_quotes_and_what_is_related() {
        let text = "---\ntitle: Tea\n---\n\nGreen.\n\n## Quotes\n\n> hot\n\n## Related\n\n- [[cup]]\n";

        assert_eq!(
            with(text, "80 °C."),
            "---\ntitle: Tea\n---\n\nGreen.\n\n80 °C.\n\n## Quotes\n\n> hot\n\n## Related\n\n- [[cup]]\n"
        );
    }

    #[test]
    fn lines_of_others_stand_above_the_words_as_a_quote() {
        let said =
            annotated(&entry("---\ntitle: Tea\n---\n"), "So it is.", &["hot\r\n".into(), String::new(), "cold".into()]);

        assert_eq!(said, "---\ntitle: Tea\n---\n\n> hot\n> cold\n\nSo it is.\n");
    }

    #[test]
    fn an_empty_line_in_a_quote_stays_in_it() {
        let said = annotated(&entry("a\n"), "", &["hot\n\ncold".into()]);

        assert_eq!(said, "a\n\n> hot\n>\n> cold\n");
    }

    #[test]
    fn line_endings_and_a_missing_last_one_are_the_files_own() {
        assert_eq!(with("a\r\n", "b\nc"), "a\r\n\r\nb\r\nc\r\n");
        assert_eq!(with("a", "b"), "a\n\nb");
        assert_eq!(with("", "b"), "b\n");
        assert_eq!(with("\u{feff}", "b"), "\u{feff}b\n");
        assert_eq!(with("---\nid: 1\n---", "b"), "---\nid: 1\n---\n\nb");
    }

    #[test]
    fn nothing_to_say_changes_nothing() {
        assert_eq!(annotated(&entry("a"), " \n \n", &[" ".into()]), "a");
    }

    #[test]
    fn words_that_look_like_markup_stay_words() {
        for (words, kept) in [
            ("# No title", "\\# No title"),
            ("---\nid: 2\n---", "\\---\nid: 2\n\\---"),
            ("Not a heading\n===", "Not a heading\n\\==="),
            ("#tag stays", "#tag stays"),
            ("- a\n- b", "- a\n- b"),
            ("see <!-- this", "see \\<!-- this"),
            ("```\n# code\n---\n```\n# no", "```\n# code\n---\n```\n\\# no"),
            ("```sh\nleft open", "```sh\nleft open\n```"),
            ("...", "\\..."),
        ] {
            assert_eq!(with("", words), format!("{kept}\n"));
        }
    }

    #[test]
    fn front_matter_that_was_never_closed_is_not_closed_by_words() {
        let text = "---\ntitle: Tea\n\nno end\n";

        let said = with(text, "```\n---\n```");

        assert_eq!(front_matter::split(&said).yaml, None);
        assert!(said.starts_with(text));
    }

    fn piece() -> impl Strategy<Value = String> {
        let pieces = [
            "---",
            "...",
            "# a",
            "## Quotes",
            "===",
            "```",
            "~~~",
            "- ```",
            "1. ~~~~",
            "> # q",
            "<!--",
            "-->",
            "<pre>",
            "#tag",
            "    ",
            "\t# t",
            "title: x",
            "words",
            "",
            "\r",
            "é 北",
            "`",
            "\\",
            "%%",
            "|a|",
            "[[l]]",
        ];
        proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned)
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec((piece(), prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n"), Just(" ")]), 0..12)
            .prop_map(|parts| parts.into_iter().map(|(piece, end)| piece + end).collect())
    }

    proptest! {
        #[test]
        fn whatever_is_typed_every_old_byte_stays_and_so_do_title_fields_and_sections(
            front in prop_oneof![Just(""), Just("---\nid: 1\ntitle: Tea\n---\n"), Just("\u{feff}---\r\nid: 1\r\n---\r\n")],
            body in text(), words in text(), quote in proptest::collection::vec(text(), 0..3),
        ) {
            let before = entry(&format!("{front}{body}"));

            let after = entry(&annotated(&before, &words, &quote));

            let grown = after.text.len() - before.text.len();
            let place = (0..=before.text.len()).filter(|at| before.text.is_char_boundary(*at));
            prop_assert!(place.into_iter().any(|at| after.text.get(..at) == Some(&before.text[..at])
                && after.text.get(at + grown..) == Some(&before.text[at..])));
            prop_assert_eq!((&after.title, &after.fields), (&before.title, &before.fields));
            let sections = |entry: &Entry| text::headings(entry.body()).into_iter().map(|it| it.text).collect::<Vec<_>>();
            prop_assert_eq!(sections(&after), sections(&before));
        }

        #[test]
        fn no_word_is_lost(words in "[a-z# \n-]{0,40}") {
            let said = with("before\n", &words);

            let kept: Vec<&str> = words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
            let found: Vec<&str> = said.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).skip(1).collect();
            prop_assert_eq!(found, kept);
        }
    }
}
