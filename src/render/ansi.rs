//! Styled lines as text for a terminal that is printed to, in its own sixteen colours.

use std::fmt::Write as _;

use super::safe::safe_line;
use super::styled::{Line, Role};
use super::width;

/// A longer address is not handed to the terminal.
const LONGEST: usize = 2000;

/// Where the link leads that begins at a place of the text.
pub(crate) type AddressOf<'a> = &'a dyn Fn(usize) -> Option<String>;

/// The lines as coloured text, each with a line feed.
pub(crate) fn to_ansi(lines: &[Line]) -> String {
    printed(lines, sgr, &|_| None)
}

/// The same, with links that the terminal opens (OSC 8).
pub(crate) fn to_linked_ansi(lines: &[Line], address: AddressOf<'_>) -> String {
    printed(lines, sgr, address)
}

/// The lines as nothing but their text, each with a line feed.
pub(crate) fn to_text(lines: &[Line]) -> String {
    printed(lines, |_| None, &|_| None)
}

fn printed(lines: &[Line], sgr: impl Fn(Role) -> Option<&'static str>, address: AddressOf<'_>) -> String {
    let mut text = String::new();
    let mut link = None;
    for line in lines {
        let mut column = 0;
        for span in &line.spans {
            link = link_of(line, column, span.role, link, address);
            let (on, off) = match sgr(span.role) {
                Some(code) => (format!("\u{1b}[{code}m"), "\u{1b}[0m"),
                None => (String::new(), ""),
            };
            let words = format!("{on}{}{off}", safe_line(&span.text));
            match &link {
                Some(Link { to, .. }) => write!(text, "\u{1b}]8;;{to}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\"),
                None => write!(text, "{words}"),
            }
            .expect("a string takes any text");
            column += width::of(&span.text);
        }
        text.push('\n');
    }
    text
}

/// A link that is being written.
struct Link {
    to: String,
    role: Role,
}

/// The link that a span belongs to: one that begins there, or the one before, which goes on in its role and over what a search found.
fn link_of(line: &Line, column: usize, role: Role, before: Option<Link>, address: AddressOf<'_>) -> Option<Link> {
    if let Some(start) = line.links.iter().find(|link| link.column == column) {
        let is_plain = |to: &String| to.len() <= LONGEST && to.bytes().all(|byte| byte.is_ascii_graphic());
        return address(start.at).filter(is_plain).map(|to| Link { to, role });
    }
    before.filter(|link| role == Role::Match || role == link.role)
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
    use crate::render::styled::LinkStart;

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
    fn a_link_goes_on_in_the_next_line_and_has_nothing_that_a_terminal_obeys() {
        let linked = |role| {
            let mut line = Line::default();
            line.push("the docs", role);
            line.push(" end", Role::Text);
            line
        };
        let mut first = linked(Role::Strong);
        first.links.push(LinkStart { column: 0, at: 7 });
        let lines = [first, linked(Role::Match)];

        let text = to_linked_ansi(&lines, &|at| Some(format!("https://e.org/{at}")));

        assert_eq!(text.matches("]8;;https://e.org/7").count(), 1, "{text:?}");
        assert!(
            text.starts_with("\u{1b}]8;;https://e.org/7\u{1b}\\\u{1b}[1mthe docs\u{1b}[0m\u{1b}]8;;\u{1b}\\ end\n")
        );
        assert!(!to_linked_ansi(&lines, &|_| Some("https://e.org/\u{7}".into())).contains("]8;"));
    }

    #[test]
    fn with_colour_the_only_escapes_are_ours() {
        assert_eq!(to_ansi(&[line()]), "a \u{1b}[1mb␛[2J\u{1b}[0m\n");
    }
}
