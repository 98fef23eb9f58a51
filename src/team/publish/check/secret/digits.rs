//! Check digits of tokens.

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Base62 digits of a 32-bit sum.
const WIDTH: usize = 6;

/// Whether the last six characters are the CRC-32 of those behind the first `_`, in base 62.
pub(super) fn ends_in_crc(token: &str) -> bool {
    let Some((_, own)) = token.split_once('_') else { return false };
    let Some((text, digits)) = own.len().checked_sub(WIDTH).and_then(|at| own.split_at_checked(at)) else {
        return false;
    };
    base62(crc32(text.as_bytes())) == digits.as_bytes()
}

pub(super) fn base62(mut number: u32) -> [u8; WIDTH] {
    let mut digits = [b'0'; WIDTH];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(number % 62) as usize];
        number /= 62;
    }
    digits
}

/// The common CRC-32, bit by bit: tokens are short.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    let bit = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| bit(sum)))
}
