//! What no file may do to those who read it.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;

/// The examples of all formats, whole.
fn examples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports");
    let files = fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).filter(|path| path.is_file());
    files.map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Reads a text in the format that it seems to be in, and in all others.
fn read_in_all(text: &str) {
    drop(Format::of(text).map(|format| format.read(text)));
    for format in FORMATS {
        drop(format.read(text));
    }
}

#[test]
fn a_file_that_ends_anywhere_is_read_up_to_there_or_refused() {
    for text in examples() {
        let whole = Format::of(&text).unwrap().read(&text).unwrap().items.len();
        for end in (0..text.len()).step_by(7).filter(|end| text.is_char_boundary(*end)) {
            let read = Format::of(&text).unwrap().read(&text[..end]);
            assert!(read.map_or(0, |read| read.items.len()) <= whole + 1);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|[\\n\\t\",;|<>\\[\\]{}:=*-]){0,300}") {
        read_in_all(&text);
    }

    #[test]
    fn an_example_with_a_piece_of_another_in_it_is_read_or_refused(
        one in 0..22_usize, other in 0..22_usize, at in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), length in 0..80_usize,
    ) {
        let all = examples();
        let (one, other) = (&all[one % all.len()], &all[other % all.len()]);
        let at = one.floor_char_boundary(at.index(one.len()));
        let from = other.floor_char_boundary(from.index(other.len()));
        let to = other.floor_char_boundary((from + length).min(other.len()));
        read_in_all(&format!("{}{}{}", &one[..at], &other[from..to], &one[at..]));
    }
}
