//! The text of jrnl: `[2012-03-29 09:00] Title.`, and what follows up to the next.

use super::item::IsStarred;
use super::{Format, Item, Malformed, Reading, moment};

pub(super) const FORMAT: Format = Format {
    name: "jrnl",
    of: "jrnl (text)",
    is_recognised: |sample| {
        sample.text().lines().find(|line| !line.trim().is_empty()).is_some_and(|line| begin(line).is_some())
    },
    read,
};

fn read(text: &str) -> Result<Reading, Malformed> {
    let mut items: Vec<Item> = Vec::new();
    for (line, words) in (1..).zip(text.lines()) {
        match (begin(words), items.last_mut()) {
            (Some((date, title)), _) => {
                let starred = title.strip_suffix('*').map(str::trim_end);
                let item = Item { date: Some(date), ..Item::note(line, starred.unwrap_or(title)) };
                items.push(item.starred(IsStarred(starred.is_some())));
            }
            (None, Some(item)) => item.words = item.words.clone() + words + "\n",
            (None, None) => {}
        }
    }
    items.iter_mut().for_each(finish);
    Ok(Reading { items, ..Reading::default() })
}

/// The moment and the title of a line with which an entry begins.
fn begin(line: &str) -> Option<(crate::entry::Timestamp, &str)> {
    let (date, title) = line.strip_prefix('[')?.split_once(']')?;
    let is_date = date.len() >= 10 && date.starts_with(|c: char| c.is_ascii_digit());
    Some((moment::of(date).filter(|_| is_date)?, title.trim()))
}

fn finish(item: &mut Item) {
    item.words = item.words.trim().to_owned();
    let all = [item.title.as_str(), &item.words].join("\n");
    let tags = all.split_whitespace().filter_map(|word| word.strip_prefix('@'));
    let tags = tags.map(|tag| tag.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned());
    item.tags.extend(tags.filter(|tag| !tag.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_with_their_days_tags_and_stars() {
        let file = "[2012-03-29 09:00] Tea with @ada. *\nGreen, from @japan.\n\n[2012-03-30 10:00] Nothing\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!((items[0].title.as_str(), items[0].words.as_str()), ("Tea with @ada.", "Green, from @japan."));
        assert_eq!((items[0].tags.join(" ").as_str(), items[1].line), ("starred ada japan", 4));
        assert_eq!(items[0].date.unwrap().to_rfc3339(), "2012-03-29T09:00:00+00:00");
    }
}
