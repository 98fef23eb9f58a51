//! What the desktop's opener may be given.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use url::Url;

use super::Error;

/// What a mail program may be told besides whom to write to; others know how to attach files.
const OF_A_MAIL: [&str; 5] = ["to", "cc", "bcc", "subject", "body"];

/// Endings of what a desktop runs or follows instead of showing it.
const PROGRAMS: &[&str] = &[
    "action",
    "app",
    "appimage",
    "applescript",
    "bash",
    "bat",
    "bin",
    "bundle",
    "chm",
    "cmd",
    "com",
    "command",
    "cpl",
    "csh",
    "deb",
    "desktop",
    "directory",
    "dmg",
    "elf",
    "exe",
    "fish",
    "flatpakref",
    "flatpakrepo",
    "gadget",
    "hta",
    "inetloc",
    "inf",
    "iso",
    "jar",
    "jnlp",
    "js",
    "jse",
    "kdelnk",
    "ksh",
    "lnk",
    "mobileconfig",
    "mpkg",
    "msc",
    "msi",
    "msp",
    "osx",
    "out",
    "pif",
    "pkg",
    "pl",
    "prefpane",
    "ps1",
    "psm1",
    "py",
    "pyc",
    "pyw",
    "pyz",
    "rb",
    "reg",
    "rpm",
    "run",
    "scf",
    "scpt",
    "scptd",
    "scr",
    "service",
    "sh",
    "snap",
    "terminal",
    "tool",
    "url",
    "vb",
    "vbe",
    "vbs",
    "webloc",
    "workflow",
    "ws",
    "wsf",
    "wsh",
    "xbe",
    "xpi",
    "zsh",
];

/// Endings of what is shown by all programs there are for it; on some disks every file may be run.
const SHOWN: &[&str] = &[
    "avif", "bmp", "csv", "epub", "flac", "gif", "heic", "jpeg", "jpg", "m4a", "markdown", "md", "mkv", "mov", "mp3",
    "mp4", "ogg", "opus", "pdf", "png", "tif", "tiff", "tsv", "txt", "wav", "webm", "webp",
];

/// An address that may be opened, as it was understood here.
pub(super) fn address(text: &str) -> Result<String, Error> {
    let refused = || Error::NotOpenable(text.to_owned());
    // What a parser passes over, another may take for something.
    if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(refused());
    }
    let url = Url::parse(text).map_err(|_| refused())?;
    let is_opened = match url.scheme() {
        "http" | "https" => has_authority(text) && url.host_str().is_some_and(|host| !host.is_empty()),
        "mailto" => is_plain_mail(&url),
        _ => false,
    };
    if is_opened { Ok(url.into()) } else { Err(refused()) }
}

/// The address of a file by its whole path.
pub(super) fn file_address(path: &Path) -> Option<String> {
    Url::from_file_path(path).ok().map(Into::into)
}

/// Whether the two slashes are there, without which programs differ about what is meant.
fn has_authority(text: &str) -> bool {
    text.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//") && !rest.starts_with("///"))
}

fn is_plain_mail(url: &Url) -> bool {
    let path = url.path();
    let is_plain = |name: &str| OF_A_MAIL.iter().any(|known| known.eq_ignore_ascii_case(name));
    !path.starts_with(['-', '/']) && !path.is_empty() && url.query_pairs().all(|(name, _)| is_plain(&name))
}

