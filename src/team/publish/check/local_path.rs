//! Paths that only this machine has, and that name the person who uses it.

use super::source::{Hit, Source};

const MARKS: &[&str] = &["/home/", "/Users/", ":\\Users\\", ":/Users/", "file:///", "/mnt/c/Users/"];

/// More of a path is not looked at, in bytes.
const LONGEST: usize = 200;

/// Homes of nobody: of images, examples and machines that anyone may have.
const NOBODY: &[&str] = &[
    "user",
    "username",
    "you",
    "yourname",
    "your-name",
    "your_name",
    "yourusername",
    "me",
    "myuser",
    "myself",
    "name",
    "someone",
    "ubuntu",
    "vagrant",
    "runner",
    "pi",
    "node",
    "app",
    "linuxbrew",
    "git",
    "ec2-user",
    "admin",
    "administrator",
    "shared",
    "public",
    "default",
    "all",
    "path",
    "deploy",
    "jovyan",
    "circleci",
    "travis",
    "vscode",
    "codespace",
    "gitpod",
    "foo",
    "bar",
    "example",
    "alice",
    "bob",
    "john",
    "jane",
    "docker",
    "postgres",
    "www",
    "rails",
    "root",
];

pub(super) fn find(source: &Source<'_>) -> Vec<Hit> {
    let text = source.text;
    let found =
        MARKS.iter().flat_map(|mark| memchr::memmem::find_iter(text.as_bytes(), mark).map(move |at| (at, *mark)));
    let mut found: Vec<_> = found.filter_map(|(at, mark)| hit(source, at, mark)).collect();
    found.sort_by_key(|(at, _)| *at);
    let mut last = None;
    // One path may have two marks.
    found.retain(|(at, _)| last.replace(source.line_index(*at)) != Some(source.line_index(*at)));
    found.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(source: &Source<'_>, at: usize, mark: &str) -> Option<(usize, Hit)> {
    let text = source.text;
    let before = text[..at].chars().next_back();
    let is_inside = match mark.starts_with('/') {
        true => before.is_some_and(|c| c.is_alphanumeric() || ".~_-$}>".contains(c)),
        false => false,
    };
    let ends = |c: char| c.is_whitespace() || c.is_control() || "\"'`<>|)]},;*?".contains(c);
    let near = &text[at + mark.len()..text.floor_char_boundary(text.len().min(at + LONGEST))];
    let rest = near.split(ends).next().unwrap_or_default();
    if is_inside || !names_somebody(mark, rest) {
        return None;
    }
    let path = format!("{mark}{rest}");
    let what = format!("a path of a machine: {}", super::source::shown(&path));
    Some((
        at,
        source.hit(at, "local-path", &path, what).advising("say where it is without naming the machine or its user"),
    ))
}

fn names_somebody(mark: &str, rest: &str) -> bool {
    let first = rest.split(['/', '\\']).next().unwrap_or_default();
    if first.is_empty() || first.starts_with(['$', '{', '%', '.', '…']) {
        return false;
    }
    if mark == "file:///" {
        return rest.matches('/').count() >= 1
            && !["path", "home", "Users", "etc", "usr", "tmp", "var"].contains(&first);
    }
    !NOBODY.contains(&first.to_lowercase().as_str())
}
