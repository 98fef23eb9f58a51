//! How much a run of characters looks drawn by lot, and how much like words.

/// Of each letter, those that often follow it in words, a bit each; counted in public notes. They make up 98 % of the
/// pairs of neighbours there, and 44 % of those in random text.
const FOLLOWERS: [&str; 26] = [
    "bcdfgiklmnprstuvwxy",
    "aeijlorsuy",
    "acehiklorstu",
    "adeilmorsuy",
    "abcdefgilmnopqrstvwxy",
    "aefilortuy",
    "aeghilnorsu",
    "aeiortu",
    "abcdefgklmnoprstvxz",
    "aeosu",
    "aeis",
    "adefilopstuy",
    "abeilmnopsu",
    "acdefgiklmnopstuvwy",
    "abcdefgijklmnoprstuvw",
    "adehilmoprstuy",
    "lu",
    "acdefgiklmnorstuvy",
    "acehiklmnopqstuwy",
    "aceghilmoprstuwy",
    "abcdefgilmnprst",
    "aeio",
    "aehinors",
    "aceipt",
    "einopst",
    "e",
];

/// Shannon's entropy in bits a character.
pub(super) fn bits(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = of_length(text.len());
    let share = |count: &u32| f64::from(*count) / length;
    counts.iter().filter(|count| **count > 0).map(share).map(|share| -share * share.log2()).sum()
}

/// Lengths here are those of tokens.
fn of_length(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap_or(u32::MAX))
}

/// Whether a token differs enough within itself to be one: far below what a random one has, above `0000` and `1234abcd`.
pub(super) fn is_varied(token: &str) -> bool {
    let has_only = |is: fn(&u8) -> bool| token.as_bytes().iter().all(is);
    let alphabet = match () {
        () if has_only(u8::is_ascii_digit) => 10,
        () if has_only(u8::is_ascii_hexdigit) => 16,
        () => 62,
    };
    let most = of_length(token.len().clamp(2, alphabet)).log2();
    bits(token) >= 0.6 * most
}

/// Whether nearly all neighbouring letters are neighbours in words, too; of the letters of hexadecimal numbers they
/// nearly always are.
pub(super) fn is_wordy(text: &str) -> bool {
    let (common, all) = pairs(text);
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    all >= 4 && common * 100 >= all * 86 && !is_hex
}

/// The same of a single word, which may be short.
pub(super) fn is_word(word: &str) -> bool {
    let (common, all) = pairs(word);
    common * 100 >= all * 70
}

/// How many neighbouring letters are often neighbours, of how many.
fn pairs(text: &str) -> (usize, usize) {
    let letter = |byte: u8| byte.is_ascii_alphabetic().then(|| byte.to_ascii_lowercase());
    let pairs = text.as_bytes().windows(2).filter_map(|pair| Some((letter(pair[0])?, letter(pair[1])?)));
    let (mut common, mut all) = (0, 0);
    for (first, second) in pairs {
        all += 1;
        common += usize::from(FOLLOWERS[usize::from(first - b'a')].as_bytes().contains(&second));
    }
    (common, all)
}

/// How often letters turn from small to capital or to digits and back, a hundred characters.
pub(super) fn turns(text: &str) -> usize {
    let class = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let turns = text.as_bytes().windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    turns * 100 / text.len().max(1)
}
