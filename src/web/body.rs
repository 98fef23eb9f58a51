//! What a server sends, unpacked and never more than can be held.

use std::cell::Cell;
use std::io::{self, Read};

use flate2::read::GzDecoder;

/// The most that a page may be, packed and unpacked.
pub(super) const LARGEST: usize = 10 * 1024 * 1024;

/// The most that packed bytes may grow by. Small pages may repeat themselves as they like.
const RATIO: usize = 100;
const SMALL: usize = 1024 * 1024;

/// How a body is packed: at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Brotli,
}

/// Why a body is not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    TooLarge,
    Bomb,
    Read(io::Error),
}

impl Packing {
    /// What a server says about it; `None` if that is not understood, as packing twice is not.
    pub(super) fn said(header: Option<&str>) -> Option<Self> {
        match header.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Some(Self::Plain),
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "br" => Some(Self::Brotli),
            _ => None,
        }
    }

    fn open<'a>(self, raw: impl Read + 'a) -> Box<dyn Read + 'a> {
        match self {
            Self::Plain => Box::new(raw),
            Self::Gzip => Box::new(GzDecoder::new(raw)),
            Self::Brotli => Box::new(brotli_decompressor::Decompressor::new(raw, 4096)),
        }
    }
}

/// Reads and unpacks a body, and stops as soon as it is too much.
pub(super) fn unpack(raw: impl Read, packing: Packing) -> Result<Vec<u8>, Refusal> {
    let sent = Cell::new(0);
    let mut body = packing.open(Counted { raw, sent: &sent });
    let mut bytes = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        let length = match body.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) if sent.get() > LARGEST => return Err(Refusal::TooLarge),
            Err(error) => return Err(Refusal::Read(error)),
        };
        bytes.extend_from_slice(&chunk[..length]);
        if bytes.len() > SMALL && bytes.len() > sent.get().saturating_mul(RATIO) {
            return Err(Refusal::Bomb);
        }
        if bytes.len() > LARGEST {
            return Err(Refusal::TooLarge);
        }
    }
}

/// Counts what was sent, and ends what is endless before it is unpacked.
struct Counted<'a, R> {
    raw: R,
    sent: &'a Cell<usize>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(buffer)?;
        self.sent.set(self.sent.get() + length);
        if self.sent.get() > LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(length) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn what_was_packed_comes_out_again() {
        assert_eq!(unpack(gzip(b"tea").as_slice(), Packing::Gzip).unwrap(), b"tea");
        assert_eq!(unpack(b"tea".as_slice(), Packing::Plain).unwrap(), b"tea");
    }

    #[test]
    fn a_small_page_may_repeat_itself() {
        let page = vec![b' '; SMALL];

        assert_eq!(unpack(gzip(&page).as_slice(), Packing::Gzip).unwrap(), page);
    }

    #[test]
    fn a_bomb_is_noticed_before_it_is_large() {
        let bomb = gzip(&vec![0; 8 * 1024 * 1024]);

        assert!(matches!(unpack(bomb.as_slice(), Packing::Gzip), Err(Refusal::Bomb)));
    }

    #[test]
    fn an_endless_body_is_left_at_the_limit() {
        assert!(matches!(unpack(io::repeat(b'x'), Packing::Plain), Err(Refusal::TooLarge)));
    }

    #[test]
    fn packed_bytes_that_say_nothing_end_too() {
        let empty_block = [0, 0, 0, 0xff, 0xff];
        let endless =
            gzip(b"")[..10].iter().chain(empty_block.iter().cycle()).copied().take(LARGEST * 2).collect::<Vec<u8>>();

        assert!(matches!(unpack(endless.as_slice(), Packing::Gzip), Err(Refusal::TooLarge)));
    }

    #[test]
    fn packing_twice_is_not_understood() {
        assert_eq!(Packing::said(Some("gzip, gzip")), None);
        assert_eq!(Packing::said(Some("zstd")), None);
        assert_eq!(Packing::said(Some(" GZip ")), Some(Packing::Gzip));
        assert_eq!(Packing::said(None), Some(Packing::Plain));
    }
}
