//! Comments that stand by themselves: `%% … %%` and `<!-- … -->` over whole lines, which are shown as one dim line.

use std::borrow::Cow;
use std::ops::Range;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// The body for the parser, which knows HTML's comments only: those between `%%` become such, byte for byte as long, so that
/// nothing in them is taken for Markdown.
pub(super) fn as_html(body: &str) -> Cow<'_, str> {
    let mut masked: Option<Vec<u8>> = None;
    let mut fence: Option<(u8, usize)> = None;
    let mut at = 0;
    while at < body.len() && body[at..].contains("%%") {
        let end = line_end(body, at);
        let words = body[at..end].trim_start_matches(' ');
        let start = end - words.len();
        let is_flush = start - at < 4;
        at = end;
        if !is_flush || is_fence(words, &mut fence) || fence.is_some() || !words.starts_with("%%") {
            continue;
        }
        if let Some(comment) = comment(body, start) {
            hide(masked.get_or_insert_with(|| body.as_bytes().to_vec()), comment.clone());
            at = line_end(body, comment.end);
        }
    }
    let masked = masked.and_then(|bytes| String::from_utf8(bytes).ok());
    masked.map_or(Cow::Borrowed(body), Cow::Owned)
}

/// The comment of a block of HTML in one line, and what stands behind it; nothing if the block is none.
pub(super) fn split(block: &str) -> Option<(String, &str)> {
    let words = block.trim_start();
    let (open, close) = [(OPEN, CLOSE), ("%%", "%%")].into_iter().find(|(open, _)| words.starts_with(open))?;
    let end = words[open.len()..].find(close).map_or(words.len(), |at| open.len() + at + close.len());
    let line = words[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    Some((line, &words[end..]))
}

/// The comment that begins at a place, if it ends with a line.
fn comment(body: &str, start: usize) -> Option<Range<usize>> {
    let inner = start + 2;
    let end = inner + body[inner..].find("%%")? + 2;
    let is_last = body[end..line_end(body, end)].trim().is_empty();
    (is_last && end - start >= OPEN.len() + CLOSE.len()).then_some(start..end)
}

fn hide(bytes: &mut [u8], comment: Range<usize>) {
    let inner = comment.start + OPEN.len()..comment.end - CLOSE.len();
    bytes[inner.clone()].iter_mut().filter(|byte| !b"\r\n".contains(byte)).for_each(|byte| *byte = b'x');
    bytes[comment.start..inner.start].copy_from_slice(OPEN.as_bytes());
    bytes[inner.end..comment.end].copy_from_slice(CLOSE.as_bytes());
}

/// Whether a line opens or closes fenced code.
fn is_fence(words: &str, open: &mut Option<(u8, usize)>) -> bool {
    let Some(mark) = words.bytes().next().filter(|mark| b"`~".contains(mark)) else { return false };
    let length = words.bytes().take_while(|byte| *byte == mark).count();
    let is_bare = words[length..].trim().is_empty();
    match *open {
        Some((opened, least)) if opened == mark && length >= least && is_bare => *open = None,
        None if length >= 3 => *open = Some((mark, length)),
        Some(_) | None => return false,
    }
    true
}

fn line_end(body: &str, at: usize) -> usize {
    body[at..].find('\n').map_or(body.len(), |length| at + length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_over_whole_lines_become_those_of_html_of_the_same_length() {
        let body = "a\n%% b [[c]]\n\n# d\nee %%\nf\n%% g\n%%\n";

        assert_eq!(as_html(body), "a\n<!--xxxxxx\n\nxxx\nxx-->\nf\n<!---->\n");
    }

    #[test]
    fn what_stands_in_code_or_in_a_line_is_left_alone() {
        for body in ["```\n%% a\nb %%\n```\n", "a %% b %%\n", "%% a %% b\n", "100%% sure\n", "%% open\n"] {
            assert_eq!(as_html(body), body);
        }
    }
}
