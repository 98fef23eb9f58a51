//! What a mistyped word was meant to be.

/// The candidate that a mistyped word most likely means, if one is near enough.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).take(50).collect();
    let near = (word.len() / 3).max(1);
    let distances = candidates.into_iter().map(|it| (distance(&word, &it.chars().collect::<Vec<_>>()), it));
    distances.filter(|(distance, _)| *distance <= near).min_by_key(|(distance, _)| *distance).map(|(_, it)| it)
}

/// How many letters were forgotten, added, exchanged or swapped with their neighbour.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let swapped = i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b;
            let exchanged = rows[i][j] + usize::from(a != b);
            let best = exchanged.min(row[j] + 1).min(rows[i][j + 1] + 1);
            row.push(if swapped { best.min(rows[i - 1][j - 1] + 1) } else { best });
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
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
