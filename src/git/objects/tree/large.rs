//! The object of a large folder: written by libgit2 it takes most of an act's time, for its compression.

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::{Oid, Repository, TreeBuilder};
use sha1::{Digest as _, Sha1};

use crate::disk;
use crate::git::objects::{blob, tree};

/// From so many entries on.
pub(in crate::git) const LARGE: usize = 200;

/// Writes a folder durably as an object in a file of its own (git-hash-object(1), "loose"), unless it is stored already.
pub(in crate::git) fn write_tree(repo: &Repository, builder: &mut TreeBuilder<'_>) -> Result<Oid, git2::Error> {
    let data = data(builder)?;
    let head = format!("tree {}\0", data.len());
    let id = blob::named(&Sha1::new().chain_update(&head).chain_update(&data).finalize());
    let name = id.to_string();
    let file = repo.commondir().join("objects").join(&name[..2]).join(&name[2..]);
    // One that is there is young again, so that nobody clears it away as unused. Where it is not, it may be packed.
    if disk::touch(&file).is_ok() || repo.odb()?.exists(id) {
        return Ok(id);
    }
    let failed = |error: io::Error| git2::Error::from_str(&error.to_string());
    match disk::create(&file, &packed(head.as_bytes(), &data).map_err(failed)?) {
        // Somebody else stored the same meanwhile.
        Ok(()) | Err(disk::Error::Exists(_)) => Ok(id),
        Err(error) => Err(failed(io::Error::other(error))),
    }
}

fn packed(head: &[u8], data: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len()), Compression::fast());
    encoder.write_all(head)?;
    encoder.write_all(data)?;
    encoder.finish()
}

/// The entries in git's order, in which a folder's name ends in a slash: `mode name`, a NUL and the twenty bytes of an id.
fn data(builder: &mut TreeBuilder<'_>) -> Result<Vec<u8>, git2::Error> {
    let mut entries = Vec::with_capacity(builder.len());
    builder.filter(|entry| {
        // As it is: old repositories have modes that nobody writes today.
        let mode = entry.filemode_raw();
        let slash: &[u8] = if mode == tree::FOLDER { b"/" } else { b"" };
        entries.push(([entry.name_bytes(), slash].concat(), mode, entry.id()));
        true
    })?;
    entries.sort_unstable();
    let mut data = Vec::with_capacity(entries.len() * 64);
    for (name, mode, id) in entries {
        let name = name.strip_suffix(b"/").unwrap_or(&name);
        data.extend(format!("{mode:o} ").bytes().chain(name.iter().copied()).chain([0]));
        data.extend(id.as_bytes());
    }
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gets_the_name_and_the_content_that_git_gives_it() {
        let home = tempfile::tempdir().unwrap();
        let repo = Repository::init_bare(home.path()).unwrap();
        let blob = repo.blob(b"x").unwrap();
        let below = repo.treebuilder(None).unwrap().write().unwrap();
        let mut builder = repo.treebuilder(None).unwrap();
        for number in 0..LARGE {
            builder.insert(format!("a{number}"), blob, tree::FILE).unwrap();
        }
        for name in ["a1.md", "a-", "é", "b.txt", "b0"] {
            builder.insert(name, blob, tree::FILE).unwrap();
        }
        builder.insert("b", below, tree::FOLDER).unwrap();

        let written = write_tree(&repo, &mut builder).unwrap();
        assert_eq!(write_tree(&repo, &mut builder).unwrap(), written);

        assert_eq!(repo.find_tree(written).unwrap().len(), LARGE + 6);
        assert_eq!(builder.write().unwrap(), written);
    }

    #[test]
    fn modes_of_old_repositories_stay() {
        let home = tempfile::tempdir().unwrap();
        let repo = Repository::init_bare(home.path()).unwrap();
        let blob = repo.blob(b"x").unwrap();
        let entry = |number| [format!("100664 a{number:03}\0").as_bytes(), blob.as_bytes()].concat();
        let old = (0..LARGE).flat_map(entry).collect::<Vec<u8>>();
        let old = repo.odb().unwrap().write(git2::ObjectType::Tree, &old).unwrap();
        let mut builder = repo.treebuilder(Some(&repo.find_tree(old).unwrap())).unwrap();
        builder.insert("b", blob, tree::FILE).unwrap();

        let written = write_tree(&repo, &mut builder).unwrap();

        let tree = repo.find_tree(written).unwrap();
        assert_eq!(tree.get_name("a000").unwrap().filemode_raw(), 0o100_664);
        assert_eq!(tree.get_name("b").unwrap().filemode_raw(), tree::FILE);
    }
}
