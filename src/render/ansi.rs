//! Styled lines as text for a terminal that is printed to, in its own sixteen colours.

use super::safe::safe_line;
use super::styled::{Line, Role};

/// The lines as coloured text, each with a line feed.
pub(crate) fn to_ansi(lines: &[Line]) -> String {
    printed(lines, sgr)
}

/// The lines as nothing but their text, each with a line feed.
pub(crate) fn to_text(lines: &[Line]) -> String {
    printed(lines, |_| None)
}

fn printed(lines: &[Line], sgr: impl Fn(Role) -> Option<&'static str>) -> String {
    let mut text = String::new();
    for line in lines {
        for span in &line.spans {
            let (on, off) = match sgr(span.role) {
                Some(code) => (format!("\u{1b}[{code}m"), "\u{1b}[0m"),
                None => (String::new(), ""),
            };
            text.push_str(&on);
            text.push_str(&safe_line(&span.text));
            text.push_str(off);
        }
        text.push('\n');
    }
    text
}

/// The terminal's own colours: never bright black, which is invisible on some.
fn sgr(role: Role) -> Option<&'static str> {
    match role {
        Role::Text => None,
        Role::Muted | Role::Comment => Some("2"),
        Role::Heading => Some("1;33"),
        Role::Strong => Some("1"),
        Role::Emphasis | Role::Quote => Some("3"),
        Role::Strike => Some("9"),
        Role::Code => Some("36"),
        Role::Literal => Some("32"),
        Role::Keyword => Some("35"),
        Role::Function => Some("34"),
        Role::Type => Some("33"),
        Role::Callout => Some("1;36"),
        Role::Link => Some("4;34"),
        Role::Broken => Some("2;4"),
        Role::Highlight => Some("7"),
        Role::Tag => Some("32"),
        Role::Mark => Some("2;33"),
        Role::Match => Some("1;4;33"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        let mut line = Line::default();
        line.push("a ", Role::Text);
        line.push("b\u{1b}[2J", Role::Strong);
        line
    }

    #[test]
    fn without_colour_there_is_only_text() {
        assert_eq!(to_text(&[line(), Line::default()]), "a b␛[2J\n\n");
    }

    #[test]
    fn with_colour_the_only_escapes_are_ours() {
        assert_eq!(to_ansi(&[line()]), "a \u{1b}[1mb␛[2J\u{1b}[0m\n");
    }
}
