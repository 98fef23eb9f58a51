//! What `git` and servers said, made safe to show.

const LONGEST: usize = 600;

/// Lines of git's that help nobody begin like this.
const ASIDE: [&str; 3] = ["hint:", "Cloning into", "error: unable to read askpass response"];

/// The lines that matter of what git printed, in one line that is safe to show.
pub(in crate::git) fn error_message(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let matters = |line: &&&str| !is_progress(line) && !ASIDE.iter().any(|aside| line.starts_with(aside));
    let kept: Vec<&str> = lines.iter().filter(matters).copied().collect();
    safe(&kept.join("; "))
}

/// What the server itself had to say about a push, in one line that is safe to show.
pub(in crate::git) fn server_message(stderr: &[u8]) -> String {
    safe(&remote_lines(stderr))
}

/// An address without the password it may carry.
pub fn public(url: &str) -> String {
    safe(url)
}

pub(in crate::git) fn remote_lines(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines = text.split(['\n', '\r']).filter_map(|line| line.strip_prefix("remote:")).map(str::trim);
    lines.filter(|line| !line.is_empty() && !is_progress(line)).collect::<Vec<_>>().join(" ")
}

fn is_progress(line: &str) -> bool {
    let line = line.strip_prefix("remote:").map_or(line, str::trim);
    let starts = ["Enumerating", "Counting", "Compressing", "Writing", "Receiving", "Resolving", "Unpacking", "Total "];
    starts.iter().any(|start| line.starts_with(start))
        && (line.contains('%') || line.contains("done") || line.contains("elta"))
}

/// Without control characters, direction marks and passwords, and not endless.
pub(in crate::git) fn safe(text: &str) -> String {
    let harmless = |c: char| {
        !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let plain: String = text.chars().filter(|c| harmless(*c)).collect();
    let words: Vec<String> = plain.split_whitespace().map(without_password).collect();
    let joined = words.join(" ");
    if joined.chars().count() <= LONGEST { joined } else { joined.chars().take(LONGEST).chain(['…']).collect() }
}

fn without_password(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else { return word.to_owned() };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_in_addresses_are_not_shown() {
        assert_eq!(public("https://me:secret@example.org/n.git"), "https://example.org/n.git");
    }
}
