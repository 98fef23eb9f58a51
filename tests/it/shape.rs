//! The size of files and functions: the figures, and that none is beyond what a reader takes in at once.
//!
//! `cargo test shape -- --nocapture` prints the figures. The sources are formatted, so a function ends with the brace that
//! stands as far in as it begins.

use std::fs;
use std::path::Path;

/// In lines, without tests.
const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 50;
/// Of a hundred functions, ninety-nine have no more lines than this.
const LONG_FUNCTION: usize = 30;
const MOST_PARAMETERS: usize = 5;

/// A function as it stands in a file.
struct Function {
    place: String,
    lines: usize,
    parameters: usize,
    is_public: bool,
    takes_bool: bool,
}

/// Every file below `src` that is no test, with its lines before the tests in it.
fn sources() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !is_test(&path) {
                found.push((name, untested(&fs::read_to_string(&path).unwrap())));
            }
        }
    }
    found.sort();
    found
}

fn is_test(path: &Path) -> bool {
    let parts = path.with_extension("");
    parts.components().any(|part| ["tests", "testing", "canned"].iter().any(|name| part.as_os_str() == *name))
}

fn untested(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_tests = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{');
    let end = lines.windows(2).position(is_tests).unwrap_or(lines.len());
    lines[..end].iter().map(|line| (*line).to_owned()).collect()
}

fn functions(name: &str, lines: &[String]) -> Vec<Function> {
    let begins = (0..lines.len()).filter(|at| is_function(&lines[*at]));
    begins.filter_map(|at| function(name, lines, at)).collect()
}

fn is_function(line: &str) -> bool {
    let words = line.trim_start().split(' ');
    let mut words = words.skip_while(|word| word.starts_with("pub") || word.starts_with("crate::") || *word == "const");
    words.next() == Some("fn")
}

fn function(name: &str, lines: &[String], at: usize) -> Option<Function> {
    let indent = " ".repeat(lines[at].len() - lines[at].trim_start().len());
    let is_end = |line: &String| *line == format!("{indent}}}");
    let head_end = at + lines[at..].iter().position(|line| line.ends_with(['{', ';', '}']))?;
    let end = match lines[head_end].ends_with('{') {
        true => head_end + lines[head_end..].iter().position(is_end)?,
        false => head_end,
    };
    let head = lines[at..=head_end].iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let parameters = parameters(&head);
    Some(Function {
        place: format!("{name}:{}", at + 1),
        lines: end - at + 1,
        takes_bool: parameters.iter().any(|parameter| parameter.ends_with(": bool")),
        parameters: parameters.iter().filter(|parameter| !parameter.ends_with("self")).count(),
        is_public: head.starts_with("pub") && !head.starts_with("pub(super)"),
    })
}

/// What stands between the parentheses of a function's head, cut at its own commas.
fn parameters(head: &str) -> Vec<String> {
    let after = &head[head.find("fn ").unwrap()..];
    let (mut depth, mut found) = (0_i32, vec![String::new()]);
    let mut earlier = ' ';
    for letter in after[open(after)..].chars() {
        match letter {
            '(' | '[' | '<' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '>' if earlier != '-' => depth -= 1,
            _ => {}
        }
        match letter {
            '(' if depth == 1 => {}
            ')' if depth == 0 => break,
            ',' if depth == 1 => found.push(String::new()),
            letter => found.last_mut().unwrap().push(letter),
        }
        earlier = letter;
    }
    found.into_iter().map(|parameter| parameter.trim().to_owned()).filter(|parameter| !parameter.is_empty()).collect()
}

/// Where the parameters begin: not in the bounds of a type.
fn open(head: &str) -> usize {
    let mut depth = 0;
    let mut earlier = ' ';
    for (at, letter) in head.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' if earlier != '-' => depth -= 1,
            '(' if depth == 0 => return at,
            _ => {}
        }
        earlier = letter;
    }
    head.len()
}

#[expect(clippy::print_stdout, reason = "the figures are what is asked for")]
fn print_figures(files: &[(String, Vec<String>)], functions: &[Function]) {
    let total: usize = files.iter().map(|(_, lines)| lines.len()).sum();
    let at = |share: usize| functions[functions.len() * share / 100].lines;
    println!("{} files of {total} lines, {} functions", files.len(), functions.len());
    println!(
        "lines of a function: half {}, 90 % {}, 99 % {}, longest {}",
        at(50),
        at(90),
        at(99),
        functions[functions.len() - 1].lines
    );
    let mut rooms: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (name, lines) in files {
        *rooms.entry(name.split(['/', '.']).next().unwrap()).or_default() += lines.len();
    }
    println!("{rooms:?}");
}

#[test]
fn the_shape_of_files_and_functions() {
    let files = sources();
    let mut functions: Vec<Function> = files.iter().flat_map(|(name, lines)| functions(name, lines)).collect();
    functions.sort_by_key(|function| function.lines);
    print_figures(&files, &functions);

    let large = files.iter().filter(|(_, lines)| lines.len() > LONGEST_FILE);
    let large: Vec<_> = large.map(|(name, lines)| format!("{name}: {} lines", lines.len())).collect();
    let long = functions.iter().filter(|function| function.lines > LONGEST_FUNCTION);
    let long: Vec<_> = long.map(|function| format!("{}: {} lines", function.place, function.lines)).collect();
    let wide = functions.iter().filter(|function| function.parameters > MOST_PARAMETERS);
    let wide: Vec<_> = wide.map(|function| format!("{}: {} parameters", function.place, function.parameters)).collect();
    let blind = functions.iter().filter(|function| function.is_public && function.takes_bool);
    let blind: Vec<_> = blind.map(|function| format!("{}: takes a bool", function.place)).collect();
    let beyond = [large, long, wide, blind].concat();
    assert_eq!(beyond, [""; 0], "{}", beyond.join("\n"));
    assert!(functions[functions.len() * 99 / 100].lines <= LONG_FUNCTION);
}
