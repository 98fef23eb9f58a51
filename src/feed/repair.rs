//! What keeps a reader of XML from reading a feed, and can be put right without guessing what is meant.

use std::borrow::Cow;

/// The roots of feeds, in small letters.
const ROOTS: [&str; 4] = ["rss", "feed", "rdf", "rdf:rdf"];
/// What XML knows by name.
const NAMED: [&str; 5] = ["amp", "lt", "gt", "quot", "apos"];
/// The longest name of a character, as in `&CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 33;

/// A feed taken apart: what is before its items, the items, and what closes it.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub head: &'a str,
    pub items: Vec<&'a str>,
    /// Some item begins, whether it ends or not.
    pub has_begun: bool,
    pub tail: String,
}

/// The alphabet that the first line of a file names.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let line = line.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let value = line.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(value[1..].split(quote).next()?.to_owned())
}

/// The text from its root on, with a version where an RSS feed names none that is known. What stands before it (the
/// first line, a document type with its entities, comments) says nothing that is needed once the text is decoded.
pub(super) fn root(text: &str) -> Cow<'_, str> {
    match without_declarations(from_root(text)) {
        Cow::Borrowed(text) => versioned(text),
        Cow::Owned(text) => Cow::Owned(versioned(&text).into_owned()),
    }
}

fn from_root(text: &str) -> &str {
    begin(text).map_or(text, |begin| &text[begin..])
}

/// A declaration within the text names an alphabet that it is not in any more, and is none of XML's there.
fn without_declarations(text: &str) -> Cow<'_, str> {
    if !text.contains("<?xml") {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split("<?xml");
    let first = parts.next().unwrap_or_default().to_owned();
    Cow::Owned(parts.fold(first, |text, part| text + part.split_once("?>").map_or("", |(_, rest)| rest)))
}

fn versioned(text: &str) -> Cow<'_, str> {
    let (Some(end), true) = (text.find('>'), name(text).eq_ignore_ascii_case("rss")) else {
        return Cow::Borrowed(text);
    };
    let tag = &text[..end];
    if ["2.0", "0.91", "0.92"].iter().any(|known| version(tag) == Some(known)) {
        return Cow::Borrowed(text);
    }
    let tag = tag.replace("version", "was").trim_end_matches('/').to_owned();
    Cow::Owned(format!("{tag} version=\"2.0\"{}", &text[end..]))
}

fn version(tag: &str) -> Option<&str> {
    let value = tag.split("version").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next()?;
    value.get(1..)?.split(quote).next()
}

/// Where the first element begins.
fn begin(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].find('<')?;
        let rest = &text[at..];
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->").map(|end| end + 3),
            _ if rest.starts_with("<?") => rest.find("?>").map(|end| end + 2),
            _ if rest.starts_with("<!") => doctype_end(rest),
            _ if rest[1..].starts_with(|c: char| c.is_alphabetic()) => return Some(at),
            _ => Some(1),
        };
        at += end?;
    }
}

/// The end of a document type, with the declarations within it.
fn doctype_end(text: &str) -> Option<usize> {
    let inner = text.find('[').filter(|open| text.find('>').is_none_or(|end| *open < end));
    let from = inner.map_or(Some(0), |open| text[open..].find(']').map(|close| open + close))?;
    text[from..].find('>').map(|end| from + end + 1)
}

/// The name of the element that a text begins with.
fn name(text: &str) -> &str {
    let name = text.trim_start_matches('<');
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
    &name[..end]
}

pub(super) fn is_feed(text: &str) -> bool {
    let root = name(text).to_ascii_lowercase();
    text.starts_with('<') && (ROOTS.contains(&root.as_str()) || root.ends_with(":rss") || root == "entry")
}

pub(super) fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(1000).collect::<String>().to_ascii_lowercase();
    text.starts_with('<') && (start.contains("<html") || start.contains("<body") || start.contains("<head"))
}

/// A text without characters that XML does not have, with signs of its own that were meant as letters: a lone `&`, a
/// character by a name that only HTML knows.
pub(super) fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        mended.extend(rest[..at].chars().filter(|char| is_xml(*char)));
        rest = &rest[at + 1..];
        match reference(rest) {
            Some(name) if NAMED.contains(&name) || name.starts_with('#') => mended.push('&'),
            Some(name) => match letter(name) {
                Some(letter) => {
                    mended.push_str(&letter);
                    rest = &rest[name.len() + 1..];
                }
                None => mended.push_str("&amp;"),
            },
            None => mended.push_str("&amp;"),
        }
    }
    mended.extend(rest.chars().filter(|char| is_xml(*char)));
    mended
}

/// The name in a reference, where its sign is followed by one.
fn reference(rest: &str) -> Option<&str> {
    let end = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';')?;
    let name = &rest[..end];
    let number = name.strip_prefix('#').map(|number| number.strip_prefix(['x', 'X']).map_or((number, 10), |n| (n, 16)));
    match number {
        Some((digits, base)) => {
            let letter = u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
            letter.filter(|letter| is_xml(*letter)).map(|_| name)
        }
        None => (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(name),
    }
}

/// The letter that HTML has for a name.
fn letter(name: &str) -> Option<String> {
    let entity = format!("&{name};");
    let text = dom_query::Document::fragment(entity.as_str()).text().to_string();
    (text != entity && !text.contains(['<', '&'])).then_some(text)
}

fn is_xml(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Takes a feed apart at its items. An item that is never closed, as the last of a feed that was cut, is none.
pub(super) fn parts(text: &str) -> Parts<'_> {
    let (open, close) = match name(text).to_ascii_lowercase().as_str() {
        "feed" => ("<entry", "</entry>"),
        _ => ("<item", "</item>"),
    };
    let begins: Vec<usize> =
        text.match_indices(open).map(|(at, _)| at).filter(|at| is_whole(text, at + open.len())).collect();
    let head = &text[..begins.first().copied().unwrap_or(text.len())];
    let ends = begins.iter().skip(1).copied().chain([text.len()]);
    let items = begins.iter().zip(ends).filter_map(|(begin, end)| {
        let item = &text[*begin..end];
        item.rfind(close).map(|at| &item[..at + close.len()])
    });
    let root = name(text);
    let is_in_channel = head.contains("<channel") && !head.contains("</channel");
    let tail = format!("{}</{root}>", if is_in_channel { "</channel>" } else { "" });
    Parts { items: items.collect(), has_begun: !begins.is_empty(), head, tail }
}

/// Whether a name ends there: `<item>` and not `<items>`.
fn is_whole(text: &str, at: usize) -> bool {
    text[at..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
}
