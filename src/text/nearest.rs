//! What a mistyped word was meant to be.

/// Longer words are compared by their beginnings, in letters.
const LONGEST: usize = 64;

/// The candidate that a mistyped word most likely means, if at most a third of its letters are wrong.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let near = (word.chars().count() / 3).max(1);
    let distances = candidates.into_iter().map(|candidate| (distance(&word, candidate), candidate));
    distances.filter(|(distance, _)| *distance <= near).min_by_key(|(distance, _)| *distance).map(|(_, it)| it)
}

/// How many letters were forgotten, added, exchanged or swapped with their neighbour (optimal string alignment).
pub(crate) fn distance(one: &str, other: &str) -> usize {
    strsim::osa_distance(beginning(one), beginning(other))
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["glyphs", "mouse", "keymap", "theme"];

        assert_eq!(nearest("Glyhps", names), Some("glyphs"));
        assert_eq!(nearest("mose", names), Some("mouse"));
        assert_eq!(nearest("key-map", names), Some("keymap"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", names), None);
    }
}