/// A file that may be opened, by its full path once every link is followed: one of a folder, in sight, and no program.
pub(super) fn file(file: &Path, within: &Path) -> Result<PathBuf, Error> {
    let refused = |_| Error::NotOpenable(file.to_string_lossy().into_owned());
    let whole = file.canonicalize().map_err(refused)?;
    let within = within.canonicalize().map_err(refused)?;
    let inside = whole.strip_prefix(&within).map_err(|error| refused(std::io::Error::other(error)))?;
    let is_hidden = inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
    let meta = whole.metadata().map_err(refused)?;
    if is_hidden || !meta.is_file() {
        return Err(Error::NotOpenable(file.to_string_lossy().into_owned()));
    }
    let ending = whole.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let may_run = meta.permissions().mode() & 0o111 != 0 && !SHOWN.contains(&ending.as_str());
    if may_run || PROGRAMS.contains(&ending.as_str()) { Err(Error::Runnable(whole)) } else { Ok(whole) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use proptest::prelude::*;

    use super::*;

    const REFUSED: &[&str] = &[
        "",
        " ",
        "-h",
        "--help",
        "tea",
        "/etc/passwd",
        "./x.md",
        "../x",
        "~/x",
        "C:\\x",
        "\\\\server\\share",
        "//server/share",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "javascript%3Aalert(1)",
        "%6aavascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "vscode://x",
        "ftp://example.org",
        "smb://server/share",
        "ssh://-oProxyCommand=x",
        "view-source:https://example.org",
        "about:blank",
        "blob:https://x",
        "ms-msdt:/id",
        "search-ms:query=x",
        "x-apple.systempreferences:",
        "steam://run/1",
        "tel:+1",
        "sms:1",
        "intent://x",
        "https://",
        "http:///etc/passwd",
        "https:example.org",
        "http:\\\\example.org",
        "https:/example.org",
        "https://a b",
        "https://a\nb",
        "http://a\u{1b}[0m",
        "https://a\u{7f}",
        "https://a\u{9b}1m",
        "https://a\u{a0}b",
        "https://a\u{2028}b",
        "mailto:",
        "mailto:-x",
        "mailto:a@b?attach=/etc/passwd",
        "mailto:a@b?ATTACHMENT=x",
        "mailto:a@b?subject=x&attach=y",
        "mailto:a@b\n",
        "https://a:b:c",
        "http://[::1",
        "http://256.1.1.1.1.1",
    ];

    #[test]
    fn addresses_of_the_web_and_of_mail_are_opened_as_they_were_understood() {
        for (text, opened) in [
            ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
            ("HTTP://EXAMPLE.org", "http://example.org/"),
            ("https://exämple.org/\"'`$(x)", "https://xn--exmple-cua.org/%22'%60$(x)"),
            ("mailto:ada@example.org", "mailto:ada@example.org"),
            ("MailTo:ada@example.org?subject=tea&body=a%20b", "mailto:ada@example.org?subject=tea&body=a%20b"),
        ] {
            assert_eq!(address(text).unwrap(), opened);
        }
    }

    #[test]
    fn nothing_else_is_an_address() {
        for text in REFUSED {
            assert!(matches!(address(text), Err(Error::NotOpenable(_))), "{text:?}");
        }
    }

    fn in_folder(name: &str, mode: u32) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::File::create(&file).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        (folder, file)
    }

    #[test]
    fn files_of_a_folder_are_opened_unless_they_may_be_programs_or_are_hidden() {
        for (name, mode, is_opened) in [
            ("a.pdf", 0o644, true),
            ("a.pdf", 0o755, true),
            ("-a b'$(x).png", 0o644, true),
            ("letter", 0o644, true),
            ("letter", 0o755, false),
            ("a.pdf.desktop", 0o644, false),
            ("a.SH", 0o644, false),
            ("a.html", 0o755, false),
            (".git/config", 0o644, false),
            ("a/.hidden.md", 0o644, false),
        ] {
            let (folder, path) = in_folder(name, mode);

            let opened = file(&path, folder.path());

            assert_eq!(opened.is_ok(), is_opened, "{name} {mode:o} {opened:?}");
        }
    }

    #[test]
    fn what_leads_out_of_the_folder_is_not_opened() {
        let (folder, inside) = in_folder("a.pdf", 0o644);
        let (_other, outside) = in_folder("b.pdf", 0o644);
        let [way_in, way_out] = ["in", "out"].map(|name| folder.path().join(name));
        symlink(&inside, &way_in).unwrap();
        symlink(&outside, &way_out).unwrap();

        assert_eq!(file(&way_in, folder.path()).unwrap(), inside.canonicalize().unwrap());
        for path in [way_out, outside, folder.path().join("none"), folder.path().join("../x"), folder.path().to_owned()]
        {
            assert!(file(&path, folder.path()).is_err(), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_opened_begins_with_a_scheme_that_may_be(text in any::<String>(), scheme in "(?i)(https?|mailto|javascript|file)[: ]/{0,3}") {
            for text in [text.clone(), format!("{scheme}{text}")] {
                if let Ok(opened) = address(&text) {
                    prop_assert!(["http://", "https://", "mailto:"].iter().any(|scheme| opened.starts_with(scheme)), "{}", opened);
                    prop_assert!(opened.is_ascii() && !opened.contains(|c: char| c.is_ascii_control() || c == ' '), "{}", opened);
                }
            }
        }
    }
}
