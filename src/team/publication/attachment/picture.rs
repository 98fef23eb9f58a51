//! Pictures without metadata: of each container only the parts that are needed to draw it.
//!
//! The containers are read and written by `img-parts`; which parts stay is a list of ours, so that what no list knows goes.
//! Colour profiles go too, since they name devices. Of a photo's metadata only which side is up is written again.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
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
    picture.segments_mut().retain(|segment| is_drawn(segment.marker(), segment.contents()));
    picture.set_exif(up.map(|up| Bytes::from(exif_of(up))));
    // The crate keeps all behind the first scan as one; the scans that follow are walked through here.
    let scan = picture.segments_mut().iter_mut().find(|segment| segment.marker() == markers::SOS)?;
    let header = scan.contents().clone();
    let whole = scan.clone().encoder().bytes();
    let rest = scans(whole.get(4 + header.len()..)?)?;
    *scan = JpegSegment::new_with_entropy(markers::SOS, header, Bytes::from(rest));
    Some(picture.encoder().bytes().to_vec())
}

/// Whether a part of a JPEG file is needed to draw it: tables, frames and scans, and how its colours are coded.
fn is_drawn(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::APP14 => contents.len() == 12 && contents.starts_with(b"Adobe"),
        // Frames (also the tables among their numbers), scans, tables, restart intervals.
        0xc0..=0xcf | 0xda..=0xdd => true,
        _ => false,
    }
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
                if is_drawn(marker, contents) {
                    kept.extend(&bytes[at..at + 2 + length]);
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

/// The parts of a PNG file that are needed to draw it, moving ones too, and the most bytes of the small ones.
const PNG_PARTS: [(&[u8; 4], usize); 14] = [
    (b"IHDR", 13),
    (b"PLTE", 768),
    (b"IDAT", usize::MAX),
    (b"IEND", 0),
    (b"tRNS", 256),
    (b"gAMA", 4),
    (b"cHRM", 32),
    (b"sRGB", 1),
    (b"sBIT", 4),
    (b"bKGD", 6),
    (b"pHYs", 9),
    (b"acTL", 8),
    (b"fcTL", 26),
    (b"fdAT", usize::MAX),
];

fn png(bytes: Bytes) -> Option<Vec<u8>> {
    let mut picture = Png::from_bytes(bytes).ok()?;
    picture.dimensions()?;
    let most = |kind: [u8; 4]| PNG_PARTS.iter().find(|(known, _)| **known == kind).map(|(_, most)| *most);
    picture.chunks_mut().retain(|chunk| most(chunk.kind()).is_some_and(|most| chunk.contents().len() <= most));
    let (first, last) = (picture.chunks().first()?, picture.chunks().last()?);
    let is_whole = first.kind() == *b"IHDR" && last.kind() == *b"IEND" && picture.chunk_by_type(*b"IDAT").is_some();
    is_whole.then(|| picture.encoder().bytes().to_vec())
}

/// Of the flags of a WebP file: a colour profile, EXIF and XMP data.
const WEBP_METADATA: u8 = 0b0010_1100;

fn webp(bytes: Bytes) -> Option<Vec<u8>> {
    let RiffContent::List { kind: Some(kind), subchunks } = RiffChunk::from_bytes(bytes).ok()?.content().clone() else {
        return None;
    };
    let kept: Vec<_> = subchunks.into_iter().filter_map(webp_part).collect::<Option<_>>()?;
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
