//! Pictures without metadata: of each container only the parts that are needed to draw it.
//!
//! The containers are read and written by `img-parts`; which parts stay is a list of ours, so that what no list knows goes.
//! Colour profiles go too, since they name devices. Of a photo's metadata only which side is up is written again.

use flate2::{Decompress, FlushDecompress, Status};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::{Bytes, ImageEXIF};

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    Webp,
}

impl Format {
    /// What a file is by its first bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// The picture alone; `None` where it is broken.
    pub(super) fn cleaned(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let bytes = Bytes::copy_from_slice(bytes);
        match self {
            Self::Jpeg => jpeg(bytes),
            Self::Png => png(bytes),
            Self::Webp => webp(bytes),
        }
    }
}

fn jpeg(bytes: Bytes) -> Option<Vec<u8>> {
    let mut picture = Jpeg::from_bytes(bytes.clone()).ok()?;
    picture.dimensions()?;
    let up = picture.exif().and_then(|exif| orientation(&exif)).filter(|up| (2..=8).contains(up));
    picture.segments_mut().retain(|segment| is_needed(segment.marker(), segment.contents()));
    // The scan carries all behind it, and is looked at below.
    for segment in picture.segments_mut().iter_mut().filter(|segment| segment.marker() != markers::SOS) {
        let contents = drawn(segment.marker(), segment.contents())?;
        *segment = JpegSegment::new_with_contents(segment.marker(), contents.into());
    }
    picture.set_exif(up.map(|up| Bytes::from(exif_of(up))));
    // The crate keeps all behind the first scan as one; the scans that follow are walked through here.
    let scan = picture.segments_mut().iter_mut().find(|segment| segment.marker() == markers::SOS)?;
    let header = scan.contents().clone();
    drawn(markers::SOS, &header)?;
    let whole = scan.clone().encoder().bytes();
    let rest = scans(whole.get(4 + header.len()..)?)?;
    *scan = JpegSegment::new_with_entropy(markers::SOS, header, Bytes::from(rest));
    Some(picture.encoder().bytes().to_vec())
}

/// Whether a part of a JPEG file is needed to draw it: tables, frames and scans, and how its colours are coded.
fn is_needed(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::APP14 => contents.starts_with(b"Adobe") && matches!(contents.get(11), Some(0..=2)),
        0xc8 => false,
        // Frames (also the tables among their numbers), scans, tables, restart intervals.
        0xc0..=0xcf | 0xda..=0xdd => true,
        _ => false,
    }
}

/// A needed part without a byte more than its kind has; `None` where it is of another form.
fn drawn(marker: u8, contents: &[u8]) -> Option<Vec<u8>> {
    let is_whole = match marker {
        // Of its bytes only the last counts.
        markers::APP14 => return Some([b"Adobe\0\x64\0\0\0\0", &contents[11..12]].concat()),
        0xc4 => is_huffman(contents),
        0xcc => contents.len().is_multiple_of(2) && contents.len() <= 128,
        0xdb => is_quantisation(contents),
        // The height, where the frame left it open, and the restart interval.
        0xdc | 0xdd => contents.len() == 2,
        0xda => contents.first().is_some_and(|parts| contents.len() == 4 + 2 * usize::from(*parts)),
        _ => contents.get(5).is_some_and(|parts| contents.len() == 6 + 3 * usize::from(*parts)),
    };
    is_whole.then(|| contents.to_vec())
}

/// Whether bytes are Huffman tables and nothing else.
fn is_huffman(contents: &[u8]) -> bool {
    let mut rest = contents;
    while let Some((head, codes)) = rest.split_at_checked(17) {
        let length: usize = head[1..].iter().map(|count| usize::from(*count)).sum();
        let Some((_, behind)) = codes.split_at_checked(length).filter(|_| length <= 256 && head[0] & 0xec == 0) else {
            return false;
        };
        rest = behind;
    }
    rest.is_empty()
}

