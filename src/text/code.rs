//! Fenced code, told apart from the other lines of a Markdown text.

use std::ops::Range;

/// The first line of a fenced code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    mark: u8,
    length: usize,
    /// How many `>` stand before it.
    pub quotes: usize,
}

impl Fence {
    /// The fence that words begin with, which stand behind so many `>`.
    pub(crate) fn of(words: &str, quotes: usize) -> Option<Self> {
        let mark = *words.as_bytes().first()?;
        let length = run(words.as_bytes(), mark);
        let is_fence = match mark {
            b'`' => length >= 3 && !words[length..].lines().next().unwrap_or_default().contains('`'),
            b'~' => length >= 3,
            _ => false,
        };
        // Behind an element's end no language is named: the fence that it closes began behind `<pre>`.
        (is_fence && !ends_element(&words[length..])).then_some(Self { mark, length, quotes })
    }

    /// The fence that a line begins with, in no list and no quote.
    pub(crate) fn of_line(line: &str) -> Option<Self> {
        let words = line.trim_start_matches(' ');
        Self::of(words, 0).filter(|_| line.len() - words.len() < 4)
    }

    /// Whether words, with nothing before them, end the block.
    pub(crate) fn is_ended_by(self, words: &str) -> bool {
        let length = run(words.as_bytes(), self.mark);
        length >= self.length && (words[length..].trim().is_empty() || ends_element(&words[length..]))
    }

    /// A line that ends the block.
    pub(crate) fn end(self) -> String {
        char::from(self.mark).to_string().repeat(self.length)
    }
}

/// Whether words are the end of an HTML element, as `</pre>` behind a fence.
fn ends_element(words: &str) -> bool {
    words.trim_start().starts_with("</")
}

/// One line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its line ending included.
    pub range: Range<usize>,
    /// Belongs to a fenced code block, its fences included.
    pub is_code: bool,
    /// It is the fence that begins one.
    pub begins_code: bool,
}

/// All lines of a part of a text, in order.
pub(crate) fn lines(text: &str, within: Range<usize>) -> impl Iterator<Item = Line> + '_ {
    let mut at = within.start;
    let mut open: Option<(Fence, bool)> = None;
    std::iter::from_fn(move || {
        let start = at;
        at = text[start..within.end].find('\n').map_or(within.end, |length| start + length + 1);
        (start < at).then(|| {
            let goes_on = is_inside(&text[start..at], &mut open);
            let begins_code = !goes_on && begins(&text[start..at], &mut open);
            Line { range: start..at, is_code: goes_on || begins_code, begins_code }
        })
    })
}

/// Whether a line belongs to the code whose fence is open, which it may close.
fn is_inside(line: &str, open: &mut Option<(Fence, bool)>) -> bool {
    let Some((fence, in_item)) = *open else { return false };
    let (quotes, words) = unquoted(line);
    let is_left = in_item && is_flush(line) && !line.trim().is_empty();
    if quotes < fence.quotes || is_left {
        return false;
    }
    if fence.is_ended_by(words) {
        *open = None;
    }
    true
}

/// Whether a line is a fence that begins code, perhaps in a list item.
fn begins(line: &str, open: &mut Option<(Fence, bool)>) -> bool {
    let (quotes, words) = unquoted(line);
    let inner = item(words);
    *open = Fence::of(inner.unwrap_or(words), quotes).map(|fence| (fence, inner.is_some() || !is_flush(line)));
    open.is_some()
}

fn is_flush(line: &str) -> bool {
    !line.starts_with([' ', '\t'])
}

/// How many `>` a line begins with, and what follows them.
pub(crate) fn unquoted(line: &str) -> (usize, &str) {
    let (mut quotes, mut words) = (0, after_blanks(line));
    while let Some(rest) = words.strip_prefix('>') {
        quotes += 1;
        words = after_blanks(rest);
    }
    (quotes, words)
}

/// What follows the mark of a list item.
pub(crate) fn item(words: &str) -> Option<&str> {
    let digits = words.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let rest = match words.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => &words[1..],
        b'.' | b')' if digits > 0 => &words[digits + 1..],
        _ => return None,
    };
    rest.starts_with([' ', '\t', '\n', '\r']).then(|| after_blanks(rest))
}

pub(crate) fn after_blanks(text: &str) -> &str {
    &text[text.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()..]
}

/// How often a mark stands at the beginning.
pub(crate) fn run(bytes: &[u8], mark: u8) -> usize {
    bytes.iter().take_while(|b| **b == mark).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Vec<&str> {
        lines(text, 0..text.len()).filter(|line| line.is_code).map(|line| text[line.range].trim_end()).collect()
    }

    #[test]
    fn fenced_lines_are_code() {
        assert_eq!(code("a\n```sh\n- 09:00 x\n```\nb\n"), ["```sh", "- 09:00 x", "```"]);
        assert_eq!(code("> ~~~\n> x\nout\n"), ["> ~~~", "> x"]);
        assert_eq!(code("~~~~\n~~~\nstill"), ["~~~~", "~~~", "still"]);
        assert_eq!(code("```\nx\n```</pre>\nb\n"), ["```", "x", "```</pre>"]);
        assert_eq!(code("<pre>```\nx\n```</pre>\nb\n"), [""; 0]);
    }

    #[test]
    fn a_fence_in_a_list_item_ends_with_the_item() {
        assert_eq!(
            code("- a\n  ```\n  x\n\n- b\n"),
            ["```", "  x", ""].map(|it| if it == "```" { "  ```" } else { it })
        );
        assert_eq!(code("- ```\n  x\n  ```\n- b"), ["- ```", "  x", "  ```"]);
    }
}
