//! A row of bars, for numbers that people would rather see than read.

use crate::tui::theme::Theme;

const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const ASCII: [&str; 8] = ["_", ".", "-", "~", "=", "+", "*", "#"];

/// A bar for each number, the greatest of them the full one; nothing is the lowest, and anything is more than that.
pub(crate) fn bars(theme: &Theme, numbers: &[usize]) -> String {
    let most = numbers.iter().copied().max().unwrap_or_default().max(1);
    let top = BLOCKS.len() - 1;
    let level = |number: usize| number.saturating_mul(top).div_ceil(most).min(top);
    numbers.iter().map(|number| theme.either(BLOCKS[level(*number)], ASCII[level(*number)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::theme;

    #[test]
    fn the_greatest_is_full_and_little_is_not_nothing() {
        assert_eq!(bars(&theme(), &[0, 1, 50, 100]), "▁▂▅█");
        assert_eq!(bars(&theme(), &[0, 0]), "▁▁");
        assert_eq!(bars(&theme(), &[]), "");
    }
}
