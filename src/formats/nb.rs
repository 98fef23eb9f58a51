//! A bookmark of nb: `*.bookmark.md`, of which only the first `<address>` has to be there.

use super::{File, Item, Quote};

/// Whether a file is one, by its name.
pub(crate) fn is_bookmark(file: &File) -> bool {
    file.name.ends_with(".bookmark.md")
}

pub(crate) fn read(text: &str) -> Option<Item> {
    let url = text
        .lines()
        .find_map(|line| line.trim().strip_prefix('<')?.strip_suffix('>'))
        .filter(|it| it.starts_with("http"))?;
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
    let tags = section(text, "Tags").unwrap_or_default();
    let quote = section(text, "Quote")
        .map(|quote| quote.lines().map(|line| line.trim_start_matches('>').trim()).collect::<Vec<_>>().join("\n"));
    let words = ["Comment", "Related"].into_iter().filter_map(|name| section(text, name));
    Some(Item {
        words: words.collect::<Vec<_>>().join("\n\n"),
        quotes: Quote::all(quote.as_deref()),
        excerpt: section(text, "Description").map(str::to_owned),
        ..Item::at(1, url, without_site(title)).tagged(tags.split_whitespace().map(|tag| tag.trim_start_matches('#')))
    })
}

/// The words below a heading.
fn section<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n## {name}\n"))?;
    Some(rest[..rest.find("\n## ").unwrap_or(rest.len())].trim()).filter(|words| !words.is_empty())
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
    }
}
