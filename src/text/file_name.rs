//! Names of files as the pickiest file systems compare them.

use unicode_normalization::UnicodeNormalization as _;

/// A name or path under which a file system that ignores case and composition keeps it.
pub(crate) fn folded(name: &str) -> String {
    if name.is_ascii() {
        // The same without tables.
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_composition_do_not_tell_names_apart() {
        assert_eq!(folded("Cafe\u{301}/TEA.md"), folded("caf\u{e9}/tea.md"));
        assert_ne!(folded("cafe"), folded("caf\u{e9}"));
    }
}
