//! Letters as tokens have them: small, without accents; and what tells them apart from scripts without spaces.

use unicode_normalization::char::decompose_canonical;

/// Whether a character is of a script without spaces.
pub(super) fn is_dense(code: u32) -> bool {
    matches!(code,
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x318F
        | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFF66..=0xFFDC
        | 0x20000..=0x3FFFF)
}

/// Characters inside words that mean nothing to a search: accents, vowel points, soft hyphens, joiners.
pub(super) fn is_silent(code: u32) -> bool {
    matches!(code,
        0xAD | 0x300..=0x36F | 0x591..=0x5BD | 0x5BF | 0x5C1 | 0x5C2 | 0x5C4 | 0x5C5 | 0x5C7 | 0x640 | 0x64B..=0x65F
        | 0x670 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200C | 0x200D | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

pub(super) fn fold(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if is_dense(c as u32) {
            out.push(c);
        } else {
            decompose_canonical(c, |part| fold_part(part, out));
        }
    }
}

fn fold_part(part: char, out: &mut String) {
    if is_silent(part as u32) {
        return;
    }
    match part {
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        '\u{FF01}'..='\u{FF5E}' => {
            let narrow = char::from_u32(part as u32 - 0xFEE0).unwrap_or(part);
            out.push(narrow.to_ascii_lowercase());
        }
        _ => out.extend(part.to_lowercase().filter(|lower| !is_silent(*lower as u32))),
    }
}
