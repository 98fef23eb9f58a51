//! Objects and packs that cannot be read, found without libgit2, which never comes back from an object that is cut short.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::ZlibDecoder;
use sha1::{Digest as _, Sha1};

/// What git keeps of objects to be faster, and cannot read.
pub(in crate::git) fn bad_summaries(folder: &Path) -> Vec<PathBuf> {
    let known: [(&str, &[u8]); 2] = [("info/commit-graph", b"CGPH"), ("pack/multi-pack-index", b"MIDX")];
    let known = known.map(|(name, begin)| (folder.join(name), begin)).into_iter();
    known.filter(|(file, begin)| file.exists() && !ends_in_checksum(file, begin)).map(|(file, _)| file).collect()
}

/// The loose objects that are not whole, or not what their names say.
pub(in crate::git) fn unreadable(folder: &Path) -> impl Iterator<Item = PathBuf> {
    loose(folder).filter(|(file, id)| !is_whole(file, id)).map(|(file, _)| file)
}

/// The files of loose objects with their ids.
pub(in crate::git) fn loose(folder: &Path) -> impl Iterator<Item = (PathBuf, String)> {
    let is_hex = |name: &str, length| name.len() == length && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let folders = fs::read_dir(folder).into_iter().flatten().flatten();
    folders.flat_map(move |two| {
        let first = two.file_name().to_string_lossy().into_owned();
        let files = is_hex(&first, 2).then(|| fs::read_dir(two.path()).into_iter().flatten().flatten());
        files.into_iter().flatten().filter_map(move |file| {
            let rest = file.file_name().into_string().ok().filter(|rest| is_hex(rest, 38))?;
            Some((file.path(), format!("{first}{rest}")))
        })
    })
}

/// Read without libgit2, which never comes back from a file that is cut short.
fn is_whole(file: &Path, id: &str) -> bool {
    let Ok(open) = fs::File::open(file) else { return false };
    let (mut unpacked, mut hash, mut piece) = (ZlibDecoder::new(open), Sha1::new(), vec![0; 64 * 1024]);
    loop {
        match unpacked.read(&mut piece) {
            Ok(0) => return crate::git::objects::blob::named(&hash.finalize()).to_string() == id,
            Ok(count) => hash.update(&piece[..count]),
            Err(_) => return false,
        }
    }
}

/// The packs of a folder of objects, also those of which only the list is left.
pub(in crate::git) fn packs(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder.join("pack")).into_iter().flatten().flatten().map(|item| item.path());
    let is_pack = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "pack" || ending == "idx");
    let mut packs: Vec<PathBuf> = files.filter(is_pack).map(|file| file.with_extension("pack")).collect();
    packs.sort();
    packs.dedup();
    packs
}

/// Whether a pack and its list end in the checksums of what they hold.
pub(in crate::git) fn is_whole_pack(pack: &Path) -> bool {
    is_whole_list(pack) && ends_in_checksum(pack, b"PACK")
}

fn is_whole_list(pack: &Path) -> bool {
    ends_in_checksum(&pack.with_extension("idx"), b"\xfftOc")
}

pub(in crate::git) fn ends_in_checksum(file: &Path, begin: &[u8]) -> bool {
    let bytes = fs::read(file).unwrap_or_default();
    let Some(end) = bytes.len().checked_sub(20) else { return false };
    bytes.starts_with(begin) && Sha1::digest(&bytes[..end])[..] == bytes[end..]
}
