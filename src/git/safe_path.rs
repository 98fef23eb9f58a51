//! Paths that come from elsewhere: which of them may become files here.

const LONGEST_NAME: usize = 255;
const LONGEST_PATH: usize = 1024;

/// Says why a path of somebody else's commit or archive must not be written here; `None` when it may.
pub(crate) fn refuse(path: &str) -> Option<&'static str> {
    if path.is_empty() || path.len() > LONGEST_PATH || path.starts_with('/') {
        return Some("the path is not relative, or too long");
    }
    path.split('/').find_map(refuse_name)
}

fn refuse_name(name: &str) -> Option<&'static str> {
    match name {
        "" | "." | ".." => Some("the path leads out of its folder"),
        name if name.len() > LONGEST_NAME => Some("the name is too long"),
        name if name.contains('\u{fffd}') => Some("the name is not UTF-8"),
        name if name.chars().any(|c| c.is_control() || is_direction(c)) => Some("the name has control characters"),
        name if name.contains('\\') => Some("the name has a backslash"),
        name if is_git(name) => Some("the name would pass for git's own folder"),
        _ => None,
    }
}

/// Whether what lies here under a path can be committed: git's own folder never is, under no name.
pub(super) fn may_be_recorded(path: &str) -> bool {
    !path.split('/').any(is_git)
}

/// Whether some file system takes a name for `.git`: by case, ignored characters (HFS+), trailing dots, spaces and
/// streams, or the short name (NTFS).
pub(super) fn is_git(name: &str) -> bool {
    let plain: String = name.chars().filter(|c| !is_ignored(*c)).flat_map(char::to_lowercase).collect();
    let plain = plain.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
    matches!(plain, ".git" | "git~1")
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

fn is_ignored(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_of_notes_are_fine() {
        for path in ["tea.md", "notes/2026/grün.md", "a: b?.md", "日記/11.md", ".gitattributes", ".github/x", "C++.md"]
        {
            assert_eq!(refuse(path), None, "{path}");
        }
    }

    #[test]
    fn nothing_leaves_the_folder_or_passes_for_git() {
        let hostile = [
            "../x",
            "a/../../x",
            "/etc/passwd",
            "a//b",
            ".git/config",
            ".GIT/x",
            "a/.git",
            ".g\u{200c}it/x",
            "git~1/x",
            ".git./x",
            ".git /x",
            ".git::$INDEX_ALLOCATION/x",
            "a\nb",
            "a\u{1b}[2Jb",
            "a\\b",
            "x\u{202e}dm.exe",
            "",
        ];
        for path in hostile {
            assert!(refuse(path).is_some(), "{path:?}");
        }
    }
}
