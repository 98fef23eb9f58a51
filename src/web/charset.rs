//! In which alphabet a page is written.

use encoding_rs::{Encoding, UTF_8, X_USER_DEFINED};

/// How far into a page its own word about this is looked for.
const PRESCAN: usize = 1024;

/// The encoding of a page: its byte order mark, else what the server says, else what the page says, else UTF-8.
/// Answers with the length of the mark.
pub(super) fn of(bytes: &[u8], said: Option<&str>) -> (&'static Encoding, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, length);
    }
    let served = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    (served.or_else(|| prescan(bytes)).unwrap_or(UTF_8), 0)
}

/// The text of a page whose form does not matter.
pub(super) fn text(bytes: &[u8], said: Option<&str>) -> String {
    let (encoding, mark) = of(bytes, said);
    encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
}

/// What a page says about itself in a `meta` element near its beginning.
fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    let start: String = bytes.iter().take(PRESCAN).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let mut rest = start.as_str();
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
            continue;
        }
        let end = rest.find('>').unwrap_or(rest.len());
        if rest.starts_with("<meta")
            && let Some(encoding) = declared(&rest[..end])
        {
            return Some(encoding);
        }
        rest = &rest[1..];
    }
    None
}

/// `charset=…` in a `meta` element, as an attribute of its own or within `content`.
fn declared(meta: &str) -> Option<&'static Encoding> {
    let value = meta.split("charset").skip(1).find_map(|after| after.trim_start().strip_prefix('='))?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let label = value.split(|char: char| char.is_whitespace() || "\"';/>".contains(char)).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page whose `meta` can be read byte by byte is not in UTF-16, whatever it says.
    let is_wide = encoding.output_encoding() != encoding || encoding == X_USER_DEFINED;
    Some(if is_wide { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use encoding_rs::{SHIFT_JIS, UTF_16LE, WINDOWS_1252};

    use super::*;

    #[test]
    fn the_mark_wins_over_the_server_and_the_server_over_the_page() {
        let page = b"<meta charset=shift_jis>";

        assert_eq!(of(b"\xef\xbb\xbfx", Some("latin1")), (UTF_8, 3));
        assert_eq!(of(b"\xff\xfex\0", None), (UTF_16LE, 2));
        assert_eq!(of(page, Some("latin1")), (WINDOWS_1252, 0));
        assert_eq!(of(page, None), (SHIFT_JIS, 0));
        assert_eq!(of(page, Some("no such thing")), (SHIFT_JIS, 0));
        assert_eq!(of(b"tea", None), (UTF_8, 0));
    }

    #[test]
    fn the_word_of_a_page_is_found_in_each_of_its_forms() {
        for meta in [
            "<html><META CHARSET = \"Shift_JIS\" >",
            "<meta http-equiv=content-type content='text/html; charset=shift_jis'>",
            "<!-- <meta charset=koi8-r> --><meta charset=sjis/>",
        ] {
            assert_eq!(of(meta.as_bytes(), None).0, SHIFT_JIS, "{meta}");
        }
    }

    #[test]
    fn a_page_that_cannot_be_what_it_says_is_utf_8() {
        assert_eq!(of(b"<meta charset=utf-16>", None).0, UTF_8);
        let late = format!("{}<meta charset=shift_jis>", " ".repeat(PRESCAN));
        assert_eq!(of(late.as_bytes(), None).0, UTF_8);
    }
}
