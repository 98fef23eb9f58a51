//! Files that are taken as they are.

use std::collections::HashSet;

use super::{LeftOut, Report, attach};
use crate::entry::{EntryPath, Kind, slug};
use crate::formats::File;
use crate::ops::bulk::Rewrite;
use crate::ops::{Error, Workspace};
use crate::store;
use crate::text::file_name;

/// What is written for a file of a folder: the same bytes, in a folder of that name. One that is there and differs stays.
pub(super) fn rewrite(
    workspace: &Workspace,
    folder: &str,
    file: File,
    (report, taken): (&mut Report, &mut HashSet<String>),
) -> Result<Option<Rewrite>, Error> {
    let name = file.name.clone();
    let mut left_out = |why: String| report.left_out.push(LeftOut { file: name.clone(), line: 0, why });
    if file.bytes.len() > attach::LARGEST {
        left_out(format!("has more than {} MB", attach::LARGEST / 1_000_000));
        return Ok(None);
    }
    let Ok(path) = EntryPath::new(format!("{}{}", home(workspace, folder), file.name)) else {
        left_out("has a name that cannot be kept".into());
        return Ok(None);
    };
    // On some disks names that differ by case alone are one.
    if !taken.insert(file_name::folded(path.as_str())) {
        left_out("has a name that another file has, too".into());
        return Ok(None);
    }
    match workspace.store().bytes(&path) {
        Ok(there) if there == file.bytes => report.known += 1,
        Ok(_) => left_out("is here already, and differs".into()),
        Err(store::Error::Missing(_)) => {
            match workspace.store().is_entry(&path) {
                true => report.new.push(path.clone()),
                false => report.files += 1,
            }
            return Ok(Some(Rewrite { path, before: None, after: Some(file.bytes) }));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(None)
}

/// The folder of notes, in it one of that name.
fn home(workspace: &Workspace, folder: &str) -> String {
    let notes = workspace.config.folders.iter().find(|(_, kind)| *kind == Kind::Note).map(|(name, _)| name.as_str());
    let notes = notes.or_else(|| workspace.store().habits().keeps_folders.then_some("notes"));
    notes.map(|name| format!("{name}/")).unwrap_or_default() + &slug::slug(folder) + "/"
}