/// Whether bytes are quantisation tables and nothing else.
fn is_quantisation(contents: &[u8]) -> bool {
    let mut rest = contents;
    while let Some((head, values)) = rest.split_first() {
        let length = if head >> 4 == 0 { 64 } else { 128 };
        let Some((_, behind)) = values.split_at_checked(length).filter(|_| head & 0xec == 0) else { return false };
        rest = behind;
    }
    true
}

/// What follows the header of the first scan, up to the end of the picture.
fn scans(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut kept, mut at) = (Vec::with_capacity(bytes.len()), 0);
    loop {
        let byte = *bytes.get(at)?;
        let next = bytes.get(at + 1).copied();
        match (byte, next) {
            (0xff, Some(0xd9)) => {
                kept.extend([0xff, 0xd9]);
                return Some(kept);
            }
            (0xff, Some(0xff)) => at += 1,
            (0xff, Some(0x00 | 0x01 | 0xd0..=0xd7)) => {
                kept.extend(&bytes[at..at + 2]);
                at += 2;
            }
            (0xff, Some(marker)) => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let contents = bytes.get(at + 4..at + 2 + length)?;
                if is_needed(marker, contents) {
                    kept.extend(&bytes[at..at + 4]);
                    kept.extend(drawn(marker, contents)?);
                }
                at += 2 + length;
            }
            (0xff, None) => return None,
            (byte, _) => {
                kept.push(byte);
                at += 1;
            }
        }
    }
}

/// Which side is up, by the first directory of EXIF data.
fn orientation(exif: &[u8]) -> Option<u16> {
    let is_little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*exif.get(at)?, *exif.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let (one, other) = (short(4)?, short(6)?);
    let start = usize::from(if is_little { one } else { other });
    let tags = usize::from(short(start)?).min(500);
    let places = (0..tags).map(|tag| start + 2 + 12 * tag);
    let place = places.into_iter().find(|at| short(*at) == Some(0x0112))?;
    short(place + 8)
}

/// EXIF data that says which side is up, and nothing else.
fn exif_of(orientation: u16) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend(orientation.to_le_bytes());
    exif.extend([0; 6]);
    exif
}

/// The parts of a PNG file that are needed to draw it, moving ones too.
const PNG_PARTS: [&[u8; 4]; 10] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"acTL", b"fcTL", b"fdAT"];

/// What may be there more than once.
const PNG_ROWS: [&[u8; 4]; 3] = [b"IDAT", b"fcTL", b"fdAT"];

fn png(bytes: Bytes) -> Option<Vec<u8>> {
    let mut picture = Png::from_bytes(bytes).ok()?;
    picture.dimensions()?;
    let colours = *picture.chunks().first()?.contents().get(9)?;
    let mut seen: Vec<[u8; 4]> = Vec::new();
    picture.chunks_mut().retain(|chunk| {
        let kind = chunk.kind();
        let is_again = seen.contains(&kind) && !PNG_ROWS.contains(&&kind);
        seen.push(kind);
        !is_again && is_png_part(kind, chunk.contents(), colours)
    });
    let (first, last) = (picture.chunks().first()?, picture.chunks().last()?);
    let is_whole = first.kind() == *b"IHDR" && last.kind() == *b"IEND" && picture.chunk_by_type(*b"IDAT").is_some();
    is_whole.then(|| ends_with_its_rows(picture))?
}

/// Whether a chunk is one that this picture needs, and as long as it may be. A palette is needed where pixels are its
/// numbers; to others it is a suggestion.
fn is_png_part(kind: [u8; 4], contents: &[u8], colours: u8) -> bool {
    let length = contents.len();
    PNG_PARTS.contains(&&kind)
        && match &kind {
            b"IHDR" => length == 13,
            b"PLTE" => colours == 3 && length <= 768 && length.is_multiple_of(3),
            b"tRNS" => matches!((colours, length), (3, 1..=256) | (0, 2) | (2, 6)),
            b"gAMA" => length == 4,
            b"sRGB" => length == 1 && contents[0] < 4,
            b"acTL" => length == 8,
            b"fcTL" => length == 26,
            b"IEND" => length == 0,
            _ => true,
        }
}

