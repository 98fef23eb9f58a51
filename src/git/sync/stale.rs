//! Whether a text was saved by a program that had loaded the file before something arrived, and knows nothing of that.
//!
//! Such a save would remove what the other machine wrote. A text that keeps part of what arrived was made by somebody who had
//! seen it, and what they removed was meant to go.

use std::collections::HashSet;

/// Two texts that share fewer words of a line than this may do so by chance.
const TELLING: usize = 2;

/// Whether a text holds what a file got since `base`.
pub(super) fn has_seen(base: &[u8], text: &[u8], committed: &[u8]) -> bool {
    Arrived::of(base, committed).was_seen(text)
}

/// Whether a file's content was made from `base` by somebody who had not seen what replaced `base` since.
pub(in crate::git) fn is_stale(base: &[u8], saved: Option<&[u8]>, committed: &[u8]) -> bool {
    let arrived = Arrived::of(base, committed);
    match saved {
        _ if arrived.is_empty() => false,
        // An edit beats a removal.
        None => true,
        Some(saved) if saved == committed => false,
        Some(saved) => !arrived.was_seen(saved),
    }
}

/// What one text has that another lacks.
struct Arrived<'a> {
    lines: HashSet<&'a [u8]>,
    words: HashSet<&'a [u8]>,
}

impl<'a> Arrived<'a> {
    fn of(base: &[u8], committed: &'a [u8]) -> Self {
        let (old_lines, old_words): (HashSet<_>, HashSet<_>) = (lines(base).collect(), words(base).collect());
        Self {
            lines: lines(committed).filter(|line| !old_lines.contains(line)).collect(),
            words: words(committed).filter(|word| !old_words.contains(word)).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.words.is_empty()
    }

    /// Whether a text holds so much of it that this is no chance: most of the new words of a line, or of all.
    fn was_seen(&self, saved: &[u8]) -> bool {
        if self.words.is_empty() {
            return lines(saved).any(|line| self.lines.contains(line));
        }
        let saved_lines = lines(saved).map(|line| self.new_words(line)).filter(|line| !line.is_empty());
        let saved_lines: Vec<HashSet<&[u8]>> = saved_lines.collect();
        let has_line = self.lines.iter().map(|line| self.new_words(line)).any(|line| {
            saved_lines.iter().any(|saved| {
                let kept = saved.intersection(&line).count();
                kept >= TELLING && kept * 2 > line.len()
            })
        });
        let kept: HashSet<&[u8]> = saved_lines.into_iter().flatten().collect();
        has_line || kept.len() * 2 > self.words.len()
    }

    fn new_words<'b>(&self, line: &'b [u8]) -> HashSet<&'b [u8]> {
        words(line).filter(|word| self.words.contains(word)).collect()
    }
}

/// The lines of a text, whatever ends them.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii)
}

/// Runs of letters and digits, of whatever script.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// A text with the line ends of what it was made from: an editor may have its own.
pub(super) fn with_line_ends_of(saved: &[u8], base: &[u8]) -> Vec<u8> {
    let has_returns = |text: &[u8]| text.windows(2).any(|pair| pair == b"\r\n");
    match (has_returns(saved), has_returns(base)) {
        (true, false) => lf(saved),
        (false, true) => {
            let ends = saved.split_inclusive(|byte| *byte == b'\n');
            ends.flat_map(|line| match line.strip_suffix(b"\n") {
                Some(words) => [words, b"\r\n"].concat(),
                None => line.to_vec(),
            })
            .collect()
        }
        (true, true) | (false, false) => saved.to_vec(),
    }
}

fn lf(text: &[u8]) -> Vec<u8> {
    let mut bytes = text.iter().copied().peekable();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'\r' || bytes.peek() != Some(&b'\n') {
            out.push(byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &[u8] = b"# Tea\n\none\ntwo\nthree\n";
    const ARRIVED: &[u8] = b"# Tea\n\none, from afar\ntwo\nthree\nfour is new\n";

    #[test]
    fn a_save_that_knows_nothing_of_what_arrived_is_stale() {
        for saved in [
            "# Tea\n\none\ntwo, from mine\nthree, new\n",
            "# Tea\r\n\r\none\r\ntwo\r\nthree\r\nmine\r\n",
            "other words",
        ] {
            assert!(is_stale(BASE, Some(saved.as_bytes()), ARRIVED), "{saved}");
        }
        assert!(is_stale(BASE, None, ARRIVED));
    }

    #[test]
    fn who_kept_part_of_what_arrived_has_seen_it() {
        for saved in ["# Tea\n\none, from afar\ntwo\nthree\n", "# Tea\n\none\ntwo\nthree\nfour is old\n"] {
            assert!(!is_stale(BASE, Some(saved.as_bytes()), ARRIVED), "{saved}");
        }
        assert!(!is_stale(BASE, Some(ARRIVED), ARRIVED));
    }

    #[test]
    fn where_words_only_went_nothing_is_taken_away_by_a_save() {
        assert!(!is_stale(ARRIVED, Some(BASE), b"# Tea\n\ntwo\nthree\n"));
        assert!(!is_stale(BASE, None, b"# Tea\n"));
    }

    #[test]
    fn line_ends_are_those_of_the_text_it_was_made_from() {
        assert_eq!(with_line_ends_of(b"a\r\nb\r\r\n", b"a\n"), b"a\nb\r\n");
        assert_eq!(with_line_ends_of(b"a\nb", b"a\r\n"), b"a\r\nb");
        assert_eq!(with_line_ends_of(b"a\r\n", b"b\r\n"), b"a\r\n");
    }
}
