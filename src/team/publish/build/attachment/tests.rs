use proptest::prelude::*;

use super::*;
use crate::team::publish::build::Fault;
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};

/// What must not leave.
const CANARY: &[u8] = b"CANARY-51.5074N";

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], contents].concat()
}

/// A table of one code.
fn huffman(number: u8) -> Vec<u8> {
    [&[number, 1][..], &[0; 15], &[5]].concat()
}

/// Rows of a picture as PNG has them.
fn packed(rows: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, rows).unwrap();
    packer.finish().unwrap()
}

/// A progressive JPEG file with two scans, turned by a quarter, and everything a camera and its owner write into one.
fn jpeg() -> Vec<u8> {
    let exif = [
        b"Exif\0\0II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x0f\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
        CANARY,
    ]
    .concat();
    [
        vec![0xff, 0xd8],
        segment(0xe0, &[b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01", CANARY].concat()),
        segment(0xe1, &exif),
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", CANARY].concat()),
        segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", CANARY].concat()),
        segment(0xed, &[b"Photoshop 3.0\0", CANARY].concat()),
        segment(0xee, b"Adobe\0\x64\xc0\0\0\x07\x01"),
        segment(0xfe, CANARY),
        segment(0xdb, &[1; 65]),
        segment(0xc2, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xc4, &huffman(2)),
        segment(0xda, &[1, 1, 0, 0, 0, 0]),
        vec![0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
        segment(0xfe, CANARY),
        segment(0xe1, CANARY),
        segment(0xc4, &huffman(3)),
        segment(0xda, &[1, 1, 0, 1, 5, 0]),
        vec![0x78, 0xff, 0xd9],
        CANARY.to_vec(),
    ]
    .concat()
}

fn png() -> Vec<u8> {
    let mut picture = Png::from_bytes(b"\x89PNG\r\n\x1a\n".to_vec().into()).unwrap();
    let text = [b"Author\0", CANARY].concat();
    let rows = [packed(&[0, 1, 2, 3]), CANARY.to_vec()].concat();
    for (kind, contents) in [
        (b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0][..]),
        (b"gAMA", &[0, 0, 0, 1]),
        (b"gAMA", b"CNRY"),
        (b"tEXt", &text),
        (b"iTXt", &text),
        (b"zTXt", &text),
        (b"eXIf", CANARY),
        (b"iCCP", &text),
        (b"tIME", &[7, 0xea, 1, 1, 1, 1, 1]),
        (b"prVt", CANARY),
        (b"sRGB", CANARY),
        (b"PLTE", &[CANARY, b"x"].concat()),
        (b"cHRM", &[CANARY, CANARY].concat()),
        (b"pHYs", &CANARY[..9]),
        (b"IDAT", &rows[..5]),
        (b"IDAT", &rows[5..]),
        (b"IDAT", CANARY),
        (b"IEND", &[]),
    ] {
        picture.chunks_mut().push(PngChunk::new(*kind, contents.to_vec().into()));
    }
    [&picture.encoder().bytes()[..], CANARY].concat()
}

fn riff(parts: Vec<(&[u8; 4], Vec<u8>)>) -> Vec<u8> {
    let chunk = |(id, data): (&[u8; 4], Vec<u8>)| RiffChunk::new(*id, RiffContent::Data(data.into()));
    let content = RiffContent::List { kind: Some(*b"WEBP"), subchunks: parts.into_iter().map(chunk).collect() };
    RiffChunk::new(*b"RIFF", content).encoder().bytes().to_vec()
}

fn webp() -> Vec<u8> {
    let frame = riff(vec![(b"VP8L", vec![1, 2, 3]), (b"XMP ", CANARY.to_vec())])[12..].to_vec();
    let file = riff(vec![
        (b"VP8X", vec![0b0010_1110, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (b"ICCP", CANARY.to_vec()),
        (b"ANIM", vec![0; 6]),
        (b"ANMF", [vec![0; 16], frame].concat()),
        (b"VP8 ", vec![4, 5]),
        (b"EXIF", CANARY.to_vec()),
        (b"XMP ", CANARY.to_vec()),
        (b"prVt", CANARY.to_vec()),
        (b"VP8 ", CANARY.to_vec()),
    ]);
    [&file, CANARY].concat()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_makers_wrote_into_a_picture_stays_behind() {
    for (name, bytes, extension) in [("a.JPG", jpeg(), ".jpg"), ("a.txt", png(), ".png"), ("a", webp(), ".webp")] {
        let cleaned = attachment(name, &bytes).unwrap();

        assert!(has(&bytes, CANARY) && !has(&cleaned.bytes, CANARY), "{extension}");
        assert!(cleaned.name.ends_with(extension) && cleaned.name.len() == 32 + extension.len(), "{}", cleaned.name);
        assert_eq!(attachment(name, &cleaned.bytes).unwrap(), cleaned, "cleaning twice changes nothing");
    }
}

#[test]
fn a_photo_keeps_its_scans_and_which_side_is_up() {
    let cleaned = attachment("a.jpg", &jpeg()).unwrap().bytes;

    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let parts = [
        vec![0xff, 0xd8],
        segment(0xe1, exif),
        segment(0xee, b"Adobe\0\x64\0\0\0\0\x01"),
        segment(0xdb, &[1; 65]),
        segment(0xc2, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xc4, &huffman(2)),
        segment(0xda, &[1, 1, 0, 0, 0, 0]),
        vec![0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
        segment(0xc4, &huffman(3)),
        segment(0xda, &[1, 1, 0, 1, 5, 0]),
        vec![0x78, 0xff, 0xd9],
    ];
    assert_eq!(cleaned, parts.concat());
}

#[test]
fn other_parts_of_png_and_webp_stay() {
    let cleaned = attachment("a", &png()).unwrap().bytes;
    let kinds: Vec<_> = Png::from_bytes(cleaned.into()).unwrap().chunks().iter().map(PngChunk::kind).collect();
    assert_eq!(kinds, [*b"IHDR", *b"gAMA", *b"IDAT", *b"IDAT", *b"IEND"]);

    let frame = [vec![0; 16], riff(vec![(b"VP8L", vec![1, 2, 3])])[12..].to_vec()].concat();
    let parts: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"VP8X", vec![0b0000_0010, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (b"ANIM", vec![0; 6]),
        (b"ANMF", frame),
        (b"VP8 ", vec![4, 5]),
    ];
    assert_eq!(attachment("a", &webp()).unwrap().bytes, riff(parts));
}

#[test]
fn plain_text_goes_along_and_other_files_do_not() {
    assert_eq!(attachment("My notes.TXT", b"a\tb\r\n").unwrap().bytes, b"a\tb\r\n");
    assert!(attachment("My notes.csv", b"a").unwrap().name.ends_with(".csv"));
    for (name, bytes, why) in [
        ("a.pdf", &b"%PDF-1.7"[..], Unfit::Kind),
        ("a.svg", b"<svg/>", Unfit::Kind),
        ("a.html", b"a", Unfit::Kind),
        ("a.png", b"a", Unfit::Kind),
        ("a.txt", b"a\xff", Unfit::NotText),
        ("a.txt", b"a\x1b[2J", Unfit::NotText),
        ("a.png", b"\x89PNG\r\n\x1a\n", Unfit::Broken),
        ("a.jpg", &jpeg()[..80], Unfit::Broken),
        ("a.txt", b"a %%b", Unfit::Marked(Box::new(Refusal::Mark { line: 1, fault: Fault::Percent }))),
        ("a.webp", b"RIFF\x04\0\0\0WEBP", Unfit::Broken),
        ("a.txt", &vec![b'a'; MAX_BYTES + 1], Unfit::Large),
    ] {
        assert_eq!(attachment(name, bytes), Err(why), "{name}");
    }
}

#[test]
fn what_is_private_in_plain_text_stays_behind() {
    for (text, sent) in [
        ("a %%b%% c\n", "a c\n"),
        ("a\r\n<!-- private -->\r\nb\r\n<!-- /private -->\r\nc\r\n", "a\n\nc\n"),
        ("a `<!-- b -->` c\n", "a ` ` c\n"),
        ("a\n\n    <!-- b -->\n", "a\n\n"),
        ("> [!private] b\n> c\n\na\n", "a\n"),
        (
            "see [[hidden]], /home/ada/x and https://u:p@x.org/\n",
            "see (private note), (local path) and https://x.org/\n",
        ),
        ("if [[ -f x ]]; then # *a* <b> [c]: d\n", "if [[ -f x ]]; then # *a* <b> [c]: d\n"),
    ] {
        let bytes = attachment("a.txt", text.as_bytes()).unwrap().bytes;
        assert_eq!(String::from_utf8(bytes).unwrap(), sent, "{text:?}");
    }
    for text in ["<!-- privat -->", "a\n<!-- /private -->", "<!-- b", "> x [!private]", "```\n%% a\n```"] {
        assert!(matches!(attachment("a.txt", text.as_bytes()), Err(Unfit::Marked(_))), "{text:?}");
    }
}

#[test]
fn a_table_with_more_in_it_is_no_table() {
    let jpeg = jpeg();
    let whole = segment(0xdb, &[1; 65]);
    let at = jpeg.windows(whole.len()).position(|window| window == whole).unwrap();
    let more = segment(0xdb, &[&[1; 65][..], CANARY].concat());
    let bytes = [&jpeg[..at], &more, &jpeg[at + whole.len()..]].concat();

    assert_eq!(attachment("a.jpg", &bytes), Err(Unfit::Broken));
}

proptest! {
    #[test]
    fn broken_pictures_do_no_harm(which in 0..3_usize, cut in any::<prop::sample::Index>(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8), tail in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut bytes = vec![jpeg(), png(), webp()].swap_remove(which);
        bytes.truncate(cut.index(bytes.len()) + 1);
        bytes.extend(tail);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(cleaned) = attachment("a", &bytes) {
            prop_assert_eq!(attachment("a", &cleaned.bytes), Ok(cleaned));
        }
    }
}
