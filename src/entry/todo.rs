//! To-dos: list items that begin with `[ ]` or `[x]`, outside code, also behind the time of a line of a day.

use super::{front_matter, journal};
use crate::text::code;

/// One to-do of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// Where the sign between its brackets stands, which is one byte.
    pub mark: usize,
    pub done: bool,
    /// Its words, as far as they stand on its first line.
    pub text: String,
    /// In the file, counted from 1.
    pub line: usize,
}

/// The to-dos of a whole file, in order.
pub fn todos(text: &str) -> Vec<Todo> {
    let body = front_matter::split(text).body;
    let before = text[..body.start].matches('\n').count();
    let lines = code::lines(text, body).enumerate().filter(|(_, line)| !line.is_code);
    let todo = |(number, line): (usize, code::Line)| {
        let words = text[line.range.clone()].trim_end();
        let (done, rest) = boxed(words)?;
        let text = rest.trim().to_owned();
        // The sign and the closing bracket stand before the rest.
        let mark = line.range.start + words.len() - rest.len() - 2;
        Some(Todo { mark, done, text, line: before + number + 1 })
    };
    lines.filter_map(todo).collect()
}

/// The file with a to-do ticked that was not, or the other way round; nothing else of it changes.
pub fn turned(text: &str, todo: &Todo) -> String {
    let sign = if todo.done { " " } else { "x" };
    format!("{}{sign}{}", &text[..todo.mark], &text[todo.mark + 1..])
}

/// Whether the box that a list item begins with is ticked, and what follows it.
fn boxed(line: &str) -> Option<(bool, &str)> {
    let item = code::item(code::unquoted(line).1)?;
    let words = journal::timed(item).map_or(item, |(_, words)| words);
    let inside = words.strip_prefix('[')?;
    let rest = inside.get(1..)?.strip_prefix(']').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))?;
    match inside.as_bytes()[0] {
        b' ' => Some((false, rest)),
        b'x' | b'X' => Some((true, rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let sign = |done| if done { 'x' } else { ' ' };
        todos(text).iter().map(|todo| format!("{} {}{}", todo.line, sign(todo.done), todo.text)).collect()
    }

    #[test]
    fn to_dos_are_list_items_with_a_box() {
        let text = "- [ ] a\n* [x] b\n1. [X] c\n  - [ ] d [ ]\n> - [ ] e\n- 09:05 [ ] f\n- [ ]\n";

        assert_eq!(shown(text), ["1  a", "2 xb", "3 xc", "4  d [ ]", "5  e", "6  f", "7  "]);
    }

    #[test]
    fn what_only_looks_like_a_to_do_is_none() {
        let text = "[ ] a\n- [ ]b\n- [](c)\n- [-] d\n- [é] e\n- [x](f)\n```\n- [ ] g\n```\n- h [ ] i\n- `- [ ] j`\n";

        assert_eq!(shown(text), [""; 0]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        assert_eq!(shown("---\ntitle: a\n---\n\n- [ ] b\r\n- [x] c"), ["5  b", "6 xc"]);
    }

    proptest! {
        #[test]
        fn ticking_changes_one_byte_and_unticking_gives_it_back(before in "[a-z\n>é-]{0,20}", after in "\\PC{0,20}") {
            let text = format!("{before}\n- [ ] {after}\n");

            for todo in todos(&text).iter().filter(|todo| !todo.done) {
                let done = turned(&text, todo);

                let differ = text.bytes().zip(done.bytes()).filter(|(a, b)| a != b).count();
                prop_assert_eq!((differ, done.len()), (1, text.len()));
                let again = todos(&done).into_iter().find(|again| again.line == todo.line).unwrap();
                prop_assert_eq!((again.done, &again.text), (true, &todo.text));
                prop_assert_eq!(turned(&done, &again), text.clone());
            }
        }
    }
}
