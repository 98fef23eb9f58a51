//! How the files of a folder are named after their titles, by those that are there.

use std::fs;
use std::path::Path;

use super::pattern::Names;

/// So many names of several words are looked at.
const ENOUGH: usize = 400;
/// So many folders are listed, those at the top first.
const FOLDERS: usize = 40;

/// What most names of several words are; what a program does otherwise where there are none.
pub(super) fn of(root: &Path, otherwise: Names) -> Names {
    let (mut plain, mut slugs) = (0_usize, 0_usize);
    let mut folders = vec![root.to_owned()];
    let mut next = 0;
    while next < folders.len().min(FOLDERS) && plain + slugs < ENOUGH {
        for item in fs::read_dir(&folders[next]).into_iter().flatten().flatten() {
            let Ok(name) = item.file_name().into_string() else { continue };
            match name.strip_suffix(".md") {
                Some(stem) if stem.contains(' ') => plain += 1,
                Some(stem) if is_slug(stem) => slugs += 1,
                Some(_) => {}
                None if !name.starts_with('.') && item.file_type().is_ok_and(|it| it.is_dir()) => {
                    folders.push(item.path());
                }
                None => {}
            }
        }
        next += 1;
    }
    match plain.cmp(&slugs) {
        std::cmp::Ordering::Greater => Names::Plain,
        std::cmp::Ordering::Less => Names::Slugs,
        std::cmp::Ordering::Equal => otherwise,
    }
}

/// Whether a name has several words and nothing but `-` or `_` between them; a date has no words.
fn is_slug(stem: &str) -> bool {
    let words = stem.split(['-', '_']).filter(|word| word.starts_with(char::is_alphabetic)).count();
    words > 1
}
