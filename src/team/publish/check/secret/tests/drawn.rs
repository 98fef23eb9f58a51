//! Samples drawn by lot after a pattern: `gl|pat-{w20}` is the beginning and twenty characters of an alphabet.

use super::super::digits;
use super::super::rule::Part;

/// A lot that draws the same again.
pub(super) struct Lot(u64);

impl Lot {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    fn run(&mut self, alphabet: &str, count: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..count).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }

    /// `|` parts what would look like a secret in this source; `{h32}` draws 32 characters of an alphabet. Other braces
    /// stay.
    pub(super) fn draw(&mut self, pattern: &str) -> String {
        let mut drawn = String::new();
        let mut rest = pattern;
        while let Some((before, braced)) = rest.split_once('{') {
            drawn.push_str(&before.replace('|', ""));
            let part = braced.split_once('}').and_then(|(part, after)| Some((self.part(part, &drawn)?, after)));
            match part {
                Some((part, after)) => (drawn, rest) = (drawn + &part, after),
                None => (drawn, rest) = (drawn + "{", braced),
            }
        }
        drawn + &rest.replace('|', "")
    }

    fn part(&mut self, part: &str, drawn: &str) -> Option<String> {
        match part {
            "uuid" => return Some([8, 4, 4, 4, 12].map(|count| self.run("0123456789abcdef", count)).join("-")),
            "crc" => return Some(check_digits(drawn)),
            "jwt" => return Some(self.web_token()),
            "id" => return Some(base64(format!("1{}", self.run("0123456789", 17)).as_bytes())),
            _ => {}
        }
        let alphabet = match part.get(..1)? {
            "d" => "0123456789",
            "h" => "0123456789abcdef",
            "H" => "0123456789ABCDEF",
            "b" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            "u" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            "l" => "abcdefghijklmnopqrstuvwxyz0123456789",
            "L" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            "a" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "w" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
            "s" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
            "p" => "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#^&?",
            _ => return None,
        };
        part[1..].parse().ok().map(|count| self.run(alphabet, count))
    }

    /// A token of a shape.
    pub(super) fn shaped(&mut self, shape: &[Part]) -> String {
        let mut part = |part: &Part| match part {
            Part::Text(text) => (*text).to_owned(),
            Part::Uuid => self.draw("{uuid}"),
            Part::Run(of, least, _) => {
                let alphabet: String = (b'!'..=b'~').filter(|byte| of.has(*byte)).map(char::from).collect();
                self.run(&alphabet, *least)
            }
        };
        shape.iter().map(&mut part).collect()
    }

    fn web_token(&mut self) -> String {
        let head = base64(br#"{"alg":"HS256","typ":"JWT"}"#);
        let claims = base64(format!(r#"{{"sub":"{}","iat":1790000000}}"#, self.run("0123456789", 8)).as_bytes());
        format!("{head}.{claims}.{}", self.run("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 43))
    }
}

/// Those of GitHub's and npm's tokens.
fn check_digits(token: &str) -> String {
    let sum = digits::crc32(token.split_once('_').unwrap().1.as_bytes());
    digits::base62(sum).map(char::from).iter().collect()
}

/// Base64 as it stands in addresses, without the signs at its end.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| (byte >> (7 - at % 8)) & 1);
    let sextet = |at: usize| (0..6).fold(0, |all, offset| all * 2 + bit(at + offset));
    (0..bytes.len() * 8).step_by(6).map(|at| char::from(ALPHABET[usize::from(sextet(at))])).collect()
}
