//! The stamps of many files by path: packed together, since a store may have a hundred thousand of them.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use super::Stamp;

/// Stamps by path. A path is put once.
#[derive(Clone, Debug, Default)]
pub struct Stamps {
    /// All paths behind one another.
    text: String,
    files: Vec<File>,
    /// By the hash of a path.
    places: HashMap<u64, Place, BuildHasherDefault<Taken>>,
    hasher: RandomState,
}

/// What most files are asked for, in one piece of memory.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// In `files`.
    number: u32,
    mtime: i64,
    size: u64,
}

#[derive(Clone, Copy, Debug)]
struct File {
    start: usize,
    length: usize,
    hash: u64,
    stamp: Stamp,
}

impl Stamps {
    /// Without any, for so many files whose paths come to so many bytes; hashes as `self` does, so that it can be [added](Self::add).
    pub fn another(&self, files: usize, bytes: usize) -> Self {
        let mut another = Self { hasher: self.hasher.clone(), ..Self::default() };
        another.text.reserve(bytes);
        another.files.reserve(files);
        another
    }

    pub fn insert(&mut self, path: &str, stamp: Stamp) {
        let (start, hash) = (self.text.len(), self.hasher.hash_one(path));
        self.text.push_str(path);
        self.put(File { start, length: path.len(), hash, stamp });
    }

    /// Adds the files of [`another`](Self::another).
    pub fn add(&mut self, other: &Self) {
        let before = self.text.len();
        self.text.push_str(&other.text);
        self.files.reserve(other.files.len());
        self.places.reserve(other.files.len());
        for file in &other.files {
            self.put(File { start: before + file.start, ..*file });
        }
    }

    fn put(&mut self, file: File) {
        if let Ok(number) = u32::try_from(self.files.len()) {
            let Stamp { mtime, size, hash: _ } = file.stamp;
            self.places.insert(file.hash, Place { number, mtime, size });
            self.files.push(file);
        }
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The stamp of a file, and which of the files it is.
    pub fn get(&self, path: &str) -> Option<(usize, Stamp)> {
        let number = self.places.get(&self.hasher.hash_one(path))?.number as usize;
        let file = self.files.get(number)?;
        (self.path(file) == path).then_some((number, file.stamp))
    }

    /// Which of the files has such a path, time and size. The path is compared by its hash alone: of two that had one in common, at
    /// odds of a billion to one, all three would have to agree.
    pub fn which(&self, path: &str, mtime: i64, size: u64) -> Option<usize> {
        let place = self.places.get(&self.hasher.hash_one(path))?;
        ((place.mtime, place.size) == (mtime, size)).then_some(place.number as usize)
    }

    /// Every path with its stamp.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Stamp)> {
        self.files.iter().map(|file| (self.path(file), file.stamp))
    }

    fn path(&self, file: &File) -> &str {
        &self.text[file.start..file.start + file.length]
    }
}

impl<'a> FromIterator<(&'a str, Stamp)> for Stamps {
    fn from_iter<I: IntoIterator<Item = (&'a str, Stamp)>>(files: I) -> Self {
        let mut stamps = Self::default();
        files.into_iter().for_each(|(path, stamp)| stamps.insert(path, stamp));
        stamps
    }
}

/// Takes a hash as it is.
#[derive(Clone, Copy, Debug, Default)]
struct Taken(u64);

impl Hasher for Taken {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(number: u64) -> Stamp {
        Stamp { mtime: 1, size: number, hash: 0 }
    }

    #[test]
    fn a_file_is_found_by_its_path_alone() {
        let mut all: Stamps = [("notes/a.md", stamp(1)), ("b.md", stamp(2))].into_iter().collect();
        let mut more = all.another(1, 8);
        more.insert("notes/c.md", stamp(3));
        all.add(&more);

        assert_eq!(all.get("notes/c.md"), Some((2, stamp(3))));
        assert_eq!(all.get("b.md"), Some((1, stamp(2))));
        assert_eq!((all.get("a.md"), all.len()), (None, 3));
        assert_eq!([all.which("b.md", 1, 2), all.which("b.md", 1, 3), all.which("c.md", 1, 3)], [Some(1), None, None]);
        assert_eq!(all.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["notes/a.md", "b.md", "notes/c.md"]);
    }
}
