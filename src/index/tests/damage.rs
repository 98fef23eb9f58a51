//! Whatever happens to the files, opening and searching end without a panic, and a rebuild is possible.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};

use super::*;

fn filled_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let index = empty(folder.path());
    let entry = |number: usize| {
        let body = format!("word{number} tea and coffee, 天気予報 {}", "more words ".repeat(number % 7));
        dated(tagged(note(&format!("notes/{number}.md"), &body), &["drinks/hot"]), "2026-01-01")
    };
    put(&index, &(0..60).map(entry).collect::<Vec<_>>());
    put(&index, &(40..70).map(entry).collect::<Vec<_>>());
    folder
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let own = folder.join(format!("v{}", schema::VERSION));
    let mut files: Vec<_> = fs::read_dir(own).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The same files with the same times.
fn copied(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let own = copy.path().join(format!("v{}", schema::VERSION));
    fs::create_dir(&own).unwrap();
    for file in files(folder) {
        let to = own.join(file.file_name().unwrap());
        fs::copy(&file, &to).unwrap();
        let time = file.metadata().unwrap().modified().unwrap();
        File::options().write(true).open(&to).unwrap().set_modified(time).unwrap();
    }
    copy
}

/// Names of files to spoil: one of each sort, or all.
fn spoiled(folder: &Path) -> Vec<String> {
    let name = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<_> = files(folder).iter().map(name).collect();
    assert!(names.len() > 10);
    if rounds(0, 1) == 0 {
        let mut sorts = std::collections::HashSet::new();
        names.retain(|name| sorts.insert(name.rsplit('.').next().unwrap().to_owned()));
    }
    names
}

/// Opens and uses everything; damage is an error or an empty index. Afterwards the index can be filled.
fn survives(folder: &Path) {
    if let Opening::Ready(index) = Index::open(folder).unwrap() {
        let results = [
            index.search(&all(vec![word("tea")]), 50).map(drop),
            index.search(&all(vec![typed("wor")]), 50).map(drop),
            index.search(&all(vec![phrase("tea and coffee"), Term::Path("notes".into())]), 50).map(drop),
            index.search(&all(vec![Term::After(day("2025-01-01"))]), 50).map(drop),
            index.list(&Query::default(), 50).map(drop),
            index.stamps().map(drop),
            index.tags().map(drop),
            index.resolve("69").map(drop),
            index.resolve("abcd").map(drop),
        ];
        if results.iter().any(|result| matches!(result, Err(Error::Damaged { .. }))) {
            drop(empty(folder));
        }
    }
    let (Opening::Ready(index) | Opening::Empty(index)) = Index::open(folder).unwrap();
    let Ok(writer) = index.writer(Batch::Rebuild) else { return };
    writer.put(&note("new.md", "fresh"), stamp(1), today()).unwrap();
    if writer.commit().and_then(Committed::tidy).is_ok() {
        assert_eq!(matching(&index, vec![word("fresh")]), ["new.md"]);
    }
}

#[test]
fn a_file_that_is_cut_off_is_noticed_at_the_open() {
    let whole = filled_folder();
    for name in spoiled(whole.path()) {
        let folder = copied(whole.path());
        let file = folder.path().join(format!("v{}", schema::VERSION)).join(&name);
        let length = file.metadata().unwrap().len();
        OpenOptions::new().write(true).open(file).unwrap().set_len(length / 2).unwrap();

        let vital = length > 0 && !name.starts_with('.') && name != "files.list";
        assert!(!vital || matches!(Index::open(folder.path()), Ok(Opening::Empty(_))), "{name}");
        survives(folder.path());
    }
}

#[test]
fn a_missing_file_is_noticed_at_the_open() {
    let whole = filled_folder();
    for name in spoiled(whole.path()) {
        let folder = copied(whole.path());
        fs::remove_file(folder.path().join(format!("v{}", schema::VERSION)).join(name)).unwrap();

        survives(folder.path());
    }
}

#[test]
fn flipped_bytes_under_an_unchanged_time_end_in_an_error_at_worst() {
    let mut seed = 0x1234_5678_9ABC_DEF1_u64;
    let mut random = |end: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % end
    };
    let folder = filled_folder();
    for round in 0..rounds(15, 120) {
        let copy = copied(folder.path());
        let files = files(copy.path());
        let file = &files[round % files.len()];
        let length = file.metadata().unwrap().len();
        if length > 0 {
            flip(file, random(length), u8::try_from(1 + random(255)).unwrap());
        }

        survives(copy.path());
    }
}

fn flip(file: &Path, at: u64, mask: u8) {
    let time = file.metadata().unwrap().modified().unwrap();
    let mut file = OpenOptions::new().read(true).write(true).open(file).unwrap();
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).unwrap();
    file.read_exact(&mut byte).unwrap();
    byte[0] ^= mask;
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&byte).unwrap();
    file.set_modified(time).unwrap();
}

#[test]
fn an_index_of_another_version_is_left_for_an_empty_one() {
    let folder = filled_folder();
    let own = folder.path().join(format!("v{}", schema::VERSION));
    fs::rename(&own, folder.path().join("v0")).unwrap();

    drop(empty(folder.path()));

    assert!(!folder.path().join("v0").exists());
}

#[test]
fn a_folder_full_of_something_else_becomes_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join(format!("v{}", schema::VERSION));
    fs::create_dir(&own).unwrap();
    for name in ["meta.json", ".managed.json", "files.list"] {
        File::create(own.join(name)).unwrap().write_all(b"{ not json").unwrap();
    }

    put(&empty(folder.path()), &[note("a.md", "tea")]);

    assert_eq!(ready(folder.path()).entries(), 1);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_of_the_disk() {
    let file = tempfile::NamedTempFile::new().unwrap();

    assert!(matches!(Index::open(&file.path().join("index")), Err(Error::Disk(_))));
}
