//! Tells a person's own words from what they quote.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::code::lines;

/// The soft limit of a nugget's title, in characters.
pub(crate) const TITLE_LIMIT: usize = 60;
/// The soft limit of a nugget's own words.
pub(crate) const WORD_LIMIT: usize = 200;

/// What the person wrote: the body without quotes. A callout is their own, unless it says that it quotes.
pub(crate) fn own_words(body: &str) -> String {
    split(body).into_iter().filter(|part| !part.is_quote).map(|part| part.text).collect()
}

/// What others said: each quote of a body without its marks.
pub(crate) fn quotes(body: &str) -> Vec<String> {
    let quotes = split(body).into_iter().filter(|part| part.is_quote);
    let bare = |quote: Part<'_>| quote.text.lines().map(unmarked).collect::<Vec<_>>().join("\n");
    quotes.map(bare).map(|quote| quote.trim_end().to_owned()).collect()
}

/// How many words are the person's own, code and quotes left out.
pub(crate) fn word_count(body: &str) -> usize {
    let (mut words, mut code) = (0, 0_usize);
    for event in Parser::new_ext(&own_words(body), Options::ENABLE_TABLES | Options::ENABLE_WIKILINKS) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock) => code = code.saturating_sub(1),
            Event::Text(text) if code == 0 => words += words_in(&text),
            _ => {}
        }
    }
    words
}

/// Words as they are set apart by blanks; where a script sets none apart, as Unicode does.
fn words_in(text: &str) -> usize {
    let count = |piece: &str| match piece.is_ascii() {
        true => usize::from(piece.bytes().any(|byte| byte.is_ascii_alphanumeric())),
        false => piece.unicode_words().count(),
    };
    text.split_whitespace().map(count).sum()
}

/// What a person may want to change about a nugget, a sentence each; it is never in the way of saving.
pub(crate) fn advice(title: &str, body: &str) -> Vec<String> {
    let (title, words) = (title.chars().count(), word_count(body));
    let long_title = (title > TITLE_LIMIT).then(|| {
        format!("the title has {title} characters; up to {TITLE_LIMIT} are read at a glance and fit into every list")
    });
    let long_text = (words > WORD_LIMIT)
        .then(|| format!("the text has {words} words of your own; above {WORD_LIMIT} it may be two nuggets"));
    long_title.into_iter().chain(long_text).collect()
}

/// Lines that belong together.
struct Part<'a> {
    text: &'a str,
    is_quote: bool,
}

fn split(body: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<(std::ops::Range<usize>, bool)> = Vec::new();
    // What the line before was: a quote, and whether of somebody else; code.
    let (mut within, mut in_code): (Option<bool>, bool) = (None, false);
    for line in lines(body, 0..body.len()) {
        let words = body[line.range.clone()].trim_start();
        let is_marked = words.starts_with('>');
        within = match within {
            _ if line.is_code && in_code => within,
            Some(others) if is_marked => Some(others),
            None if is_marked => Some(!is_own_callout(words)),
            // A paragraph in a quote goes on without its mark.
            Some(others) if !words.is_empty() && !starts_block(words) => Some(others),
            Some(_) | None => None,
        };
        in_code = line.is_code;
        let is_quote = within == Some(true);
        match parts.last_mut().filter(|(_, quote)| *quote == is_quote) {
            Some((range, _)) => range.end = line.range.end,
            None => parts.push((line.range, is_quote)),
        }
    }
    parts.into_iter().map(|(range, is_quote)| Part { text: &body[range], is_quote }).collect()
}

/// `> [!note]` is the writer's own voice; `> [!quote]` is not.
fn is_own_callout(line: &str) -> bool {
    let words = line.trim_start_matches(['>', ' ']).to_lowercase();
    words.strip_prefix("[!").is_some_and(|kind| !["quote]", "cite]"].iter().any(|it| kind.starts_with(it)))
}

/// Whether a line cannot go on with a paragraph.
fn starts_block(words: &str) -> bool {
    words.starts_with(['#', '-', '*', '+', '|', '<', '`', '~']) || words.starts_with(|c: char| c.is_ascii_digit())
}

fn unmarked(line: &str) -> &str {
    let line = line.trim_start();
    let bare = line.strip_prefix('>').unwrap_or(line);
    bare.strip_prefix(' ').unwrap_or(bare).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "Mine.\n\n> Theirs,\n> twice.\n\nMine again:\n\n```sh\n> not a quote\n```\n\n> [!warning] Mine too\n> in a box\n\n> [!quote] Jo\n> said\n";

    #[test]
    fn own_words_and_quotes_are_told_apart() {
        assert_eq!(quotes(BODY), ["Theirs,\ntwice.", "[!quote] Jo\nsaid"]);
        let own = own_words(BODY);
        assert!(
            ["Mine.", "Mine again:", "> not a quote", "> in a box"].iter().all(|words| own.contains(words)),
            "{own}"
        );
        assert!(!own.contains("Theirs") && !own.contains("said"), "{own}");
    }

    #[test]
    fn a_quote_goes_on_without_its_mark_until_a_blank_line() {
        assert_eq!(quotes("> one\ntwo\n\nmine\n"), ["one\ntwo"]);
        assert_eq!(own_words("> one\r\n- mine\r\n"), "- mine\r\n");
    }

    #[test]
    fn only_own_words_outside_code_are_counted() {
        assert_eq!(word_count("Two words.\n\n> not these\n\n```\nnor these\n```\n\n`nor` <!-- this -->\n"), 2);
        assert_eq!(word_count("[one](https://example.org/a/b) [[two]]"), 2);
        assert_eq!(word_count(""), 0);
    }

    #[test]
    fn limits_are_sentences_and_only_above_them() {
        let (title, body) = ("t".repeat(60), "word ".repeat(200));
        assert_eq!(advice(&title, &body), Vec::<String>::new());

        let said = advice(&format!("{title}t"), &format!("{body} word"));

        assert!(said[0].contains("61 characters") && said[1].contains("201 words"), "{said:?}");
    }
}
