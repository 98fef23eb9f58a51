//! The lines of a Markdown body, told apart from code.

use std::ops::Range;

use super::block::{Fence, fence, item, run, unquoted};

/// One line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its line ending included.
    pub range: Range<usize>,
    /// Belongs to a fenced code block, its fences included.
    pub is_code: bool,
    /// It is the fence that begins one.
    pub begins_code: bool,
}

/// All lines of a part of a text, in order.
pub fn lines(text: &str, within: Range<usize>) -> impl Iterator<Item = Line> + '_ {
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
    let length = run(words.as_bytes(), fence.mark);
    if length >= fence.length && words[length..].trim().is_empty() {
        *open = None;
    }
    true
}

/// Whether a line is a fence that begins code, perhaps in a list item.
fn begins(line: &str, open: &mut Option<(Fence, bool)>) -> bool {
    let (quotes, words) = unquoted(line);
    let inner = item(words);
    *open = fence(inner.unwrap_or(words), quotes).map(|fence| (fence, inner.is_some() || !is_flush(line)));
    open.is_some()
}

fn is_flush(line: &str) -> bool {
    !line.starts_with([' ', '\t'])
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
