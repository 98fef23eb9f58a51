//! A bookmark of nb: `*.bookmark.md`, of which only the first `<address>` has to be there. One with front matter is a file of somebody else.

use super::{File, Item, Quote, unix};

/// Whether a file is one, by its name.
pub(crate) fn is_bookmark(file: &File) -> bool {
    file.name.ends_with(".bookmark.md")
}

pub(crate) fn read(text: &str) -> Option<Item> {
    let text = unix(text.trim_start_matches('\u{feff}'));
    if text.starts_with("---\n") {
        return None;
    }
    let address = |line: &str| line.trim().strip_prefix('<')?.strip_suffix('>').map(str::to_owned);
    let url = text.lines().find_map(address).filter(|it| it.starts_with("http"))?;
    let sections = sections(&text);
    let (above, below) = sections.split_first()?;
    let title = above.words.lines().find_map(|line| line.strip_prefix("# "));
    let own = |line: &&str| address(line).as_ref() != Some(&url) && line.strip_prefix("# ") != title;
    let item = Item::at(1, &url, without_site(title.unwrap_or_default()));
    let words = above.words.lines().filter(own).collect::<Vec<_>>().join("\n").trim().to_owned();
    Some(below.iter().fold(Item { words, ..item }, with))
}

/// A part of a bookmark.
struct Section<'a> {
    /// Nothing above the first heading.
    heading: &'a str,
    words: String,
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section { heading: "", words: String::new() }];
    let mut in_code = false;
    for line in text.lines() {
        in_code ^= line.trim_start().starts_with("```");
        match (line.strip_prefix("## "), sections.last_mut()) {
            (Some(heading), _) if !in_code => sections.push(Section { heading: heading.trim(), words: String::new() }),
            (_, Some(section)) => section.words.extend([line, "\n"]),
            (_, None) => {}
        }
    }
    sections
}

/// A bookmark with what stands in a part of it. All but the text of the page is kept.
fn with(mut item: Item, section: &Section<'_>) -> Item {
    let words = section.words.trim();
    match section.heading {
        "Description" if item.excerpt.is_none() => item.excerpt = Some(words.to_owned()).filter(|it| !it.is_empty()),
        "Quote" => {
            let (quoted, note) = parted(words, |line| line.starts_with('>'));
            let text = quoted.lines().map(|line| line.trim_start_matches('>').trim()).collect::<Vec<_>>().join("\n");
            item.quotes.push(Quote { note, ..Quote::of(&text) });
        }
        "Tags" => {
            let (tags, others) = parted(words, |line| line.split_whitespace().all(|word| word.starts_with('#')));
            let tags = tags.split_whitespace().map(|tag| tag.trim_start_matches('#'));
            return Item { words: joined([&item.words, &others]), ..item.tagged(tags) };
        }
        "Content" | "Source" => {}
        "Comment" | "Related" => item.words = joined([&item.words, words]),
        heading => item.words = joined([&item.words, &format!("## {heading}\n\n{words}")]),
    }
    item
}

/// The lines that are such, and the others.
fn parted(text: &str, is_such: impl Fn(&str) -> bool) -> (String, String) {
    let (such, others): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| is_such(line));
    (such.join("\n"), others.join("\n").trim().to_owned())
}

fn joined(parts: [&str; 2]) -> String {
    parts.map(str::trim).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A title without the host in brackets that nb puts behind it.
fn without_site(title: &str) -> &str {
    let title = title.trim();
    title
        .rsplit_once(" (")
        .filter(|(_, site)| site.ends_with(')') && site.contains('.'))
        .map_or(title, |(title, _)| title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmark_is_read_by_its_sections() {
        let text = "# Tea (a.example)\n\n<https://a.example/>\n\n## Description\n\nAbout tea\n\n## Quote\n\n> 80 °C\n\n## Comment\n\nMine.\n\n\
            ## Tags\n\n#tea #hot\n\n## Content\n\nThe page\n";

        let item = read(text).unwrap();

        assert_eq!(
            (item.title.as_str(), item.url.as_deref(), item.words.as_str()),
            ("Tea", Some("https://a.example/"), "Mine.")
        );
        assert_eq!((item.quotes[0].text.as_str(), item.tags.join(" ").as_str()), ("80 °C", "tea hot"));
        assert_eq!(item.excerpt.as_deref(), Some("About tea"));
        assert_eq!(read(&text.replace('\n', "\r\n")).as_ref(), Some(&item));
    }

    #[test]
    fn words_stay_wherever_they_stand_but_those_of_the_page() {
        let text = "# Tea\n\n<https://a.example/>\n\nAbove.\n\n## My thoughts\n\nMine.\n\n```\n## no heading\n```\n\n## Quote\n\n> 80 °C\n\n\
            So it is.\n\n## Comment\n\nMore.\n\n### Below\n\nYes.\n\n## Tags\n\n#tea\nand others\n\n## Content\n\nThe page\n\n## Source\n\nIts HTML\n";

        let item = read(text).unwrap();

        let words =
            "Above.\n\n## My thoughts\n\nMine.\n\n```\n## no heading\n```\n\nMore.\n\n### Below\n\nYes.\n\nand others";
        assert_eq!(item.words, words);
        assert_eq!((item.quotes[0].note.as_str(), item.tags.join(" ").as_str()), ("So it is.", "tea"));
        assert_eq!(read(&format!("---\ntitle: x\n---\n{text}")), None);
    }
}
