//! Makes the clone, and opens only what was made here.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::time::Duration;

use git2::{ObjectType, Oid, Repository, RepositoryInitOptions};

use super::fetch::LARGEST_FETCH;
use super::{Bare, is_there};
use crate::disk;
use crate::git::program::output;
use crate::git::transport::{Protocol, protocol};
use crate::git::{Error, failed_at, settings, stuck, transport};
use crate::process::askpass::Asker;

/// Holds the hash of the configuration, beside it.
const SEAL: &str = "riffle-config-hash";
/// Files by which a repository takes configuration or objects from elsewhere; a clone of ours has none.
const ELSEWHERE: [&str; 5] =
    ["commondir", "gitdir", "config.worktree", "objects/info/alternates", "objects/info/http-alternates"];

impl Bare {
    /// Clones into a folder that does not exist. A crash or a failure leaves nothing there; a remote without commits is fine.
    ///
    /// `asker` is asked to sign in, then and later.
    pub(crate) fn clone(url: &str, folder: &Path, stall: Duration, asker: Option<Asker>) -> Result<Self, Error> {
        let url = &whole(url);
        if is_there(folder) {
            return Err(disk::Error::Exists(folder.to_owned()).into());
        }
        let parent = folder.parent().unwrap_or(Path::new("/"));
        disk::make_private_folder(parent)?;
        for left in disk::leftovers(parent) {
            disk::remove_cache(&left)?;
        }
        let temp = disk::unfinished_beside(folder);
        disk::remove_cache(&temp)?;
        let made = Self::make(url, &temp, stall, asker).and_then(|asker| {
            disk::point("team-cloned");
            disk::rename(&temp, folder)?;
            Ok(asker)
        });
        match made {
            Ok(asker) => Ok(Self { stall, ..Self::open(folder, asker)? }),
            Err(error) => {
                // The first failure is the one to report; the next clone removes what stays.
                disk::remove_cache(&temp).ok();
                Err(error)
            }
        }
    }

    /// Opens a clone that [`Bare::clone`] made, and no other: one whose configuration was changed since is refused.
    pub(crate) fn open(folder: &Path, asker: Option<Asker>) -> Result<Self, Error> {
        let read = |source| Error::Read { path: folder.to_owned(), source };
        fs::symlink_metadata(folder.join("config")).map_err(read)?;
        let url = sealed_url(folder).ok_or_else(|| Error::Planted(folder.to_owned()))?;
        let inner = Repository::open_bare(folder).map_err(|error| failed_at(folder, error))?;
        settings::heed_environment(&inner).map_err(|error| failed_at(folder, error))?;
        settings::make_durable(&inner, folder)?;
        stuck::opened(folder);
        let head = inner.find_reference("HEAD").map_err(|error| failed_at(folder, error))?;
        let target = head.symbolic_target().ok().flatten().and_then(|name| name.strip_prefix("refs/heads/"));
        let branch = RefCell::new(target.unwrap_or("main").to_owned());
        drop(head);
        Ok(Self {
            inner,
            folder: folder.to_owned(),
            url,
            branch,
            stall: transport::stall(),
            largest_fetch: LARGEST_FETCH,
            asker,
        })
    }

    /// Gives back who was asked.
    fn make(url: &str, folder: &Path, stall: Duration, asker: Option<Asker>) -> Result<Option<Asker>, Error> {
        if url.chars().any(char::is_control) || url.is_empty() || protocol(url) == Protocol::Other {
            return Err(transport::Failure::Refused(output::public(url)).into());
        }
        let mut options = RepositoryInitOptions::new();
        options.bare(true).initial_head("main").no_reinit(true).external_template(false);
        drop(Repository::init_opts(folder, &options).map_err(|error| failed_at(folder, error))?);
        let config = config(url);
        disk::put(&folder.join("config"), config.as_bytes())?;
        disk::put(&folder.join(SEAL), hash(config.as_bytes()).as_bytes())?;
        let bare = Self { stall, ..Self::open(folder, asker)? };
        bare.find_branch()?;
        bare.fetch()?;
        Ok(bare.asker)
    }
}

/// A path of this disk from its root on; other addresses as they are.
fn whole(url: &str) -> String {
    let is_path = protocol(url) == Protocol::File && !url.contains("://") && !url.is_empty();
    let path = is_path.then(|| std::path::absolute(url).ok()).flatten();
    path.and_then(|path| path.to_str().map(str::to_owned)).unwrap_or_else(|| url.to_owned())
}

/// The whole configuration of a clone.
fn config(url: &str) -> String {
    let url = url.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "# Written by Riffle. A clone whose configuration says anything else is not used.\n\
         [core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n\
         [remote \"origin\"]\n\turl = \"{url}\"\n"
    )
}

/// The address of a clone, if its configuration is, to the byte, one that is written here for that address.
fn sealed_url(folder: &Path) -> Option<String> {
    let file = folder.join("config");
    let is_plain = fs::symlink_metadata(&file).is_ok_and(|meta| meta.is_file());
    if !is_plain || ELSEWHERE.iter().any(|name| is_there(&folder.join(name))) {
        return None;
    }
    let written = fs::read_to_string(file).ok()?;
    let quoted = written.lines().last()?.strip_prefix("\turl = \"")?.strip_suffix('"')?;
    let url = quoted.replace("\\\"", "\"").replace("\\\\", "\\");
    let is_ours = config(&url) == written && fs::read_to_string(folder.join(SEAL)).ok()? == hash(written.as_bytes());
    is_ours.then_some(url)
}

fn hash(bytes: &[u8]) -> String {
    Oid::hash_object(ObjectType::Blob, bytes).map_or_else(|_| String::new(), |id| id.to_string())
}
