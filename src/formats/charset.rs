//! The text of a file, whatever alphabet it is in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How far into a file its own word about its alphabet is looked for.
const DECLARED: usize = 2048;
/// How much of a file its alphabet is guessed from.
const SAMPLE: usize = 1024 * 1024;

/// The text of a file: as its mark says, as UTF-8 if it is that, else as it says itself, else as browsers guess.
pub(crate) fn decoded(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.as_bytes();
            let encoding = declared(bytes).filter(|said| *said != UTF_8).unwrap_or_else(|| guessed(bytes));
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
    }
}

/// What stands behind `charset=` or `encoding=`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED)]).to_ascii_lowercase();
    let behind = ["charset=", "encoding="].iter().find_map(|word| Some(&head[head.find(word)? + word.len()..]))?;
    let label = behind.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mostly_utf8 = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() * 20
        < bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|c| !c.is_ascii()).count();
    if mostly_utf8 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], bytes.len() <= SAMPLE);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_in_its_alphabet() {
        assert_eq!(decoded(b"\xef\xbb\xbfCaf\xc3\xa9".to_vec()), "Café");
        assert_eq!(decoded("Café".as_bytes().to_vec()), "Café");
        assert_eq!(decoded(b"\xff\xfeT\0e\0e\0".to_vec()), "Tee");
        let page = b"<META CONTENT=\"text/html; charset=windows-1251\"><A>\xcf\xf0\xe8\xe2\xe5\xf2</A>";
        assert!(decoded(page.to_vec()).contains("Привет"));
        assert_eq!(decoded(b"Caf\xe9 und Stra\xdfe".to_vec()), "Café und Straße");
    }

    #[test]
    fn one_broken_letter_does_not_spoil_the_others() {
        let text = decoded([&"é".repeat(100).into_bytes()[..], b"\xff"].concat());

        assert!(text.starts_with("éé") && text.ends_with('\u{fffd}'), "{text}");
    }
}
