//! The list of newsboat: an address a line, with tags in quotation marks where they have spaces, and `"~a name"`.

use super::opml::{SEARCH, Source};

/// What is followed, and the lines that cannot be taken, with why.
pub fn sources(text: &str) -> (Vec<Source>, Vec<(usize, String)>) {
    let (mut all, mut left) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = words(line).into_iter();
        let url = words.next().unwrap_or_default();
        if let Some(why) = refused(&url) {
            left.push((at, format!("{why}: {url}")));
            continue;
        }
        let (names, tags): (Vec<String>, Vec<String>) = words.partition(|word| word.starts_with('~'));
        let title = names.first().map_or_else(|| url.clone(), |name| name[1..].to_owned());
        let is_hidden = |tag: &String| tag == "!";
        let is_muted = tags.iter().any(is_hidden);
        let groups = tags.into_iter().filter(|tag| !is_hidden(tag)).take(1).collect();
        all.push(Source { url, title, groups, is_muted, ..Source::default() });
    }
    (all, left)
}

/// Why an address cannot be followed.
fn refused(url: &str) -> Option<&'static str> {
    match url {
        _ if url.starts_with("query:") => Some("a search of newsboat, in its own language"),
        _ if url.starts_with("exec:") || url.starts_with("filter:") => Some("it would start a program"),
        _ if url.starts_with("http://") || url.starts_with("https://") || url.starts_with("file://") => None,
        _ => Some("no address"),
    }
}

/// The words of a line; those in quotation marks keep their spaces.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    let (mut quoted, mut begun) = (false, false);
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => (quoted, begun) = (!quoted, true),
            '\\' if quoted => word.extend(chars.next()),
            char if char.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            '#' if !quoted && !begun => break,
            char => {
                word.push(char);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// The same list for newsboat.
pub fn print(sources: &[Source]) -> String {
    let quoted = |words: &str| format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
    let line = |source: &Source| {
        let group = source.groups.last().map(|group| format!(" {}", quoted(group))).unwrap_or_default();
        let hidden = if source.is_muted { " \"!\"" } else { "" };
        format!("{}{group}{hidden} {}\n", source.url, quoted(&format!("~{}", source.title)))
    };
    sources.iter().filter(|source| !source.url.starts_with(SEARCH)).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_written_again() {
        let text = "https://a.example/feed \"Deep tech\" news \"~A \\\"quoted\\\" name\"\n\n# no\nquery:x:unread = \"yes\"\nexec:rm -rf /\nhttps://b.example \"!\"\n";

        let (known, left) = sources(text);

        assert_eq!(known[0].title, "A \"quoted\" name");
        assert_eq!((known[0].group(), known[1].is_muted), ("Deep tech", true));
        assert_eq!(left.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4, 5]);
        assert_eq!(sources(&print(&known)).0, known);
    }
}
