//! What titles are compared by, as people put them in order: whatever their case and accents, and numbers by what they count.

use super::tokenize::folded;

/// Numbers of more digits than this are in the order of their beginnings.
const LONGEST: usize = 40;

/// Two keys are in the order of their titles, byte by byte. Marks and pictures before the first letter do not count.
pub(super) fn key(title: &str) -> String {
    let folded = folded(title);
    let words = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut rest = if words.is_empty() { folded.as_str() } else { words };
    let mut key = String::with_capacity(rest.len() + 4);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from_number) = rest.split_at(start);
        let end = from_number.find(|c: char| !c.is_ascii_digit()).unwrap_or(from_number.len());
        let digits = from_number[..end].trim_start_matches('0');
        key.push_str(before);
        // A longer number is greater: how long it is comes first, as a character between the digits and the letters.
        key.push((b'0' + digits.len().min(LONGEST) as u8).into());
        key.push_str(digits);
        rest = &from_number[end..];
    }
    key + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_in_the_order_in_which_people_put_them() {
        let ordered = [
            "",
            "007 reasons",
            "8 reasons",
            "12 reasons",
            "2026-02-09",
            "2026-11-01",
            "Äpfel",
            "apple 9",
            "Apple 10",
            "apple pie",
            "\u{201c}Bread\u{201d}",
            "🍵 Ceylon",
            "Éclair",
            "zebra",
            "東京",
        ];

        let mut sorted = ordered;
        sorted.sort_by_key(|title| key(title));

        assert_eq!(sorted, ordered);
        assert_eq!(key("ÉCLAIR"), key("eclair"));
        assert!(key("!!") < key("a"));
    }
}
