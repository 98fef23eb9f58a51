//! Somebody else's words without what a terminal, an editor or a reader could be fooled by.

/// Whether a character shows, or is a space, tab or line feed. Control characters, marks that turn the direction of
/// text around, and what is for private use (see `markdown`, which uses some itself) do not.
pub(super) fn shows(char: char) -> bool {
    match char {
        '\n' | '\t' => true,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        '\u{e000}'..='\u{f8ff}' => false,
        _ => !char.is_control(),
    }
}

/// The words on one line, cut after so many characters; `None` if there are none.
pub(super) fn line(text: &str, characters: usize) -> Option<String> {
    let words = text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty());
    let mut line = String::new();
    let mut length = 0;
    for word in words {
        if length > 0 {
            line.push(' ');
        }
        line.extend(word.chars().filter(|char| shows(*char)).take(characters.saturating_sub(length)));
        length = line.chars().count();
        if length >= characters {
            line = line.chars().take(characters.saturating_sub(1)).chain(['…']).collect();
            break;
        }
    }
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_would_draw_on_the_screen_is_only_words() {
        assert_eq!(
            line("\u{1b}]0;owned\u{7} Tea\u{202e} and\r\n\tmilk\u{9b}2J", 100).unwrap(),
            "]0;owned Tea and milk 2J"
        );
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        assert_eq!(line("one two three", 8).unwrap(), "one two…");
        assert_eq!(line(" \n\u{200f} ", 8), None);
    }
}
