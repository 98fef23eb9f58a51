//! The places in a text that a link can name behind its `#`: headings and blocks.
//!
//! Programs write a heading as it stands, without its marks or as a slug; here letters and digits alone count, so that no
//! link is called broken that one of them follows.

use std::collections::HashSet;

use super::block::{Block, blocks};
use super::{link, text};

/// Where a link into a text can lead.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// In order, each in the ways in which it may be written.
    headings: Vec<[String; 2]>,
    /// Names of blocks (`^name`) and of HTML elements.
    names: HashSet<String>,
}

impl Places {
    /// The places of a body.
    pub fn of(body: &str) -> Self {
        let mut places = Self::default();
        for block in blocks(body) {
            places.add_headings(body, &block);
        }
        for line in body.lines() {
            places.names.extend(block_name(line).map(str::to_lowercase));
            places.names.extend(element_names(line).map(str::to_lowercase));
        }
        places
    }

    /// Whether there is what a link names: `Heading`, `Heading#One below it`, `a-slug`, `^block`.
    pub fn has(&self, named: &str) -> bool {
        let last = named.rsplit('#').next().unwrap_or(named).trim();
        if last.is_empty() || last.starts_with('^') {
            return last.is_empty() || self.names.contains(&last[1..].to_lowercase());
        }
        self.names.contains(&last.to_lowercase())
            || self.has_headings(named)
            || first_of_range(named).is_some_and(|first| self.has_headings(first))
    }

    /// Whether the headings follow each other, as in `Heading#One below it`.
    fn has_headings(&self, named: &str) -> bool {
        let mut rest = self.headings.iter();
        named.split('#').filter(|part| !part.trim().is_empty()).all(|part| {
            let key = key(part);
            rest.any(|heading| heading.contains(&key)) || self.is_repeated(part)
        })
    }

    /// Whether a slug's number tells headings of one name apart: `notes-1` is the second.
    fn is_repeated(&self, part: &str) -> bool {
        let Some((slug, number)) = part.rsplit_once('-') else { return false };
        let key = key(slug);
        let count = self.headings.iter().filter(|heading| heading.contains(&key)).count();
        number.parse().is_ok_and(|number: usize| number < count)
    }

    fn add_headings(&mut self, body: &str, block: &Block) {
        let words = &body[block.words.clone()];
        if block.level > 0 {
            return self.add_heading(words);
        }
        // In quotes and items.
        for line in words.lines() {
            let inner = line.trim_start_matches(['>', '-', '*', '+', ' ', '\t']);
            let level = inner.len() - inner.trim_start_matches('#').len();
            if inner.len() < line.len() && (1..=6).contains(&level) && inner[level..].starts_with(' ') {
                self.add_heading(&inner[level..]);
            }
        }
    }

    fn add_heading(&mut self, words: &str) {
        let (words, id) = match words.trim_end().strip_suffix('}').and_then(|rest| rest.rsplit_once("{#")) {
            Some((words, id)) => (words, Some(id)),
            None => (words, None),
        };
        self.names.extend(id.map(str::to_lowercase));
        self.headings.push([key(words), key(&text::plain(words))]);
    }
}

/// Where a range of Dendron begins: `first,1:#last`, `first:#*`.
fn first_of_range(named: &str) -> Option<&str> {
    let first = named.split(":#").next().unwrap_or(named);
    let offset = first.rsplit_once(',').filter(|(_, offset)| offset.parse::<u32>().is_ok());
    let first = offset.map_or(first, |(heading, _)| heading);
    (first.len() < named.len()).then_some(first)
}

/// The anchor that hosts give a heading: in lower case, blanks as `-`, punctuation left out.
pub fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Letters and digits, however they are composed and in whatever case.
fn key(words: &str) -> String {
    link::key(words.trim()).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `name` of a line that ends with `^name`.
fn block_name(line: &str) -> Option<&str> {
    let (before, name) = line.trim_end().rsplit_once('^')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (is_name && (before.is_empty() || before.ends_with([' ', '\t', '>']))).then_some(name)
}

/// The values of `id="…"` and `name="…"` in a line.
fn element_names(line: &str) -> impl Iterator<Item = &str> {
    ["id=\"", "id='", "name=\"", "name='"].into_iter().flat_map(move |mark| {
        let quote = if mark.ends_with('"') { '"' } else { '\'' };
        let behind = move |(at, _): (usize, &str)| line[at + mark.len()..].split(quote).next();
        line.match_indices(mark).filter_map(behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "# Top\n\nWords. ^b1\n\n## Notes: A & B\n\n> ## In a quote\n\n## Notes\n\n- # In an item\n- x ^b-2\n\n\
                        ## Notes\n\n### With `code` and [[Link|shown]]\n\n### Named {#own}\n\n<a id=\"spot\"></a>\n\n\
                        Under\n-----\n\n```\n# code\n```\n";

    #[test]
    fn a_heading_is_found_however_a_program_writes_it() {
        let places = Places::of(BODY);

        for named in [
            "Top",
            "top",
            "Notes A B",
            "notes-a--b",
            "Notes",
            "notes-1",
            "Top#Notes",
            "In a quote",
            "in-an-item",
            "Under",
            "With code and shown",
            "With code and Link shown",
            "own",
            "spot",
            "",
            "^b1",
            "^b-2",
            "^B1",
            "Top#^b1",
            "notes,1:#*",
            "top:#notes",
        ] {
            assert!(places.has(named), "{named}");
        }
    }

    #[test]
    fn what_is_not_there_is_missing() {
        let places = Places::of(BODY);

        for named in ["Missing", "Notes#Top", "notes-2", "^b", "^missing", "code#Top", "Top#Missing"] {
            assert!(!places.has(named), "{named}");
        }
    }
}