/// The file with nothing behind the packed rows of its picture; `None` where they cannot be unpacked.
fn ends_with_its_rows(mut picture: Png) -> Option<Vec<u8>> {
    let packed: Vec<u8> =
        picture.chunks().iter().filter(|it| it.kind() == *b"IDAT").flat_map(|it| it.contents().to_vec()).collect();
    let mut left = packed_length(&packed)?;
    if left < packed.len() {
        for chunk in picture.chunks_mut().iter_mut().filter(|it| it.kind() == *b"IDAT") {
            let length = left.min(chunk.contents().len());
            *chunk = PngChunk::new(*b"IDAT", chunk.contents().slice(..length));
            left -= length;
        }
        picture.chunks_mut().retain(|it| it.kind() != *b"IDAT" || !it.contents().is_empty());
    }
    Some(picture.encoder().bytes().to_vec())
}

/// How many bytes of a zlib stream belong to it.
fn packed_length(packed: &[u8]) -> Option<usize> {
    let (mut unpacker, mut rows) = (Decompress::new(true), vec![0; 1 << 16]);
    loop {
        let at = usize::try_from(unpacker.total_in()).ok()?;
        let before = unpacker.total_out();
        match unpacker.decompress(packed.get(at..)?, &mut rows, FlushDecompress::None).ok()? {
            Status::StreamEnd => return usize::try_from(unpacker.total_in()).ok(),
            Status::Ok | Status::BufError => {
                let is_stuck = unpacker.total_out() == before && usize::try_from(unpacker.total_in()).ok()? == at;
                if is_stuck || unpacker.total_out() > MOST_UNPACKED {
                    return None;
                }
            }
        }
    }
}

/// More is in no picture that anybody looks at.
const MOST_UNPACKED: u64 = 1 << 30;

/// Of the flags of a WebP file: a colour profile, EXIF and XMP data.
const WEBP_METADATA: u8 = 0b0010_1100;

fn webp(bytes: Bytes) -> Option<Vec<u8>> {
    let RiffContent::List { kind: Some(kind), subchunks } = RiffChunk::from_bytes(bytes).ok()?.content().clone() else {
        return None;
    };
    let mut kept: Vec<RiffChunk> = subchunks.into_iter().filter_map(webp_part).collect::<Option<_>>()?;
    let mut seen: Vec<[u8; 4]> = Vec::new();
    kept.retain(|chunk| {
        let is_again = seen.contains(&chunk.id()) && &chunk.id() != b"ANMF";
        seen.push(chunk.id());
        !is_again
    });
    let is_picture = |chunk: &RiffChunk| matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ANMF");
    if !kept.iter().any(is_picture) {
        return None;
    }
    let content = RiffContent::List { kind: Some(kind), subchunks: kept };
    Some(RiffChunk::new(*b"RIFF", content).encoder().bytes().to_vec())
}

/// A part of a WebP file without metadata: none where it goes, and `Some(None)` where it is broken.
fn webp_part(chunk: RiffChunk) -> Option<Option<RiffChunk>> {
    let data = chunk.content().data()?.clone();
    match &chunk.id() {
        b"VP8 " | b"VP8L" | b"ALPH" => Some(Some(chunk)),
        b"ANIM" if data.len() == 6 => Some(Some(chunk)),
        b"VP8X" if data.len() == 10 => {
            let mut data = data.to_vec();
            data[0] &= !WEBP_METADATA;
            Some(Some(RiffChunk::new(*b"VP8X", RiffContent::Data(data.into()))))
        }
        b"ANMF" => Some(frame(&data)),
        _ => None,
    }
}

/// A frame of a moving picture: its header and the parts of one picture.
fn frame(data: &[u8]) -> Option<RiffChunk> {
    let (header, parts) = data.split_at_checked(16)?;
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(parts.len() + 4).ok()?.to_le_bytes());
    file.extend(b"WEBP");
    file.extend(parts);
    let picture = webp(file.into())?;
    let data = [header, &picture[12..]].concat();
    Some(RiffChunk::new(*b"ANMF", RiffContent::Data(data.into())))
}
