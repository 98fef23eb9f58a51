//! What a parameter of an address gives away, by its name.

/// From harmless to secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    None,
    /// Tells where or by whom a link was clicked.
    Tracking,
    /// Lets in who has it.
    Credential,
    /// Of a signed address, all of whose terms are known by name.
    Signature,
}

const TRACKING: [&str; 44] = [
    "_branch_match_id",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "cvid",
    "dclid",
    "epik",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hsctatracking",
    "ic_id",
    "ig_rid",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "s_cid",
    "srsltid",
    "trk",
    "trkcampaign",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt_mc",
    "yclid",
];

const CREDENTIALS: [&str; 24] = [
    "api-key",
    "api_key",
    "apikey",
    "auth",
    "authkey",
    "authorization",
    "bearer",
    "cfid",
    "client_secret",
    "credential",
    "credentials",
    "jsessionid",
    "jwt",
    "pass",
    "passwd",
    "phpsessid",
    "pwd",
    "session",
    "session_id",
    "sessionid",
    "sid",
    "ticket",
    "x-api-key",
    "invite",
];

/// Ends of names that say the same.
const ENDINGS: [&str; 6] = ["token", "secret", "password", "apikey", "api_key", "access_key"];

const SIGNATURES: [&str; 5] = ["sig", "signature", "hmac", "awsaccesskeyid", "x-amz-signature"];

/// What goes along with a signature.
const SIGNED: [&str; 20] = [
    "expires",
    "expiry",
    "exp",
    "key-pair-id",
    "policy",
    "se",
    "sip",
    "sp",
    "spr",
    "sr",
    "ss",
    "srt",
    "st",
    "sv",
    "skoid",
    "sktid",
    "skt",
    "ske",
    "sks",
    "skv",
];

/// How much `name=value` gives away in an address that is signed or not.
pub(super) fn weight(parameter: &str, is_signed: bool) -> Weight {
    let parameter = parameter.strip_prefix("amp;").unwrap_or(parameter);
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let name = plain(name);
    let name = name.as_str();
    if SIGNATURES.contains(&name) {
        return Weight::Signature;
    }
    let is_credential = CREDENTIALS.contains(&name)
        || ENDINGS.iter().any(|end| name.ends_with(end))
        || name.starts_with("x-amz-")
        || name.starts_with("x-goog-")
        || name == "key" && value.len() >= 16
        || is_signed && SIGNED.contains(&name);
    match is_credential {
        true => Weight::Credential,
        false
            if TRACKING.contains(&name)
                || name.starts_with("utm_")
                || name.starts_with("pk_")
                || name.starts_with("mtm_") =>
        {
            Weight::Tracking
        }
        false => Weight::None,
    }
}

/// A name in lower case, its `%` codes of ASCII undone.
fn plain(name: &str) -> String {
    let mut parts = name.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(byte) => {
                out.push(char::from(byte));
                out.push_str(&part[2..]);
            }
            None => {
                out.push('%');
                out.push_str(part);
            }
        }
    }
    out.to_ascii_lowercase()
}
