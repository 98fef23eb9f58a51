//! In which alphabet a page is written.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// How far into a page its own word about this is looked for.
const PRESCAN: usize = 256 * 1024;

/// The longest `meta` element that is read.
const TAG: usize = 1024;

/// How much of a page its alphabet is guessed from.
const SAMPLE: usize = 1024 * 1024;

/// Elements in which nothing that looks like a `meta` element is one.
const RAW: [&str; 5] = ["script", "style", "title", "textarea", "noscript"];

/// The encoding of a page: its byte order mark, else what the server says, else what the page says; where nothing is
/// said, or UTF-8 and it cannot be, the one that browsers guess. Answers with the length of the mark.
pub(super) fn of(bytes: &[u8], said: Option<&str>) -> (&'static Encoding, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, length);
    }
    let is_utf8 = is_utf8(bytes);
    let can_be = |encoding: &&Encoding| *encoding != UTF_8 || is_utf8;
    let served = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = served.filter(can_be).or_else(|| declaration(bytes).filter(can_be));
    (declared.unwrap_or_else(|| if is_utf8 { UTF_8 } else { guess(bytes) }), 0)
}

/// The text of a page whose form does not matter.
pub(super) fn text(bytes: &[u8], said: Option<&str>) -> String {
    let (encoding, mark) = of(bytes, said);
    encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
}

/// Whether a text is in UTF-8; some of it may be broken.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad
}

/// The encoding that browsers find in a page that says nothing.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], bytes.len() <= SAMPLE);
    detector.guess(None, Utf8Detection::Deny)
}

/// What a page says about itself: in a `meta` element, else in its declaration as XML.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, b'?', 0, b'x', 0, ..] => return Some(UTF_16LE),
        [0, b'<', 0, b'?', 0, b'x', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let start: String = bytes.iter().take(PRESCAN).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    meta(&start).or_else(|| {
        let xml = start.trim_start().strip_prefix("<?xml")?;
        labelled(&xml[..xml.find('>')?], "encoding")
    })
}

/// The first `meta` element that says it.
fn meta(page: &str) -> Option<&'static Encoding> {
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
            continue;
        }
        if rest.starts_with("<meta") {
            let tag = &rest[..rest.floor_char_boundary(TAG)];
            let encoding = labelled(tag.split('>').next().unwrap_or_default(), "charset");
            if encoding.is_some() {
                return encoding;
            }
        }
        rest = match RAW.iter().find(|name| rest[1..].starts_with(**name)) {
            Some(name) => &rest[rest.find(&format!("</{name}"))? + 1..],
            None => &rest[1..],
        };
    }
    None
}

/// `charset=…` in a `meta` element, as an attribute of its own or within `content`, or the like.
fn labelled(tag: &str, name: &str) -> Option<&'static Encoding> {
    let value = tag.split(name).skip(1).find_map(|after| after.trim_start().strip_prefix('='))?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let label = value.split(|char: char| char.is_whitespace() || "\"';/>?".contains(char)).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page whose `meta` can be read byte by byte is not in UTF-16, whatever it says.
    let is_wide = encoding.output_encoding() != encoding || encoding == X_USER_DEFINED;
    Some(if is_wide { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, GBK, KOI8_U, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
        WINDOWS_1254,
    };

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
            "<script>'<meta charset=koi8-r>'</script><meta charset=sjis>",
            "<?xml version='1.0' encoding='Shift_JIS'?><html>",
            "<?xml version='1.0' encoding='koi8-r'?><meta charset=sjis>",
        ] {
            assert_eq!(of(meta.as_bytes(), None).0, SHIFT_JIS, "{meta}");
        }
        assert_eq!(of(b"<\0?\0x\0m\0l\0", None).0, UTF_16LE);
        assert_eq!(of(b"\0<\0?\0x\0m\0l", None).0, UTF_16BE);
    }

    #[test]
    fn a_late_word_counts() {
        let late = |space: usize| format!("<script>{}</script><meta charset=shift_jis>", " ".repeat(space));

        assert_eq!(of(late(4096).as_bytes(), None).0, SHIFT_JIS);
        assert_eq!(of(late(PRESCAN).as_bytes(), None).0, UTF_8);
    }

    #[test]
    fn a_page_that_cannot_be_what_it_says_is_utf_8() {
        assert_eq!(of(b"<meta charset=utf-16>", None).0, UTF_8);
    }

    #[test]
    fn no_letter_is_lost_where_utf_8_is_said_and_cannot_be() {
        let page = b"<meta charset=utf-8>Gr\xf6\xdfe";

        assert_eq!(text(page, None), "<meta charset=utf-8>Größe");
        assert_eq!(text(page, Some("utf-8")), "<meta charset=utf-8>Größe");
        assert_eq!(text(b"<meta charset=latin1>Gr\xf6\xdfe", Some("utf-8")), "<meta charset=latin1>Größe");
    }

    #[test]
    fn a_broken_letter_does_not_break_the_others() {
        let page = ["Größe für Käse ".as_bytes(), b"\xff"].concat();

        assert_eq!(text(&page, None), "Größe für Käse \u{fffd}");
        assert_eq!(text(&page, Some("utf-8")), "Größe für Käse \u{fffd}");
    }

    #[test]
    fn what_says_nothing_is_read_as_the_language_it_is_in() {
        let japanese = "<title>お茶</title><p>緑茶は日本でもっともよく飲まれているお茶です。";
        let russian = "<title>Чай</title><p>Зелёный чай заваривают горячей водой.";
        let simplified = "<title>绿茶</title><p>绿茶是中国的主要茶类之一，用八十度的水冲泡。";
        let traditional = "<title>綠茶</title><p>綠茶是臺灣常見的茶類之一，用八十度的水沖泡。";
        let korean = "<title>녹차</title><p>녹차는 팔십 도의 물로 우려내는 것이 좋습니다.";
        for (encoding, words) in [
            (EUC_JP, japanese),
            (SHIFT_JIS, japanese),
            (WINDOWS_1251, russian),
            (KOI8_U, russian),
            (GBK, simplified),
            (BIG5, traditional),
            (EUC_KR, korean),
            (WINDOWS_1253, "Το πράσινο τσάι παρασκευάζεται με νερό ογδόντα βαθμών."),
            (WINDOWS_1250, "Zelený čaj se připravuje z vody teplé osmdesát stupňů, říká se."),
            (WINDOWS_1254, "Yeşil çay seksen derecelik suyla demlenir, çünkü acılaşır; ığdır."),
            (WINDOWS_1252, "Où est le thé créé à Noël ? Das schöne Gemüse, naïve façade, œuvre."),
            (WINDOWS_1252, "La vanne maintient la pression à l'été régulier, même quand le brûleur s'arrête."),
        ] {
            assert_eq!(text(&encoding.encode(words).0, None), words, "{}", encoding.name());
        }
    }
}
