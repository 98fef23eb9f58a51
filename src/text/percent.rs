//! Percent-encoding of paths and addresses (RFC 3986, 2.1).

use std::fmt::Write as _;

use percent_encoding::percent_decode_str;

/// The text with the characters that `is_encoded` names as `%20` and the like, in capitals.
pub(crate) fn encoded(text: &str, is_encoded: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_encoded(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                write!(out, "%{byte:02X}").expect("a string takes what is written to it");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// What was encoded; `None` where it is no UTF-8. A `%` without two digits is itself.
pub(crate) fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

/// What was encoded, with a mark in place of what is no UTF-8.
pub(crate) fn decoded_lossily(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_code_stays() {
        assert_eq!(decoded("a%20b%2g%"), Some("a b%2g%".into()));
        assert_eq!(decoded("%ff"), None);
        assert_eq!(decoded_lossily("a%ffb"), "a\u{fffd}b");
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded_again(text in "\\PC{0,20}") {
            prop_assert_eq!(decoded(&encoded(&text, |c| c == '%' || c == ' ' || !c.is_ascii())), Some(text));
        }
    }
}
