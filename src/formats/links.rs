//! Lists of links in plain text: those of OneTab, and those that buku writes as Markdown.

use super::{Format, Item, Malformed, Reading, Skipped, State};

pub(super) const ONETAB: Format = Format {
    name: "onetab",
    of: "OneTab, or a line for each address",
    is_recognised: |sample| sample.are_lines(|line| line.starts_with("http://") || line.starts_with("https://")),
    read: onetab,
};

pub(super) const BUKU: Format = Format {
    name: "buku",
    of: "buku (Markdown)",
    is_recognised: |sample| sample.are_lines(|line| line.starts_with("- ") && link(line).is_some()),
    read: buku,
};

/// `ADDRESS | Title`.
fn onetab(text: &str) -> Result<Reading, Malformed> {
    Ok(lines(text, |line| {
        let (url, title) = line.split_once(" | ").unwrap_or((line, ""));
        let is_address = !url.trim().contains(char::is_whitespace);
        is_address.then(|| Item { state: State::Unread, ..Item::at(0, url, title) })
    }))
}

/// `- [Title](address) <!-- TAGS: a,b -->` or `- <address>`.
fn buku(text: &str) -> Result<Reading, Malformed> {
    Ok(lines(text, |line| {
        let (title, url) = link(line)?;
        let tags = line.split_once("<!-- TAGS:").and_then(|(_, rest)| rest.split_once("-->")).map(|(tags, _)| tags);
        Some(Item::at(0, url, title).tagged(tags.unwrap_or_default().split(',')))
    }))
}

/// The title and the address of the link in an item of a list.
fn link(line: &str) -> Option<(&str, &str)> {
    let item = line.strip_prefix("- ")?.trim();
    let bare = |text| Some(("", text)).filter(|_| item.starts_with("http") || item.starts_with('<'));
    let Some(rest) = item.strip_prefix('[') else {
        return bare(item.trim_start_matches('<').split(['>', ' ']).next()?);
    };
    let at = rest.find("](")?;
    // An address may have brackets of its own.
    let end = rest[at + 2..].find(") <!--").or_else(|| rest[at + 2..].rfind(')'))?;
    Some((&rest[..at], &rest[at + 2..at + 2 + end]))
}

/// An item a line; headings and blank lines are nothing.
fn lines(text: &str, item: impl Fn(&str) -> Option<Item>) -> Reading {
    let mut reading = Reading::default();
    for (line, words) in (1..).zip(text.lines().map(str::trim)).filter(|(_, it)| !it.is_empty() && !it.starts_with('#'))
    {
        match item(words) {
            Some(item) => reading.items.push(Item { line, ..item }),
            None => reading.skipped.push(Skipped { line, why: "is no link".into() }),
        }
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_read_with_their_lines() {
        let file = "https://a.example/ | Tea | hot\n\nhttps://b.example/\nnot a link at all\n";

        let reading = Format::of("https://a.example/ | Tea\nhttps://b.example/\n").unwrap();
        assert_eq!(reading.name, "onetab");
        let reading = reading.read(file).unwrap();

        assert_eq!((reading.items[0].title.as_str(), reading.items[1].line), ("Tea | hot", 3));
        assert_eq!(reading.skipped, [Skipped { line: 4, why: "is no link".into() }]);
    }

    #[test]
    fn a_list_of_buku_is_read_with_its_tags() {
        let file = "- [Tea [hot]](https://a.example/x_(y)) <!-- TAGS: hot,tea -->\n- <https://b.example/>\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!((items[0].title.as_str(), items[0].url.as_deref()), ("Tea [hot]", Some("https://a.example/x_(y)")));
        assert_eq!(
            (items[0].tags.join(" ").as_str(), items[1].url.as_deref()),
            ("hot tea", Some("https://b.example/"))
        );
    }
}
