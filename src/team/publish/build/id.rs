//! Names that only their author can trace back.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use ulid::Ulid;

/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// The id of an entry in one team that asks for opaque ones: the same each time for who has the secret, and for nobody else
/// a way back to the entry or to its id in another team.
pub fn opaque(secret: &[u8], id: &str, team: &str) -> String {
    keyed_to(secret, id, team).to_string().to_lowercase()
}

/// The same as a number.
pub fn keyed_to(secret: &[u8], id: &str, team: &str) -> Ulid {
    let hash = keyed(secret, &[id.as_bytes(), b"\0", team.as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Ulid::from(u128::from_be_bytes(bytes))
}

/// HMAC with SHA-256 (RFC 2104).
fn keyed(secret: &[u8], message: &[u8]) -> [u8; 32] {
    let mut key = [0; BLOCK];
    if secret.len() > BLOCK {
        key[..32].copy_from_slice(&Sha256::digest(secret));
    } else {
        key[..secret.len()].copy_from_slice(secret);
    }
    let inner = Sha256::new().chain_update(key.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(key.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(out, "{byte:02x}").expect("a string takes what is written to it");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyed_hash_is_that_of_the_standard() {
        // RFC 4231, test cases 2 and 6.
        let short = keyed(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&short), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let long = keyed(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex(&long), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn an_opaque_id_is_one_and_differs_by_team_secret_and_entry() {
        let id = |secret: &[u8], id, team| opaque(secret, id, team);
        let one = id(b"s", "01k0abcdefghjkmnpqrstvwxyz", "acme");

        assert_eq!(one, id(b"s", "01k0abcdefghjkmnpqrstvwxyz", "acme"));
        assert!(one.len() == 26 && Ulid::from_string(&one.to_uppercase()).is_ok(), "{one}");
        let others = [id(b"t", "01k0abcdefghjkmnpqrstvwxyz", "acme"), id(b"s", "x", "acme"), id(b"s", "x", "other")];
        assert!(others.iter().all(|other| *other != one) && others[1] != others[2]);
    }
}
