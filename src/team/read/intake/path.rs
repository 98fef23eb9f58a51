//! Names that a team may give its files.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::is_nfc;

const LONGEST: usize = 200;
const DEEPEST: usize = 8;
/// How much of a refused name is shown, in characters.
const SHOWN: usize = 80;
/// Allowed beside letters, digits and marks.
const SIGNS: &str = "._ -+,'()&";

/// Says why a path of a team's repository is not taken, or not written to one; `None` when it is fine.
pub(crate) fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() || path.len() > LONGEST {
        return Some("the path is longer than 200 bytes, or empty");
    }
    if !is_nfc(path) {
        return Some("the name is not composed as names are (NFC)");
    }
    if path.split('/').count() > DEEPEST {
        return Some("it lies more than 8 folders deep");
    }
    path.split('/').find_map(fault_of_name)
}

fn fault_of_name(name: &str) -> Option<&'static str> {
    if matches!(name, "" | "." | "..") {
        return Some("the path leads out of its folder");
    }
    if is_git(name) {
        return Some("the name would pass for git's own folder");
    }
    if !name.chars().all(is_plain) {
        return Some("the name has characters that names of pages do not have");
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some("the name begins or ends with a space or a dot");
    }
    is_device(name).then_some("Windows takes the name for a device")
}

fn is_plain(c: char) -> bool {
    SIGNS.contains(c) || c.is_alphanumeric() || is_combining_mark(c)
}

/// `.git` with whatever follows a stream's colon or a short name's tilde, and the files by which git is told what to run.
fn is_git(name: &str) -> bool {
    // Of most names the first letter tells.
    if !name.chars().find(|c| c.is_ascii() && !c.is_control()).is_some_and(|c| matches!(c, '.' | 'g' | 'G')) {
        return false;
    }
    let lower: String =
        name.chars().filter(|c| c.is_ascii() && !c.is_control()).collect::<String>().to_ascii_lowercase();
    let plain = lower.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
    plain == ".git" || plain.starts_with("git~") || plain == ".gitmodules" || plain.starts_with("gitmod~")
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|rest| matches!(rest, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// A name as it may be shown, whatever it is.
pub(super) fn shown(path: &[u8]) -> String {
    let text = String::from_utf8_lossy(path);
    let harmless =
        |c: char| if c == '/' || is_plain(c) || (c.is_ascii_graphic() && c != '\\') { c } else { '\u{fffd}' };
    let short: String = text.chars().take(SHOWN).map(harmless).collect();
    if text.chars().count() > SHOWN { format!("{short}…") } else { short }
}
